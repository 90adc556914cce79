"""An incident: what its claims add up to. A fold over a set, the same in any order.

How tolls add up is in `tolls.py`, which claims are one incident in `region.py`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.alert import Figure, Severity, Toll
from schemas.annotation import CasualtyKind, EventPlace
from streams.alert.claim import Claim
from streams.alert.severity import severity_of
from streams.alert.standing import Denial, denied
from streams.alert.tolls import KINDS, figures_of, fold_toll, range_of
from streams.alert.victims import Who, count_victims

__all__ = ["Incident", "fold_claims", "fold_toll", "in_time_order"]

_PRECISIONS: Final = ("country", "admin1", "town", "point")


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """State what is known of an incident from all its claims.

    `figures` holds every figure given for a toll; `killed_range` and `injured_range` span those
    that stand against each other. `supports` are articles that only remind of the incident, `told`
    the claims it was folded from, in time order.
    """

    event_type: str
    event_date: str | None
    place: EventPlace | None
    killed: Toll
    injured: Toll
    missing: Toll
    arrested: Toll
    severity: Severity
    headline: str | None
    story_id: str
    first_seen: str | None
    article_ids: tuple[str, ...]
    outlets: tuple[str, ...]
    killed_range: Toll | None = None
    injured_range: Toll | None = None
    figures: tuple[Figure, ...] = ()
    supports: tuple[str, ...] = ()
    denial: Denial | None = None
    told: tuple[Claim, ...] = ()

    def count_victims(self, kind: CasualtyKind, who: Who) -> Toll:
        """Count the victims asked for, at most all there are. Units: persons."""
        told = [(claim, count_victims(claim.victims, kind, who)) for claim in self.told]
        found = fold_toll(told)
        most: int | None = getattr(self, kind).max
        if found.min is None or most is None:
            return found
        return Toll(
            min=min(found.min, most), max=min(most, most if found.max is None else found.max)
        )


def in_time_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Order claims by what they say of themselves, never by arrival."""
    return tuple(sorted(claims, key=lambda claim: (claim.as_of, claim.article_id)))


def fold_claims(
    claims: Sequence[Claim], supports: Sequence[Claim] = (), denials: Sequence[Claim] = ()
) -> Incident:
    """Add claims up. Shape: at least one claim that tells the happening; all in any order."""
    ordered = in_time_order(claims)
    event_type = _commonest(claim.event_type for claim in ordered)
    tolls = {
        kind: fold_toll([(claim, getattr(claim, kind)) for claim in ordered]) for kind in KINDS
    }
    figures = {kind: figures_of(kind, ordered) for kind in KINDS}
    return Incident(
        event_type=event_type,
        event_date=_commonest_or_none(claim.event_date for claim in ordered),
        place=_best_place(ordered),
        **tolls,
        severity=severity_of(event_type, **tolls),
        headline=_headline(ordered, tolls["killed"], tolls["injured"]),
        story_id=ordered[0].story_id,
        first_seen=min((c.crawled_at for c in ordered if c.crawled_at), default=None),
        article_ids=tuple(claim.article_id for claim in ordered),
        outlets=tuple(dict.fromkeys(claim.outlet for claim in ordered if claim.outlet)),
        killed_range=range_of(figures["killed"]),
        injured_range=range_of(figures["injured"]),
        figures=tuple(one for kind in KINDS for one in figures[kind]),
        supports=tuple(claim.article_id for claim in in_time_order(supports)),
        denial=denied(ordered, denials),
        told=ordered,
    )


def last_told(claims: Iterable[Claim]) -> str | None:
    """Give the latest crawl of an article that tells the happening."""
    return max((claim.crawled_at for claim in claims if claim.crawled_at), default=None)


def _headline(ordered: Sequence[Claim], killed: Toll, injured: Toll) -> str | None:
    """Take the newest headline that carries the toll in force, else the newest there is."""
    titled = [claim for claim in ordered if claim.headline]
    for field, toll in (("killed", killed), ("injured", injured)):
        carrying = [claim for claim in titled if getattr(claim, field).min == toll.min]
        if toll.min is not None and carrying:
            return carrying[-1].headline
    return titled[-1].headline if titled else None


def _best_place(ordered: Sequence[Claim]) -> EventPlace | None:
    """Take the most precise place, of those the most often named; the first in time on a tie."""
    places = [claim.place for claim in ordered if claim.place is not None]
    if not places:
        return None
    named = Counter(place.name for place in places)
    return max(places, key=lambda p: (_PRECISIONS.index(p.precision), named[p.name]))


def _commonest(values: Iterable[str]) -> str:
    counted = Counter(values)
    return min(counted, key=lambda value: (-counted[value], value))


def _commonest_or_none(values: Iterable[str | None]) -> str | None:
    known = [value for value in values if value is not None]
    return _commonest(known) if known else None
