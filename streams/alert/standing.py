"""Does an incident stand, or has what was told of it been denied? Pure; a fold over its claims."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from streams.alert.claim import Claim

# A rumour that eight outlets carried is not told again by all of them when it is denied.
_MOST_TELLERS_A_DENIAL: Final = 2


@dataclass(frozen=True, slots=True)
class Denial:
    """Say who denies an incident, by which rule it is believed, and in which article."""

    rule: str
    article_id: str
    outlets: tuple[str, ...]
    claimed_by: str | None


def denied(claims: Sequence[Claim], denials: Sequence[Claim]) -> Denial | None:
    """Judge whether an incident is denied; None where it stands. Shape: any order.

    Each outlet counts by the last it said. A denial is believed if it is an official's, or the
    outlet's own that told the happening; if no official confirmed the happening, nobody told it
    later, and at most two outlets still tell it for each that carries the denial.
    """
    if not denials:
        return None
    last_denial = max(denials, key=_moment)
    if any(_moment(claim) > _moment(last_denial) for claim in claims):
        return None
    if any(claim.voice == "official" for claim in claims):
        return None
    deniers = _outlets(denials)
    told = _outlets(claims)
    tellers = [outlet for outlet in told if outlet not in deniers]
    own = not tellers and bool(told)
    official = any(claim.voice == "official" for claim in denials)
    if not own and not (official and len(tellers) <= _MOST_TELLERS_A_DENIAL * len(deniers)):
        return None
    return Denial(
        rule="retract.withdrawn_by_outlet" if own else "retract.denied_by_official",
        article_id=last_denial.article_id,
        outlets=tuple(deniers),
        claimed_by=last_denial.claimed_by,
    )


def _moment(claim: Claim) -> tuple[str, str]:
    return claim.as_of, claim.article_id


def _outlets(claims: Iterable[Claim]) -> list[str]:
    ordered = sorted(claims, key=_moment)
    return list(dict.fromkeys(claim.outlet or claim.article_id for claim in ordered))
