"""A region: the claims of one family of kinds in one country, parted into incidents. Pure.

The parting is a function of the set of claims, never of the order they came in:

1. Claims that date the event and place it in a province or better are anchors. The anchors of one
   day are gathered in time order into sites.
2. A site of one outlet whose every claim has its twin in a site of several outlets a day beside
   it is that site: outlets that tell one happening may disagree by a day.
3. Other claims that tell the happening float: each goes to the site of its day or of the days
   before that it agrees with best; those that agree with none gather among themselves.
4. Reminders and denials go where a float would go, and open nothing.

What a day's claims become depends on claims at most `REACH_DAYS` away and on no others, so only
those days need be read, and two workers conflict only there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, TypeVar

from schemas.alert import Alert
from streams.alert.affinity import UNPROVED, Bond, Gathering, bond
from streams.alert.claim import Claim
from streams.alert.place import is_vague
from streams.alert.slot import day_of, incident_id, slot_of

# A report that dates only the announcement, or nothing, may be of an event so many days before.
LOOK_BACK_DAYS: Final = 3
# An incident has its root on one day; its claims lie from a day before to `LOOK_BACK_DAYS` + 1
# after. A claim changes incidents with a root so many days from it, at most:
TOUCHED_DAYS: Final = LOOK_BACK_DAYS + 1
# To know those incidents whole, and which have the names of their slots, this far is read.
REACH_DAYS: Final = 3 * TOUCHED_DAYS + 1
_CROWDED_OUTLETS: Final = 2

Thing = TypeVar("Thing")
# A site: the day it lies on and its place among the sites of the day.
Root = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Bucket:
    """Hold a day of a region: its claims, and the last alerts of incidents named by this day."""

    day: int
    version: str = ""
    claims: tuple[Claim, ...] = ()
    alerts: tuple[Alert, ...] = ()

    def at_version(self, version: str) -> "Bucket":
        """Give the day as it is kept under a version, with what was gathered of it already."""
        made = replace(self, version=version)
        if "sites" in self.__dict__:
            made.__dict__["sites"] = self.__dict__["sites"]
        return made

    @cached_property
    def sites(self) -> tuple[Gathering, ...]:
        """Gather the day's anchors."""
        made: list[Gathering] = []
        for claim in _in_time_order(c for c in self.claims if is_anchor(c)):
            best = _strongest((site, bond(claim, site, 0)) for site in made)
            if best is None:
                made.append(Gathering.of(self.day, [claim]))
            else:
                best[0].take(claim)
        return tuple(made)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Hold the claims of one incident, each kind in time order; `joined` says by which rules.

    `day` is that of the bucket that keeps the incident's alerts.
    """

    incident_id: str
    day: int
    claims: tuple[Claim, ...]
    supports: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    joined: Mapping[str, str]

    @property
    def article_ids(self) -> frozenset[str]:
        """Name every article that says something of the incident."""
        return frozenset(c.article_id for c in (*self.claims, *self.supports, *self.denials))


@dataclass
class _Draft:
    """Collect one incident's claims while a region is parted."""

    day: int
    claims: list[Claim] = field(default_factory=list)
    others: list[Claim] = field(default_factory=list)
    joined: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Region:
    """Hold the days of a region that were read, and part them on demand."""

    name: str
    buckets: Mapping[int, Bucket]

    def adding(self, claim: Claim, day: int | None = None) -> "Region":
        """Give the region with one claim more, on its own day unless another is given."""
        day = day_of(claim) if day is None else day
        bucket = self.buckets.get(day, Bucket(day))
        kept = tuple(one for one in bucket.claims if one.article_id != claim.article_id)
        return self._with(replace(bucket, claims=(*kept, claim)))

    def keeping(self, day: int, alerts: Mapping[str, Alert]) -> "Region":
        """Give the region with the last alerts of a day brought up to date."""
        bucket = self.buckets.get(day, Bucket(day))
        held = {alert.alert_id: alert for alert in bucket.alerts} | dict(alerts)
        made = replace(bucket, alerts=tuple(held.values()))
        region = self._with(made)
        # The claims are the same, and so is what they are parted into.
        for thing, older, name in ((made, bucket, "sites"), (region, self, "groups")):
            if name in older.__dict__:
                thing.__dict__[name] = older.__dict__[name]
        return region

    def version_of(self, day: int) -> str:
        """Give the version a day was read at; empty for a day nobody wrote."""
        return self.buckets[day].version if day in self.buckets else ""

    def alerts_of(self, day: int) -> tuple[Alert, ...]:
        """Give the last alerts kept on a day."""
        return self.buckets[day].alerts if day in self.buckets else ()

    @cached_property
    def groups(self) -> Mapping[str, Group]:
        """Part the claims into incidents, by name. Shape: in order of time."""
        drafts = _drafts(self.buckets)
        named: dict[str, Group] = {}
        taken: set[str] = set()
        for draft in sorted(drafts, key=lambda one: _seen(_first(one.claims))):
            first = _first(draft.claims)
            slot = slot_of(first)
            name = incident_id(first, is_taken=slot in taken)
            taken.add(slot)
            named[name] = Group(
                incident_id=name,
                day=day_of(first),
                claims=_in_time_order(draft.claims),
                supports=_in_time_order(c for c in draft.others if c.stance == "supports"),
                denials=_in_time_order(c for c in draft.others if c.stance == "denies"),
                joined=draft.joined,
            )
        return named

    def _with(self, bucket: Bucket) -> "Region":
        return Region(self.name, {**self.buckets, bucket.day: bucket})


def days_around(day: int) -> range:
    """List the days that must be read to know what a claim of one day changes."""
    return range(day - REACH_DAYS, day + REACH_DAYS + 1)


def is_anchor(claim: Claim) -> bool:
    """Say whether a claim both dates its event and places it in a province or better."""
    return claim.stance == "tells" and claim.dating == "stated" and not is_vague(claim.place)


def _drafts(buckets: Mapping[int, Bucket]) -> list[_Draft]:
    sites = {
        (day, index): site
        for day in sorted(buckets)
        for index, site in enumerate(buckets[day].sites)
    }
    drafts: dict[Root, _Draft] = {}
    absorbed: dict[Root, Root] = {}
    for root, site in sites.items():
        into = _twin(root, site, sites, buckets)
        if into is not None:
            absorbed[root] = into
    for root, site in sites.items():
        target = absorbed.get(root, root)
        draft = drafts.setdefault(target, _Draft(target[0]))
        draft.claims += site.claims
        rule = "join.day_beside" if root in absorbed else "join.place_and_day"
        draft.joined.update({claim.article_id: rule for claim in site.claims})
    rootless: list[tuple[Gathering, _Draft]] = []
    for day in sorted(buckets):
        floats = [c for c in buckets[day].claims if c.stance == "tells" and not is_anchor(c)]
        gathered: list[Gathering] = []
        by_gathering: dict[int, _Draft] = {}
        near = _near_sites(day, buckets) if floats else []
        for claim in _in_time_order(floats):
            best = _strongest((root, bond(claim, sites[root], day - root[0])) for root in near)
            if best is not None:
                target = absorbed.get(best[0], best[0])
                _put(drafts[target], claim, best[1].rule)
                continue
            own = _strongest((one, bond(claim, one, 0)) for one in gathered)
            if own is None:
                gathered.append(Gathering.of(day, [claim]))
                by_gathering[id(gathered[-1])] = _Draft(
                    day, [claim], [], {claim.article_id: "open"}
                )
            else:
                own[0].take(claim)
                _put(by_gathering[id(own[0])], claim, own[1].rule)
        rootless += [(one, by_gathering[id(one)]) for one in gathered]
    _put_others(buckets, sites, drafts, absorbed, rootless)
    return [*drafts.values(), *(draft for _, draft in rootless)]


def _put_others(
    buckets: Mapping[int, Bucket],
    sites: Mapping[Root, Gathering],
    drafts: Mapping[Root, _Draft],
    absorbed: Mapping[Root, Root],
    rootless: Sequence[tuple[Gathering, _Draft]],
) -> None:
    for day in sorted(buckets):
        for claim in _in_time_order(c for c in buckets[day].claims if c.stance != "tells"):
            near = [
                (drafts[absorbed.get(root, root)], bond(claim, sites[root], day - root[0]))
                for root in _near_sites(day, buckets)
            ]
            near += [
                (draft, bond(claim, one, day - one.day))
                for one, draft in rootless
                if 0 <= day - one.day <= LOOK_BACK_DAYS
            ]
            best = _strongest(near)
            if best is not None:
                best[0].others.append(claim)
                best[0].joined[claim.article_id] = best[1].rule


def _twin(
    root: Root,
    site: Gathering,
    sites: Mapping[Root, Gathering],
    buckets: Mapping[int, Bucket],
) -> Root | None:
    """Find the crowded site a day beside that a lonely one is the twin of."""
    if len(site.outlets) >= _CROWDED_OUTLETS:
        return None
    found: list[tuple[Root, Bond | None]] = []
    for day, step in ((root[0] - 1, 1), (root[0] + 1, -1)):
        for index in range(len(buckets[day].sites) if day in buckets else 0):
            other = sites[day, index]
            if len(other.outlets) >= _CROWDED_OUTLETS:
                bonds = [bond(claim, other, step) for claim in site.claims]
                known = [one for one in bonds if one is not None]
                found.append(((day, index), min(known) if len(known) == len(bonds) else None))
    best = _strongest(found)
    return best[0] if best is not None else None


def _near_sites(day: int, buckets: Mapping[int, Bucket]) -> list[Root]:
    days = range(day - LOOK_BACK_DAYS, day + 2)
    return [
        (near, index)
        for near in days
        if near in buckets
        for index in range(len(buckets[near].sites))
    ]


def _put(draft: _Draft, claim: Claim, rule: str) -> None:
    draft.claims.append(claim)
    draft.joined[claim.article_id] = rule


def _strongest(bonds: Iterable[tuple[Thing, Bond | None]]) -> tuple[Thing, Bond] | None:
    """Give what a claim is bound to most strongly; nothing where only chance would choose."""
    best: tuple[Thing, Bond] | None = None
    unproved = 0
    for thing, found in bonds:
        if found is None:
            continue
        unproved += found.rule == UNPROVED
        if best is None or found > best[1]:
            best = (thing, found)
    if best is not None and best[1].rule == UNPROVED and unproved > 1:
        return None
    return best


def _in_time_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(claims, key=lambda claim: (claim.as_of, claim.article_id)))


def _first(claims: Iterable[Claim]) -> Claim:
    return min(claims, key=_seen)


def _seen(claim: Claim) -> tuple[str, str]:
    # Crawls come nearly in the order of arrival, so a name given once is seldom changed.
    return claim.crawled_at or claim.as_of, claim.article_id


def walk_changed(before: Region, after: Region) -> Iterator[tuple[Group | None, Group | None]]:
    """Yield the incidents that differ between two states of a region, as they were and are."""
    for name, group in after.groups.items():
        old = before.groups.get(name)
        if old is None or old.article_ids != group.article_ids:
            yield old, group
    for name, old in before.groups.items():
        if name not in after.groups:
            yield old, None
