"""Tell each article of a batch its story and its like: look, decide in order, write, and answer.

As `decide` does for repeats: articles of a batch see those before them, what another worker wrote
in between is found when writing, and an article that comes again is told what it was told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.dedup.choose import MAX_MEMBERS, Choice, candidate_stories, choose_story
from streams.dedup.related import Link, choose_links, choose_related
from streams.dedup.stories import (
    MAX_POSTED,
    Place,
    StoryEntry,
    StoryQuery,
    StoryReading,
    StoryStore,
    Telling,
)
from streams.dedup.story import Heard, Story, StoryMember, Term, Told, new_story_id, weigh


async def tell(batch: Sequence[Told], store: StoryStore) -> list[Telling]:
    """Give the story of each article and what it is related to, in order.

    Shape: an answer an article, in order; what it says never changes. Stories that prove to be one
    keep the ids they gave out; articles after that get the older one's.
    Errors: the store's connection errors; asking again is safe.
    """
    answers: dict[str, Telling] = {}
    waiting = list(batch)
    while waiting:
        queries = [
            StoryQuery(one.article_id, one.epoch, tuple(term for term, _ in one.terms))
            for one in waiting
        ]
        desk = _Desk(store, await store.look(queries))
        await desk.prepare(waiting)
        for place, one in enumerate(waiting):
            answers[one.article_id] = await desk.settle(one, place)
        written = await store.commit(desk.entries) if desk.entries else 0
        if written == len(desk.entries):
            break
        doubtful = desk.entries[written].article_id
        first = next(i for i, one in enumerate(waiting) if one.article_id == doubtful)
        waiting = waiting[first:]
    return [answers[one.article_id] for one in batch]


async def find_links(told: Told, store: StoryStore) -> tuple[str | None, tuple[Link, ...]]:
    """Give the story an article would join, None for a new one, and its related articles with why.

    Nothing is written. Errors: the store's connection errors.
    """
    terms = tuple(term for term, _ in told.terms)
    reading = await store.look([StoryQuery(told.article_id, told.epoch, terms)])
    seen = await _Desk(store, reading).compare(told, 0)
    story_id = seen.choice.story_id if seen.choice is not None else None
    return story_id, choose_links(told, seen.member, seen.others, seen.heard)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Hold what an article was compared with, and which story it was most like."""

    heard: Heard
    member: StoryMember
    choice: Choice | None
    before: tuple[StoryMember, ...]
    others: tuple[Story, ...]


@dataclass(slots=True)
class _Desk:
    """Hold what was read for a batch, and what its articles have changed of it so far."""

    store: StoryStore
    reading: StoryReading
    told: dict[str, Telling] = field(default_factory=dict)
    articles: Counter[int] = field(default_factory=Counter)
    said: dict[int, Counter[Term]] = field(default_factory=dict)
    added: dict[Place, list[int]] = field(default_factory=dict)
    stories: dict[int, Story | None] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    entries: list[StoryEntry] = field(default_factory=list)

    async def prepare(self, waiting: Sequence[Told]) -> None:
        """Read the stories that the batch will be compared with, in one go."""
        self.told.update(self.reading.told)
        if len(waiting) == 1:
            return  # `settle` reads what it needs
        wanted: dict[int, None] = {}
        for place, one in enumerate(waiting):
            if one.article_id not in self.told:
                heard = self._hear(one, place)
                wanted.update(dict.fromkeys(candidate_stories(weigh(one, heard), heard)))
        await self._open(list(wanted))

    async def settle(self, told: Told, place: int) -> Telling:
        """Answer for one article."""
        known = self.told.get(told.article_id)
        if known is not None:
            return known
        seen = await self.compare(told, place)
        opened_as = new_story_id(told.article_id) if seen.choice is None else None
        choice = seen.choice
        if choice is None:
            choice = Choice(self.reading.first_number + place, new_story_id(told.article_id))
        number, story_id, merged = choice.number, choice.story_id, choice.merged
        self.merged.update(dict.fromkeys(merged, story_id))
        member, related = seen.member, choose_related(told, seen.member, seen.others, seen.heard)
        telling = Telling(story_id, related, merged)
        self.stories[number] = Story(story_id, (*seen.before, member)[-MAX_MEMBERS:])
        self.told[told.article_id] = telling
        said = tuple(term for term, _ in told.terms)
        self.entries.append(
            StoryEntry(
                article_id=told.article_id,
                telling=telling,
                number=number,
                opened_as=opened_as,
                epoch=told.epoch,
                member=member,
                said=said,
                posted=self._post(told.epoch, [term for term, _ in member.weights], number),
            )
        )
        self.articles[told.epoch] += 1
        self.said.setdefault(told.epoch, Counter()).update(said)
        return telling

    async def compare(self, told: Told, place: int) -> _Seen:
        """Compare one article with the stories that share its terms."""
        heard = self._hear(told, place)
        member = weigh(told, heard)
        named = candidate_stories(member, heard)
        await self._open([one for one in named if one not in self.stories])
        there = [(one, self._now(story)) for one in named if (story := self.stories[one])]
        choice = choose_story(member, there)
        same = {choice.story_id, *choice.merged} if choice is not None else set[str]()
        number = choice.number if choice is not None else None
        before = next((story.members for one, story in there if one == number), ())
        others = tuple(story for _, story in there if story.story_id not in same)
        return _Seen(heard, member, choice, before, others)

    def held(self, place: Place) -> tuple[int, ...]:
        """Give the last stories of a term in an epoch."""
        held = self.reading.postings.get(place, ())
        added = self.added.get(place)
        return held if added is None else (*held, *added)[-MAX_POSTED:]

    def _hear(self, told: Told, place: int) -> "_Heard":
        articles, counts = self.reading.articles[place], self.reading.counts[place]
        for epoch in (told.epoch, told.epoch - 1):
            if epoch in self.said:
                articles, said = articles + self.articles[epoch], self.said[epoch]
                counts = tuple(
                    count + said.get(term, 0)
                    for count, (term, _) in zip(counts, told.terms, strict=True)
                )
        return _Heard(self, told.epoch, articles, counts)

    def _now(self, story: Story) -> Story:
        """Give a story by the id it has since this batch merged stories."""
        story_id = story.story_id
        while story_id in self.merged:
            story_id = self.merged[story_id]
        return story if story_id == story.story_id else Story(story_id, story.members)

    def _post(self, epoch: int, terms: Sequence[Term], story: int) -> tuple[tuple[Term, int], ...]:
        posted: list[tuple[Term, int]] = []
        for term in terms:
            held = self.held((epoch, term))
            if story not in held:
                posted.append((term, held[-1] if held else 0))
                self.added.setdefault((epoch, term), []).append(story)
        return tuple(posted)

    async def _open(self, numbers: Sequence[int]) -> None:
        if numbers:
            opened = await self.store.open(numbers)
            for number in numbers:
                self.stories.setdefault(number, opened.get(number))


@dataclass(frozen=True, slots=True)
class _Heard:
    """Say what was heard in an epoch and the one before it, the articles of the batch included."""

    desk: _Desk
    epoch: int
    articles: int
    counts: Sequence[int]

    def stories(self, term: Term) -> tuple[int, ...]:
        now, before = self.desk.held((self.epoch, term)), self.desk.held((self.epoch - 1, term))
        return tuple(dict.fromkeys((*now, *before))) if before else now
