"""Regions and what each article caused: the shapes that cross, and the store in memory.

The store on Redis is in `redis_store.py`; `decide.py` asks both the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from schemas.alert import Alert, Suppression
from streams.alert.region import Bucket, Region, days_around


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Keep what one article caused."""

    alerts: tuple[Alert, ...]
    suppressions: tuple[Suppression, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Ask for the days of a region around one day, and for what one article caused there.

    `article_id` is empty where no decision is asked for.
    """

    region: str
    day: int
    article_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Hold a region as it was read and as it stands after the articles decided since.

    `days` are those that were read: a commit is refused if one of them has changed since.
    `decisions` are those read; `taken` those to write, each on the day of its article.
    """

    read: Region
    now: Region
    days: frozenset[int]
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    taken: Mapping[str, tuple[int, Decision]] = field(default_factory=dict)

    @property
    def is_changed(self) -> bool:
        """Say whether there is anything to write."""
        return bool(self.taken) or self.now is not self.read

    def changed_days(self) -> tuple[Bucket, ...]:
        """List the days that differ from what was read, as they are now."""
        before = self.read.buckets
        touched = {day for day, _ in self.taken.values()}
        return tuple(
            bucket
            for day, bucket in sorted(self.now.buckets.items())
            if before.get(day) is not bucket or day in touched
        )

    def deciding(self, now: Region, day: int, article_id: str, decision: Decision) -> "Ledger":
        """Give the ledger after one more article."""
        taken = {**self.taken, article_id: (day, decision)}
        decisions = {**self.decisions, article_id: decision}
        return replace(self, now=now, taken=taken, decisions=decisions)


class RegionStore(Protocol):
    """Keep regions; of two that write what one of them read, one is refused."""

    async def load(self, wanted: Sequence[Wanted]) -> dict[str, Ledger]:
        """Read regions, by name, and the decisions of the articles asked for.

        Errors: the client's connection errors.
        """
        ...

    async def commit(self, ledgers: Sequence[Ledger]) -> set[str]:
        """Write what changed; give the regions that somebody else wrote since they were read."""
        ...


class MemoryRegionStore:
    """Keep regions in a dict, for `replay`, `try` and tests."""

    def __init__(self) -> None:
        self._buckets: dict[str, dict[int, Bucket]] = {}
        self._decisions: dict[tuple[str, str], Decision] = {}

    async def load(self, wanted: Sequence[Wanted]) -> dict[str, Ledger]:
        """Read regions and decisions."""
        found: dict[str, Ledger] = {}
        for region, days in days_of(wanted).items():
            held = self._buckets.get(region, {})
            read = Region(region, {day: held[day] for day in sorted(days) if day in held})
            asked = (one.article_id for one in wanted if one.region == region)
            decisions = {
                article: self._decisions[region, article]
                for article in asked
                if (region, article) in self._decisions
            }
            found[region] = Ledger(read=read, now=read, days=days, decisions=decisions)
        return found

    async def commit(self, ledgers: Sequence[Ledger]) -> set[str]:
        """Write what changed, each day against the version it was read at."""
        lost = set()
        for ledger in ledgers:
            held = self._buckets.setdefault(ledger.read.name, {})
            if any(
                (held[day].version if day in held else "") != ledger.read.version_of(day)
                for day in ledger.days
            ):
                lost.add(ledger.read.name)
                continue
            for bucket in ledger.changed_days():
                number = int(bucket.version or 0) + 1
                held[bucket.day] = bucket.at_version(str(number))
            for article, (_, decision) in ledger.taken.items():
                self._decisions[ledger.read.name, article] = decision
        return lost

    def regions(self) -> dict[str, Region]:
        """Give every region whole."""
        return {name: Region(name, dict(days)) for name, days in self._buckets.items()}


def days_of(wanted: Sequence[Wanted]) -> dict[str, frozenset[int]]:
    """List, for each region asked for, the days that must be read."""
    found: dict[str, set[int]] = {}
    for one in wanted:
        found.setdefault(one.region, set()).update(days_around(one.day))
    return {region: frozenset(days) for region, days in found.items()}
