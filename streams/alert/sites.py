"""The happenings of one day of a region, from the claims that date and place theirs. Pure.

Anchors are gathered in time order, province by province: two provinces are two happenings, so what
a claim adds to one changes no other. All that is worked out is kept with what it was worked out
from, and is found again by the identity of the claims; what is kept is never needed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Final

from streams.alert.affinity import UNPROVED, Bond, Gathering
from streams.alert.claim import Claim
from streams.alert.place import is_vague

# Reports come nearly in time order; one that comes late is set in among so many.
_KEPT_STATES: Final = 32
# The province of all anchors of a day, where one names a place whose province is not known.
_ANY: Final = ""
# The rule of the first claim of a gathering.
OPEN: Final = "open"

# What a claim is bound to most strongly, how, and how many would take it without a proof.
Near = tuple[Gathering | None, Bond | None, int]
_NOTHING: Final[Near] = (None, None, 0)


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Hold claims in time order, and what they were gathered into after each of the last ones."""

    claims: tuple[Claim, ...] = ()
    states: tuple[tuple[Gathering, ...], ...] = ((),)
    near: dict[str, tuple[Claim, Near]] = field(default_factory=dict)

    @property
    def gatherings(self) -> tuple[Gathering, ...]:
        """Give what all the claims are gathered into."""
        return self.states[-1]

    def near_of(self, claim: Claim, days_after: int) -> Near:
        """Find what a claim is bound to most strongly."""
        known = self.near.get(claim.article_id)
        if known is not None and known[0] is claim:
            return known[1]
        found = nearest((one, one.bond_of(claim, days_after)) for one in self.gatherings)
        self.near[claim.article_id] = claim, found
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """Hold the sites of a day by province."""

    number: int
    provinces: Mapping[str, Gathered] = field(default_factory=dict)
    near: dict[str, tuple[Claim, Near]] = field(default_factory=dict)

    def reach(self, province: str | None) -> tuple[Gathered, ...]:
        """List what something in a province may belong to; all for an unknown province."""
        if province is None or _ANY in self.provinces:
            return tuple(self.provinces.values())
        found = self.provinces.get(province)
        return () if found is None else (found,)

    def near_of(self, claim: Claim, days_after: int) -> Near:
        """Find the site of the day that a claim is bound to most strongly."""
        known = self.near.get(claim.article_id)
        if known is not None and known[0] is claim:
            return known[1]
        found = closest(one.near_of(claim, days_after) for one in self.reach(province_of(claim)))
        self.near[claim.article_id] = claim, found
        return found


def gather(number: int, claims: Sequence[Claim], known: Gathered | None) -> Gathered:
    """Gather claims, in the order given, from where what was gathered before differs."""
    known = known or Gathered()
    common = 0
    for one, other in zip(claims, known.claims, strict=False):
        if one is not other:
            break
        common += 1
    if common == len(claims) == len(known.claims):
        return known
    first = len(known.claims) - len(known.states) + 1
    is_extended = common >= first
    states: list[tuple[Gathering, ...]] = (
        list(known.states[: common - first + 1]) if is_extended else [()]
    )
    for claim in claims[common if is_extended else 0 :]:
        states.append(_taking(states[-1], claim, number))
    return Gathered(tuple(claims), tuple(states[-_KEPT_STATES:]))


def gather_day(number: int, anchors: Sequence[Claim], known: Day | None) -> Day:
    """Gather the anchors of a day, in time order."""
    known = known or Day(number)
    by_province: dict[str, list[Claim]] = defaultdict(list)
    is_mixed = any(province_of(claim) is None for claim in anchors)
    for claim in anchors:
        by_province[_ANY if is_mixed else province_of(claim) or _ANY].append(claim)
    made = {
        name: gather(number, by_province[name], known.provinces.get(name))
        for name in sorted(by_province)
    }
    if len(made) == len(known.provinces) and all(map(is_, made.values(), known.provinces.values())):
        return known
    return Day(number, made)


def province_of(claim: Claim) -> str | None:
    """Give the province that a claim can only be in; None where it may be in any."""
    return claim.place.admin1 if claim.place is not None and not is_vague(claim.place) else None


def nearest(bonds: Iterable[tuple[Gathering, Bond | None]]) -> Near:
    """Find the strongest bond; the first where two are alike."""
    best, strongest, unproved = _NOTHING
    for gathering, found in bonds:
        if found is None:
            continue
        unproved += found.rule == UNPROVED
        if strongest is None or found > strongest:
            best, strongest = gathering, found
    return best, strongest, unproved


def closest(nears: Iterable[Near]) -> Near:
    """Find the strongest of what was found in several places; the first where two are alike."""
    best, strongest, unproved = _NOTHING
    for gathering, found, count in nears:
        unproved += count
        if found is not None and (strongest is None or found > strongest):
            best, strongest = gathering, found
    return best, strongest, unproved


def choose(near: Near) -> tuple[Gathering, str] | None:
    """Give what a claim belongs to and by which rule; nothing where only chance would choose."""
    gathering, bond, unproved = near
    if gathering is None or bond is None or (bond.rule == UNPROVED and unproved > 1):
        return None
    return gathering, bond.rule


def _taking(gathered: tuple[Gathering, ...], claim: Claim, number: int) -> tuple[Gathering, ...]:
    chosen = choose(nearest((one, one.bond_of(claim, 0)) for one in gathered))
    if chosen is None:
        return (*gathered, Gathering(number).taking(claim, OPEN))
    target, rule = chosen
    return tuple(one.taking(claim, rule) if one is target else one for one in gathered)
