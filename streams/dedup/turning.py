"""What would have had to differ for two articles to be judged otherwise.

Each way is a set of conditions that must all hold; any one way is enough. The limits are those of
`likeness.py`. One measure is moved at a time: that a text with other shared words also has another
lead is not foreseen.
"""

from dataclasses import dataclass
from math import ceil
from typing import Literal

from streams.dedup import likeness as limits
from streams.dedup.sketch import MIN_SHINGLES, Sketch

_MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Condition:
    """Hold a measure, what it is, and what it would have to be. Units: as the measure's name says.

    `value` is None where the measure could not be taken.
    """

    measure: str
    value: float | None
    turn: Literal["under", "at_least", "over"]
    limit: float


Way = tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Hold what the ways are reckoned from. Units: ratios 0-1; hours, None where unknown."""

    shared: int
    jaccard_ratio: float
    contained_ratio: float
    lead_ratio: float
    longer_ratio: float
    numbers_ratio: float | None
    age_hours: float | None


def turning_ways(
    rule: str, first: Sketch | None, second: Sketch | None, measured: Measured | None
) -> tuple[Way, ...]:
    """Give the ways in which the pair would have been judged otherwise than by `rule`."""
    if rule.startswith("exact."):
        return ((Condition("other_letters", 0, "at_least", 1),),)
    if first is None or second is None or measured is None:
        counts = [("first_3grams", first), ("second_3grams", second)]
        return (
            tuple(
                Condition(name, None, "at_least", MIN_SHINGLES)
                for name, sketch in counts
                if sketch is None
            ),
        )
    if rule == "revision.toll":
        return ((Condition("shared_tolls", 0, "at_least", 1),),)
    if rule.startswith("near."):
        return _ways_out(measured, bool(first.tolls) and bool(second.tolls))
    needed = ceil(limits.needed_shared(max(len(first.shingles), len(second.shingles))))
    return _ways_in(rule.removeprefix("different."), measured, needed)


def _ways_out(measured: Measured, both_say_tolls: bool) -> tuple[Way, ...]:
    """Give what would make two copies none."""
    little = _jaccard(measured, "under", limits.MIN_JACCARD_RATIO)
    ways: list[Way] = [
        (little, _contained(measured, "under", limits.MIN_CONTAINED_RATIO)),
        (little, _lead(measured, "under", limits.MIN_LEAD_RATIO)),
    ]
    if measured.numbers_ratio is not None:
        ways.append((_numbers(measured, "under"),))
    if both_say_tolls:
        ways.append((Condition("shared_tolls", 1, "under", 1),))
    if measured.age_hours is not None:
        ways.append((_age(measured, "over"),))
    return tuple(ways)


def _ways_in(reason: str, measured: Measured, needed_shared: int) -> tuple[Way, ...]:
    """Give what would make two articles copies that the reason keeps apart."""
    much = _jaccard(measured, "at_least", limits.MIN_JACCARD_RATIO)
    held = _contained(measured, "at_least", limits.MIN_CONTAINED_RATIO)
    led = _lead(measured, "at_least", limits.MIN_LEAD_RATIO)
    strong = _jaccard(measured, "at_least", limits.STRONG_JACCARD_RATIO)
    near_in_length = Condition(
        "longer_ratio", measured.longer_ratio, "under", limits.ROUND_UP_RATIO
    )
    ways: dict[str, tuple[Way, ...]] = {
        "few_shared": ((Condition("shared", measured.shared, "at_least", needed_shared),),),
        "little_shared": ((much,), (held, led)),
        "other_lead": ((much,), (led,)),
        "round_up": ((strong,), (_lead(measured, "over", 0),), (near_in_length,)),
        "other_form": ((_jaccard(measured, "at_least", limits.MIN_FORM_JACCARD_RATIO),),),
        "other_numbers": ((_numbers(measured, "at_least"),),),
        "too_old": ((_age(measured, "under"),),),
    }
    return ways.get(reason, ())


def _jaccard(measured: Measured, turn: Literal["under", "at_least"], limit: float) -> Condition:
    return Condition("jaccard_ratio", measured.jaccard_ratio, turn, limit)


def _contained(measured: Measured, turn: Literal["under", "at_least"], limit: float) -> Condition:
    return Condition("contained_ratio", measured.contained_ratio, turn, limit)


def _lead(
    measured: Measured, turn: Literal["under", "at_least", "over"], limit: float
) -> Condition:
    return Condition("lead_ratio", measured.lead_ratio, turn, limit)


def _numbers(measured: Measured, turn: Literal["under", "at_least"]) -> Condition:
    return Condition("numbers_ratio", measured.numbers_ratio, turn, limits.MIN_NUMBERS_RATIO)


def _age(measured: Measured, turn: Literal["under", "over"]) -> Condition:
    strong = measured.jaccard_ratio >= limits.STRONG_JACCARD_RATIO
    minutes = limits.MAX_STRONG_AGE_MINUTES if strong else limits.MAX_AGE_MINUTES
    return Condition("age_hours", measured.age_hours, turn, minutes / _MINUTES_AN_HOUR)
