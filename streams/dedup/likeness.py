"""Say whether two sketches are copies of one report, and in which direction. Pure and symmetric.

A 3-gram that stands in more than a few families of copies is a form of words (boilerplate of an
outlet, a congratulation cable, a weather bulletin), says nothing, and is left out of every
measure. That is learned from the stream itself and forgotten with it, so no list of boilerplate
and no table of word frequencies is needed.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from streams.dedup.sketch import Sketch
from streams.dedup.tolls import tolls_differ

# A 3-gram in more families than this is dead. F1 on labelled pairs, read off a stream of 1,807
# articles from a cold start, as for all below: 2 .890, 3 .913, 4 .904; with 14,400
# made-up articles between them 3 .913, 4 .914, so it need not grow with the stream. Families are
# counted, not articles: a report copied by 20 outlets stays rare.
MAX_FAMILIES = 3
# Near copies share so much of their living 3-grams, counted over both: .20 .898, .225 .913,
# .25 .908; or so much of the shorter one, if the longer begins as the shorter does. Without the
# lead every round-up would repeat its items. Of the shorter, of the lead, mean over six orders of
# arrival of pairs F1, and of F1 of "repeats an earlier one": .27 .30 .929 .960, .30 .30 .931 .966,
# .30 .33 .925 .964, .35 .25 .929 .960, .35 .30 .930 .964, .40 .30 .926 .955, .45 .25 .924 .953.
MIN_JACCARD_RATIO = 0.225
MIN_CONTAINED_RATIO = 0.30
MIN_LEAD_RATIO = 0.30
# A text so much longer, whose lead shares nothing with the shorter one, is a round-up that has it
# further down, unless the likeness is strong. Over the six orders: without .918, .944; 1.25 .925,
# .952; 1.5 .925, .952; 2 .924, .948.
ROUND_UP_RATIO = 1.5
# Where both texts are a form for the most part, what is shared must be what is not the form: the
# living 3-grams agree nearly as well as all do, or well by themselves. Measured against all, and
# not against a fixed share of living ones, for that share falls as the stream gets denser: with
# "0.70 must live" F1 was .916, and .887 among the made-up articles; so .918 and .913. Share of
# what all agree in: .70 .912/.915, .75 .918/.913, .80 .920/.912, .90 .918/.904.
_MIN_ALIVE_RATIO = 0.70
MIN_FORM_JACCARD_RATIO = 0.60
_MIN_FORM_KEPT_RATIO = 0.75
# A form filled in anew (stock exchange, gold, currencies, weather) says other numbers: two texts of
# so many, of which less than this share is in both, are no copies, alike as they be. Over the six
# orders: without .925, .952; from 2 numbers .928, 3 to 6 .930, .955; share .1 .927, .3 .925.
_MIN_NUMBERS = 4
MIN_NUMBERS_RATIO = 0.2
# 99 of 100 copies come within 103 hours, forms come back daily: 96 hours .910, 120 .913, 192
# .899. A strong likeness may be older, up to what the window holds: a page crawled again.
MAX_AGE_MINUTES = 120 * 60
MAX_STRONG_AGE_MINUTES = 192 * 60
STRONG_JACCARD_RATIO = 0.50
# Fewer shared 3-grams than this are chance; of a long text, so many are enough for a comparison,
# for it may contain a short one whole. 3, 4 or 6: the same pairs.
_MIN_SHARED = 2
_MIN_SHARED_RATIO = 0.08
_ENOUGH_SHARED = 6
# Above this share of the shorter text, and this much more text, one contains the other.
_CONTAINED_RATIO = 0.80
_LONGER_RATIO = 1.25

Direction = Literal["same", "contained", "contains"]
# Why two texts are no copies.
Refusal = Literal[
    "few_shared",
    "little_shared",
    "other_lead",
    "round_up",
    "other_form",
    "other_numbers",
    "too_old",
]


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Measure a pair of copies, over living 3-grams. Units: ratios 0-1."""

    jaccard_ratio: float
    contained_ratio: float


def needed_shared(shingles: int) -> float:
    """Say how many of its 3-grams a text must share to be compared at all."""
    return min(_ENOUGH_SHARED, max(_MIN_SHARED, _MIN_SHARED_RATIO * shingles))


def compare(one: Sketch, other: Sketch, dead: AbstractSet[int]) -> Likeness | None:
    """Compare two sketches; None where they are no copies. Symmetric.

    `dead` are the 3-grams in more than `MAX_FAMILIES`. Whether tolls differ is not looked at here.
    """
    answer = compare_or_refuse(one, other, dead)
    return answer if isinstance(answer, Likeness) else None


def compare_or_refuse(one: Sketch, other: Sketch, dead: AbstractSet[int]) -> Likeness | Refusal:
    """Compare two sketches, or say which rule makes them no copies. Symmetric."""
    needed = needed_shared(max(len(one.shingles), len(other.shingles)))
    if one.sampled != other.sampled:
        one, other = one.even(), other.even()
    mine, theirs = set(one.shingles) - dead, set(other.shingles) - dead
    shared = len(mine & theirs)
    if shared < needed:
        return "few_shared"
    likeness = Likeness(
        shared / (len(mine) + len(theirs) - shared), shared / min(len(mine), len(theirs))
    )
    refusal = _refuse_share(one, other, likeness)
    if refusal is None and _is_other_form(one, other, mine, theirs, likeness):
        refusal = "other_form"
    if refusal is None and _say_other_numbers(one, other):
        refusal = "other_numbers"
    if refusal is None and _is_too_old(one, other, likeness):
        refusal = "too_old"
    return refusal or likeness


def _refuse_share(one: Sketch, other: Sketch, likeness: Likeness) -> Refusal | None:
    if likeness.jaccard_ratio >= STRONG_JACCARD_RATIO:
        return None
    if likeness.jaccard_ratio >= MIN_JACCARD_RATIO:
        return "round_up" if _is_round_up(one, other) else None
    if likeness.contained_ratio < MIN_CONTAINED_RATIO:
        return "little_shared"
    return "other_lead" if lead_ratio(one, other) < MIN_LEAD_RATIO else None


def _is_round_up(one: Sketch, other: Sketch) -> bool:
    fewest, most = sorted((one.words, other.words))
    return most >= fewest * ROUND_UP_RATIO and not lead_ratio(one, other)


def _is_other_form(
    one: Sketch,
    other: Sketch,
    mine: AbstractSet[int],
    theirs: AbstractSet[int],
    likeness: Likeness,
) -> bool:
    alive_ratio = max(len(mine) / len(one.shingles), len(theirs) / len(other.shingles))
    if alive_ratio >= _MIN_ALIVE_RATIO or likeness.jaccard_ratio >= MIN_FORM_JACCARD_RATIO:
        return False
    in_all = len(set(one.shingles).intersection(other.shingles))
    in_all_ratio = in_all / min(len(one.shingles), len(other.shingles))
    return likeness.contained_ratio < _MIN_FORM_KEPT_RATIO * in_all_ratio


def _is_too_old(one: Sketch, other: Sketch, likeness: Likeness) -> bool:
    apart = abs(one.minutes - other.minutes) if one.minutes and other.minutes else 0
    strong = likeness.jaccard_ratio >= STRONG_JACCARD_RATIO
    return apart > (MAX_STRONG_AGE_MINUTES if strong else MAX_AGE_MINUTES)


def numbers_ratio(one: Sketch, other: Sketch) -> float | None:
    """Give the share of numbers that both say, of the fewer; None where too few to tell a form."""
    fewest = min(len(one.numbers), len(other.numbers))
    if fewest < _MIN_NUMBERS:
        return None
    return len(set(one.numbers).intersection(other.numbers)) / fewest


def _say_other_numbers(one: Sketch, other: Sketch) -> bool:
    ratio = numbers_ratio(one, other)
    return ratio is not None and ratio < MIN_NUMBERS_RATIO


def direction(new: Sketch, known: Sketch, likeness: Likeness) -> Direction:
    """Say whether the new text is contained in the known one, contains it, or neither."""
    if likeness.contained_ratio < _CONTAINED_RATIO:
        return "same"
    if is_longer(known.words, new.words):
        return "contained"
    return "contains" if is_longer(new.words, known.words) else "same"


def is_longer(words: int, other_words: int) -> bool:
    """Say whether a text is so much longer than another that it may contain it."""
    return words >= other_words * _LONGER_RATIO


def is_revision(new: Sketch, known: Sketch) -> bool:
    """Say whether two copies assert another toll; then neither repeats the other. Symmetric."""
    return tolls_differ(new.tolls, known.tolls)


def lead_ratio(one: Sketch, other: Sketch) -> float:
    """Give the share of the longer text's lead that the shorter one has; of equals, the least."""
    if one.words == other.words:
        return min(_share_of_lead(one, other), _share_of_lead(other, one))
    longer, shorter = (one, other) if one.words > other.words else (other, one)
    return _share_of_lead(longer, shorter)


def _share_of_lead(longer: Sketch, shorter: Sketch) -> float:
    lead = longer.shingles[: longer.lead_count]
    known = set(shorter.shingles)
    return sum(1 for shingle in lead if shingle in known) / len(lead) if lead else 0.0
