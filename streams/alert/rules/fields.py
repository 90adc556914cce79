"""Read single values of a rules file: names, numbers, severities, ages. Faults go to the report."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from schemas.alert import Severity
from streams.alert.rules.faults import Report
from streams.alert.rules.tree import Node
from streams.alert.victims import ROLES
from streams.text.normalize import fold

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_AGE: Final = re.compile(r"(\d{1,5})([dh])")
_SPELL: Final = re.compile(r"(\d{1,5})([smhd])")
_UNIT_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_HOURS_A_DAY: Final = 24
_MARKS: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
_NUMBER: Final = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Fields:
    """Read values; what cannot be read is reported, and None or nothing given."""

    report: Report
    severity_words: Mapping[str, Severity]
    role_words: Mapping[str, str] = field(default_factory=dict)

    def mapping(self, node: Node, known: Iterable[str]) -> dict[str, Node] | None:
        """Give the fields by name, the known ones only."""
        names = sorted(known)
        listed = ", ".join(names)
        if node.kind != "mapping":
            self.report.error(node, "need_mapping", known=listed)
            return None
        fields: dict[str, Node] = {}
        for key, value in node.pairs:
            if key.text in fields:
                self.report.error(key, "twice_field", field=key.text)
            elif key.text in names:
                fields[key.text] = value
            elif _MARKS.search(key.text):
                self.report.error(key, "hidden_mark", field=_MARKS.sub("", key.text))
            else:
                meant = get_close_matches(key.text, names, n=1)
                code = "meant_field" if meant else "unknown_field"
                self.report.error(key, code, field=key.text, known=listed, meant=(*meant, "")[0])
        return fields

    def items(self, node: Node) -> tuple[Node, ...]:
        """Give the items of a list."""
        if node.kind != "list":
            self.report.error(node, "need_list")
            return ()
        return node.items

    def one_or_more(self, node: Node) -> tuple[Node, ...]:
        """Give the items of a list, or a single value as a list of one."""
        items = node.items if node.kind == "list" else (node,)
        return tuple(item for item in items if self.text(item) is not None)

    def text(self, node: Node) -> str | None:
        """Give a scalar's text, without invisible marks at its ends."""
        if node.kind != "scalar":
            self.report.error(node, "need_value")
            return None
        return node.text

    def slug(self, node: Node) -> str | None:
        """Give an id."""
        value = self.text(node)
        if value is not None and not _SLUG.fullmatch(value):
            self.report.error(node, "bad_id", value=value)
            return None
        return value

    def number(self, node: Node) -> int | None:
        """Give a whole number, in Latin or Arabic digits."""
        value = self.text(node)
        if value is None:
            return None
        digits = fold(value).strip()
        if not _NUMBER.fullmatch(digits):
            self.report.error(node, "number", value=value)
            return None
        return int(digits)

    def span(self, node: Node, beside: Iterable[str] = ()) -> tuple[int, int | None] | None:
        """Give `{min, max}`, both included, one of them enough; `beside` may stand there too."""
        if node.kind != "mapping" or not node.pairs:
            self.report.error(node, "range")
            return None
        fields = self.mapping(node, ("min", "max", *beside)) or {}
        if "min" not in fields and "max" not in fields:
            self.report.error(node, "range")
            return None
        least = self.number(fields["min"]) if "min" in fields else 0
        most = self.number(fields["max"]) if "max" in fields else None
        if least is None or (most is None and "max" in fields):
            return None
        if most is not None and most < least:
            self.report.error(node, "empty_range", least=least, most=most)
            return None
        return least, most

    def severity(self, node: Node) -> Severity | None:
        """Give a severity, named in English or Arabic."""
        value = self.text(node)
        if value is None:
            return None
        found = self.severity_words.get(fold(value).strip())
        if found is None:
            known = ", ".join(self.severity_words)
            self.report.error(node, "severity", value=value, known=known)
        return found

    def role(self, node: Node) -> str | None:
        """Give a role of victims, named in English or Arabic."""
        value = self.text(node)
        if value is None:
            return None
        found = self.role_words.get(fold(value).strip())
        if found is None:
            self.report.error(node, "role", value=value, known=", ".join(ROLES))
        return found

    def age_days(self, node: Node) -> int | None:
        """Give an age in whole days."""
        value = self.text(node)
        if value is None:
            return None
        match = _AGE.fullmatch(fold(value).strip())
        if not match:
            self.report.error(node, "age", value=value)
            return None
        number, unit = int(match[1]), match[2]
        if unit == "d":
            return number
        if number % _HOURS_A_DAY:
            self.report.error(node, "part_of_day")
            return None
        return number // _HOURS_A_DAY

    def seconds(self, node: Node) -> int | None:
        """Give a length of time in seconds: `90s`, `15m`, `2h`, `1d`."""
        value = self.text(node)
        if value is None:
            return None
        match = _SPELL.fullmatch(fold(value).strip())
        if not match:
            self.report.error(node, "interval", value=value)
            return None
        return int(match[1]) * _UNIT_SECONDS[match[2]]
