"""Why the second of two articles repeats the first, or does not, with what was measured.

The verdict is that of the stage itself, on an empty memory in which the first has just been seen;
the measures are those its functions take. In the stream other articles stand around the two: a
3-gram that many of them share is left out there, and the first of all copies is the one repeated.
Given those others, as a crowd, both are told: what was decided among them, and, of what the two
share, what is common.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.article import Article
from streams.dedup.decide import decide, sight
from streams.dedup.figures import Figure, differing_figures
from streams.dedup.judge import Sighting, Verdict
from streams.dedup.likeness import (
    MAX_FAMILIES,
    compare_or_refuse,
    is_revision,
    lead_ratio,
    numbers_ratio,
)
from streams.dedup.sketch import Sketch, hash_shingles, split_words
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.tolls import DedupWords, Toll
from streams.dedup.turning import Measured, Way, turning_ways
from streams.dedup.window import MemoryWindowStore, Query

_NONE_DEAD: frozenset[int] = frozenset()
_MINUTES_AN_HOUR = 60
_CROWD_BATCH = 64


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
class Measures(Measured):
    """Hold what is measured on a pair, over living 3-grams.

    `common` counts shared 3-grams that are left out because many of the crowd have them. `phrases`
    are runs of overlapping shared living 3-grams in folded words, in the order of the first; of
    long texts only the 3-grams that were chosen to be compared.
    """

    common: int
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Say what the second article is to the first, by which rule.

    `verdict` is the stage's; `rule` its rule, or `different.` and the reason where it is new.
    `in_stream` is the verdict on the second as it stands in the crowd, if it does. `measures` is
    None where one is too short to be compared. `turns` are the ways to another rule.
    """

    first: Side
    second: Side
    verdict: Verdict
    rule: str
    in_stream: Verdict | None
    tolls_differ: bool
    figures: tuple[Figure, ...]
    measures: Measures | None
    turns: tuple[Way, ...]


async def explain(
    first: Article, second: Article, words: DedupWords, crowd: Sequence[Article] = ()
) -> Explanation:
    """Decide on the second article after the first, and say why.

    `crowd` are the articles of a stream in order, up to the later of the two.
    """
    one, other = sight(first, "first#0", words), sight(second, "second#0", words)
    store, window = MemoryFingerprintStore(), MemoryWindowStore()
    _, verdict = await decide([one, other], store, window)
    in_stream, dead = await _among(crowd, one, other, words)
    rule = verdict.rule or _reason(one, other)
    measures = None
    if one.sketch and other.sketch:
        measures = _measure(first, one.sketch, other.sketch, dead)
    return Explanation(
        first=_side(first, one),
        second=_side(second, other),
        verdict=verdict,
        rule=rule,
        in_stream=in_stream,
        tolls_differ=bool(one.sketch and other.sketch and is_revision(other.sketch, one.sketch)),
        figures=differing_figures(first, second, words),
        measures=measures,
        turns=turning_ways(rule, one.sketch, other.sketch, measures),
    )


async def _among(
    crowd: Sequence[Article], one: Sighting, other: Sighting, words: DedupWords
) -> tuple[Verdict | None, frozenset[int]]:
    """Decide a crowd; give the verdict on the second article, and which of its 3-grams died."""
    store, window = MemoryFingerprintStore(), MemoryWindowStore()
    found: Verdict | None = None
    for start in range(0, len(crowd), _CROWD_BATCH):
        batch = crowd[start : start + _CROWD_BATCH]
        seen = [sight(each, f"crowd#{start + at}", words) for at, each in enumerate(batch)]
        for sighting, verdict in zip(seen, await decide(seen, store, window), strict=True):
            if found is None and sighting.holder.article_id == other.holder.article_id:
                found = verdict
    queries = [Query("", each.sketch.shingles) for each in (one, other) if each.sketch]
    postings = (await window.look(queries)).postings
    return found, frozenset(each for each, held in postings.items() if len(held) > MAX_FAMILIES)


def _reason(first: Sighting, second: Sighting) -> str:
    """Name the rule that made the second article new."""
    known, new = first.sketch, second.sketch
    if known is None or new is None:
        return "different.too_short"
    answer = compare_or_refuse(new, known, _NONE_DEAD)
    # What is like the only other is never new without a rule.
    return f"different.{answer}" if isinstance(answer, str) else "different.few_shared"


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


def _measure(first: Article, one: Sketch, other: Sketch, dead: frozenset[int]) -> Measures:
    apart = abs(one.minutes - other.minutes) if one.minutes and other.minutes else None
    if one.sampled != other.sampled:
        one, other = one.even(), other.even()
    in_both = set(one.shingles).intersection(other.shingles)
    mine, theirs = set(one.shingles) - dead, set(other.shingles) - dead
    both = mine & theirs
    fewest = min(len(mine), len(theirs))
    said = numbers_ratio(one, other)
    return Measures(
        shared=len(both),
        jaccard_ratio=round(len(both) / len(mine | theirs), 3) if mine | theirs else 0.0,
        contained_ratio=round(len(both) / fewest, 3) if fewest else 0.0,
        lead_ratio=round(lead_ratio(one, other), 3),
        longer_ratio=round(max(one.words, other.words) / min(one.words, other.words), 2),
        numbers_ratio=None if said is None else round(said, 3),
        age_hours=None if apart is None else round(apart / _MINUTES_AN_HOUR, 1),
        common=len(in_both - both),
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
