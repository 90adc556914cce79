"""Stories of dedup, on memory, on a real Redis and on a Redis Cluster: the same promises."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster

from streams.dedup.stories import (
    MemoryStoryStore,
    StoryEntry,
    StoryQuery,
    StoryReading,
    StoryStore,
    Telling,
)
from streams.dedup.story import MAX_MEMBERS, MAX_STORIES, Story, StoryMember, Told
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
            29_000_000 + number, tuple((term, 4_472) for term in TERMS), article, f"خبر {article}"
        ),
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
        assert reading.crowded == frozenset()
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
                posted=(),
            )
            for n in range(1, MAX_MEMBERS + 3)
        ]
        assert await store.commit(entries) == len(entries)
        story = (await store.open([1]))[1]
        assert story.story_id == "story-a"
        assert [member.minutes for member in story.members] == [*range(3, MAX_MEMBERS + 3)]

    stories(check)


def test_a_term_in_too_many_stories_of_two_epochs_is_crowded(
    stories: Callable[[Check], None],
) -> None:
    async def check(store: StoryStore) -> None:
        for number in range(1, MAX_STORIES + 1):
            entry = replace(
                opening(f"a{number}", number, epoch=8 + number % 2),
                posted=((TERMS[0], (number - 1) // 2),),
            )
            assert await store.commit([entry]) == 1
        reading = await store.look([StoryQuery("x", 9, TERMS[:2]), StoryQuery("y", 8, TERMS[:2])])
        assert reading.crowded == {(9, TERMS[0])}
        assert len(reading.postings[8, TERMS[0]]) == MAX_STORIES // 2

    stories(check)


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
            assert kinds == {b"told", b"story", b"terms", b"stories"}
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
