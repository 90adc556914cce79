"""Stories of dedup, on memory, on a real Redis and on a Redis Cluster: the same promises."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster

from streams.dedup.choose import MAX_MEMBERS
from streams.dedup.stories import (
    MAX_POSTED,
    StoryEntry,
    StoryQuery,
    StoryReading,
    StoryStore,
    Telling,
)
from streams.dedup.story import Story, StoryMember, Told
from streams.dedup.story_memory import MemoryStoryStore
from streams.dedup.story_store import STORIES_KEY, RedisStoryStore
from streams.dedup.tell import tell
from tests.dedup.test_related import MIXED
from tests.dedup.test_story import CROWD, QUAKE, QUAKE_AGAIN, told

Check = Callable[[StoryStore], Awaitable[None]]
PLACES = [
    "memory",
    pytest.param("redis_server", marks=pytest.mark.redis),
    pytest.param("redis_cluster", marks=pytest.mark.redis),
]
TERMS = (7, 0x01000000, 0xFFFFFFFF, 0x80000001, 0x00FF00FF)


@pytest.fixture(params=PLACES)
def stories(request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Give a way to run a check on an empty store of one kind."""

    async def on_memory(check: Check) -> None:
        await check(MemoryStoryStore())

    if request.param == "memory":
        return lambda check: asyncio.run(on_memory(check))
    url = request.getfixturevalue(request.param).url
    kind: Any = RedisCluster if request.param == "redis_cluster" else Redis

    async def on_redis(check: Check) -> None:
        async with kind.from_url(url) as redis:
            await redis.flushdb()
            await check(RedisStoryStore(redis))

    return lambda check: asyncio.run(on_redis(check))


def opening(article: str, number: int, epoch: int = 9) -> StoryEntry:
    """Make the entry of an article that opens a story."""
    return StoryEntry(
        article_id=article,
        telling=Telling(f"story-{article}"),
        number=number,
        opened_as=f"story-{article}",
        epoch=epoch,
        member=StoryMember(
            29_000_000 + number,
            tuple((term, 4_472) for term in TERMS),
            article,
            f"خبر {article}",
            kind=0xFFFFFFFF,
            day=739_000,
        ),
        said=TERMS,
        posted=tuple((term, 0) for term in TERMS),
    )


def test_what_was_written_is_found_by_article_by_term_and_by_number(
    stories: Callable[[Check], None],
) -> None:
    async def check(store: StoryStore) -> None:
        first = (await store.look([StoryQuery("a", 9, TERMS)])).first_number
        assert await store.commit([opening("a", first)]) == 1
        reading = await store.look([StoryQuery("a", 9, TERMS[:2]), StoryQuery("b", 10, TERMS[2:])])
        assert reading.first_number > first
        assert reading.told == {"a": Telling("story-a")}
        found = {place: held for place, held in reading.postings.items() if held}
        assert found == {(9, term): (first,) for term in TERMS}
        assert reading.articles == (1, 1)
        assert reading.counts == ((1, 1), (1, 1, 1))
        opened = await store.open([first, first + 9])
        assert opened == {first: Story("story-a", (opening("a", first).member,))}

    stories(check)


def test_a_story_keeps_its_id_and_its_last_members(stories: Callable[[Check], None]) -> None:
    async def check(store: StoryStore) -> None:
        entries = [opening("a", 1)] + [
            replace(
                opening(f"a{n}", 1),
                opened_as=None,
                member=StoryMember(n, ((n, 10_000),)),
                said=(),
                posted=(),
            )
            for n in range(1, MAX_MEMBERS + 3)
        ]
        assert await store.commit(entries) == len(entries)
        story = (await store.open([1]))[1]
        assert story.story_id == "story-a"
        assert [member.minutes for member in story.members] == [*range(3, MAX_MEMBERS + 3)]

    stories(check)


def test_articles_of_two_epochs_are_counted_and_the_last_stories_of_a_term_kept(
    stories: Callable[[Check], None],
) -> None:
    async def check(store: StoryStore) -> None:
        count = MAX_POSTED + 3
        for number in range(1, count + 1):
            entry = replace(
                opening(f"a{number}", number, epoch=8 + number // count),
                said=TERMS[: 1 + number % 2],
                posted=((TERMS[0], number - 1 if number < count else 0),),
            )
            assert await store.commit([entry]) == 1
        reading = await store.look([StoryQuery("x", 9, TERMS[:3]), StoryQuery("y", 10, TERMS[:1])])
        assert reading.articles == (count, 1)
        assert reading.counts == ((count, count // 2, 0), (1,))
        assert reading.postings[8, TERMS[0]] == tuple(range(count - MAX_POSTED, count))
        assert reading.postings[9, TERMS[0]] == (count,)

    stories(check)


def test_a_merged_story_answers_by_the_id_it_is_one_with(stories: Callable[[Check], None]) -> None:
    async def check(store: StoryStore) -> None:
        def merging(article: str, number: int, story: str, *gone: str) -> StoryEntry:
            entry = replace(opening(article, number), opened_as=None, posted=())
            return replace(entry, telling=Telling(story, (), gone))

        assert await store.commit([replace(opening(a, n), posted=()) for n, a in NUMBERED]) == 3
        assert await store.commit([merging("d", 2, "story-b", "story-c")]) == 1
        assert await store.commit([merging("e", 1, "story-a", "story-b")]) == 1
        # Another worker took them the other way round, at the same moment: they stay one.
        assert await store.commit([merging("f", 3, "story-c", "story-a")]) == 1
        opened = await store.open([1, 2, 3])
        assert [opened[number].story_id for number in (1, 2, 3)] == ["story-a"] * 3
        told = (await store.look([StoryQuery("e", 9, ())])).told["e"]
        assert told == Telling("story-a", (), ("story-b",))

    stories(check)


NUMBERED = ((1, "a"), (2, "b"), (3, "c"))


def test_memory_forgets_what_is_old_and_keeps_what_goes_on() -> None:
    async def check() -> None:
        store = MemoryStoryStore()
        sizes: list[int] = []
        for epoch in range(40, 60):
            for place in range(3):
                entry = opening(f"{epoch}-{place}", 3 * epoch + place, epoch=epoch)
                await store.commit([replace(entry, posted=((place, 0),))])
            await store.commit([replace(opening(f"on-{epoch}", 1, epoch), opened_as=None)])
            sizes.append(sum(len(held) for held in vars(store).values() if isinstance(held, dict)))
        assert len(set(sizes[5:])) == 1
        assert 1 in await store.open([1])
        assert await store.open([3 * 40]) == {}
        assert (await store.look([StoryQuery("40-0", 40, TERMS)])).told == {}

    asyncio.run(check())


def test_who_opens_second_what_both_took_for_new_is_told(stories: Callable[[Check], None]) -> None:
    async def check(store: StoryStore) -> None:
        assert await store.commit([opening("a", 1), opening("b", 2)]) == 1
        assert await store.commit([opening("a", 3, epoch=20)]) == 0
        assert await store.commit([opening("c", 4, epoch=20)]) == 1

    stories(check)


class Delayed:
    """A store whose first writing waits until another worker has read the same state."""

    def __init__(self, store: StoryStore, barrier: asyncio.Barrier) -> None:
        self.store, self.barrier, self.waited = store, barrier, False

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        return await self.store.look(queries)

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        return await self.store.open(numbers)

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        if not self.waited:
            self.waited = True
            await self.barrier.wait()
        return await self.store.commit(entries)


def test_two_workers_that_see_one_story_at_the_same_moment_name_it_alike(
    stories: Callable[[Check], None],
) -> None:
    async def check(store: StoryStore) -> None:
        barrier = asyncio.Barrier(2)

        async def work(batch: Sequence[Told]) -> list[Telling]:
            return await tell(batch, Delayed(store, barrier))

        one, other = await asyncio.gather(
            work([told("quake", QUAKE), *CROWD[2:]]), work([told("again", QUAKE_AGAIN)])
        )
        assert one[0].story_id == other[0].story_id

    stories(check)


@pytest.mark.redis
def test_redis_tells_as_memory_does_and_every_key_expires(redis_server: Any) -> None:
    async def check() -> None:
        in_memory = await tell(CROWD, MemoryStoryStore())
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            store = RedisStoryStore(redis)
            answers = [(await tell([one], store))[0] for one in CROWD]
            assert answers == in_memory
            assert await tell(CROWD, store) == in_memory
            kinds = set()
            async for key in redis.scan_iter():
                kinds.add(key.split(b":")[2])
                assert await redis.ttl(key) > 0, key
            assert kinds == {b"told", b"story", b"said", b"stories"}
            assert await redis.exists(STORIES_KEY) == 1

    asyncio.run(check())


@pytest.mark.redis
def test_redis_keeps_what_was_related_as_memory_does(redis_server: Any) -> None:
    async def check() -> None:
        in_memory = await tell(MIXED, MemoryStoryStore())
        assert [[one.title for one in told.related] for told in in_memory[2:]] == [
            ["ازدحام"],
            [None],
            [],
        ]
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            store = RedisStoryStore(redis)
            assert [(await tell([one], store))[0] for one in MIXED] == in_memory
            assert await tell(MIXED, store) == in_memory
            await redis.flushdb()
            assert await tell(MIXED, store) == in_memory

    asyncio.run(check())


@pytest.mark.redis
def test_an_article_forgotten_is_related_to_nothing_new(redis_server: Any) -> None:
    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            store = RedisStoryStore(redis)
            await tell(MIXED[:2], store)
            assert await redis.delete("barid:dedup:told:{story}:before") == 1
            assert [told.related for told in await tell(MIXED[2:3], store)] == [()]

    asyncio.run(check())
