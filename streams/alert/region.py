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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from schemas.alert import Alert
from streams.alert.affinity import Gathering
from streams.alert.claim import Claim
from streams.alert.incident import in_time_order
from streams.alert.parting import LOOK_BACK_DAYS, Draft, Memory, are_same, part
from streams.alert.place import is_vague
from streams.alert.sites import Day, gather_day
from streams.alert.slot import day_of, incident_id, slot_of

# An incident has its root on one day; its claims lie from a day before to `LOOK_BACK_DAYS` + 1
# after. A claim changes incidents with a root so many days from it, at most:
TOUCHED_DAYS: Final = LOOK_BACK_DAYS + 1
# To know those incidents whole, and which have the names of their slots, this far is read.
REACH_DAYS: Final = 3 * TOUCHED_DAYS + 1


@dataclass(frozen=True, eq=False)
class Bucket:
    """Hold a day of a region: its claims, and the last alerts of incidents named by this day."""

    day: int
    version: str = ""
    claims: tuple[Claim, ...] = ()
    alerts: tuple[Alert, ...] = ()
    memory: Memory = field(default_factory=Memory, repr=False)

    def at_version(self, version: str) -> "Bucket":
        """Give the day as it is kept under a version."""
        return self._like(replace(self, version=version))

    def keeping(self, alerts: Mapping[str, Alert]) -> "Bucket":
        """Give the day with its last alerts brought up to date."""
        held = {alert.alert_id: alert for alert in self.alerts} | dict(alerts)
        return self._like(replace(self, alerts=tuple(held.values())))

    @cached_property
    def sites(self) -> Day:
        """Gather the day's anchors."""
        anchors = in_time_order(claim for claim in self.claims if is_anchor(claim))
        self.memory.day = gather_day(self.day, anchors, self.memory.day)
        return self.memory.day

    @cached_property
    def floats(self) -> tuple[Claim, ...]:
        """List what tells a happening without saying where or when."""
        told = (claim for claim in self.claims if claim.stance == "tells")
        return in_time_order(claim for claim in told if not is_anchor(claim))

    @cached_property
    def others(self) -> tuple[Claim, ...]:
        """List reminders and denials."""
        return in_time_order(claim for claim in self.claims if claim.stance != "tells")

    def _like(self, made: "Bucket") -> "Bucket":
        """Take over what was worked out of the same claims."""
        for name in ("sites", "floats", "others"):
            if name in self.__dict__:
                made.__dict__[name] = self.__dict__[name]
        return made


@dataclass(frozen=True, kw_only=True)
class Group:
    """Hold the claims of one incident, each kind in time order; `joined` says by which rules.

    `day` is that of the bucket that keeps the incident's alerts, `parts` what it was
    made of, `names` its name and the one it has where an older incident has its slot.
    """

    incident_id: str
    day: int
    claims: tuple[Claim, ...]
    supports: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    joined: Mapping[str, str]
    root: Gathering
    parts: tuple[object, ...]
    seen: tuple[str, str]
    slot: str
    names: tuple[str, str]

    @cached_property
    def article_ids(self) -> frozenset[str]:
        """Name every article that says something of the incident."""
        return frozenset(c.article_id for c in (*self.claims, *self.supports, *self.denials))


@dataclass(frozen=True, eq=False)
class Region:
    """Hold the days of a region that were read, and part them on demand."""

    name: str
    buckets: Mapping[int, Bucket]
    # What an earlier state was parted into: incidents that stay as they are are not made again.
    known: Mapping[str, Group] = field(default_factory=dict, repr=False)

    def adding(self, claim: Claim, day: int | None = None) -> "Region":
        """Give the region with one claim more, on its own day unless another is given."""
        day = day_of(claim) if day is None else day
        bucket = self.buckets.get(day, Bucket(day))
        kept = tuple(one for one in bucket.claims if one.article_id != claim.article_id)
        return self._with(replace(bucket, claims=(*kept, claim)))

    def keeping(self, day: int, alerts: Mapping[str, Alert]) -> "Region":
        """Give the region with the last alerts of a day brought up to date."""
        region = self._with(self.buckets.get(day, Bucket(day)).keeping(alerts))
        if "groups" in self.__dict__:  # the claims are the same, and what they are parted into
            region.__dict__["groups"] = self.__dict__["groups"]
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
        known = {group.root: group for group in self.known.values()}
        made = [_grouped(draft, known.get(draft.root)) for draft in part(self.buckets)]
        named: dict[str, Group] = {}
        taken: set[str] = set()
        for group in sorted(made, key=lambda one: one.seen):
            name = group.names[group.slot in taken]
            taken.add(group.slot)
            named[name] = group if name == group.incident_id else replace(group, incident_id=name)
        return named

    def _with(self, bucket: Bucket) -> "Region":
        known = self.__dict__.get("groups", self.known)
        return Region(self.name, {**self.buckets, bucket.day: bucket}, known)


def days_around(day: int) -> range:
    """List the days that must be read to know what a claim of one day changes."""
    return range(day - REACH_DAYS, day + REACH_DAYS + 1)


def is_anchor(claim: Claim) -> bool:
    """Say whether a claim both dates its event and places it in a province or better."""
    return claim.stance == "tells" and claim.dating == "stated" and not is_vague(claim.place)


def _grouped(draft: Draft, known: Group | None) -> Group:
    """Make an incident of a draft, unless it is just as it was."""
    parts = draft.parts()
    if known is not None and are_same(known.parts, parts):
        return known
    first = min(draft.claims, key=_seen)
    names = incident_id(first), incident_id(first, is_taken=True)
    return Group(
        incident_id=names[0],
        day=day_of(first),
        claims=in_time_order(draft.claims),
        supports=in_time_order(c for c in draft.others if c.stance == "supports"),
        denials=in_time_order(c for c in draft.others if c.stance == "denies"),
        joined=draft.rules,
        root=draft.root,
        parts=parts,
        seen=_seen(first),
        slot=slot_of(first),
        names=names,
    )


def _seen(claim: Claim) -> tuple[str, str]:
    # Crawls come nearly in the order of arrival, so a name given once is seldom changed.
    return claim.crawled_at or claim.as_of, claim.article_id


def walk_changed(before: Region, after: Region) -> Iterator[tuple[Group | None, Group | None]]:
    """Yield the incidents that differ between two states of a region, as they were and are."""
    for name, group in after.groups.items():
        old = before.groups.get(name)
        if old is group:
            continue
        if old is None or old.article_ids != group.article_ids:
            yield old, group
    for name, old in before.groups.items():
        if name not in after.groups:
            yield old, None
