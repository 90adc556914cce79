"""Does a claim belong to what is gathered already? The stated rules of joining, each with a slug.

The rules are in docs/incidents.md. A claim is compared with a gathering: claims that are taken to
tell one happening. What is read is day, place, kind, toll and the words of headline and names;
never the story the article was put into, for that depends on what was seen before it.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from schemas.alert import Toll
from schemas.annotation import EventPlace
from streams.alert.claim import Claim
from streams.alert.place import Relation, is_vague, relation
from streams.alert.severity import type_group

# What a court does is done to so many and no more: another number is another execution.
_FIXED_TOLLS: Final = frozenset({"execution"})
# Of the marks of the smaller side. Swept .25 to .70 on labelled story clusters: no incident is
# joined or parted otherwise, so it guards against chance more than it decides.
_LIKE_TEXT_RATIO: Final = 0.4
_MIN_COMMON_MARKS: Final = 3
# An exact toll this high is seldom met twice in one country on one day.
_TELLING_TOLL: Final = 3
# Tolls rise; but one of 3 and one of 40 on one day, with a country for a place, are two.
_MOST_TIMES: Final = 3.0
_SMALL_DIFFERENCE: Final = 5
# What proves by itself, where place or day alone do not.
_TWICE: Final = 2
# The rule by which a claim belongs only where no other gathering would take it by the same.
UNPROVED: Final = "join.country_and_day"

_CLOSENESS: Final[dict[Relation, int]] = {
    "spot": 4, "near": 3, "inside": 3, "towns": 1, "country": 1, "apart": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Bond:
    """Say how strongly a claim belongs to a gathering, greater is stronger, and by which rule."""

    proofs: int
    closeness: int
    is_same_kind: bool
    nearness: int
    outlets: int
    rule: str = field(compare=False)


@dataclass(slots=True, eq=False)
class Gathering:
    """Hold claims on one happening, with what other claims are compared against.

    It never changes: `taking` gives another. So what a claim was found to be to it is kept here,
    in `bonds`, and found again when the region is parted anew.
    """

    day: int
    claims: tuple[Claim, ...] = ()
    joined: Mapping[str, str] = field(default_factory=dict)
    places: tuple[EventPlace, ...] = ()
    groups: frozenset[str] = frozenset()
    marks: frozenset[int] = frozenset()
    outlets: frozenset[str] = frozenset()
    tolls: frozenset[tuple[Toll, Toll]] = frozenset()
    # The provinces of its places; None among them for a place whose province is not known.
    provinces: frozenset[str | None] = frozenset()
    bonds: dict[str, tuple[Claim, Bond | None]] = field(default_factory=dict)

    def taking(self, claim: Claim, rule: str) -> "Gathering":
        """Give the gathering with one claim more, and the rule that joined it."""
        place = claim.place if not is_vague(claim.place) else None
        is_new = place is not None and all(
            (one.name, one.id) != (place.name, place.id) for one in self.places
        )
        return Gathering(
            day=self.day,
            claims=(*self.claims, claim),
            joined={**self.joined, claim.article_id: rule},
            places=(*self.places, place) if place is not None and is_new else self.places,
            groups=self.groups | {type_group(claim.event_type)},
            marks=self.marks.union(claim.marks),
            outlets=self.outlets | {claim.outlet} if claim.outlet else self.outlets,
            tolls=self.tolls | {(claim.killed, claim.injured)},
            provinces=self.provinces | {place.admin1} if place is not None else self.provinces,
        )

    def bond_of(self, claim: Claim, days_after: int) -> Bond | None:
        """Give what a claim is to the gathering, from memory where it was asked before.

        A claim lies on one day and so does the gathering: `days_after` is theirs for ever.
        """
        known = self.bonds.get(claim.article_id)
        if known is not None and known[0] is claim:
            return known[1]
        found = bond(claim, self, days_after)
        self.bonds[claim.article_id] = claim, found
        return found


def bond(claim: Claim, gathered: Gathering, days_after: int) -> Bond | None:
    """Judge whether a claim belongs to a gathering; None where it does not.

    Units: `days_after` days from the gathering's day to the claim's, negative when before.
    """
    if _is_elsewhere(claim.place, gathered.provinces):
        return None
    where = _relation(claim.place, gathered.places)
    if where == "apart" or _contradicts(claim, gathered):
        return None
    tolls = _toll_proofs(claim, gathered)
    if tolls < _TWICE and (days_after or _CLOSENESS[where] < _CLOSENESS["inside"]):
        tolls = 0  # one dead here and one elsewhere, or one today and one tomorrow, prove nothing
    proofs = tolls + _text_proofs(claim, gathered)
    is_same_kind = type_group(claim.event_type) in gathered.groups
    rule = _rule(claim, gathered, where, proofs, days_after, is_same_kind=is_same_kind)
    if rule is None:
        return None
    return Bond(
        proofs, _CLOSENESS[where], is_same_kind, -abs(days_after), len(gathered.outlets), rule
    )


def _rule(  # noqa: PLR0911 - one return a rule, in the order of docs/incidents.md
    claim: Claim,
    gathered: Gathering,
    where: Relation,
    proofs: int,
    days_after: int,
    *,
    is_same_kind: bool,
) -> str | None:
    is_close = _CLOSENESS[where] >= _CLOSENESS["inside"]
    if not is_same_kind:
        return (
            "join.other_kind_same_text"
            if is_close and proofs >= _TWICE and not days_after
            else None
        )
    if days_after:
        if where == "towns":
            return None
        if claim.dating == "stated":
            # Who told of the one day and now tells of the next tells of another happening.
            is_other = claim.outlet in gathered.outlets
            is_beside = is_close and proofs >= _TWICE and abs(days_after) == 1 and not is_other
            return "join.day_beside" if is_beside else None
        if days_after < 0:
            return None
        if is_close and (proofs or not _has_toll(claim)):
            return "join.later_report"
        return "join.later_report_of_country" if proofs >= _TWICE else None
    if is_close:
        return "join.place_and_day"
    if where == "towns":
        return "join.one_toll_two_towns" if proofs >= _TWICE else None
    if proofs:
        return "join.country_and_proof"
    return UNPROVED if _tolls_agree(claim, gathered) else None


def _is_elsewhere(place: EventPlace | None, provinces: AbstractSet[str | None]) -> bool:
    """Say early what most comparisons end with: another province."""
    return bool(
        place is not None
        and place.admin1
        and provinces
        and place.admin1 not in provinces
        and None not in provinces
        and place.precision != "country"
    )


def _relation(place: EventPlace | None, places: Sequence[EventPlace]) -> Relation:
    """Give the closest relation to the places gathered; a second town does not hide the first."""
    if is_vague(place) or not places:
        return "country"
    return max((relation(place, one) for one in places), key=lambda r: _CLOSENESS[r])


def _contradicts(claim: Claim, gathered: Gathering) -> bool:
    if type_group(claim.event_type) not in _FIXED_TOLLS or claim.killed.min is None:
        return False
    stated = [one.killed for one in gathered.claims if one.killed.min is not None]
    return bool(stated) and all(one != claim.killed for one in stated)


def _toll_proofs(claim: Claim, gathered: Gathering) -> int:
    """Count what equal tolls prove: both equal or a telling one twice, a small one once."""
    best = 0
    for killed, injured in gathered.tolls:
        equal = [
            mine.min
            for mine, theirs in ((claim.killed, killed), (claim.injured, injured))
            if mine.min and mine.max is not None and mine == theirs
        ]
        if len(equal) > 1 or any(one >= _TELLING_TOLL for one in equal):
            return _TWICE
        best = max(best, len(equal))
    return best


def _text_proofs(claim: Claim, gathered: Gathering) -> int:
    """Count 1 where a claim's words are those of one claim gathered."""
    mine = set(claim.marks)
    if sum(1 for mark in mine if mark in gathered.marks) < _MIN_COMMON_MARKS:
        return 0
    for other in gathered.claims:
        common = len(mine.intersection(other.marks))
        smaller = min(len(mine), len(other.marks))
        if common >= _MIN_COMMON_MARKS and common / smaller >= _LIKE_TEXT_RATIO:
            return 1
    return 0


def _has_toll(claim: Claim) -> bool:
    return any(toll.min for toll in (claim.killed, claim.injured, claim.missing, claim.arrested))


def _tolls_agree(claim: Claim, gathered: Gathering) -> bool:
    """Say whether a claim's dead may be those gathered, less or more by what a day brings."""
    stated = [one.killed.min for one in gathered.claims if one.killed.min is not None]
    if claim.killed.min is None or not stated:
        return True
    low, high = sorted((claim.killed.min, max(stated)))
    return high - low <= _SMALL_DIFFERENCE or high <= low * _MOST_TIMES
