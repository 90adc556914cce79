"""Part the claims of a region into incidents: twins, floats, reminders, in levels. Pure.

See `region.py` for the levels. A level never looks at what a later one does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import is_
from typing import Final, Protocol

from streams.alert.affinity import Bond, Gathering
from streams.alert.claim import Claim
from streams.alert.sites import Day, Gathered, choose, closest, gather, nearest

# A report that dates only the announcement, or nothing, may be of an event so many days before.
LOOK_BACK_DAYS: Final = 3
_CROWDED_OUTLETS: Final = 2
# The rule by which a site is one with another, of a day beside.
TWIN: Final = "join.day_beside"


@dataclass(slots=True)
class Memory:
    """Keep what was worked out of a day, for the next time; all versions of the day share it."""

    day: Day | None = None
    rootless: Gathered | None = None
    # Of each lonely site, by its first article: what it was compared with, and its twin.
    twins: dict[str, tuple[Gathering, tuple[Gathered, ...], Gathering | None]] = field(
        default_factory=dict
    )


class Parted(Protocol):
    """What a day gives to be parted: its claims by what they can do, each in time order."""

    @property
    def sites(self) -> Day:
        """Give the sites of its anchors."""
        ...

    @property
    def floats(self) -> Sequence[Claim]:
        """List what tells a happening without saying where or when."""
        ...

    @property
    def others(self) -> Sequence[Claim]:
        """List reminders and denials."""
        ...

    @property
    def memory(self) -> Memory:
        """Keep what was worked out."""
        ...


@dataclass(slots=True, eq=False)
class Draft:
    """Collect what is one incident with a site, or with what has none, while a region is parted.

    `joined` says by which rules the `floats` and the `others` came, in that order.
    """

    root: Gathering
    twins: list[Gathering] = field(default_factory=list)
    floats: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """List what tells of it."""
        twins = (claim for twin in self.twins for claim in twin.claims)
        return (*self.root.claims, *twins, *self.floats)

    @property
    def rules(self) -> dict[str, str]:
        """Name the rule that joined each article."""
        named = dict(self.root.joined)
        for twin in self.twins:
            named |= dict.fromkeys(twin.joined, TWIN)
        told = (*self.floats, *self.others)
        return named | {c.article_id: rule for c, rule in zip(told, self.joined, strict=True)}

    def parts(self) -> tuple[object, ...]:
        """List all that it is made of: drafts of the same parts are the same incident."""
        return (self.root, *self.twins, *self.floats, *self.others, *self.joined)


def part(days: Mapping[int, Parted]) -> list[Draft]:
    """Part the claims of days. Shape: in the order of days, of sites, then of what has none."""
    drafts: dict[Gathering, Draft] = {}
    absorbed = _absorbed(days)
    numbers = sorted(days)
    for number in numbers:
        for site in _sites(days[number].sites):
            into = absorbed.get(site)
            if into is None:
                drafts.setdefault(site, Draft(site))
            else:
                drafts.setdefault(into, Draft(into)).twins.append(site)
    rootless = {number: _place_floats(number, days, drafts, absorbed) for number in numbers}
    for number in numbers:
        for gathering in rootless[number]:
            drafts[gathering] = Draft(gathering)
    for number in numbers:
        for claim in days[number].others:
            near = [days[at].sites.near_of(claim, number - at) for at in _reached(number, days)]
            for at in range(number - LOOK_BACK_DAYS, number + 1):
                near += [
                    nearest([(one, one.bond_of(claim, number - at))])
                    for one in rootless.get(at, ())
                ]
            chosen = choose(closest(near))
            if chosen is not None:
                draft = drafts[absorbed.get(chosen[0], chosen[0])]
                draft.others.append(claim)
                draft.joined.append(chosen[1])
    return list(drafts.values())


def _place_floats(
    number: int,
    days: Mapping[int, Parted],
    drafts: Mapping[Gathering, Draft],
    absorbed: Mapping[Gathering, Gathering],
) -> tuple[Gathering, ...]:
    """Put each float to the site it agrees with best; gather those that agree with none."""
    day = days[number]
    if not day.floats:
        return ()
    reached = [(days[at].sites, number - at) for at in _reached(number, days)]
    alone: list[Claim] = []
    for claim in day.floats:
        chosen = choose(closest(sites.near_of(claim, after) for sites, after in reached))
        if chosen is None:
            alone.append(claim)
        else:
            draft = drafts[absorbed.get(chosen[0], chosen[0])]
            draft.floats.append(claim)
            draft.joined.append(chosen[1])
    day.memory.rootless = gather(number, alone, day.memory.rootless)
    return day.memory.rootless.gatherings


def _reached(number: int, days: Mapping[int, Parted]) -> list[int]:
    return [at for at in range(number - LOOK_BACK_DAYS, number + 2) if at in days]


def _sites(day: Day) -> Iterator[Gathering]:
    return (site for province in day.provinces.values() for site in province.gatherings)


def _absorbed(days: Mapping[int, Parted]) -> dict[Gathering, Gathering]:
    """Find each lonely site that is one with a crowded site a day beside it."""
    found: dict[Gathering, Gathering] = {}
    for number in sorted(days):
        beside = [(days[at].sites, number - at) for at in (number - 1, number + 1) if at in days]
        for site in _sites(days[number].sites) if beside else ():
            twin = _twin(site, beside, days[number].memory)
            if twin is not None:
                found[site] = twin
    return found


def _twin(site: Gathering, beside: Sequence[tuple[Day, int]], memory: Memory) -> Gathering | None:
    if len(site.outlets) >= _CROWDED_OUTLETS:
        return None
    only = next(iter(site.provinces)) if len(site.provinces) == 1 else None
    reached = [(one, step) for day, step in beside for one in day.reach(only)]
    compared = tuple(one for one, _ in reached)
    name = site.claims[0].article_id
    known = memory.twins.get(name)
    if known is not None and known[0] is site and are_same(known[1], compared):
        return known[2]
    chosen = choose(
        nearest(
            (other, _weakest(site, other, step))
            for one, step in reached
            for other in one.gatherings
            if len(other.outlets) >= _CROWDED_OUTLETS
        )
    )
    twin = None if chosen is None else chosen[0]
    memory.twins[name] = site, compared, twin
    return twin


def are_same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Say whether two lists hold the same things: not equal ones, the same."""
    return len(one) == len(other) and all(map(is_, one, other))


def _weakest(site: Gathering, other: Gathering, step: int) -> Bond | None:
    """Give the weakest bond of a site's claims to another; None where a claim has none."""
    found = [other.bond_of(claim, step) for claim in site.claims]
    bonds = [one for one in found if one is not None]
    return min(bonds) if len(bonds) == len(found) else None
