"""Every Kafka topic: name, key, contract, partitions, retention, who writes and who reads it.

The one list: agents, `barid topics`, docs/topics.md and schemas/asyncapi.yaml are made from it.
"""

from dataclasses import dataclass
from typing import Any, Literal

from schemas.alert import Alert, Suppression
from schemas.article import Article, DetectedArticle, EnrichedArticle
from schemas.deadletter import DeadLetter
from schemas.delivery import Delivery
from schemas.duplicate import Duplicate
from schemas.raw import RawArticle

_DAY_MS = 24 * 3600 * 1000
# A page may be refused for its size only after it was read, and then travels on as a dead letter.
LARGEST_MESSAGE_BYTES = 33 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Describe a topic. Units: `retention_ms` milliseconds, `max_message_bytes` bytes."""

    name: str
    key: str
    contract: type[Any]
    event_type: str
    written_by: str
    read_by: str
    retention_ms: int
    cleanup: Literal["delete", "compact", "compact,delete"] = "delete"
    single_partition: bool = False
    max_message_bytes: int = 4 * 1024 * 1024

    def config(self) -> dict[str, str]:
        """Give the broker-side settings of this topic."""
        return {
            "cleanup.policy": self.cleanup,
            "retention.ms": str(self.retention_ms),
            "max.message.bytes": str(self.max_message_bytes),
        }


RAW = Topic(
    name="articles.raw",
    key="outlet or URL host",
    contract=RawArticle,
    event_type="barid.article.raw.v1",
    written_by="ingest adapters, any producer",
    read_by="dedup agent",
    retention_ms=7 * _DAY_MS,
    max_message_bytes=LARGEST_MESSAGE_BYTES,
)
UNIQUE = Topic(
    name="articles.unique",
    key="article_id",
    contract=Article,
    event_type="barid.article.unique.v1",
    written_by="dedup agent",
    read_by="language agent, subscribers",
    retention_ms=7 * _DAY_MS,
)
DUPLICATES = Topic(
    name="articles.duplicates",
    key="article_id",
    contract=Duplicate,
    event_type="barid.article.duplicate.v1",
    written_by="dedup agent",
    read_by="subscribers",
    retention_ms=7 * _DAY_MS,
)
DETECTED = Topic(
    name="articles.detected",
    key="article_id",
    contract=DetectedArticle,
    event_type="barid.article.detected.v1",
    written_by="language agent",
    read_by="enrichment agent, subscribers",
    retention_ms=7 * _DAY_MS,
)
ENRICHED = Topic(
    name="articles.enriched",
    key="story_id",
    contract=EnrichedArticle,
    event_type="barid.article.enriched.v1",
    written_by="enrichment agent",
    read_by="alerting agent, subscribers",
    retention_ms=30 * _DAY_MS,
)
ALERTS = Topic(
    name="alerts",
    key="alert_id",
    contract=Alert,
    event_type="barid.alert.v1",
    written_by="alerting agent",
    read_by="alert consumers, console, channels",
    retention_ms=90 * _DAY_MS,
    # Compacted too: a late reader gets the last revision of each alert, an early one all of them.
    cleanup="compact,delete",
)
SUPPRESSED = Topic(
    name="alerts.suppressed",
    key="rule_id",
    contract=Suppression,
    event_type="barid.suppression.v1",
    written_by="alerting agent",
    read_by="operators, Grafana",
    retention_ms=7 * _DAY_MS,
)
DELIVERIES = Topic(
    name="alerts.deliveries",
    key="channel",
    contract=Delivery,
    event_type="barid.delivery.v1",
    written_by="channels of `barid deliver`",
    read_by="operators, `barid channel`",
    retention_ms=30 * _DAY_MS,
    single_partition=True,
)
DEADLETTERS = Topic(
    name="deadletters",
    key="original key",
    contract=DeadLetter,
    event_type="barid.deadletter.v1",
    written_by="every agent, channels of `barid deliver`",
    read_by="operators",
    retention_ms=30 * _DAY_MS,
    single_partition=True,
    max_message_bytes=LARGEST_MESSAGE_BYTES,
)

TOPICS = (
    *(RAW, UNIQUE, DUPLICATES, DETECTED, ENRICHED),
    *(ALERTS, SUPPRESSED, DELIVERIES, DEADLETTERS),
)


def topic_named(name: str) -> Topic:
    """Find a topic by its name. Errors: KeyError with the names there are."""
    for topic in TOPICS:
        if topic.name == name:
            return topic
    raise KeyError(f"no topic {name!r}; there are {', '.join(topic.name for topic in TOPICS)}")


def markdown() -> str:
    """Write docs/topics.md."""
    lines = [
        "# Topics",
        "",
        "Generated from `streams/topics.py`; a test holds the two equal.",
        "",
        "| topic | key | value | written by | read by | kept | cleanup |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| `{t.name}` | {t.key} | {t.contract.__name__} | {t.written_by} | {t.read_by} "
        f"| {t.retention_ms // _DAY_MS} days | {t.cleanup} |"
        for t in TOPICS
    ]
    return "\n".join(lines) + "\n"
