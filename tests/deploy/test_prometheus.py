import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PROMETHEUS = ROOT / "deploy" / "prometheus"


def _load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


ALARMS: dict[str, dict[str, Any]] = {
    rule["alert"]: rule
    for group in _load(PROMETHEUS / "rules.yml")["groups"]
    for rule in group["rules"]
    if "alert" in rule
}


def test_prometheus_accepts_its_configuration_and_the_rules(run: Callable[..., str]) -> None:
    output = run("promtool", "check", "config", PROMETHEUS / "prometheus.yml")
    assert "1 rule files found" in output


def test_alarms_fire_and_keep_silent_as_written_down(run: Callable[..., str]) -> None:
    assert "SUCCESS" in run("promtool", "test", "rules", PROMETHEUS / "rules.test.yml")


@pytest.mark.parametrize("name", ALARMS)
def test_each_alarm_has_a_case_that_fires(name: str) -> None:
    assert any(expected for alarm, expected in _cases() if alarm == name)


@pytest.mark.parametrize("name", ALARMS)
def test_each_alarm_has_a_case_that_keeps_silent(name: str) -> None:
    assert any(not expected for alarm, expected in _cases() if alarm == name)


@pytest.mark.parametrize("name", ALARMS)
def test_each_alarm_has_a_severity_a_summary_and_a_chapter_in_the_runbook(name: str) -> None:
    alarm = ALARMS[name]
    assert alarm["labels"]["severity"] in ("critical", "warning", "info")
    assert alarm["annotations"]["summary"]
    page, _, anchor = alarm["annotations"]["runbook_url"].partition("#")
    assert anchor == name.lower()
    headings = re.findall(r"^#+ (.+)$", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert name in headings, f"{page} has no chapter {name}"


def test_old_news_is_no_more_than_a_fact() -> None:
    assert ALARMS["BaridMostMatchesStale"]["labels"]["severity"] == "info"


def test_the_runbook_has_no_chapter_for_an_alarm_that_is_gone() -> None:
    text = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert set(re.findall(r"^### (Barid\w+)$", text, re.MULTILINE)) == set(ALARMS)


def _cases() -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (case["alertname"], case["exp_alerts"])
        for test in _load(PROMETHEUS / "rules.test.yml")["tests"]
        for case in test.get("alert_rule_test", ())
    ]
