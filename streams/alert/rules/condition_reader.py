"""Read a rule's `when:` into conditions: `all`, `any`, `none`, and what may stand in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from streams.alert.rules.conditions import (
    ALWAYS,
    All,
    AnyOf,
    Condition,
    Counted,
    Happened,
    Located,
    NoneOf,
    Reported,
    Said,
    parts_of,
)
from streams.alert.rules.fields import Fields
from streams.alert.rules.keys import Keys
from streams.alert.rules.names import Named, Names
from streams.alert.rules.rule import RuleKind
from streams.alert.rules.said_reader import SaidReader
from streams.alert.rules.tree import Node
from streams.alert.rules.watchlists import Watchlists
from streams.alert.severity import EVENT_TYPES
from streams.alert.victims import Who

JOINING: Final = ("all", "any", "none")
TOLLS: Final = ("killed", "injured", "missing", "arrested")
# Of whom a toll is asked.
OF_WHOM: Final = ("role", "affiliation")
SAID: Final = (
    "actors", "entities", "language", "outlets", "regex", "subjects", "terms", "watchlist",
)  # fmt: skip
FIELDS: Final = (*JOINING, *TOLLS, *SAID, "event", "status", "place", "outlets_min")

# What only an incident has; a rule that asks for none of these is about articles.
_OF_INCIDENTS: Final = frozenset({*TOLLS, "actors"})
# What an incident has, and an article too in its own way.
_OF_BOTH: Final = frozenset({"place", "outlets_min"})
_CURRENT: Final = "current"
STATUSES: Final = ("current", "background", "conditional", "negated")
# Conditions of one rule; beyond it somebody nests lists in lists, by hand or by alias.
_MAX_CONDITIONS: Final = 400


def kind_of(when: Node | None) -> RuleKind:
    """Say what a rule is about: incidents, unless all it asks for is in an article alone."""
    asked = set(_asked(when)) if when is not None else set()
    if asked & _OF_INCIDENTS or "event" in asked:
        return "incident"
    return "article" if asked - _OF_BOTH else "incident"


def _asked(node: Node, depth: int = 0) -> list[str]:
    """Name the fields anywhere below; `event` of another status than current is of articles."""
    found: list[str] = []
    named = {key.text: value for key, value in node.pairs}
    for name, value in named.items():
        if name == "event" and not _is_current(named.get("status")):
            found.append("status")
        elif name in JOINING:
            for part in value.items or (value,):
                found += _asked(part, depth + 1)
        else:
            found.append(name)
    return found


def _is_current(status: Node | None) -> bool:
    if status is None:
        return True
    return {item.text for item in (status.items or (status,))} == {_CURRENT}


@dataclass(slots=True)
class Bits:
    """Give each condition on articles of one rule its bit."""

    conditions: dict[tuple[int, ...], Said] = field(default_factory=dict)

    def said(self, keys: tuple[int, ...]) -> Said:
        """Make a condition; the same question asked twice is one bit."""
        known = self.conditions.get(keys)
        if known is None:
            known = self.conditions[keys] = Said(1 << len(self.conditions), keys)
        return known

    def all(self) -> tuple[Said, ...]:
        """Give each condition once."""
        return tuple(self.conditions.values())


@dataclass(slots=True)
class ConditionReader:
    """Read conditions of rules; equal parts are shared between rules."""

    fields: Fields
    keys: Keys
    names: Names
    said: SaidReader
    watchlists: Watchlists
    _shared: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)

    def read(self, node: Node, kind: RuleKind, bits: Bits) -> Condition | None:
        """Read a mapping of conditions, all of which must hold; None where it cannot be read."""
        budget = [_MAX_CONDITIONS]
        condition = self._node(node, kind, bits, budget)
        if budget[0] < 0:
            self.fields.report.error(node, "too_many", most=_MAX_CONDITIONS)
            return None
        return condition

    def said_in_full(self, condition: Condition) -> str:
        """Write a condition with what its questions are, not their numbers: for digests."""
        listed = self.keys.asked
        if isinstance(condition, Said):
            return f"said({condition.mask}, {[listed[key] for key in condition.keys]})"
        if isinstance(condition, Happened):
            return f"happened({sorted(condition.types) if condition.types else None})"
        if isinstance(condition, Located):
            return f"located({sorted(condition.places)})"
        inner = parts_of(condition)
        if isinstance(condition, All | AnyOf | NoneOf):
            return f"{type(condition).__name__}({[self.said_in_full(one) for one in inner]})"
        return repr(condition)

    def _node(self, node: Node, kind: RuleKind, bits: Bits, budget: list[int]) -> Condition | None:
        budget[0] -= 1
        if budget[0] < 0:
            return None
        fields = self.fields.mapping(node, FIELDS)
        if fields is None:
            return None
        parts: list[Condition | None] = []
        for name, value in fields.items():
            if name in JOINING:
                inner = value.items if value.kind == "list" else (value,)
                if not inner:
                    self.fields.report.error(value, "empty_join", field=name)
                    continue
                read = [self._node(part, kind, bits, budget) for part in inner]
                parts.append(_joined(name, read))
            elif name == "status" and "event" in fields:
                continue
            else:
                parts.append(self._single(name, value, fields, kind, bits))
        return _joined("all", parts)

    def _single(
        self, name: str, node: Node, beside: Mapping[str, Node], kind: RuleKind, bits: Bits
    ) -> Condition | None:
        if name in TOLLS:
            return self._counted(name, node)
        if name == "outlets_min":
            number = self.fields.number(node)
            return None if number is None else Reported(number)
        if name == "place":
            return self._place(node, kind, bits)
        if name in ("event", "status"):
            return self._event(beside, bits)
        if name == "watchlist":
            listed = self.said.watchlist(node, self.watchlists)
            return None if listed is None else bits.said(listed)
        readers: dict[str, Callable[[Node], tuple[int, ...] | None]] = {
            "actors": lambda one: self.said.actors(one, self.watchlists),
            "entities": self.said.entities,
            "language": self.said.languages,
            "outlets": self.said.outlets,
            "regex": self.said.regex,
            "subjects": self.said.subjects,
            "terms": self.said.terms,
        }
        keys = readers[name](node)
        return bits.said(keys) if keys else None

    def _counted(self, name: str, node: Node) -> Condition | None:
        """Read `{min, max}`, and of whom: `role`, `affiliation`."""
        span = self.fields.span(node, OF_WHOM)
        if span is None:
            return None
        beside = {key.text: value for key, value in node.pairs}
        roles = self._roles(beside.get("role"))
        sides = self.said.affiliations(beside.get("affiliation"))
        if roles is None or sides is None:
            return None
        who = Who(tuple(sorted(set(roles))), tuple(sorted(set(sides))))
        return Counted(name, *span, who)  # type: ignore[arg-type]  # one of TOLLS

    def _roles(self, node: Node | None) -> tuple[str, ...] | None:
        """Give the roles named; none where none is asked for."""
        if node is None:
            return ()
        read = [self.fields.role(item) for item in self.fields.one_or_more(node)]
        if not read:
            self.fields.report.error(node, "empty_list")
        found = tuple(role for role in read if role is not None)
        return found if found and len(found) == len(read) else None

    def _event(self, beside: Mapping[str, Node], bits: Bits) -> Condition | None:
        types: tuple[str, ...] | None = None
        if "event" in beside:
            read = self._types(beside["event"])
            if read is None:
                return None
            types = read or None
        if _is_current(beside.get("status")):
            return Happened(None if types is None else self._share(frozenset(types)))
        statuses = self.fields.one_or_more(beside["status"])
        for item in statuses:
            if item.text not in STATUSES:
                known = ", ".join(STATUSES)
                self.fields.report.error(item, "status", value=item.text, known=known)
                return None
        numbers = [
            self.keys.number("event", kind, status.text)
            for kind in types or ("any",)
            for status in statuses
        ]
        return bits.said(tuple(numbers))

    def _types(self, node: Node) -> tuple[str, ...] | None:
        """Give the types named; an empty tuple for any."""
        if node.kind == "scalar" and node.text == "any":
            return ()
        items = self.fields.one_or_more(node)
        good = True
        for item in items:
            if item.text not in EVENT_TYPES:
                known = ", ".join(EVENT_TYPES)
                self.fields.report.error(item, "event_type", value=item.text, known=known)
                good = False
        if not items:
            self.fields.report.error(node, "empty_list")
        return tuple(item.text for item in items) if good and items else None

    def _place(self, node: Node, kind: RuleKind, bits: Bits) -> Condition | None:
        named = node
        if node.kind == "mapping":
            fields = self.fields.mapping(node, ("in",))
            if not fields:
                return None
            named = fields["in"]
        found: list[Named] = []
        for item in self.fields.one_or_more(named):
            place = self.said.place(item)
            if place is None:
                return None
            found.append(place)
        if not found:
            return None
        if kind == "article":
            return bits.said(tuple(self.keys.number("place", place.id) for place in found))
        return Located(self._share(frozenset(place.id for place in found)))

    def _share(self, values: frozenset[str]) -> frozenset[str]:
        return self._shared.setdefault(values, values)


def _joined(name: str, parts: list[Condition | None]) -> Condition | None:
    read = tuple(part for part in parts if part is not None)
    if len(read) < len(parts):
        return None
    if name == "none":
        return NoneOf(read)
    if len(read) == 1:
        return read[0]
    if name == "any":
        return AnyOf(read)
    return All(read) if read else ALWAYS
