"""Each expression of a panel or rule names metrics and labels of the list, and returns data."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from streams.metric_list import METRICS, Metric

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES: dict[str, Any] = yaml.safe_load((DEPLOY / "prometheus" / "rules.yml").read_text("utf-8"))
LISTED = {metric.name: metric for metric in METRICS}
# What Prometheus adds to every series of ours.
SCRAPE_LABELS = frozenset({"job", "instance"})
RECORDED = {
    rule["record"]: rule["expr"]
    for group in RULES["groups"]
    for rule in group["rules"]
    if "record" in rule
}


def _dashboard_expressions() -> Iterator[tuple[str, str]]:
    for path in sorted((DEPLOY / "grafana" / "dashboards").glob("*.json")):
        for panel in json.loads(path.read_text("utf-8"))["panels"]:
            for target in panel.get("targets", ()):
                yield f"{path.stem}: {panel['title']} {target['refId']}", target["expr"]


def _rule_expressions() -> Iterator[tuple[str, str]]:
    for group in RULES["groups"]:
        for rule in group["rules"]:
            yield f"rules: {rule.get('alert') or rule['record']}", rule["expr"]


PANELS = dict(_dashboard_expressions())
EXPRESSIONS = {**dict(_rule_expressions()), **PANELS}


def _metric(series: str) -> Metric:
    if series in LISTED:
        return LISTED[series]
    family, _, suffix = series.rpartition("_")
    assert suffix in ("bucket", "sum", "count"), f"{series} is not in streams/metric_list.py"
    assert family in LISTED, f"{series} is not in streams/metric_list.py"
    assert LISTED[family].kind == "histogram", f"{family} is a {LISTED[family].kind}"
    return LISTED[family]


def _labels_of(series: str) -> set[str]:
    metric = _metric(series)
    return {label.name for label in metric.labels} | (
        {"le"} if metric.kind == "histogram" else set()
    )


def _series_of(expression: str) -> set[str]:
    return set(re.findall(r"(?<![\w:])barid_\w+", expression))


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS.keys())
def test_expression_names_listed_metrics_with_their_labels(expression: str) -> None:
    series = _series_of(expression)
    recorded = re.findall(r"\w+:\w+:\w+", expression)
    assert set(recorded) <= RECORDED.keys()
    assert series or recorded or expression == 'up{job=~"barid|barid-deliver"} == 0'
    for name, matchers in re.findall(r"(barid_\w+)\{([^}]*)\}", expression):
        for label, operator, value in re.findall(r'(\w+)(=~|!~|!=|=)"([^"]*)"', matchers):
            assert label in _labels_of(name) | SCRAPE_LABELS, f"{name} has no label {label}"
            values = next((x.values for x in _metric(name).labels if x.name == label), ())
            assert operator != "=" or not values or value in values, f"{label} is never {value!r}"
    known = set().union(*map(_labels_of, series)) | SCRAPE_LABELS
    for name in recorded:
        known |= set().union(*map(_labels_of, _series_of(RECORDED[name])))
    for names in re.findall(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)", expression):
        assert {name.strip() for name in names.split(",") if name.strip()} <= known


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_every_metric_is_looked_at(metric: Metric) -> None:
    looked_at = {
        _metric(series).name for text in EXPRESSIONS.values() for series in _series_of(text)
    }
    assert metric.name in looked_at, "a metric without a panel or rule is cost without use"


def _for_promtool(expression: str) -> str:
    # Grafana makes it four scrapes, at the 15 seconds of prometheus.yml.
    return expression.replace("$__rate_interval", "1m")


def test_every_expression_of_a_panel_is_promql(tmp_path: Path, run: Callable[..., str]) -> None:
    rules = [
        {"record": f"panel:{index}", "expr": _for_promtool(expression)}
        for index, expression in enumerate(PANELS.values())
    ]
    assert all("$" not in rule["expr"] for rule in rules), "a variable promtool cannot check"
    path = tmp_path / "panels.yml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), "utf-8")
    assert f"{len(rules)} rules found" in run("promtool", "check", "rules", path)


def _input_series() -> Iterator[dict[str, str]]:
    for metric in METRICS:
        labels = {x.name: (x.values or ("any",))[0] for x in metric.labels}
        if metric.name == "barid_suppressions_total":
            labels["reason"] = "stale"
        where = {"job": "barid", "instance": "w1:6066", **labels}
        bounds = [f"{bound:g}" for bound in metric.buckets] + ["+Inf"]
        if metric.kind == "histogram":
            for bound in bounds:
                yield _counting(f"{metric.name}_bucket", {**where, "le": bound})
            yield _counting(f"{metric.name}_sum", where)
            yield _counting(f"{metric.name}_count", where)
        else:
            yield _counting(metric.name, where)


def _counting(name: str, labels: dict[str, str]) -> dict[str, str]:
    inside = ", ".join(f'{label}="{value}"' for label, value in labels.items())
    return {"series": f"{name}{{{inside}}}", "values": "1+1x240"}


def test_every_panel_returns_data_when_every_metric_is_written(
    tmp_path: Path, run: Callable[..., str]
) -> None:
    cases = [
        {
            "expr": f"count({_for_promtool(expression)}) > bool 0",
            "eval_time": "30m",
            "exp_samples": [{"labels": "{}", "value": 1}],
        }
        for expression in PANELS.values()
    ]
    tests = [{"interval": "15s", "input_series": list(_input_series()), "promql_expr_test": cases}]
    content = {
        "rule_files": [str(DEPLOY / "prometheus" / "rules.yml")],
        "evaluation_interval": "15s",
        "tests": tests,
    }
    path = tmp_path / "panels.test.yml"
    path.write_text(yaml.safe_dump(content), "utf-8")
    assert "SUCCESS" in run("promtool", "test", "rules", path)
