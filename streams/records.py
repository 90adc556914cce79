"""Records: what a stage wants produced, with its key and CloudEvents binary-mode headers."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson

from schemas.alert import Alert, Suppression
from schemas.article import Article
from schemas.codec import encode
from schemas.deadletter import DeadLetter
from schemas.delivery import Delivery
from schemas.duplicate import Duplicate
from streams import topics
from streams.topics import Topic

Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Record:
    """Hold one message to produce: a contract, and what its headers say of it.

    `event_id` is the same for the same content, so a consumer counts a record sent twice once.
    `time` is the crawl time of what the record is about, null when unknown; never the wall clock.
    """

    topic: Topic
    key: bytes
    content: object
    event_id: str
    time: str | None

    def value(self) -> bytes:
        """Encode the content. Errors: TypeError for content that is no valid JSON."""
        return encode(self.content)

    def headers(self) -> Headers:
        """Give CloudEvents 1.0 binary-mode headers."""
        return cloud_event_headers(self.topic, self.event_id, self.time)


@dataclass(frozen=True, slots=True)
class DeadLetterRecord:
    """Hold a dead letter to produce: original key and bytes, the facts in headers."""

    letter: DeadLetter
    topic: Topic = topics.DEADLETTERS

    @property
    def key(self) -> bytes | None:
        """Give the original key."""
        return self.letter.key

    def value(self) -> bytes | None:
        """Give the original bytes."""
        return self.letter.value

    def headers(self) -> Headers:
        """Give Connect's headers and CloudEvents': the id is the message's place in the stream."""
        letter = self.letter
        event_id = f"{letter.topic}/{letter.partition}/{letter.offset}"
        own = cloud_event_headers(
            self.topic, event_id, None, content_type=b"application/octet-stream"
        )
        return tuple(letter.headers()) + own


def article_record(topic: Topic, article: Article, *, key: str | None = None) -> Record:
    """Make the record of an article; its id is the article's, its time the crawl's."""
    raw_key = (key or article.article_id).encode("utf-8")
    return Record(topic, raw_key, article, article.article_id, article.crawled_at)


def duplicate_record(duplicate: Duplicate) -> Record:
    """Make the record of a duplicate; one raw page may repeat several articles."""
    event_id = f"{duplicate.raw_id}:{duplicate.article_id}"
    key = duplicate.article_id.encode("utf-8")
    return Record(topics.DUPLICATES, key, duplicate, event_id, duplicate.crawled_at)


def alert_record(alert: Alert) -> Record:
    """Make the record of an alert revision."""
    event_id = f"{alert.alert_id}:{alert.revision}"
    return Record(topics.ALERTS, alert.alert_id.encode(), alert, event_id, alert.emitted_for)


def suppression_record(suppression: Suppression, crawled_at: str | None) -> Record:
    """Make the record of a silence."""
    event_id = f"{suppression.rule_id}:{suppression.article_id}:{suppression.reason}"
    return Record(
        topics.SUPPRESSED, suppression.rule_id.encode(), suppression, event_id, crawled_at
    )


def delivery_record(delivery: Delivery) -> Record:
    """Make the record of an attempt to deliver; its time is when the attempt ended."""
    event_id = f"{delivery.channel}:{delivery.message_id}:{delivery.at}"
    return Record(topics.DELIVERIES, delivery.channel.encode(), delivery, event_id, delivery.at)


def raw_key(line: bytes) -> bytes:
    """Key a raw article by its outlet or URL host, so that one outlet stays in one partition.

    A line that cannot be read gets an empty key: the dedup agent is who refuses it.
    """
    try:
        raw = orjson.loads(line)
    except orjson.JSONDecodeError:
        return b""
    if not isinstance(raw, dict):
        return b""
    return _outlet_key(raw.get("source"), raw.get("url"))


def cloud_event_headers(
    topic: Topic, event_id: str, time: str | None, *, content_type: bytes = b"application/json"
) -> Headers:
    """Give the CloudEvents attributes as headers; `ce_time` is left out when unknown."""
    headers = [
        ("ce_specversion", b"1.0"),
        ("ce_id", event_id.encode("utf-8", "backslashreplace")),
        ("ce_source", f"/barid/{topic.name}".encode()),
        ("ce_type", topic.event_type.encode()),
        ("content-type", content_type),
    ]
    if time is not None:
        headers.append(("ce_time", time.encode("utf-8", "backslashreplace")))
    return tuple(headers)


def _outlet_key(source: object, url: object) -> bytes:
    """Give the key of a raw article: its outlet as labelled, else its URL's host."""
    if isinstance(source, str) and source.strip():
        return source.strip().encode("utf-8", "replace")
    try:
        host = urlsplit(url).hostname if isinstance(url, str) else None
    except ValueError:
        host = None
    return (host or "").encode("utf-8", "replace")
