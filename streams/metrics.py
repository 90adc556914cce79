"""Every metric of Barid in one list, and the one object that writes them.

Knows names, labels and buckets; knows nothing of agents or stages. `Metrics` is built once by the
composition root on a registry of its own, so nothing is registered on import. A name that is not
in the list, or labels other than the listed ones, raise at once: a misspelt metric is a bug, and
an unbounded label is an outage of Prometheus. docs/metrics.md is generated from the list.
"""

from dataclasses import dataclass
from itertools import product
from typing import Literal, TypeVar, get_args, get_type_hints

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

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
        "barid_build_info",
        "gauge",
        (Label("version", bound="one a release"),),
        "Always 1; the label says which version runs.",
    ),
)

# All names are plain ASCII, so the old text format and the new say the same, and every scraper
# since Prometheus 0.4 reads the old one.
_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_Kind = TypeVar("_Kind", Counter, Gauge, Histogram)
_Series = tuple[str, tuple[tuple[str, str], ...]]


class Metrics:
    """Write the listed metrics to one registry; children are bound once and kept."""

    def __init__(self, registry: CollectorRegistry) -> None:
        """Register every metric; series whose labels are all listed start at zero."""
        # A second series per counter, saying when it began: nobody queries it.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # its only untyped function
        self._registry = registry
        self._listed = {metric.name: metric for metric in METRICS}
        self._counters: dict[str, Counter] = {}
        self._gauges: dict[str, Gauge] = {}
        self._histograms: dict[str, Histogram] = {}
        self._bound_counters: dict[_Series, Counter] = {}
        self._bound_gauges: dict[_Series, Gauge] = {}
        self._bound_histograms: dict[_Series, Histogram] = {}
        for metric in METRICS:
            self._register(metric)

    def count(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Add to a counter. Errors: KeyError for no such counter, ValueError for its labels."""
        series = (name, tuple(labels.items()))
        child = self._bound_counters.get(series)
        if child is None:
            child = self._bind(self._counters, name, labels)
            self._bound_counters[series] = child
        child.inc(amount)

    def observe(self, name: str, value: float, /, **labels: str) -> None:
        """Put a value in a histogram. Errors: KeyError for no such histogram, ValueError."""
        series = (name, tuple(labels.items()))
        child = self._bound_histograms.get(series)
        if child is None:
            child = self._bind(self._histograms, name, labels)
            self._bound_histograms[series] = child
        child.observe(value)

    def set(self, name: str, value: float, /, **labels: str) -> None:
        """Set a gauge. Errors: KeyError for no such gauge, ValueError for its labels."""
        series = (name, tuple(labels.items()))
        child = self._bound_gauges.get(series)
        if child is None:
            child = self._bind(self._gauges, name, labels)
            if not labels:
                self._registry.register(child)
            self._bound_gauges[series] = child
        child.set(value)

    def exposition(self) -> tuple[bytes, str]:
        """Give the body of `/metrics` and its content type."""
        return generate_latest(self._registry), _CONTENT_TYPE

    def _register(self, metric: Metric) -> None:
        name, labels = metric.name, [label.name for label in metric.labels]
        if metric.kind == "counter":
            self._counters[name] = Counter(name, metric.help, labels, registry=self._registry)
            # Without a zero to start from, rate() does not see the first alert of a kind.
            if all(label.values for label in metric.labels):
                for values in product(*(label.values for label in metric.labels)):
                    self.count(name, 0, **dict(zip(labels, values, strict=True)))
        elif metric.kind == "gauge":
            # A gauge without labels would read 0 before anybody set it ("the rules failed to
            # load", on a worker that loads none), so it enters the registry when first set.
            registry = self._registry if labels else None
            self._gauges[name] = Gauge(name, metric.help, labels, registry=registry)
        else:
            self._histograms[name] = Histogram(
                name, metric.help, labels, registry=self._registry, buckets=metric.buckets
            )

    def _bind(self, parents: dict[str, _Kind], name: str, labels: dict[str, str]) -> _Kind:
        parent = parents[name]
        listed = self._listed[name].labels
        if labels.keys() != {label.name for label in listed}:
            wanted = [label.name for label in listed]
            raise ValueError(f"{name} has the labels {wanted}, not {list(labels)}")
        for label in listed:
            value = labels[label.name]
            if label.values and value not in label.values:
                raise ValueError(f"{name}: {label.name} is {value!r}, not one of {label.values}")
        return parent.labels(**labels) if labels else parent


def markdown() -> str:
    """Write docs/metrics.md; a test holds the file equal to this."""
    lines = [
        "# Metrics",
        "",
        "<!-- Generated from streams/metrics.py by `make docs`; edit the list there. -->",
        "",
        "Served at `/metrics` in Prometheus' text format. Units are base units; no outlet, place,",
        "title or rule is ever a label. A counter whose labels are all closed sets starts at zero.",
        "",
        "| metric | kind | unit | labels | meaning |",
        "|---|---|---|---|---|",
    ]
    for metric in METRICS:
        labels = ", ".join(f"`{label.name}`" for label in metric.labels) or "none"
        unit = metric.unit or "none"
        lines.append(f"| `{metric.name}` | {metric.kind} | {unit} | {labels} | {metric.help} |")
    lines += ["", "## Labels", "", "| metric | label | values |", "|---|---|---|"]
    for metric in METRICS:
        for label in metric.labels:
            values = ", ".join(f"`{value}`" for value in label.values) or label.bound
            lines.append(f"| `{metric.name}` | `{label.name}` | {values} |")
    lines += ["", "## Buckets", "", "| histogram | upper bounds |", "|---|---|"]
    for metric in METRICS:
        if metric.buckets:
            bounds = ", ".join(f"{bound:g}" for bound in metric.buckets)
            lines.append(f"| `{metric.name}` | {bounds} |")
    return "\n".join(lines) + "\n"
