"""Which rules an article can meet at all: each rule hangs on the rarest thing that it needs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from streams.alert.rules.conditions import (
    All,
    AnyOf,
    Condition,
    Happened,
    Located,
    Said,
    parts_of,
)
from streams.alert.rules.keys import Key
from streams.alert.rules.rule import Rule
from streams.alert.severity import EVENT_TYPES, type_group

# How often an article answers yes, by rough count over news pages; only speed hangs on it.
_SHARES: Final = {
    "language": 0.5, "subject": 0.2, "event": 0.2, "entity": 0.01, "name": 0.01, "actor": 0.005,
    "outlet": 0.02, "regex": 0.02, "watchlist": 0.1,
}  # fmt: skip
_TYPE_SHARE: Final = 0.1
_PLACE_SHARES: Final = {"country": 0.1, "admin1": 0.02}
_TOWN_SHARE: Final = 0.004
# A word of n letters is in this share of articles; each letter more makes it rarer.
_TERM_SHARE, _LETTER_RATIO, _LEAST_TERM_SHARE, _TITLE_RATIO = 0.3, 0.65, 0.001, 0.2

Anchor = int | str


@dataclass(frozen=True, slots=True)
class Index:
    """Hold rules by anchor: the number of a question, `type:bombing` or `place:country:IQ`.

    `always`: rules without one. Units: positions in the list of rules.
    """

    by_anchor: Mapping[Anchor, tuple[int, ...]]
    always: tuple[int, ...]

    def candidates(self, anchors: Iterable[Anchor]) -> list[int]:
        """Give the rules hung on one of the anchors, and those on none, in order."""
        found = set(self.always)
        for anchor in anchors:
            rules = self.by_anchor.get(anchor)
            if rules is not None:
                found.update(rules)
        return sorted(found)


def build_index(rules: Sequence[Rule], keys: Sequence[Key]) -> Index:
    """Hang each rule on the anchors that are least often met."""
    by_anchor: dict[Anchor, list[int]] = {}
    always: list[int] = []
    shares = _Shares(keys)
    for position, rule in enumerate(rules):
        cover = shares.cover(rule.condition, said_only=rule.anchored)
        if cover is None:
            always.append(position)
            continue
        for anchor in dict.fromkeys(cover[1]):
            by_anchor.setdefault(anchor, []).append(position)
    return Index({anchor: tuple(held) for anchor, held in by_anchor.items()}, tuple(always))


@dataclass(frozen=True, slots=True)
class _Shares:
    """Work out covers: anchors of which one is met wherever a condition holds."""

    keys: Sequence[Key]

    def cover(self, node: Condition, *, said_only: bool) -> tuple[float, list[Anchor]] | None:
        """Give the share of articles that meet the anchors, and them; None where there is none."""
        if isinstance(node, Said):
            return sum(self._share(self.keys[key]) for key in node.keys), [*node.keys]
        if isinstance(node, Happened) and node.types is not None and not said_only:
            types = [f"type:{one}" for one in EVENT_TYPES if one in node.types]
            return _TYPE_SHARE * len(types), [*types]
        if isinstance(node, Located) and not said_only:
            places = sorted(node.places)
            shares = (_PLACE_SHARES.get(one.partition(":")[0], _TOWN_SHARE) for one in places)
            return sum(shares), [f"place:{one}" for one in places]
        covers = [self.cover(part, said_only=said_only) for part in parts_of(node)]
        known = [one for one in covers if one is not None]
        if isinstance(node, All) and known:
            return min(known, key=_cost)
        if isinstance(node, AnyOf) and len(known) == len(covers):
            return sum(share for share, _ in known), [a for _, anchors in known for a in anchors]
        return None

    def _share(self, key: Key) -> float:
        if key[0] == "term":
            letters = len(key[1])
            share = max(_LEAST_TERM_SHARE, _TERM_SHARE * _LETTER_RATIO**letters)
            return share * _TITLE_RATIO if key[3] == "title" else share
        if key[0] == "place":
            return _PLACE_SHARES.get(key[1].partition(":")[0], _TOWN_SHARE)
        return _SHARES[key[0]]


def _cost(cover: tuple[float, list[Anchor]]) -> float:
    return cover[0]


def event_anchors(types: Iterable[str], places: Iterable[str]) -> list[Anchor]:
    """Name the anchors that the events of an article meet."""
    return [*(f"type:{one}" for one in types), *(f"place:{one}" for one in places)]


def kindred(types: Iterable[str]) -> frozenset[str]:
    """Give all types that may be one incident with one of these."""
    groups = {type_group(one) for one in types}
    return frozenset(one for one in EVENT_TYPES if type_group(one) in groups)
