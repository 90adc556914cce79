"""Read one rule of a file: its id and title, what it asks for, how severe and how often."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

from schemas.alert import Severity
from streams.alert.rules.condition_reader import Bits, ConditionReader, kind_of
from streams.alert.rules.conditions import ANY_EVENT, Condition
from streams.alert.rules.fields import Fields
from streams.alert.rules.never import contradiction
from streams.alert.rules.rule import ON, On, Rule, RuleKind
from streams.alert.rules.tree import Node

FIELDS: Final = (
    "id", "title", "note", "when", "severity", "min_severity", "max_age", "on", "min_interval",
    "escalate", "tests",
)  # fmt: skip
_DIGEST_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class RuleTest:
    """Hold one example beside a rule: a page in the file, or the path of one."""

    rule_id: str
    expect: Literal["fires_on", "silent_on"]
    file: str
    line: int
    path: str | None
    page: Node | None


@dataclass(slots=True)
class RuleReader:
    """Read rules; what cannot be read is reported, and None given."""

    fields: Fields
    conditions: ConditionReader

    def read(self, node: Node, file: str) -> tuple[Rule, tuple[RuleTest, ...]] | None:
        """Read one rule and the tests beside it."""
        report = self.fields.report
        before = len(report.faults)
        fields = self.fields.mapping(node, FIELDS)
        if fields is None:
            return None
        if "id" not in fields:
            report.error(node, "no_id")
        rule_id = self.fields.slug(fields["id"]) if "id" in fields else None
        title = self.fields.text(fields["title"]) if "title" in fields else rule_id
        when = fields.get("when")
        kind: RuleKind = "incident" if "min_severity" in fields else kind_of(when)
        bits = Bits()
        condition: Condition | None = ANY_EVENT
        if when is not None and (when.kind != "mapping" or when.pairs):
            condition = self.conditions.read(when, kind, bits)
        severity = self._severity(fields, "severity")
        escalations = self._escalations(fields.get("escalate"), kind, bits)
        max_age = self.fields.age_days(fields["max_age"]) if "max_age" in fields else None
        interval = self.fields.seconds(fields["min_interval"]) if "min_interval" in fields else 0
        min_severity = self._severity(fields, "min_severity") or "low"
        on = self._on(fields.get("on"))
        tests = self._tests(fields.get("tests"), rule_id or "", file)
        if condition is None or rule_id is None or any(f.error for f in report.faults[before:]):
            return None
        said = contradiction(condition)
        if said is not None:
            report.warn(when or node, "never", why=said)
        rule = Rule(
            id=rule_id,
            title=title or rule_id,
            digest=self._digest(kind, condition, severity, min_severity, escalations, max_age),
            kind=kind,
            condition=condition,
            severity=severity,
            min_severity=min_severity,
            escalations=escalations,
            max_age_days=max_age,
            on=on,
            min_interval_seconds=interval or 0,
            said=bits.all(),
        )
        return rule, tests

    def _severity(self, fields: dict[str, Node], name: str) -> Severity | None:
        return self.fields.severity(fields[name]) if name in fields else None

    def _escalations(
        self, node: Node | None, kind: RuleKind, bits: Bits
    ) -> tuple[tuple[Severity, Condition], ...]:
        if node is None:
            return ()
        if node.kind != "mapping" or not node.pairs:
            self.fields.report.error(node, "escalate")
            return ()
        read = []
        for key, value in node.pairs:
            severity = self.fields.severity(key)
            condition = self.conditions.read(value, kind, bits)
            if severity is not None and condition is not None:
                read.append((severity, condition))
        return tuple(read)

    def _on(self, node: Node | None) -> frozenset[On]:
        if node is None:
            return frozenset(ON)
        found: set[On] = set()
        for item in self.fields.one_or_more(node):
            named = [one for one in ON if one == item.text]
            found |= set(named)
            if not named:
                self.fields.report.error(item, "on", value=item.text, known=", ".join(ON))
        return frozenset(found)

    def _tests(self, node: Node | None, rule_id: str, file: str) -> tuple[RuleTest, ...]:
        if node is None:
            return ()
        fields = self.fields.mapping(node, ("fires_on", "silent_on")) or {}
        tests: list[RuleTest] = []
        expected: Literal["fires_on", "silent_on"]
        for expected in ("fires_on", "silent_on"):
            listed = fields.get(expected)
            for item in self.fields.items(listed) if listed is not None else ():
                if item.kind == "list":
                    self.fields.report.error(item, "test_page")
                    continue
                # A page is a mapping, or text of more than a line; anything else is a path.
                is_page = item.kind == "mapping" or "\n" in item.text.strip()
                path, page = (None, item) if is_page else (item.text, None)
                tests.append(RuleTest(rule_id, expected, file, item.line, path, page))
        return tuple(tests)

    def _digest(
        self,
        kind: RuleKind,
        condition: Condition,
        severity: Severity | None,
        min_severity: Severity,
        escalations: tuple[tuple[Severity, Condition], ...],
        max_age_days: int | None,
    ) -> str:
        told = (
            kind,
            self.conditions.said_in_full(condition),
            severity,
            min_severity,
            [(higher, self.conditions.said_in_full(one)) for higher, one in escalations],
            max_age_days,
        )
        return blake2b(repr(told).encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest()
