"""An incident: what its claims add up to. A fold over a set, the same in any order.

The toll. Claims are ordered by `as_of`. Each later figure replaces an earlier one if it is
higher. A lower figure replaces a higher one only if it corrects it: the article says so, or the
outlet that gave the higher figure now gives the lower. What a correction took back is not
believed again when a slower outlet repeats it. A figure that leaves its end open ("at least 10")
never replaces an exact one that it allows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.alert import Severity, Toll
from schemas.annotation import EventPlace
from streams.alert.claim import Claim
from streams.alert.severity import severity_of

_PRECISIONS: Final = ("country", "admin1", "town", "point")
_UNSTATED: Final = Toll()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """State what is known of an incident from all its claims."""

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


def in_time_order(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Order claims by what they say of themselves, never by arrival."""
    return tuple(sorted(claims, key=lambda claim: (claim.as_of, claim.article_id)))


def fold_claims(claims: Sequence[Claim]) -> Incident:
    """Add claims up. Shape: at least one claim, in any order."""
    ordered = in_time_order(claims)
    event_type = _commonest(claim.event_type for claim in ordered)
    killed = fold_toll([(claim, claim.killed) for claim in ordered])
    injured = fold_toll([(claim, claim.injured) for claim in ordered])
    missing = fold_toll([(claim, claim.missing) for claim in ordered])
    arrested = fold_toll([(claim, claim.arrested) for claim in ordered])
    return Incident(
        event_type=event_type,
        event_date=_commonest_or_none(claim.event_date for claim in ordered),
        place=_best_place(ordered),
        killed=killed,
        injured=injured,
        missing=missing,
        arrested=arrested,
        severity=severity_of(
            event_type, killed=killed, injured=injured, missing=missing, arrested=arrested
        ),
        headline=_headline(ordered, killed, injured),
        story_id=ordered[0].story_id,
        first_seen=min((c.crawled_at for c in ordered if c.crawled_at), default=None),
        article_ids=tuple(claim.article_id for claim in ordered),
        outlets=tuple(dict.fromkeys(claim.outlet for claim in ordered if claim.outlet)),
    )


def fold_toll(stated: Sequence[tuple[Claim, Toll]]) -> Toll:
    """Fold one kind of toll over claims in time order. Units: persons."""
    known = _UNSTATED
    givers: set[str | None] = set()
    taken_back: set[int] = set()
    for claim, toll in stated:
        if toll.min is None or (toll.min in taken_back and not claim.correction):
            continue
        if known.min is None or toll.min > known.min:
            known, givers = toll, {claim.outlet}
        elif toll.min == known.min:
            givers.add(claim.outlet)
            known = Toll(min=known.min, max=_narrower(known.max, toll.max))
        elif claim.correction or _withdraws(claim, toll, givers):
            taken_back.add(known.min or 0)
            known, givers = toll, {claim.outlet}
    return known


def _withdraws(claim: Claim, toll: Toll, givers: set[str | None]) -> bool:
    # An outlet nobody can name may be any outlet; and "at least 3" does not take back a 5.
    return claim.outlet is not None and claim.outlet in givers and toll.max is not None


def _narrower(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one if other is None else other
    return min(one, other)


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
