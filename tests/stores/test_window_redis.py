"""How the window of dedup lies in Redis: a table that widens, and keys that expire."""

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.dedup.decide import decide
from streams.dedup.store import WINDOW_KEY, RedisFingerprintStore, RedisWindowStore
from tests.bench.growth import Counted
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, prose, seen

pytestmark = pytest.mark.redis


def test_the_table_widens_as_it_fills_and_forgets_nothing(redis_server: Any) -> None:
    crowd = [
        seen(f"p{n}", (prose(chr(0x627 + n % 20) + chr(0x627 + n // 20), 300),)) for n in range(160)
    ]
    reports = [seen("bridge", BRIDGE), seen("school", SCHOOL)]
    cut = [seen("bridge-cut", BRIDGE[:3]), seen("school-cut", SCHOOL[:2])]

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            window, fingerprints = RedisWindowStore(redis), RedisFingerprintStore(redis)
            await decide(reports, fingerprints, window)
            for start in range(0, len(crowd), 20):
                await decide(crowd[start : start + 20], fingerprints, window)
            bits, split, count, oldest, _ = await table_of(redis)
            assert count > 15_000
            assert oldest == 0
            assert 32 * (2**bits + split) >= count > 32 * (2**bits + split - 140)
            assert len(await redis.keys("*:grams:*")) == 256
            lengths = [len(held) for held in await buckets_of(redis)]
            assert len(lengths) <= 2**bits + split
            assert sum(lengths) == 7 * count
            assert max(lengths) < 7 * 3 * 32
            found = await decide(cut, fingerprints, window)
            assert [one.duplicate_of for one in found] == ["bridge", "school"]

    asyncio.run(check())


def test_a_window_forgets_after_its_time_and_keeps_no_key_without_one(redis_server: Any) -> None:
    kept = 2

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            fingerprints = RedisFingerprintStore(redis, ttl_seconds=kept)
            window = RedisWindowStore(redis, verdict_ttl_seconds=60, window_ttl_seconds=kept)
            counts = []
            for turn in range(4):
                # Each turn the same reports, as other messages, later than all is remembered.
                batch = [
                    seen(f"{turn}-{name}", report)
                    for name, report in (("bridge", BRIDGE), ("cut", BRIDGE[:3]), ("six", FIRE))
                ] + [seen(f"{turn}-eight", FIRE_LATER)]
                found = await decide(batch, fingerprints, window)
                assert [one.duplicate_of for one in found] == [None, f"{turn}-bridge", None, None]
                async for key in redis.scan_iter():
                    assert 0 < await redis.ttl(key) <= 60, key
                counts.append((await table_of(redis))[2])
                await asyncio.sleep(kept + 1.3)
                assert not await redis.keys("barid:dedup:exact:*")
                assert not await redis.keys("barid:dedup:family:*")
                assert not await redis.keys("barid:dedup:grams:*")
            assert len(set(counts)) == 1

    asyncio.run(check())


def test_while_articles_come_older_ones_leave_and_the_table_stays_as_it_is(
    redis_server: Any,
) -> None:
    kept, turns = 2, 20
    letters = [chr(0x627 + n) for n in range(20)]

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            fingerprints = RedisFingerprintStore(redis, ttl_seconds=kept)
            window = RedisWindowStore(redis, verdict_ttl_seconds=60, window_ttl_seconds=kept)
            sizes, answers = [], []
            for turn in range(turns):
                # The same articles come back when the window has forgotten them, each time as new.
                batch = [
                    seen(f"{turn}-{n}", (prose(letters[turn % 10] + letters[n], 300),))
                    for n in range(8)
                ]
                answers += [one.duplicate_of for one in await decide(batch, fingerprints, window)]
                sizes.append(sum(map(len, await buckets_of(redis))) // 7)
                assert (await table_of(redis))[2] == pytest.approx(sizes[-1], rel=0.1)
                await asyncio.sleep(0.45)
            assert answers == [None] * 8 * turns
            assert max(sizes[turns // 2 :]) < 1.2 * max(sizes[: turns // 2])
            assert max(sizes) > 4 * sizes[0]

    asyncio.run(check())


@pytest.mark.parametrize("known", [0, 2], ids=["nothing known", "near copies known"])
def test_a_batch_takes_at_most_three_round_trips(redis_server: Any, known: int) -> None:
    reports = [seen("bridge", BRIDGE), seen("school", SCHOOL)]
    batch = [seen("bridge-cut", BRIDGE[:3]), seen("school-cut", SCHOOL[:2]), seen("fire", FIRE)]

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            stores = RedisFingerprintStore(redis), RedisWindowStore(redis)
            await decide(reports[:known], *stores)
            counted: Any = Counted(redis)
            await decide(batch, RedisFingerprintStore(counted), RedisWindowStore(counted))
            assert counted.trips == (3 if known else 2)

    asyncio.run(check())


async def table_of(redis: Redis) -> tuple[int, ...]:
    """Give bits, split, postings, the last family forgotten and when it was last written to."""
    text: Any = await redis.hget(WINDOW_KEY, "table")
    return tuple(map(int, text.split(b":")))


async def buckets_of(redis: Redis) -> list[bytes]:
    """Give all buckets."""
    held: list[bytes] = []
    async for key in redis.scan_iter("*:grams:*"):
        values: Any = await redis.hvals(key)
        held += values
    return held
