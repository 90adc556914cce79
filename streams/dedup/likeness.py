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
# .25 .908; or so much of the shorter one (.30 .914, .40 .911), if the longer begins as the shorter
# does (.20 .909, .30 .914). Without the lead every round-up would repeat its items.
_MIN_JACCARD_RATIO = 0.225
_MIN_CONTAINED_RATIO = 0.35
_MIN_LEAD_RATIO = 0.25
# Where both texts are a form for the most part, what is shared must be what is not the form: the
# living 3-grams agree nearly as well as all do, or well by themselves. Measured against all, and
# not against a fixed share of living ones, for that share falls as the stream gets denser: with
# "0.70 must live" F1 was .916, and .887 among the made-up articles; so .918 and .913. Share of
# what all agree in: .70 .912/.915, .75 .918/.913, .80 .920/.912, .90 .918/.904.
_MIN_ALIVE_RATIO = 0.70
_MIN_FORM_JACCARD_RATIO = 0.60
_MIN_FORM_KEPT_RATIO = 0.75
# 99 of 100 copies come within 103 hours, forms come back daily: 96 hours .910, 120 .913, 192
# .899. A strong likeness may be older, up to what the window holds: a page crawled again.
_MAX_AGE_MINUTES = 120 * 60
_MAX_STRONG_AGE_MINUTES = 192 * 60
_STRONG_JACCARD_RATIO = 0.50
_MIN_SHARED = 2
# Above this share of the shorter text, and this much more text, one contains the other.
_CONTAINED_RATIO = 0.80
_LONGER_RATIO = 1.25

Direction = Literal["same", "contained", "contains"]
# Why two texts are no copies.
Refusal = Literal["few_shared", "little_shared", "other_lead", "other_form", "too_old"]


@dataclass(frozen=True, slots=True, order=True)
class Likeness:
    """Measure a pair of copies, over living 3-grams. Units: ratios 0-1."""

    jaccard_ratio: float
    contained_ratio: float


def compare(one: Sketch, other: Sketch, dead: AbstractSet[int]) -> Likeness | None:
    """Compare two sketches; None where they are no copies. Symmetric.

    `dead` are the 3-grams in more than `MAX_FAMILIES`. Whether tolls differ is not looked at here.
    """
    answer = compare_or_refuse(one, other, dead)
    return answer if isinstance(answer, Likeness) else None


def compare_or_refuse(one: Sketch, other: Sketch, dead: AbstractSet[int]) -> Likeness | Refusal:
    """Compare two sketches, or say which rule makes them no copies. Symmetric."""
    if one.sampled != other.sampled:
        one, other = one.even(), other.even()
    mine, theirs = set(one.shingles) - dead, set(other.shingles) - dead
    shared = len(mine & theirs)
    if shared < _MIN_SHARED:
        return "few_shared"
    jaccard_ratio = shared / (len(mine) + len(theirs) - shared)
    contained_ratio = shared / min(len(mine), len(theirs))
    if jaccard_ratio < _MIN_JACCARD_RATIO:
        if contained_ratio < _MIN_CONTAINED_RATIO:
            return "little_shared"
        if lead_ratio(one, other) < _MIN_LEAD_RATIO:
            return "other_lead"
    alive_ratio = max(len(mine) / len(one.shingles), len(theirs) / len(other.shingles))
    if alive_ratio < _MIN_ALIVE_RATIO and jaccard_ratio < _MIN_FORM_JACCARD_RATIO:
        in_all = len(set(one.shingles).intersection(other.shingles))
        in_all_ratio = in_all / min(len(one.shingles), len(other.shingles))
        if contained_ratio < _MIN_FORM_KEPT_RATIO * in_all_ratio:
            return "other_form"
    apart = abs(one.minutes - other.minutes) if one.minutes and other.minutes else 0
    strong = jaccard_ratio >= _STRONG_JACCARD_RATIO
    if apart > (_MAX_STRONG_AGE_MINUTES if strong else _MAX_AGE_MINUTES):
        return "too_old"
    return Likeness(jaccard_ratio, contained_ratio)


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
