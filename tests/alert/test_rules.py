"""Rules files: what is taken, and what is refused with file, line, column and a hint."""

from pathlib import Path

import pytest

from streams.alert.rules import RulesError, load_default_rules, load_rules, parse_rules
from streams.alert.rules.conditions import ANY_EVENT

REFUSED = [
    pytest.param("", r"rules.yaml:1:1: the file is empty", id="empty"),
    pytest.param("rules: [", r"rules.yaml:1:9: this is no YAML", id="no YAML"),
    pytest.param("rules: []", r"rules.yaml:1:1: `version: 1` is required", id="no version"),
    pytest.param("version: 2\nrules: []", r"rules.yaml:1:10: `version: 1`", id="other version"),
    pytest.param("version: 1", r"rules.yaml:1:1: `rules:` is required", id="no rules"),
    pytest.param("version: 1\nrules: []", r"rules.yaml:2:8: there is no rule", id="no rule"),
    pytest.param("version: 1\nrules: {}", r"rules.yaml:2:8: a list is needed", id="no list"),
    pytest.param("version: 1\nrules: [{title: x}]", r":2:9: a rule needs an `id`", id="no id"),
    pytest.param("version: 1\nrules: [{id: كركوك}]", r":2:14: .*no rule id", id="Arabic id"),
    pytest.param("version: 1\nrules: [{id: a}, {id: a}]", r":2:23: .*twice", id="same id"),
    pytest.param(
        "version: 1\nrules: [{id: a, sev: high}]", r":2:17: unknown field 'sev'", id="field"
    ),
    pytest.param(
        "version: 1\nrules:\n - id: a\n   when: {event: [explosion]}",
        r":4:19: no event type 'explosion'",
        id="event type",
    ),
    pytest.param(
        "version: 1\nrules: [{id: a, min_severity: urgent}]", r"no severity", id="severity"
    ),
    pytest.param("version: 1\nrules: [{id: a, max_age: 10h}]", r"whole days", id="part of a day"),
    pytest.param("version: 1\nrules: [{id: a, max_age: soon}]", r"no age", id="no age"),
    pytest.param(
        "version: 1\nrules: [{id: a, when: {killed: {min: ten}}}]", r"no whole number", id="number"
    ),
    pytest.param("version: 1\nrules: [{id: a, id: b}]", r"'id' stands twice", id="key twice"),
    pytest.param("version: 1\nrules: [!!python/object:os.x {}]", r"rules.yaml", id="python tag"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_bad_file_is_refused_where_it_is_bad(text: str, message: str) -> None:
    with pytest.raises(RulesError, match=message):
        parse_rules(text, "rules.yaml")


def test_the_shipped_rule_takes_every_event_of_medium_severity_for_a_week() -> None:
    (rule,) = load_default_rules().rules
    assert (rule.id, rule.kind, rule.condition) == ("incident", "incident", ANY_EVENT)
    assert (rule.min_severity, rule.max_age_days) == ("medium", 7)


def test_hours_and_days_are_both_ages() -> None:
    rules = parse_rules("version: 1\nrules: [{id: a, max_age: 72h}, {id: b, max_age: 3d}]", "r")
    assert [rule.max_age_days for rule in rules.rules] == [3, 3]


def test_a_file_that_is_not_there_or_no_text_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="check the path"):
        load_rules(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"a: \xe9\xe9")
    with pytest.raises(RulesError, match="UTF-8"):
        load_rules(tmp_path / "latin.yaml")
