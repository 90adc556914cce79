"""Tell each article of a batch its story and its like: look, decide in order, write, and answer.

As `decide` does for repeats: articles of a batch see those before them, what another worker wrote
in between is found when writing, and an article that comes again is told what it was told.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from streams.dedup.related import choose_related
from streams.dedup.stories import (
    Place,
    StoryEntry,
    StoryQuery,
    StoryReading,
    StoryStore,
    Telling,
)
from streams.dedup.story import (
    MAX_MEMBERS,
    MAX_STORIES,
    Story,
    Term,
    Told,
    candidate_stories,
    choose_story,
    new_story_id,
    weigh,
)


async def tell(batch: Sequence[Told], store: StoryStore) -> list[Telling]:
    """Give the story of each article and what it is related to, in order.

    An article whose event names its story keeps that name, whatever it is like: all reports of
    one incident then go one way, in any order. It still lends it to the articles like it.
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
            answers[one.article_id] = await desk.settle(one, desk.reading.first_number + place)
        written = await store.commit(desk.entries) if desk.entries else 0
        if written == len(desk.entries):
            break
        doubtful = desk.entries[written].article_id
        first = next(i for i, one in enumerate(waiting) if one.article_id == doubtful)
        waiting = waiting[first:]
    return [answers[one.article_id] for one in batch]


@dataclass(slots=True)
class _Desk:
    """Hold what was read for a batch, and what its articles have changed of it so far."""

    store: StoryStore
    reading: StoryReading
    told: dict[str, Telling] = field(default_factory=dict)
    added: dict[Place, list[int]] = field(default_factory=dict)
    stories: dict[int, Story | None] = field(default_factory=dict)
    entries: list[StoryEntry] = field(default_factory=list)

    async def prepare(self, waiting: Sequence[Told]) -> None:
        """Read the stories that the batch will be compared with, in one go."""
        self.told.update(self.reading.told)
        wanted: dict[int, None] = {}
        for one in waiting:
            if one.article_id not in self.told:
                stories_of = self._stories_of(one.epoch)
                wanted.update(dict.fromkeys(candidate_stories(weigh(one, stories_of), stories_of)))
        await self._open(list(wanted))

    async def settle(self, told: Told, number: int) -> Telling:
        """Answer for one article."""
        known = self.told.get(told.article_id)
        if known is not None:
            return known
        stories_of = self._stories_of(told.epoch)
        member = weigh(told, stories_of)
        named = candidate_stories(member, stories_of)
        await self._open([one for one in named if one not in self.stories])
        there = [(one, story) for one in named if (story := self.stories[one]) is not None]
        chosen = choose_story(member, there)
        opened_as = None
        if chosen is None:
            opened_as = told.own_story or new_story_id(told.article_id)
            chosen, before = number, Story(opened_as, ())
        else:
            before = dict(there)[chosen]
        story_id = told.own_story or before.story_id
        others = [story for one, story in there if one != chosen and story.story_id != story_id]
        telling = Telling(story_id, choose_related(member, others, stories_of))
        self.stories[chosen] = Story(before.story_id, (*before.members, member)[-MAX_MEMBERS:])
        self.told[told.article_id] = telling
        self.entries.append(
            StoryEntry(
                article_id=told.article_id,
                telling=telling,
                number=chosen,
                opened_as=opened_as,
                epoch=told.epoch,
                member=member,
                posted=self._post(told.epoch, [term for term, _ in member.weights], chosen),
            )
        )
        return telling

    def _stories_of(self, epoch: int) -> "_StoriesOf":
        return _StoriesOf(self, epoch)

    def held(self, place: Place) -> tuple[int, ...]:
        """Give the stories of a term in an epoch."""
        return (*self.reading.postings.get(place, ()), *self.added.get(place, ()))

    def _post(self, epoch: int, terms: Sequence[Term], story: int) -> tuple[tuple[Term, int], ...]:
        posted: list[tuple[Term, int]] = []
        for term in terms:
            held = self.held((epoch, term))
            if story not in held:
                posted.append((term, len(held)))
                self.added.setdefault((epoch, term), []).append(story)
        return tuple(posted)

    async def _open(self, numbers: Sequence[int]) -> None:
        if numbers:
            opened = await self.store.open(numbers)
            for number in numbers:
                self.stories.setdefault(number, opened.get(number))


@dataclass(frozen=True, slots=True)
class _StoriesOf:
    """Give the stories of a term in an epoch and the one before, or None for too many."""

    desk: _Desk
    epoch: int

    def __call__(self, term: Term) -> tuple[int, ...] | None:
        if (self.epoch, term) in self.desk.reading.crowded:
            return None
        now, before = self.desk.held((self.epoch, term)), self.desk.held((self.epoch - 1, term))
        if len(now) + len(before) >= MAX_STORIES:
            return None
        return (*now, *before)
