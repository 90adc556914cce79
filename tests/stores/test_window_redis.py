"""How the window of dedup lies in Redis: slices that widen, and keys that expire by themselves."""

import asyncio
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.dedup.decide import decide
from streams.dedup.store import WINDOW_KEY, RedisFingerprintStore, RedisWindowStore
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, prose, seen

pytestmark = pytest.mark.redis


def test_a_slice_widens_as_it_fills_and_forgets_nothing(redis_server: Any) -> None:
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
            (_, bits, split, count, _), *others = await slices_of(redis)
            assert not others
            assert count > 15_000
            assert 48 * (2**bits + split) >= count > 48 * (2**bits + split - 140)
            lengths = [await redis.strlen(key) async for key in redis.scan_iter("*:postings:*")]
            assert sum(lengths) == 7 * count
            assert max(lengths) < 7 * 3 * 48
            found = await decide(cut, fingerprints, window)
            assert [one.duplicate_of for one in found] == ["bridge", "school"]

    asyncio.run(check())


def test_a_window_forgets_after_its_time_and_keeps_no_key_without_one(redis_server: Any) -> None:
    kept, sliced = 2, 1

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            fingerprints = RedisFingerprintStore(redis, ttl_seconds=kept)
            window = RedisWindowStore(
                redis, verdict_ttl_seconds=60, window_ttl_seconds=kept, slice_seconds=sliced
            )
            sizes = []
            for turn in range(6):
                # Each turn the same reports, as other messages, later than all is remembered.
                batch = [
                    seen(f"{turn}-{name}", report)
                    for name, report in (("bridge", BRIDGE), ("cut", BRIDGE[:3]), ("six", FIRE))
                ] + [seen(f"{turn}-eight", FIRE_LATER)]
                found = await decide(batch, fingerprints, window)
                assert [one.duplicate_of for one in found] == [None, f"{turn}-bridge", None, None]
                async for key in redis.scan_iter():
                    assert 0 < await redis.ttl(key) <= 60, key
                await asyncio.sleep(kept + 0.3)
                assert not await redis.keys("barid:dedup:exact:*")
                assert not await redis.keys("barid:dedup:family:*")
                assert not await redis.keys("barid:dedup:postings:*")
                sizes.append(len(await slices_of(redis)))
            assert max(sizes) <= 1 + (kept + sliced) // sliced

    asyncio.run(check())


def test_both_of_two_slices_are_read(redis_server: Any) -> None:
    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            fingerprints = RedisFingerprintStore(redis)
            window = RedisWindowStore(redis, slice_seconds=1)
            await decide([seen("bridge", BRIDGE)], fingerprints, window)
            await asyncio.sleep(2.1)
            await decide([seen("school", SCHOOL)], fingerprints, window)
            assert [one[0] for one in await slices_of(redis)] == [0, 1]
            cut = [seen("bridge-cut", BRIDGE[:3]), seen("school-cut", SCHOOL[:2])]
            found = await decide(cut, fingerprints, window)
            assert [one.duplicate_of for one in found] == ["bridge", "school"]

    asyncio.run(check())


async def slices_of(redis: Redis) -> list[tuple[int, ...]]:
    """Give id, bits, split, count and start of each slice."""
    text: Any = await redis.hget(WINDOW_KEY, "slices")
    return [tuple(map(int, one.split(b":"))) for one in text.split(b";") if one]
