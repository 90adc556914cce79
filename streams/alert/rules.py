"""Alert rules: YAML in, checked rules out. Every error names file:line:column and what to do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import yaml

from schemas.alert import Severity
from streams.alert.incident import Incident
from streams.alert.severity import SEVERITIES, at_least

EVENT_TYPES: Final = (
    "armed_attack", "bombing", "airstrike_shelling", "armed_clash", "crime_violence",
    "arrest_raid", "abduction", "protest_riot", "execution", "traffic_accident",
    "transport_accident", "fire_explosion", "drowning", "structural_collapse",
    "natural_disaster", "health_outbreak", "other_accident",
)  # fmt: skip

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_AGE: Final = re.compile(r"(\d{1,5})([dh])")
_HOURS_A_DAY: Final = 24


class RulesError(ValueError):
    """Report a rules file that cannot be used; the text says where and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Say which incidents to alert on. Units: `max_age_days` days, None for any age."""

    id: str
    title: str
    event_types: frozenset[str] | None
    min_severity: Severity
    min_killed: int
    min_injured: int
    max_age_days: int | None

    def takes_type(self, event_type: str) -> bool:
        """Say whether the rule is about this kind of event at all."""
        return self.event_types is None or event_type in self.event_types

    def matches(self, incident: Incident) -> bool:
        """Say whether an incident meets the rule's conditions."""
        return (
            self.takes_type(incident.event_type)
            and at_least(incident.severity, self.min_severity)
            and (incident.killed.min or 0) >= self.min_killed
            and (incident.injured.min or 0) >= self.min_injured
        )


def load_default_rules() -> tuple[Rule, ...]:
    """Load the shipped rules."""
    shipped = files("streams.alert") / "data" / "rules.yaml"
    return parse_rules(shipped.read_text("utf-8"), "rules.yaml")


def load_rules(path: Path | None) -> tuple[Rule, ...]:
    """Load rules from a file, or the shipped ones. Errors: RulesError."""
    if path is None:
        return load_default_rules()
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise RulesError(f"{path}: cannot be read ({error.strerror}); check the path") from None
    except UnicodeDecodeError:
        raise RulesError(f"{path}: is not UTF-8; save it as UTF-8") from None
    return parse_rules(text, str(path))


def parse_rules(text: str, name: str) -> tuple[Rule, ...]:
    """Read rules from YAML text; `name` stands in errors. Errors: RulesError."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name
        raise RulesError(f"{where}: this is no YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise RulesError(f"{name}: this is no YAML: {error}") from None
    if root is None:
        raise RulesError(f"{name}:1:1: the file is empty; it needs `version: 1` and `rules:`")
    return _Reader(name).rules(root)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Walk the YAML tree, where every node still knows its line and column."""

    name: str

    def rules(self, root: yaml.Node) -> tuple[Rule, ...]:
        top = self.mapping(root, {"version", "rules"})
        if "version" not in top or self.text(top["version"]) != "1":
            raise self.error(top.get("version", root), "`version: 1` is required")
        if "rules" not in top:
            raise self.error(root, "`rules:` is required, a list of rules")
        rules: dict[str, Rule] = {}
        for node in self.items(top["rules"]):
            rule = self.rule(node)
            if rule.id in rules:
                raise self.error(node, f"rule id {rule.id!r} is used twice; ids are unique")
            rules[rule.id] = rule
        if not rules:
            raise self.error(top["rules"], "there is no rule; write at least one")
        return tuple(rules.values())

    def rule(self, node: yaml.Node) -> Rule:
        fields = self.mapping(node, {"id", "title", "when", "min_severity", "max_age"})
        if "id" not in fields:
            raise self.error(node, "a rule needs an `id`")
        rule_id = self.text(fields["id"])
        if not _SLUG.fullmatch(rule_id):
            hint = "ids are small ASCII letters, digits, '.', '_' and '-'"
            raise self.error(fields["id"], f"{rule_id!r} is no rule id; {hint}")
        conditions = {"event", "killed", "injured"}
        when = self.mapping(fields["when"], conditions) if "when" in fields else {}
        return Rule(
            id=rule_id,
            title=self.text(fields["title"]) if "title" in fields else rule_id,
            event_types=self.event_types(when["event"]) if "event" in when else None,
            min_severity=self.severity(fields["min_severity"])
            if "min_severity" in fields
            else "low",
            min_killed=self.least(when["killed"]) if "killed" in when else 0,
            min_injured=self.least(when["injured"]) if "injured" in when else 0,
            max_age_days=self.days(fields["max_age"]) if "max_age" in fields else None,
        )

    def event_types(self, node: yaml.Node) -> frozenset[str] | None:
        if isinstance(node, yaml.ScalarNode) and node.value == "any":
            return None
        items = list(self.items(node)) if isinstance(node, yaml.SequenceNode) else [node]
        for item in items:
            if self.text(item) not in EVENT_TYPES:
                known = ", ".join(EVENT_TYPES)
                raise self.error(item, f"no event type {self.text(item)!r}; `any` or: {known}")
        return frozenset(self.text(item) for item in items)

    def severity(self, node: yaml.Node) -> Severity:
        value = self.text(node)
        for severity in SEVERITIES:
            if value == severity:
                return severity
        raise self.error(node, f"no severity {value!r}; one of {', '.join(SEVERITIES)}")

    def least(self, node: yaml.Node) -> int:
        fields = self.mapping(node, {"min"})
        if "min" not in fields:
            raise self.error(node, "write `{min: 1}`")
        value = self.text(fields["min"])
        if not value.isdecimal():
            raise self.error(fields["min"], f"{value!r} is no whole number")
        return int(value)

    def days(self, node: yaml.Node) -> int:
        value = self.text(node)
        match = _AGE.fullmatch(value)
        if not match:
            raise self.error(node, f"{value!r} is no age; write days as `7d` or hours as `72h`")
        number, unit = int(match[1]), match[2]
        if unit == "d":
            return number
        if number % _HOURS_A_DAY:
            raise self.error(node, "events are dated to the day: give whole days, such as `72h`")
        return number // _HOURS_A_DAY

    def mapping(self, node: yaml.Node, known: set[str]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.error(node, f"a mapping is needed here, with {', '.join(sorted(known))}")
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if key.value not in known:
                names = ", ".join(sorted(known))
                raise self.error(key, f"unknown field {key.value!r}; here may stand {names}")
            if key.value in fields:
                raise self.error(key, f"{key.value!r} stands twice")
            fields[key.value] = value
        return fields

    def items(self, node: yaml.Node) -> Iterator[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.error(node, "a list is needed here")
        yield from node.value

    def text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise self.error(node, "a single value is needed here")
        return str(node.value)

    def error(self, node: yaml.Node, message: str) -> RulesError:
        mark = node.start_mark
        return RulesError(f"{self.name}:{mark.line + 1}:{mark.column + 1}: {message}")
