"""Make one toll a kind of the many mentions of it in an article.

The title is read first, then the lead; the body may make a vague figure exact, open a range
("at least") or supply a kind that title and lead are silent on, and never overwrites.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from streams.enrich.events.tolls import EXECUTED, Toll

_DENIED = "denied"
_ADDED_UP = "_list"
LED = "missing.led"
_NO_DEATHS_OF_THEIR_OWN = frozenset({"arrest_raid", "protest_riot"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A toll with the zone (title, lead, body) and the number of its sentence."""

    toll: Toll
    zone: str
    sentence: int
    risen: bool = False


def settle(kind: str, placed: Sequence[Placed], event_type: str = "") -> tuple[Toll, ...]:
    """Give the toll of one kind, with the mentions that say the same behind it; empty when none.

    `placed` holds the mentions of the main event only, in text order.
    """
    own = _own(kind, placed, event_type)
    counted = [one for one in own if one.toll.max != 0]
    if not counted:
        denied = next((one.toll for one in own if one.toll.rule.startswith(_DENIED)), None)
        return () if denied is None else (denied,)
    if event_type in _NO_DEATHS_OF_THEIR_OWN and kind in {"killed", "injured"}:
        counted = _of_their_own(counted, placed)
        if not counted:
            return ()
    if kind == "arrested" and event_type == "execution":
        return ()  # the arrest that led to it, long ago
    wounds_only = all(one.toll.rule.endswith(".own") for one in counted)
    if kind == "injured" and wounds_only and any(_is_death(one.toll) for one in placed):
        return ()  # "died after his injury": the wound of the dead is no second victim
    if event_type == "health_outbreak":
        # running totals since the outbreak began are background (guideline, section 3)
        counted = [one for one in counted if not one.toll.total] or counted
    if event_type == "execution":
        # the other deaths are those of the crime
        executed = [one for one in counted if one.toll.rule == EXECUTED]
        # 20 soldiers before "dozens", dozens before "soldiers"
        executed.sort(key=lambda one: (one.toll.vague, -one.toll.min * one.toll.vague))
        counted = (executed or [one for one in counted if one.zone == "title"])[:1]
        if not counted:
            return ()
    chosen = _choose(counted)
    chosen = _opened(chosen, counted)
    if event_type == "armed_clash" and kind == "killed":
        chosen = _both_sides(chosen, counted)
    same = [
        one.toll for one in counted
        if one.toll.min == chosen.min and one.toll.at != chosen.at
    ]  # fmt: skip
    return (chosen, *same)


def _own(kind: str, placed: Sequence[Placed], event_type: str) -> list[Placed]:
    """Keep mentions of one kind, without the attacker; police lead away and seize too."""
    return [
        one for one in placed
        if one.toll.kind == kind and not one.toll.perpetrator
        and (event_type == "abduction" or not one.toll.rule.startswith(LED))
    ]  # fmt: skip


def without_the_dying(tolls: Sequence[Toll]) -> tuple[Toll, ...]:
    """Leave out the wound of one who is said to have died of it, later in the same sentence."""
    dying = [one.at for one in tolls if one.kind == "killed" and one.rule.endswith(".own")]
    if not dying:
        return tuple(tolls)
    return tuple(
        one for one in tolls
        if not (one.kind == "injured" and one.max == 1 and one.min == 1 and one.at < dying[0])
    )  # fmt: skip


def _of_their_own(counted: Sequence[Placed], placed: Sequence[Placed]) -> list[Placed]:
    """Keep the victims of an arrest or a protest, which is often told with what led to it."""
    if any(one.zone == "title" for one in counted):
        return [one for one in counted if one.zone != "body"]
    return _beside_arrests(counted, placed)


def _beside_arrests(counted: Sequence[Placed], placed: Sequence[Placed]) -> list[Placed]:
    """Keep tolls of lead sentences that count arrests too."""
    sentences = {one.sentence for one in placed if one.toll.kind == "arrested"}
    return [one for one in counted if one.zone == "lead" and one.sentence in sentences]


# Beyond these sentences a text turns to other fronts.
_SAME_CLASH_SENTENCES = 6
_SIDES = {"militant": "militant", "soldier": "force", "police": "force"}


def _both_sides(chosen: Toll, counted: Sequence[Placed]) -> Toll:
    """Add the dead of the other side of a clash: disjoint parts without a stated total."""
    side = _SIDES.get(chosen.role or "")
    if side is None or chosen.max is None:
        return chosen
    for one in counted:
        toll = one.toll
        other = _SIDES.get(toll.role or "", side)
        if other == side or toll.vague or toll.max is None or toll.total:
            continue
        if one.sentence < _SAME_CLASH_SENTENCES:
            return replace(
                chosen, min=chosen.min + toll.min, max=chosen.max + toll.max, role=None,
                rule="killed.both_sides",
            )  # fmt: skip
    return chosen


def _is_death(toll: Toll) -> bool:
    return toll.kind == "killed" and toll.max != 0


def _choose(counted: Sequence[Placed]) -> Toll:
    for zone in ("title", "lead"):
        risen = [one.toll for one in counted if one.zone == zone and one.risen and one.toll.total]
        if risen:
            return risen[0]
    title = [one.toll for one in counted if one.zone == "title"]
    lead = [one.toll for one in counted if one.zone == "lead"]
    body = [one.toll for one in counted if one.zone == "body"]
    if title:
        said = _added(title)
        if not said.vague:
            told = [toll for toll in (*lead, *body) if not toll.vague]
            return _with_lead(said, [toll for toll in lead if not toll.vague], told)
        exact = _exacter(said, lead) or _exacter(said, body)
        return exact or said
    if lead:
        said = max(lead, key=lambda toll: (not toll.vague, toll.min))
        return (_exacter(said, body) or said) if said.vague else said
    exact_body = [toll for toll in body if not toll.vague]
    return exact_body[0] if exact_body else body[0]


# Two figures this close are two reports of one toll, not a part and its whole.
_SAME_TOLL_RATIO = 1.35


def _with_lead(said: Toll, lead: Sequence[Toll], told: Sequence[Toll]) -> Toll:
    """Compare a title's figure with the lead's: a whole beats its part, rivals make a range."""
    if not lead or said.max is None:
        larger = [toll for toll in lead if toll.min > said.min]
        return larger[0] if larger else said
    first = lead[0]
    if first.rule.endswith(_ADDED_UP) and first.min > said.min:
        return first  # the title tells a part: "10 policemen", the lead adds "and 3 workers"
    if first.min < said.min and any(toll.min == said.min - first.min for toll in told):
        return said  # the lead tells a part, another sentence the rest
    if len({toll.min for toll in lead}) == 1 and first.max is not None and first.min != said.min:
        low, high = sorted((said.min, first.min))
        if high <= low * _SAME_TOLL_RATIO and low > 2:  # noqa: PLR2004  (one more is a rising toll)
            return replace(said, min=low, max=high, rule=f"{said.kind}.rival_figures")
    larger = [toll for toll in lead if toll.min > said.min]
    return larger[0] if larger else said


def _added(title: Sequence[Toll]) -> Toll:
    """Add the parts a title gives; the same figure twice is one figure."""
    exact = [toll for toll in title if not toll.vague]
    if not exact:
        return title[0]
    first, *rest = exact
    for toll in rest:
        if toll.min != first.min and toll.max is not None and first.max is not None:
            first = replace(first, min=first.min + toll.min, max=first.max + toll.max, role=None)
    return first


def _exacter(said: Toll, others: Sequence[Toll]) -> Toll | None:
    """Find the figure behind "dozens" or "dead": the largest that agrees with it."""
    fits = [
        toll for toll in others
        if not toll.vague and toll.min >= said.min and (said.max is None or toll.min <= said.max)
    ]  # fmt: skip
    return max(fits, key=lambda toll: toll.min, default=None)


def _opened(chosen: Toll, counted: Sequence[Placed]) -> Toll:
    """Open the figure when another mention of it says "at least"."""
    if chosen.max is None:
        return chosen
    for one in counted:
        if one.toll.min == chosen.min and one.toll.max is None and not one.toll.vague:
            return replace(chosen, max=None)
    return chosen
