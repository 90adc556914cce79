"""Which rules an article can meet at all: each rule hangs on the rarest thing that it needs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from streams.alert.rules.conditions import (
    All,
    AnyOf,
    Condition,
    Happened,
    Located,
    NoneOf,
    Said,
    parts_of,
)
from streams.alert.rules.keys import Key
from streams.alert.rules.rule import Rule
from streams.alert.severity import EVENT_TYPES, family

# How often an article answers yes, by rough count over news pages; only speed hangs on it.
_SHARES: Final = {
    "language": 0.5, "subject": 0.2, "event": 0.2, "entity": 0.01, "name": 0.01, "actor": 0.005,
    "outlet": 0.02, "regex": 0.02, "watchlist": 0.1,
}  # fmt: skip
_TYPE_SHARE: Final = 0.1
_PLACE_SHARES: Final = {"country": 0.1, "admin1": 0.02}
_TOWN_SHARE: Final = 0.004
# Twice as common as its kind is what so many rules ask for.
_MANY_RULES: Final = 100
# A word of n letters is in this share of articles; each letter more makes it rarer.
_TERM_SHARE, _LETTER_RATIO, _LEAST_TERM_SHARE, _TITLE_RATIO = 0.3, 0.65, 0.001, 0.2

Shared = TypeVar("Shared", bound=tuple[object, ...])
Anchor = int | str
Anchors = tuple[Anchor, ...]
# Met by an article that tells of any event.
EVENT: Final = "event"
# In the place of bits: the rule must be asked.
ASK: Final = -1


@dataclass(frozen=True, slots=True)
class Index:
    """Hold rules by anchor: the number of a question, `type:bombing` or `place:country:IQ`.

    `always`: rules without one. For each rule, `needs`: sets of anchors of each of which one must
    be met; `bars`: anchors none of which may be; `bits`: what an article says to the rule that
    passes both, where nothing else can be asked of it, or else `ASK`. Units: positions in the
    list of rules.
    """

    by_anchor: Mapping[Anchor, tuple[int, ...]]
    always: tuple[int, ...]
    needs: Sequence[tuple[Anchors, ...]]
    bars: Sequence[Anchors]
    bits: Sequence[int]

    def candidates(self, met: AbstractSet[Anchor]) -> list[int]:
        """Give the rules that lack nothing an article must have, in order."""
        found = set(self.always)
        by_anchor, needs, bars = self.by_anchor, self.needs, self.bars
        for anchor in by_anchor.keys() & met:
            found.update(by_anchor[anchor])
        passed: list[int] = []
        lacks = met.isdisjoint
        for position in found:
            for need in needs[position]:
                if lacks(need):
                    break
            else:
                if lacks(bars[position]):
                    passed.append(position)
        passed.sort()
        return passed


def build_index(rules: Sequence[Rule], keys: Sequence[Key]) -> Index:
    """Hang each rule on the anchors that are least often met."""
    by_anchor: dict[Anchor, list[int]] = {}
    always: list[int] = []
    needs: list[tuple[Anchors, ...]] = []
    bars: list[Anchors] = []
    bits: list[int] = []
    shares = _Shares(
        keys, Counter(key for rule in rules for said in rule.said for key in said.keys)
    )
    for position, rule in enumerate(rules):
        parts = list(_conjuncts(rule.condition))
        covers = [shares.cover(part) for part in parts]
        known = sorted((one for one in covers if one is not None), key=_cost)
        left = tuple(shares.one(anchors) for _, anchors in known[1:])
        if rule.kind == "incident":
            left = (*left, (EVENT,))
        needs.append(shares.one(left))
        barred = [part for part in parts if _is_bar(part)]
        bars.append(shares.one(tuple(key for part in barred for key in _said_keys(part))))
        bits.append(_constant_bits(rule, [part for part in parts if part not in barred]))
        if not known:
            always.append(position)
            continue
        for anchor in dict.fromkeys(known[0][1]):
            by_anchor.setdefault(anchor, []).append(position)
    held = {anchor: tuple(positions) for anchor, positions in by_anchor.items()}
    return Index(held, tuple(always), needs, bars, bits)


def _conjuncts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _conjuncts(part)
    else:
        yield condition


def _is_bar(part: Condition) -> bool:
    return isinstance(part, NoneOf) and all(isinstance(one, Said) for one in part.parts)


def _said_keys(part: Condition) -> Iterator[int]:
    for one in parts_of(part):
        if isinstance(one, Said):
            yield from one.keys


def _constant_bits(rule: Rule, parts: Sequence[Condition]) -> int:
    """Give the bits of every article that passes needs and bars; `ASK` where they may differ."""
    if any(parts_of(part) for part in parts):
        return ASK
    bits = 0
    for part in parts:
        if isinstance(part, Said):
            bits |= part.mask
    barred = {one for part in _conjuncts(rule.condition) if _is_bar(part) for one in parts_of(part)}
    asked = {*parts, *barred}
    return bits if all(said in asked for said in rule.said) else ASK


@dataclass(frozen=True, slots=True)
class _Shares:
    """Work out covers: anchors of which one is met wherever a condition holds."""

    keys: Sequence[Key]
    asked: Mapping[int, int]
    _same: dict[tuple[object, ...], Any] = field(default_factory=dict)

    def one(self, same: Shared) -> Shared:
        """Give the same tuple for equal ones: a hundred thousand rules have few different needs."""
        known: Shared = self._same.setdefault(same, same)
        return known

    def cover(self, node: Condition) -> tuple[float, Anchors] | None:
        """Give the share of articles that meet the anchors, and them; None where there is none."""
        if isinstance(node, Said):
            return sum(self._share(key) for key in node.keys), node.keys
        if isinstance(node, Happened) and node.types is not None:
            types = tuple(f"type:{one}" for one in EVENT_TYPES if one in node.types)
            return _TYPE_SHARE * len(types), types
        if isinstance(node, Located):
            places = sorted(node.places)
            share = sum(_PLACE_SHARES.get(one.partition(":")[0], _TOWN_SHARE) for one in places)
            return share, tuple(f"place:{one}" for one in places)
        covers = [self.cover(part) for part in parts_of(node)]
        known = [one for one in covers if one is not None]
        if isinstance(node, All) and known:
            return min(known, key=_cost)
        if isinstance(node, AnyOf) and len(known) == len(covers):
            return sum(share for share, _ in known), tuple(a for _, more in known for a in more)
        return None

    def _share(self, number: int) -> float:
        # What many rules ask for is what many articles hold.
        return self._rarity(self.keys[number]) * (1 + self.asked[number] / _MANY_RULES)

    def _rarity(self, key: Key) -> float:
        if key[0] == "term":
            letters = len(key[1])
            share = max(_LEAST_TERM_SHARE, _TERM_SHARE * _LETTER_RATIO**letters)
            return share * _TITLE_RATIO if key[3] == "title" else share
        if key[0] == "place":
            return _PLACE_SHARES.get(key[1].partition(":")[0], _TOWN_SHARE)
        return _SHARES[key[0]]


def _cost(cover: tuple[float, Anchors]) -> float:
    return cover[0]


def event_anchors(types: AbstractSet[str], places: Iterable[str]) -> set[Anchor]:
    """Name the anchors that the events of an article meet."""
    met: set[Anchor] = {f"type:{one}" for one in types}
    met.update(f"place:{one}" for one in places)
    if types:
        met.add(EVENT)
    return met


def kindred(types: Iterable[str]) -> frozenset[str]:
    """Give all types that may be one incident with one of these."""
    families = {family(one) for one in types}
    return frozenset(one for one in EVENT_TYPES if family(one) in families)
