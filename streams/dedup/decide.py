"""Decide a batch: claim fingerprints and look in the window, decide in order, write, and answer.

Within a batch each article sees those before it, as if it had been written already: a batch of 64
decides as 64 batches of one. What another worker wrote in between is found when writing, and the
rest of the batch is read and decided again. The verdict is kept under the message that asked, so
a message that comes again after a crash gets the answer it got.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from schemas.article import Article
from streams.dedup.fingerprint import fingerprint
from streams.dedup.judge import (
    NEW,
    Family,
    Holder,
    Member,
    Sighting,
    Verdict,
    candidates,
    place,
    repeat_of,
)
from streams.dedup.likeness import MAX_FAMILIES
from streams.dedup.sketch import LEAD_SHINGLES, Sketch, sketch_words, split_words
from streams.dedup.store import FingerprintStore, claim_and_look
from streams.dedup.tolls import DedupWords, opening_toll, tolls_said
from streams.dedup.window import MAX_POSTED_FAMILIES, Entry, Query, Reading, WindowStore

# The lead is as long as a sketch's; no word of news is longer than this on average.
_LEAD_WORDS = LEAD_SHINGLES
_LEAD_CHARS = _LEAD_WORDS * 20


def sight(article: Article, message: str, words: DedupWords) -> Sighting:
    """Reduce an article to what dedup compares. Pure. Cost: about 0.4 ms."""
    body = split_words(article.body)
    title = tolls_said(article.title or "", words)
    tolls = opening_toll(title, tolls_said(_lead(article.body), words))
    return Sighting(
        fingerprint(article, body, title, words),
        Holder(article.article_id, message),
        sketch_words(body, article.crawled_at, tolls),
    )


async def decide(
    sightings: Sequence[Sighting], fingerprints: FingerprintStore, window: WindowStore
) -> list[Verdict]:
    """Say of each sighting, in order, whether it is new.

    Errors: the stores' connection errors; asking again is safe.
    """
    answers: dict[str, Verdict] = {}
    waiting = list(sightings)
    holders: dict[str, Holder] = {}
    while waiting:
        queries = [Query(s.holder.message, s.sketch.shingles) for s in waiting if s.sketch]
        if holders:
            reading = await window.look(queries)
        else:
            claimed, reading = await claim_and_look(fingerprints, window, waiting, queries)
            holders = {
                one.holder.message: holder for one, holder in zip(waiting, claimed, strict=True)
            }
        desk = _Desk(window, holders, answers, reading.verdicts, reading.first_number)
        for query in queries:
            desk.read(query, reading)
        await desk.prepare(waiting)
        for sighting in waiting:
            await desk.settle(sighting)
        written = await window.commit(desk.entries, reading.writes) if desk.entries else 0
        if written == len(desk.entries):
            return [answers[one.holder.message] for one in sightings]
        # Another worker wrote a near copy: what stands from there on is decided again.
        doubtful = desk.entries[written].message
        first = next(i for i, one in enumerate(waiting) if one.holder.message == doubtful)
        waiting = waiting[first:]
        for one in waiting:
            answers.pop(one.holder.message, None)
    return [answers[one.holder.message] for one in sightings]


@dataclass(slots=True)
class _Desk:
    """Hold what was read for a batch, and what its articles have changed of it so far."""

    window: WindowStore
    holders: dict[str, Holder]
    answers: dict[str, Verdict]
    verdicts: dict[str, Verdict]
    next_number: int
    postings: dict[int, list[int]] = field(default_factory=dict)
    families: dict[int, Family] = field(default_factory=dict)
    dead: set[int] = field(default_factory=set)
    entries: list[Entry] = field(default_factory=list)

    def read(self, query: Query, reading: Reading) -> None:
        """Take in what a query was answered, leaving what the batch has seen already."""
        for shingle in query.shingles:
            if shingle not in self.postings:
                held = list(reading.postings.get(shingle, ()))
                self.postings[shingle] = held
                if len(held) > MAX_FAMILIES:
                    self.dead.add(shingle)

    async def prepare(self, waiting: Sequence[Sighting]) -> None:
        """Read the families that the batch will be compared with, in one go."""
        wanted: dict[int, None] = {}
        messages: dict[str, None] = {}
        ours = {one.holder.message for one in waiting}
        for one in waiting:
            holder = self.holders[one.holder.message]
            if one.sketch is None or one.holder.message in self.verdicts:
                continue
            if holder.message not in ours and holder.message not in self.answers:
                messages[holder.message] = None
            wanted.update(dict.fromkeys(candidates(one.sketch.shingles, self.postings)))
        await self._open(list(wanted), list(messages))

    async def settle(self, sighting: Sighting) -> None:
        """Answer one sighting."""
        message, sketch = sighting.holder.message, sighting.sketch
        number = self.next_number
        self.next_number += sketch is not None
        verdict = self.verdicts.get(message) or self._exact(sighting)
        if verdict is None and sketch is not None:
            verdict = await self._near(sighting, sketch, number)
        self.answers[message] = verdict or NEW

    def _exact(self, sighting: Sighting) -> Verdict | None:
        """Judge by the fingerprint alone; None where that does not say."""
        holder = self.holders[sighting.holder.message]
        if holder.message == sighting.holder.message:
            return None
        article_id = sighting.holder.article_id
        if sighting.sketch is None:  # no near copies: the holder itself was new
            return repeat_of(holder, NEW, article_id)
        known = self.answers.get(holder.message) or self.verdicts.get(holder.message)
        if known is None:  # another worker has just claimed it and not yet decided
            return None
        return repeat_of(holder, known, article_id)

    async def _near(self, sighting: Sighting, sketch: Sketch, number: int) -> Verdict:
        named = candidates(sketch.shingles, self.postings)
        missing = [family for family in named if family not in self.families]
        if missing:  # the batch itself has changed which families share most; rare
            await self._open(missing, ())
        families = [(one, self.families[one]) for one in named if self.families[one]]
        placing = place(sighting.holder.article_id, sketch, families, self.dead)
        family = number if placing.family is None else placing.family
        before = self.families.get(family, ())
        verdict = placing.verdict
        member = None
        if placing.kept:
            head = verdict.duplicate_of or sighting.holder.article_id
            member = Member(number, head, sketch)
            self.families[family] = (*before, member)
        is_edition = verdict.duplicate_of is None and placing.family is not None
        self.entries.append(
            Entry(
                message=sighting.holder.message,
                verdict=verdict,
                family=family,
                member=member,
                posted=self._post(sketch, family),
                opens_family=placing.family is None,
                members_before=len(before) if is_edition else None,
            )
        )
        return verdict

    def _post(self, sketch: Sketch, family: int) -> tuple[tuple[int, int], ...]:
        posted: list[tuple[int, int]] = []
        for shingle in sketch.shingles:
            held = self.postings[shingle]
            if family not in held and len(held) < MAX_POSTED_FAMILIES:
                posted.append((shingle, len(held)))
                held.append(family)
                if len(held) > MAX_FAMILIES:
                    self.dead.add(shingle)
        return tuple(posted)

    async def _open(self, families: Sequence[int], messages: Sequence[str]) -> None:
        if not families and not messages:
            return
        opened = await self.window.open(families, messages)
        for number in families:
            self.families.setdefault(number, opened.families.get(number, ()))
        self.dead |= opened.dead
        self.verdicts.update(opened.verdicts)


def _lead(body: str) -> str:
    """Give the first words of a body."""
    return " ".join(body[:_LEAD_CHARS].split()[:_LEAD_WORDS])
