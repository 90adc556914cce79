"""The window of dedup, on memory, on a real Redis and on a Redis Cluster: the same promises."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster

from streams.dedup.decide import decide
from streams.dedup.judge import NEW, Member, Sighting, Verdict
from streams.dedup.store import (
    WINDOW_KEY,
    FingerprintStore,
    MemoryFingerprintStore,
    RedisFingerprintStore,
    RedisWindowStore,
)
from streams.dedup.window import (
    NEAR_TTL_SECONDS,
    UNKNOWN_WRITES,
    VERDICT_TTL_SECONDS,
    Entry,
    MemoryWindowStore,
    Opened,
    Query,
    Reading,
    WindowStore,
)
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, copies, prose, seen, sketch

AnyRedis = Redis | RedisCluster
Check = Callable[[WindowStore, FingerprintStore], Awaitable[None]]
PLACES = [
    "memory",
    pytest.param("redis_server", marks=pytest.mark.redis),
    pytest.param("redis_cluster", marks=pytest.mark.redis),
]
BRIDGE_SKETCH = replace(
    sketch(*BRIDGE), tolls=(("injured", 3), ("killed", 2)), numbers=(0, 4105, 65535)
)
SHINGLES = BRIDGE_SKETCH.shingles


@pytest.fixture(params=PLACES)
def stores(request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Give a way to run a check on empty stores of one kind."""

    async def on_memory(check: Check) -> None:
        await check(MemoryWindowStore(), MemoryFingerprintStore())

    if request.param == "memory":
        return lambda check: asyncio.run(on_memory(check))
    url = request.getfixturevalue(request.param).url
    kind: Any = RedisCluster if request.param == "redis_cluster" else Redis

    async def on_redis(check: Check) -> None:
        async with kind.from_url(url) as redis:
            await redis.flushdb()
            await check(RedisWindowStore(redis), RedisFingerprintStore(redis))

    return lambda check: asyncio.run(on_redis(check))


def opening(number: int, message: str, shingles: Sequence[int] = SHINGLES) -> Entry:
    """Make the entry of an article that opens a family."""
    return Entry(
        message=message,
        verdict=NEW,
        family=number,
        member=Member(number, f"a{number}", BRIDGE_SKETCH),
        posted=tuple((shingle, 0) for shingle in shingles),
        opens_family=True,
    )


def test_what_was_written_is_found_by_message_by_shingle_and_by_family(
    stores: Callable[[Check], None],
) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        first = (await window.look([Query("m1", SHINGLES)])).first_number
        assert await window.commit([opening(first, "m1")]) == 1
        reading = await window.look([Query("m1", ()), Query("m2", SHINGLES[:5])])
        assert reading.first_number > first
        assert reading.verdicts == {"m1": NEW}
        assert reading.postings == dict.fromkeys(SHINGLES[:5], (first,))
        opened = await window.open([first, first + 7], ["m1", "m9"])
        assert opened.families[first] == (Member(first, f"a{first}", BRIDGE_SKETCH),)
        assert not opened.families.get(first + 7)
        assert (opened.dead, opened.verdicts) == (frozenset(), {"m1": NEW})

    stores(check)


@pytest.mark.parametrize(
    "said",
    [
        Verdict("a1", "near", 0.731, "near.contained"),
        Verdict(None, rule="revision.toll", revision_of="a1"),
    ],
    ids=["a repeat", "a revision"],
)
def test_a_verdict_is_kept_as_it_was(stores: Callable[[Check], None], said: Verdict) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        number = (await window.look([Query("m1", SHINGLES)])).first_number
        entry = replace(opening(number, "m1", ()), verdict=said, member=None, opens_family=False)
        assert await window.commit([entry]) == 1
        assert (await window.look([Query("m1", ())])).verdicts == {"m1": said}

    stores(check)


def test_a_shingle_of_four_families_is_dead(stores: Callable[[Check], None]) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        await window.look([Query("m", SHINGLES)] * 5)
        shared = SHINGLES[:3]
        for number in range(1, 5):
            others = [shingle * 31 % 2**32 + number for shingle in SHINGLES]
            entry = replace(
                opening(number, f"m{number}"),
                posted=tuple(
                    [(shingle, number - 1) for shingle in shared] + [(one, 0) for one in others]
                ),
            )
            assert await window.commit([entry]) == 1
            dead = (await window.open([1], ())).dead
            assert dead == (frozenset(shared) if number == 4 else frozenset())
        found = (await window.look([Query("m9", shared)])).postings
        assert found == dict.fromkeys(shared, (1, 2, 3, 4))

    stores(check)


def test_who_writes_second_what_both_took_for_new_is_told(stores: Callable[[Check], None]) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        mine = (await window.look([Query("m1", SHINGLES)])).first_number
        theirs = (await window.look([Query("m2", SHINGLES)])).first_number
        assert await window.commit([opening(theirs, "m2")]) == 1
        other = opening(mine + 100, "m3", [shingle ^ 0x5A5A5A5A for shingle in SHINGLES])
        assert await window.commit([other, opening(mine, "m1"), opening(mine, "m4")]) == 1
        reading = await window.look([Query(f"m{n}", ()) for n in range(1, 5)])
        assert reading.verdicts == {"m2": NEW, "m3": NEW}

    stores(check)


def test_of_two_new_editions_of_a_family_the_second_is_told(
    stores: Callable[[Check], None],
) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        first = (await window.look([Query("m1", SHINGLES)])).first_number
        await window.commit([opening(first, "m1")])
        edition = replace(
            opening(first + 1, "m2", ()), family=first, opens_family=False, members_before=1
        )
        assert await window.commit([edition]) == 1
        assert await window.commit([replace(edition, message="m3")]) == 0
        assert await window.commit([replace(edition, message="m3", members_before=2)]) == 1

    stores(check)


def test_a_message_is_decided_once(stores: Callable[[Check], None]) -> None:
    async def check(window: WindowStore, _: FingerprintStore) -> None:
        first = (await window.look([Query("m1", SHINGLES)])).first_number
        assert await window.commit([opening(first, "m1", SHINGLES[:9])]) == 1
        assert await window.commit([opening(first + 1, "m1", SHINGLES[9:])]) == 0

    stores(check)


class Delayed:
    """A window whose first writing waits until another worker has read the same state."""

    def __init__(self, window: WindowStore, barrier: asyncio.Barrier) -> None:
        self.window, self.barrier, self.waited = window, barrier, False

    async def look(self, queries: Sequence[Query]) -> Reading:
        return await self.window.look(queries)

    async def open(self, families: Sequence[int], messages: Sequence[str]) -> Opened:
        return await self.window.open(families, messages)

    async def commit(self, entries: Sequence[Entry], writes: int = UNKNOWN_WRITES) -> int:
        if not self.waited:
            self.waited = True
            await self.barrier.wait()
        return await self.window.commit(entries, writes)


@pytest.mark.parametrize("size", [1, 4])
def test_two_workers_that_see_copies_at_the_same_moment_make_one_set(
    stores: Callable[[Check], None], size: int
) -> None:
    mine = [seen("bridge", BRIDGE), seen("school", SCHOOL), seen("fire", FIRE_LATER)]
    theirs = [
        seen("bridge-cut", BRIDGE[:3]),
        seen("fire-later", (*FIRE_LATER, BRIDGE[3])),
        seen("prose", (prose("س", 80),)),
        seen("bridge-copy", BRIDGE),
    ]
    known = seen("fire-first", FIRE)

    async def check(window: WindowStore, fingerprints: FingerprintStore) -> None:
        assert await decide([known], fingerprints, window) == [NEW]
        barrier = asyncio.Barrier(2)

        async def work(batch: Sequence[Sighting]) -> list[Verdict]:
            delayed, answers = Delayed(window, barrier), list[Verdict]()
            for start in range(0, len(batch), size):
                answers += await decide(batch[start : start + size], fingerprints, delayed)
            return answers

        one, other = await asyncio.gather(work(mine), work(theirs))
        assert copies([*mine, *theirs], [*one, *other]) == {
            frozenset({"bridge", "bridge-cut", "bridge-copy"}),
            frozenset({"school"}),
            frozenset({"fire", "fire-later"}),
            frozenset({"prose"}),
        }
        again = await decide([*mine, *theirs], fingerprints, window)
        assert again == [*one, *other]

    stores(check)


def test_a_claim_whose_worker_died_is_nobodys_until_it_is_decided(
    stores: Callable[[Check], None],
) -> None:
    dead, alive = seen("dead", BRIDGE), seen("alive", BRIDGE)

    async def check(window: WindowStore, fingerprints: FingerprintStore) -> None:
        await fingerprints.claim([dead])
        assert await decide([alive], fingerprints, window) == [NEW]
        later = await decide([dead, seen("third", BRIDGE)], fingerprints, window)
        assert [(one.duplicate_of, one.kind) for one in later] == [("alive", "exact")] * 2

    stores(check)


@pytest.mark.redis
def test_redis_decides_as_memory_does_and_every_key_expires(redis_server: Any) -> None:
    crowd = [
        seen(f"{name}-{n}", report[: len(report) - n], message=f"articles.raw/{n}/{name}#0")
        for n in range(3)
        for name, report in (("bridge", BRIDGE), ("fire", FIRE), ("later", FIRE_LATER))
    ] + [seen(f"p{n}", (prose(seed, 200), SCHOOL[0])) for n, seed in enumerate("بتثجحخ")]

    async def check() -> None:
        in_memory = await decide(crowd, MemoryFingerprintStore(), MemoryWindowStore())
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            answers = []
            for start in range(0, len(crowd), 4):
                answers += await decide(
                    crowd[start : start + 4], RedisFingerprintStore(redis), RedisWindowStore(redis)
                )
            assert answers == in_memory
            longest = {b"exact": VERDICT_TTL_SECONDS, b"verdict": VERDICT_TTL_SECONDS}
            kinds = set()
            async for key in redis.scan_iter():
                kind = key.split(b":")[2]
                kinds.add(kind)
                limit = longest.get(kind, NEAR_TTL_SECONDS)
                if kind != b"window":
                    assert await redis.ttl(key) == pytest.approx(limit, abs=5), key
            assert kinds == {b"exact", b"verdict", b"family", b"grams", b"window"}
            assert await redis.ttl(WINDOW_KEY) == pytest.approx(VERDICT_TTL_SECONDS, abs=5)

    asyncio.run(check())
