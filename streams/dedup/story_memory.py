"""What is remembered of stories, in dicts, for `replay`, `try` and tests."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from streams.dedup.choose import MAX_MEMBERS
from streams.dedup.stories import (
    CONFLICT_TERMS,
    MAX_POSTED,
    Place,
    StoryEntry,
    StoryQuery,
    StoryReading,
    Telling,
)
from streams.dedup.story import Story, Term

# Epochs that are kept, of those written last: two are read, and a late article finds its own.
# Redis keeps as much for its time to live.
_MAX_EPOCHS: Final = 4


class _Epoch:
    """Hold what the articles of three days said, and what they were told."""

    def __init__(self) -> None:
        self.articles = 0
        self.counts: Counter[Term] = Counter()
        self.told: list[str] = []
        self.stories: dict[int, None] = {}
        self.posted: set[Term] = set()


class MemoryStoryStore:
    """Keep stories in dicts. An epoch is forgotten when four others were written after it."""

    def __init__(self) -> None:
        self._next = 1
        self._epochs: dict[int, _Epoch] = {}
        self._told: dict[str, Telling] = {}
        self._stories: dict[int, Story] = {}
        self._seen_in: dict[int, int] = {}
        self._merged: dict[str, str] = {}
        self._postings: dict[Place, tuple[int, ...]] = {}

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        """Read."""
        first, self._next = self._next, self._next + len(queries)
        nothing = _Epoch()
        articles: list[int] = []
        counts: list[tuple[int, ...]] = []
        for query in queries:
            now = self._epochs.get(query.epoch, nothing)
            before = self._epochs.get(query.epoch - 1, nothing)
            articles.append(now.articles + before.articles)
            said, had = now.counts.get, before.counts.get
            counts.append(tuple(said(term, 0) + had(term, 0) for term in query.terms))
        asked = dict.fromkeys(one.article_id for one in queries)
        told = {article: self._told[article] for article in asked if article in self._told}
        return StoryReading(first, told, tuple(articles), tuple(counts), self._postings)

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Read stories."""
        there = {number: self._stories[number] for number in numbers if number in self._stories}
        return {
            number: Story(self._surviving(story.story_id), story.members)
            for number, story in there.items()
        }

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        """Write entries, up to the first doubtful one."""
        for count, entry in enumerate(entries):
            if self._is_doubtful(entry):
                return count
            self._write(entry)
        return len(entries)

    def _write(self, entry: StoryEntry) -> None:
        epoch = self._touch(entry.epoch)
        epoch.articles += 1
        epoch.counts.update(entry.said)
        epoch.told.append(entry.article_id)
        epoch.stories[entry.number] = None
        self._seen_in[entry.number] = entry.epoch
        self._told[entry.article_id] = entry.telling
        for gone in entry.telling.merged:
            old, new = self._surviving(gone), self._surviving(entry.telling.story_id)
            if old != new:
                self._merged[old] = new
        known = self._stories.get(entry.number)
        story_id = known.story_id if known else entry.opened_as or entry.telling.story_id
        members = (*(known.members if known else ()), entry.member)
        self._stories[entry.number] = Story(story_id, members[-MAX_MEMBERS:])
        for term, _ in entry.posted:
            held = self._postings.get((entry.epoch, term), ())
            if entry.number not in held:
                self._postings[entry.epoch, term] = (*held, entry.number)[-MAX_POSTED:]
                epoch.posted.add(term)

    def _is_doubtful(self, entry: StoryEntry) -> bool:
        if entry.article_id in self._told:
            return True
        others = sum(
            1
            for term, last in entry.posted
            if (self._postings.get((entry.epoch, term)) or (0,))[-1] != last
        )
        return entry.opened_as is not None and others >= CONFLICT_TERMS

    def _surviving(self, story_id: str) -> str:
        while story_id in self._merged:
            story_id = self._merged[story_id]
        return story_id

    def _touch(self, number: int) -> _Epoch:
        """Give an epoch to write in; it becomes the last one written."""
        epoch = self._epochs.pop(number, None) or _Epoch()
        self._epochs[number] = epoch
        if len(self._epochs) > _MAX_EPOCHS:
            self._forget(next(iter(self._epochs)))
        return epoch

    def _forget(self, number: int) -> None:
        old = self._epochs.pop(number)
        for article in old.told:
            del self._told[article]
        for term in old.posted:
            del self._postings[number, term]
        for story in old.stories:
            if self._seen_in.get(story) == number:
                del self._seen_in[story], self._stories[story]
        kept = {story.story_id for story in self._stories.values()}
        self._merged = {gone: self._surviving(gone) for gone in self._merged if gone in kept}
