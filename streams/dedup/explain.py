"""Why the second of two articles repeats the first, or does not, with what was measured.

The verdict is that of the stage itself, on an empty memory in which the first has just been seen;
the measures are those its functions take. In the stream other articles stand around the two: a
3-gram that many of them share is left out there, and the first of all copies is the one repeated.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import Article
from streams.dedup.decide import decide, sight
from streams.dedup.judge import Sighting, Verdict
from streams.dedup.likeness import compare_or_refuse, is_revision, lead_ratio
from streams.dedup.sketch import Sketch, hash_shingles, split_words
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.tolls import DedupWords, Toll
from streams.dedup.window import MemoryWindowStore

_NONE_DEAD: frozenset[int] = frozenset()
_MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Hold what dedup reads of one article. `shingles` is 0 where there is too little text."""

    article_id: str
    title: str | None
    fingerprint: str
    words: int
    shingles: int
    sampled: bool
    tolls: tuple[Toll, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Hold what is measured on a pair. Units: ratios 0-1; age in hours, None where unknown.

    `phrases` are runs of overlapping shared 3-grams in folded words, in the order of the first; of
    long texts only the 3-grams that were chosen to be compared.
    """

    shared: int
    jaccard_ratio: float
    contained_ratio: float
    lead_ratio: float
    age_hours: float | None
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Say what the second article is to the first, by which rule.

    `verdict` is the stage's; `rule` its rule, or `different.` and the reason where it is new.
    `measures` is None where one is too short to be compared.
    """

    first: Side
    second: Side
    verdict: Verdict
    rule: str
    tolls_differ: bool
    measures: Measures | None


async def explain(first: Article, second: Article, words: DedupWords) -> Explanation:
    """Decide on the second article after the first, and say why."""
    one, other = sight(first, "first#0", words), sight(second, "second#0", words)
    store, window = MemoryFingerprintStore(), MemoryWindowStore()
    _, verdict = await decide([one, other], store, window)
    return Explanation(
        first=_side(first, one),
        second=_side(second, other),
        verdict=verdict,
        rule=verdict.rule or _reason(one, other),
        tolls_differ=bool(one.sketch and other.sketch and is_revision(other.sketch, one.sketch)),
        measures=_measure(first, one.sketch, other.sketch) if one.sketch and other.sketch else None,
    )


def _reason(first: Sighting, second: Sighting) -> str:
    """Name the rule that made the second article new."""
    known, new = first.sketch, second.sketch
    if known is None or new is None:
        return "different.too_short"
    answer = compare_or_refuse(new, known, _NONE_DEAD)
    if isinstance(answer, str):
        return f"different.{answer}"
    # What shares too few of its 3-grams with the other as they are kept is not even compared.
    return "different.few_shared"


def _side(article: Article, sighting: Sighting) -> Side:
    sketch = sighting.sketch
    return Side(
        article_id=article.article_id,
        title=article.title,
        fingerprint=sighting.fingerprint,
        words=len(split_words(article.body)),
        shingles=len(sketch.shingles) if sketch else 0,
        sampled=sketch is not None and sketch.sampled,
        tolls=sketch.tolls if sketch else (),
    )


def _measure(first: Article, one: Sketch, other: Sketch) -> Measures:
    apart = abs(one.minutes - other.minutes) if one.minutes and other.minutes else None
    if one.sampled != other.sampled:
        one, other = one.even(), other.even()
    mine, theirs = set(one.shingles), set(other.shingles)
    both = mine & theirs
    fewest = min(len(mine), len(theirs))
    return Measures(
        shared=len(both),
        jaccard_ratio=round(len(both) / len(mine | theirs), 3) if mine | theirs else 0.0,
        contained_ratio=round(len(both) / fewest, 3) if fewest else 0.0,
        lead_ratio=round(lead_ratio(one, other), 3),
        age_hours=None if apart is None else round(apart / _MINUTES_AN_HOUR, 1),
        phrases=_phrases(split_words(first.body), both),
    )


def _phrases(words: Sequence[str], shared: set[int]) -> tuple[str, ...]:
    """Join the shared 3-grams that follow each other into runs of words, none twice."""
    phrases: dict[str, None] = {}
    start = end = 0
    for at, shingle in enumerate(hash_shingles(words)):
        if shingle not in shared:
            continue
        if at >= end:
            phrases[" ".join(words[start:end])] = None
            start = at
        end = at + 3
    phrases[" ".join(words[start:end])] = None
    return tuple(phrase for phrase in phrases if phrase)
