"""The toll in force among what claims state, and what every figure is worth. Pure.

Claims are taken in time order, never in order of arrival. A later figure replaces an earlier one
if it is higher; a lower one only as a correction: the article says so, or every outlet that gave
the higher figure now gives a lower. What was taken back is not believed again when a slower outlet
repeats it. A figure with an open end ("at least 10") never replaces an exact one that it allows.
What a party to the fight claims gives way to any other figure, and replaces none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from schemas.alert import Figure, FigureStanding, Toll
from streams.alert.claim import Claim

KINDS: Final = ("killed", "injured", "missing", "arrested")
_UNSTATED: Final = Toll()


@dataclass(slots=True)
class _Known:
    """Hold the toll in force while claims are taken one by one."""

    toll: Toll = _UNSTATED
    givers: set[str | None] = field(default_factory=set)
    is_party: bool = False
    since: int = 0
    taken_back: set[int] = field(default_factory=set)

    def set(self, toll: Toll, claim: Claim, at: int) -> None:
        self.toll, self.givers = toll, {claim.outlet}
        self.is_party, self.since = claim.voice == "party", at

    def is_withdrawn(self, claim: Claim, toll: Toll) -> bool:
        """Say whether nobody stands by the figure in force once a claim gives a lower one."""
        # An outlet nobody can name may be any outlet; and "at least 3" does not take back a 5.
        if claim.outlet is None or claim.outlet not in self.givers or toll.max is None:
            return False
        self.givers.remove(claim.outlet)
        return not self.givers


def fold_toll(stated: Sequence[tuple[Claim, Toll]]) -> Toll:
    """Fold one kind of toll over claims in time order. Units: persons."""
    return _fold(stated).toll


def figures_of(kind: str, claims: Sequence[Claim]) -> tuple[Figure, ...]:
    """List every figure stated for a kind of toll, who gave it, and what it is worth now.

    Shape: claims in time order; figures in the order they were first given.
    """
    stated = [(claim, getattr(claim, kind)) for claim in claims]
    known = _fold(stated)
    by_toll: dict[Toll, list[tuple[int, Claim]]] = {}
    for at, (claim, toll) in enumerate(stated):
        if toll.min is not None:
            by_toll.setdefault(toll, []).append((at, claim))
    return tuple(
        Figure(
            field=kind,
            min=toll.min,
            max=toll.max,
            standing=_standing(toll, given, known),
            outlets=_named(claim.outlet for _, claim in given),
            claimed_by=_named(claim.claimed_by for _, claim in given),
            is_official=any(claim.voice == "official" for _, claim in given),
            first_given=given[0][1].as_of or None,
            article_ids=tuple(claim.article_id for _, claim in given),
        )
        for toll, given in by_toll.items()
    )


def range_of(figures: Sequence[Figure]) -> Toll | None:
    """Span the figures that stand against each other; None where nobody disagrees."""
    disputed = [one for one in figures if one.standing == "disputed"]
    if not disputed:
        return None
    standing = [one for one in figures if one.standing == "in_force"] + disputed
    ends = [one.max for one in standing]
    return Toll(
        min=min(one.min or 0 for one in standing),
        max=None if None in ends else max(end or 0 for end in ends),
    )


def _fold(stated: Sequence[tuple[Claim, Toll]]) -> _Known:
    known = _Known()
    for at, (claim, toll) in enumerate(stated):
        if toll.min is None or (toll.min in known.taken_back and not claim.correction):
            continue
        current = known.toll.min
        if current is None:
            known.set(toll, claim, at)
        elif claim.voice == "party" and not known.is_party:
            continue
        elif known.is_party and claim.voice == "official" and toll.min != current:
            known.taken_back.add(current)
            known.set(toll, claim, at)
        elif toll.min > current:
            known.set(toll, claim, at)
        elif toll.min == current:
            known.givers.add(claim.outlet)
            known.is_party = known.is_party and claim.voice == "party"
            known.toll = Toll(min=current, max=_narrower(known.toll.max, toll.max))
        elif claim.correction or known.is_withdrawn(claim, toll):
            known.taken_back.add(current)
            known.set(toll, claim, at)
    return known


def _standing(toll: Toll, given: Sequence[tuple[int, Claim]], known: _Known) -> FigureStanding:
    if toll.min == known.toll.min:
        return "in_force"
    if toll.min in known.taken_back:
        return "withdrawn"
    # A figure that nobody is named for and that comes late is an old one, told by a slow outlet.
    is_new = any(at > known.since and claim.voice is not None for at, claim in given)
    is_refused = given[0][1].voice == "party" and not known.is_party
    if (is_new or is_refused) and not _allows(toll, known.toll):
        return "disputed"
    return "superseded"


def _allows(open_end: Toll, exact: Toll) -> bool:
    """Say whether "at least so many" is no other figure than the one in force."""
    return open_end.max is None and (open_end.min or 0) <= (exact.min or 0)


def _narrower(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one if other is None else other
    return min(one, other)


def _named(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
