import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from streams.metric_list import METRICS
from streams.metrics import markdown

ROOT = Path(__file__).parents[2]
LISTED = {metric.name: metric for metric in METRICS}
METHODS = {"count": "counter", "set": "gauge", "observe": "histogram"}


class Write(NamedTuple):
    where: str
    name: str
    kind: str
    labels: frozenset[str]


def _writes() -> Iterator[Write]:
    for path in sorted((ROOT / "streams").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            name = (
                node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else None
            )
            if node.func.attr in METHODS and isinstance(name, str) and name.startswith("barid_"):
                labels = frozenset(keyword.arg or "" for keyword in node.keywords)
                where = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield Write(where, name, METHODS[node.func.attr], labels)


WRITES = tuple(_writes())


def test_metrics_page_says_what_the_list_says() -> None:
    written = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert written == markdown(), "write streams.metrics.markdown() to docs/metrics.md"


def test_each_metric_is_listed_once_and_says_what_bounds_its_labels() -> None:
    names = [metric.name for metric in METRICS]
    assert len(names) == len(set(names))
    for metric in METRICS:
        for label in metric.labels:
            assert label.values or label.bound, f"{metric.name}{{{label.name}}} has no bound"
        assert (metric.kind == "histogram") == bool(metric.buckets), metric.name
        assert list(metric.buckets) == sorted(metric.buckets), metric.name


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write.where} {write.name}")
def test_what_the_code_writes_is_in_the_list_with_those_labels(write: Write) -> None:
    assert write.name in LISTED
    assert write.kind == LISTED[write.name].kind
    assert write.labels == {label.name for label in LISTED[write.name].labels}


def test_no_metric_is_listed_that_nobody_writes() -> None:
    assert set(LISTED) - {write.name for write in WRITES} == set()
