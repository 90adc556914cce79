"""Every metric of Barid in one list: name, kind, labels, unit, buckets, meaning.

docs/metrics.md is generated from it, and `streams/metrics.py` writes what it lists.
"""

from dataclasses import dataclass
from typing import Literal, get_args, get_type_hints

from schemas.alert import AlertStatus, Severity, SuppressionReason
from schemas.duplicate import Duplicate

Kind = Literal["counter", "gauge", "histogram"]


@dataclass(frozen=True, slots=True)
class Label:
    """Name a label and what bounds it: the values it may take, or, where none are listed, why few.

    Listed values are enforced; others are bounded by the code that `bound` names.
    """

    name: str
    values: tuple[str, ...] = ()
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """Declare one metric. Units: `unit` is Prometheus' base unit, empty for a plain count."""

    name: str
    kind: Kind
    labels: tuple[Label, ...]
    help: str
    unit: str = ""
    buckets: tuple[float, ...] = ()


_AGENT = Label("agent", bound="rows of streams/topology.py; fused rows are joined by `+`")
_STAGE = Label("stage", bound="stages that streams/pipeline.py times, and the rows of the topology")
_MESSAGE_OUTCOME = Label("outcome", ("handled", "dead_letter"))
_ARTICLE_OUTCOME = Label("outcome", bound="last word of a topic of articles in streams/topics.py")
_REASON = Label("reason", bound="reasons of `InvalidMessage` in schemas/codec.py, and the runner's")
_CHANNEL = Label("channel", bound="channels of the file that BARID_CHANNELS names")
_DEPENDENCY = Label("dependency", ("kafka", "redis"))

# A regex pass over a short article takes some 50 us, a page of a megabyte may take seconds.
_STAGE_BUCKETS = (
    *(0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005),
    *(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)
# A batch is two round trips to Redis, one produce, and the stages of all its messages.
_BATCH_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_BATCH_SIZE_BUCKETS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
# From live crawling (seconds) to a back-fill (days): one minute, one hour and one day are limits
# people ask about, so each is a bucket of its own.
_END_TO_END_BUCKETS = (1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400, 604800)

# A webhook answers in tens of milliseconds; Apprise waits 5.5 s between two messages.
_DELIVERY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

METRICS: tuple[Metric, ...] = (
    Metric(
        "barid_messages_total",
        "counter",
        (_AGENT, _MESSAGE_OUTCOME),
        "Messages an agent finished with, by what became of them.",
    ),
    Metric(
        "barid_articles_total",
        "counter",
        (_STAGE, _ARTICLE_OUTCOME),
        "Articles a stage finished with; a page may hold several.",
    ),
    Metric(
        "barid_duplicates_total",
        "counter",
        (Label("kind", get_args(get_type_hints(Duplicate)["kind"])),),
        "Articles that repeat one already known.",
    ),
    Metric(
        "barid_alerts_total",
        "counter",
        (Label("severity", get_args(Severity)), Label("status", get_args(AlertStatus))),
        "Alert revisions produced.",
    ),
    Metric(
        "barid_suppressions_total",
        "counter",
        (Label("reason", get_args(SuppressionReason)),),
        "Matches of a rule that sent no alert.",
    ),
    Metric(
        "barid_silences_active",
        "gauge",
        (),
        "Silences in force, as this worker last read them; all workers share them.",
    ),
    Metric(
        "barid_incidents_open",
        "gauge",
        (),
        "Incidents with alerts that wait to fall quiet; all workers share them.",
    ),
    Metric(
        "barid_dead_letters_total",
        "counter",
        (_STAGE, _REASON),
        "Messages sent to the dead-letter topic.",
    ),
    Metric(
        "barid_stage_duration_seconds",
        "histogram",
        (_STAGE,),
        "Time one stage took for one article (parse and dedup: for one page).",
        "seconds",
        _STAGE_BUCKETS,
    ),
    Metric(
        "barid_batch_size",
        "histogram",
        (_AGENT,),
        "Messages an agent handled in one batch.",
        "messages",
        _BATCH_SIZE_BUCKETS,
    ),
    Metric(
        "barid_batch_duration_seconds",
        "histogram",
        (_AGENT,),
        "Time from the decoding of a batch to the acknowledgement of all it produced.",
        "seconds",
        _BATCH_BUCKETS,
    ),
    Metric(
        "barid_end_to_end_seconds",
        "histogram",
        (Label("span", ("crawl_to_alert",)),),
        "Time from the crawl of an article to the produce of the alert it caused.",
        "seconds",
        _END_TO_END_BUCKETS,
    ),
    Metric(
        "barid_retries_total",
        "counter",
        (_DEPENDENCY,),
        "Calls to a dependency that failed and were tried again.",
    ),
    Metric(
        "barid_dependency_up",
        "gauge",
        (_DEPENDENCY,),
        "1 if the dependency answered the last call, 0 if not.",
    ),
    Metric(
        "barid_last_commit_timestamp_seconds",
        "gauge",
        (_AGENT,),
        "Unix time when the agent last had its offsets committed.",
        "seconds",
    ),
    Metric(
        "barid_assigned_partitions",
        "gauge",
        (_AGENT,),
        "Partitions of the agent's topic that this worker reads.",
        "partitions",
    ),
    Metric(
        "barid_consumer_lag_messages",
        "gauge",
        (_AGENT,),
        "Messages from the last commit to the end of the assigned partitions, asked every 5 s.",
        "messages",
    ),
    Metric("barid_rules_loaded", "gauge", (), "Alert rules in force.", "rules"),
    Metric(
        "barid_rules_reload_success",
        "gauge",
        (),
        "1 if the last load of the rules succeeded, 0 if the rules before it stay in force.",
    ),
    Metric(
        "barid_feed_clients",
        "gauge",
        (),
        "Clients connected to the stream of alerts, the page's own among them.",
        "clients",
    ),
    Metric(
        "barid_feed_let_go_total",
        "counter",
        (),
        "Clients of the stream that were let go because they took too little; they may come back.",
    ),
    Metric(
        "barid_deliveries_total",
        "counter",
        (_CHANNEL, Label("outcome", ("delivered", "failed", "dead_letter"))),
        "Messages delivered, attempts that failed, and messages given up, by channel.",
    ),
    Metric(
        "barid_delivery_duration_seconds",
        "histogram",
        (_CHANNEL,),
        "Time one attempt to deliver took, whatever came of it.",
        "seconds",
        _DELIVERY_BUCKETS,
    ),
    Metric(
        "barid_delivery_delay_seconds",
        "histogram",
        (_CHANNEL,),
        "Time from an alert's write to its topic until the channel had delivered it.",
        "seconds",
        _END_TO_END_BUCKETS,
    ),
    Metric(
        "barid_channel_behind_alerts",
        "gauge",
        (_CHANNEL,),
        "Alerts written and not yet dealt with by the channel, its filter's silence among them.",
        "alerts",
    ),
    Metric(
        "barid_channel_up",
        "gauge",
        (_CHANNEL,),
        "1 if the channel's last attempt succeeded or none was made, 0 if it failed.",
    ),
    Metric(
        "barid_build_info",
        "gauge",
        (Label("version", bound="one a release"),),
        "Always 1; the label says which version runs.",
    ),
)
