from collections.abc import Callable

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from schemas.alert import Suppression
from schemas.codec import contract_of
from streams.metric_list import METRICS
from streams.metrics import Metrics


def _samples(metrics: Metrics) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    body, _ = metrics.exposition()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


@pytest.fixture
def metrics() -> Metrics:
    return Metrics(CollectorRegistry())


def test_counts_add_up_per_series(metrics: Metrics) -> None:
    metrics.count("barid_messages_total", agent="dedup", outcome="handled")
    metrics.count("barid_messages_total", 4, outcome="handled", agent="dedup")
    metrics.count("barid_messages_total", agent="alerting", outcome="handled")
    samples = _samples(metrics)
    dedup = ("barid_messages_total", (("agent", "dedup"), ("outcome", "handled")))
    alerting = ("barid_messages_total", (("agent", "alerting"), ("outcome", "handled")))
    assert (samples[dedup], samples[alerting]) == (5, 1)


def test_a_value_falls_into_every_bucket_that_holds_it(metrics: Metrics) -> None:
    metrics.observe("barid_stage_duration_seconds", 0.00006, stage="parse")
    metrics.observe("barid_stage_duration_seconds", 3.0, stage="parse")
    samples = _samples(metrics)

    def bucket(bound: str) -> float:
        labels = (("le", bound), ("stage", "parse"))
        return samples["barid_stage_duration_seconds_bucket", labels]

    assert [bucket(bound) for bound in ("5e-05", "0.0001", "2.5", "5.0", "+Inf")] == [0, 1, 1, 2, 2]
    assert samples["barid_stage_duration_seconds_sum", (("stage", "parse"),)] == 3.00006


def test_a_gauge_keeps_the_last_value(metrics: Metrics) -> None:
    metrics.set("barid_rules_loaded", 12)
    metrics.set("barid_rules_loaded", 9)
    assert _samples(metrics)["barid_rules_loaded", ()] == 9


def test_a_gauge_nobody_set_is_not_shown_as_zero(metrics: Metrics) -> None:
    names = {name for name, _ in _samples(metrics)}
    assert "barid_rules_reload_success" not in names
    assert "barid_dependency_up" not in names


def test_series_of_closed_labels_start_at_zero(metrics: Metrics) -> None:
    samples = _samples(metrics)
    assert samples["barid_duplicates_total", (("kind", "near"),)] == 0
    assert samples["barid_suppressions_total", (("reason", "no_change"),)] == 0
    assert samples["barid_alerts_total", (("severity", "low"), ("status", "retracted"))] == 0
    assert samples["barid_retries_total", (("dependency", "redis"),)] == 0


@pytest.mark.parametrize(
    ("write", "error"),
    [
        pytest.param(lambda m: m.count("barid_unheard_total"), KeyError, id="unknown name"),
        pytest.param(lambda m: m.count("barid_rules_loaded"), KeyError, id="a gauge counted"),
        pytest.param(
            lambda m: m.set("barid_batch_size", 1, agent="a"), KeyError, id="set, no gauge"
        ),
        pytest.param(
            lambda m: m.observe("barid_retries_total", 1, dependency="redis"),
            KeyError,
            id="a counter observed",
        ),
        pytest.param(lambda m: m.count("barid_messages_total"), ValueError, id="labels missing"),
        pytest.param(
            lambda m: m.observe("barid_batch_size", 1, stage="parse"), ValueError, id="other label"
        ),
        pytest.param(
            lambda m: m.set("barid_rules_loaded", 1, outlet="any"), ValueError, id="label too many"
        ),
        pytest.param(
            lambda m: m.count("barid_duplicates_total", kind="alike"), ValueError, id="other value"
        ),
    ],
)
def test_what_is_not_in_the_list_is_refused(
    metrics: Metrics, write: Callable[[Metrics], None], error: type[Exception]
) -> None:
    before = metrics.exposition()
    with pytest.raises(error):
        write(metrics)
    assert metrics.exposition() == before


def test_two_workers_in_one_process_do_not_share_numbers() -> None:
    one, two = Metrics(CollectorRegistry()), Metrics(CollectorRegistry())
    one.count("barid_retries_total", dependency="kafka")
    assert _samples(two)["barid_retries_total", (("dependency", "kafka"),)] == 0


def test_every_reason_a_suppression_can_have_can_be_counted(metrics: Metrics) -> None:
    reasons = next(m for m in METRICS if m.name == "barid_suppressions_total").labels[0].values
    assert set(reasons) == {
        *("stale", "background", "negated", "duplicate", "no_change", "throttled", "silenced")
    }
    for reason in reasons:
        value = {"rule_id": "r", "article_id": "a", "incident_id": None, "detail": ""}
        suppression = contract_of(Suppression, {**value, "reason": reason})
        metrics.count("barid_suppressions_total", reason=suppression.reason)
        assert _samples(metrics)["barid_suppressions_total", (("reason", reason),)] == 1


def test_names_and_units_follow_prometheus(run: Callable[..., str], metrics: Metrics) -> None:
    for metric in METRICS:
        labels = {label.name: (label.values or ("any",))[0] for label in metric.labels}
        if metric.kind == "counter":
            metrics.count(metric.name, **labels)
        elif metric.kind == "gauge":
            metrics.set(metric.name, 1, **labels)
        else:
            metrics.observe(metric.name, 1, **labels)
    body, content_type = metrics.exposition()
    assert run("promtool", "check", "metrics", text=body.decode()) == ""
    assert content_type == "text/plain; version=0.0.4; charset=utf-8"
    shown = {name for name, _ in _samples(metrics)}
    assert all(metric.name in shown or f"{metric.name}_bucket" in shown for metric in METRICS), (
        "each metric of the list can be written"
    )
