"""Decide whether an article is new: from who holds its fingerprint, and from its near copies.

A family is all copies of one report. Within it, an edition is what says the same toll: the first
article of an edition is passed on, the others repeat it. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Literal

from schemas.article import Article
from schemas.duplicate import Duplicate
from streams.dedup.likeness import (
    MAX_FAMILIES,
    Direction,
    Likeness,
    compare,
    direction,
    is_longer,
    is_revision,
    needed_shared,
)
from streams.dedup.sketch import Sketch

# Families looked at: those that share the most. 6 and 12 give the same pairs.
MAX_CANDIDATES = 6
# Copies of copies drift: an article belongs to a family if it is like half of those it holds.
# F1 on labelled pairs: any one member .898, a third .912, half .913, all .894.
_MIN_MEMBERS_RATIO = 0.5
# The first copies stand for all: 3 .930, 4 .927, 5 .929, 8 .929; of six orders of arrival, the sets
# of one stay the same in another for 3 in 98.4 of 100, for 4 in 97.9, for 5 in 98.6. An edition's
# first is kept longer.
_MAX_MEMBERS = 5
_MAX_MEMBERS_AND_EDITIONS = 16

# Rules of near copies. A fuller version contains the article it repeats and is longer than every
# version kept so far; the last one is the best text of its set.
CONTAINED, CONTAINS, FULLER = "near.contained", "near.contains", "near.fuller"
# The rule of a new article that is a copy but for its toll.
REVISION = "revision.toll"
_DIRECTIONS: Mapping[str, Direction] = {
    CONTAINED: "contained",
    CONTAINS: "contains",
    FULLER: "contains",
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Name who first had a fingerprint: the article, and the message that brought it.

    `message` is the message's place in the stream and the article's place in the page
    (`articles.raw/3/1042#0`), so that a message read again after a crash is known as itself.
    """

    article_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Ask for a fingerprint on behalf of an article of a message; `sketch` where it has one."""

    fingerprint: str
    holder: Holder
    sketch: Sketch | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say what an article is: new where `duplicate_of` is None. Units: similarity 0-1.

    `revision_of` is, of a new article, the one it repeats with another toll.
    """

    duplicate_of: str | None
    kind: Literal["exact", "near"] = "exact"
    similarity: float = 1.0
    rule: str = ""
    revision_of: str | None = None


NEW = Verdict(None)


@dataclass(frozen=True, slots=True)
class Member:
    """Keep an article of a family. `article_id` is that of its edition's first article."""

    number: int
    article_id: str
    sketch: Sketch


Family = tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Placing:
    """Say where an article goes. `family` None: it opens one. `kept`: as one of its members."""

    verdict: Verdict
    family: int | None
    kept: bool


def candidates(shingles: Sequence[int], postings: Mapping[int, Sequence[int]]) -> list[int]:
    """Name the families that share the most living 3-grams; the older first of equals."""
    shared: dict[int, int] = {}
    for shingle in shingles:
        families = postings.get(shingle, ())
        if len(families) <= MAX_FAMILIES:
            for family in families:
                shared[family] = shared.get(family, 0) + 1
    needed = needed_shared(len(shingles))
    ranked = sorted(((-count, family) for family, count in shared.items() if count >= needed))
    return [family for _, family in ranked[:MAX_CANDIDATES]]


def place(
    article_id: str, sketch: Sketch, families: Sequence[tuple[int, Family]], dead: AbstractSet[int]
) -> Placing:
    """Find the family an article belongs to and the edition it repeats."""
    best: tuple[float, int, list[tuple[Likeness, Member]], Family] | None = None
    for number, family in families:
        alike = list(_alike(sketch, family, dead))
        if alike and len(alike) >= _MIN_MEMBERS_RATIO * len(family):
            # By all members, not by the one it is most like: F1 .929, and .924 by that one.
            mean_ratio = sum(likeness.contained_ratio for likeness, _ in alike) / len(family)
            if best is None or mean_ratio > best[0]:
                best = (mean_ratio, number, alike, family)
    if best is None:
        return Placing(NEW, None, kept=True)
    _, number, alike, family = best
    rivals = {member.article_id for member in family if is_revision(sketch, member.sketch)}
    agreeing = [pair for pair in alike if pair[1].article_id not in rivals]
    if not agreeing:
        _, rival = max(alike, key=lambda pair: (pair[0], -pair[1].number))
        revision = Verdict(None, rule=REVISION, revision_of=rival.article_id)
        return Placing(revision, number, kept=len(family) < _MAX_MEMBERS_AND_EDITIONS)
    likeness, member = max(agreeing, key=lambda pair: (pair[0], -pair[1].number))
    # What is said of the repeat is measured against the article it is said to repeat, unless that
    # is like it only by way of other copies.
    head = next(one for one in family if one.article_id == member.article_id)
    likeness = next((measured for measured, one in agreeing if one is head), likeness)
    longest = max(one.sketch.words for one in family if one.article_id == member.article_id)
    verdict = _repeat(article_id, sketch, head, likeness, longest)
    most = _MAX_MEMBERS_AND_EDITIONS if verdict.rule == FULLER else _MAX_MEMBERS
    return Placing(verdict, number, kept=len(family) < most)


def repeat_of(holder: Holder, known: Verdict, article_id: str) -> Verdict:
    """Make the verdict on an exact copy of the holder; it is to others what the holder is."""
    if known.duplicate_of is not None:
        # It replaces nothing: the holder, letter for letter the same, already has.
        return replace(known, rule=CONTAINS) if known.rule == FULLER else known
    rule = "exact.recrawl" if article_id == holder.article_id else "exact.copy"
    return Verdict(holder.article_id, "exact", 1.0, rule)


def duplicate(article: Article, verdict: Verdict) -> Duplicate | None:
    """Make the record of a verdict; None for an article that is new."""
    if verdict.duplicate_of is None:
        return None
    return Duplicate(
        article_id=article.article_id,
        raw_id=article.raw_id,
        duplicate_of=verdict.duplicate_of,
        kind=verdict.kind,
        similarity=verdict.similarity,
        source=article.source,
        url=article.url,
        crawled_at=article.crawled_at,
        rule=verdict.rule,
        direction=_DIRECTIONS.get(verdict.rule, "same"),
        replaces=verdict.duplicate_of if verdict.rule == FULLER else None,
    )


def marked(article: Article, verdict: Verdict) -> Article:
    """Mark an article that is new as the revision it may be."""
    if verdict.revision_of in (None, article.article_id):
        return article
    return replace(article, revision_of=verdict.revision_of)


def _alike(
    sketch: Sketch, family: Family, dead: AbstractSet[int]
) -> Iterator[tuple[Likeness, Member]]:
    for member in family:
        likeness = compare(sketch, member.sketch, dead)
        if likeness is not None:
            yield likeness, member


def _repeat(
    article_id: str, sketch: Sketch, head: Member, likeness: Likeness, longest_words: int
) -> Verdict:
    known = head.sketch
    if (sketch.body_tag, sketch.words) == (known.body_tag, known.words):
        return repeat_of(Holder(head.article_id, ""), NEW, article_id)
    same = direction(sketch, known, likeness)
    rule = {"same": "near.copy", "contained": CONTAINED, "contains": CONTAINS}[same]
    if same == "contains" and is_longer(sketch.words, longest_words):
        rule = FULLER
    similarity = likeness.jaccard_ratio if same == "same" else likeness.contained_ratio
    return Verdict(head.article_id, "near", round(similarity, 3), rule)
