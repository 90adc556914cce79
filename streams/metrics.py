"""The one object that writes metrics, and the page that describes them.

Knows what `streams/metric_list.py` lists; knows nothing of agents or stages. `Metrics` is built
once by the composition root on a registry of its own, so nothing is registered on import. A name
that is not in the list, or labels other than the listed ones, raise at once: a misspelt metric is a
bug, and an unbounded label is an outage of Prometheus.
"""

from itertools import product
from typing import TypeVar

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)

from streams.metric_list import METRICS, Metric

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
        "<!-- Generated from streams/metric_list.py by `make docs`; edit the list there. -->",
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
