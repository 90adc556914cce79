"""Regions in memory, in Redis and in a Redis Cluster: all keep the same promises."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from schemas.alert import Suppression
from streams.alert.claim import Claim
from streams.alert.redis_store import (
    REGION_TTL_SECONDS,
    RedisRegionStore,
    bucket_key,
    days_key,
)
from streams.alert.slot import day_of
from streams.alert.store import Decision, Ledger, MemoryRegionStore, RegionStore, Wanted
from tests.making import make_claim
from tests.stores.clients import AnyRedis

REGION = "violence:IQ"
SAID = Suppression(
    rule_id="r", article_id="a10", incident_id="inc-1", reason="no_change", detail="متابعة"
)
DECISION = Decision(alerts=(), suppressions=(SAID,))


def with_store(
    client: Callable[[], AnyRedis] | None, test: Callable[[RegionStore], Awaitable[None]]
) -> None:
    async def run() -> None:
        if client is None:
            await test(MemoryRegionStore())
        else:
            async with client() as redis:
                await test(RedisRegionStore(redis))

    asyncio.run(run())


def wanted(one: Claim, region: str = REGION) -> Wanted:
    return Wanted(region, day_of(one), one.article_id)


def adding(ledger: Ledger, one: Claim, decision: Decision = DECISION) -> Ledger:
    return ledger.deciding(ledger.now.adding(one), day_of(one), one.article_id, decision)


def test_a_region_nobody_knows_is_empty(client: Callable[[], AnyRedis] | None) -> None:
    async def check(store: RegionStore) -> None:
        one = make_claim("a1", 10, "09:00")
        ledgers = await store.load([wanted(one), wanted(one, "disaster:IQ")])
        assert sorted(ledgers) == ["disaster:IQ", REGION]
        assert all(ledger.read.buckets == {} for ledger in ledgers.values())
        assert all(ledger.decisions == {} for ledger in ledgers.values())
        assert await store.load([]) == {}
        assert await store.commit([]) == set()

    with_store(client, check)


def test_what_was_written_is_read_back_with_the_decisions_asked_for(
    client: Callable[[], AnyRedis] | None,
) -> None:
    one, other = make_claim("a1", 10, "09:00"), make_claim("a2", 13, "10:00")

    async def check(store: RegionStore) -> None:
        ledger = (await store.load([wanted(one)]))[REGION]
        assert await store.commit([adding(adding(ledger, one), other)]) == set()
        again = (await store.load([wanted(one)]))[REGION]
        assert again.read.buckets[day_of(one)].claims == (one, other)
        assert again.decisions == {"a1": DECISION}
        assert (await store.load([wanted(other)]))[REGION].decisions == {"a2": DECISION}

    with_store(client, check)


@pytest.mark.parametrize(
    ("theirs_day", "is_lost"),
    [
        pytest.param("2025-10-15", True, id="the same day"),
        pytest.param("2025-10-17", True, id="a day that mine read"),
        pytest.param("2025-12-30", False, id="a day far away"),
    ],
)
def test_of_two_writers_that_read_what_the_other_writes_one_loses(
    client: Callable[[], AnyRedis] | None, theirs_day: str, *, is_lost: bool
) -> None:
    mine = make_claim("a1", 10, "09:00")
    theirs = make_claim("a2", 13, "09:00", event_date=theirs_day)
    free = make_claim("a3", 1, "09:00", event_type="drowning")

    async def check(store: RegionStore) -> None:
        read = await store.load([wanted(mine), wanted(free, "transport:IQ")])
        other = (await store.load([wanted(theirs)]))[REGION]
        assert await store.commit([adding(other, theirs)]) == set()
        lost = await store.commit([adding(read[REGION], mine), adding(read["transport:IQ"], free)])
        assert lost == ({REGION} if is_lost else set())
        held = await store.load([wanted(mine), wanted(theirs), wanted(free, "transport:IQ")])
        claims = [c for day in held[REGION].read.buckets.values() for c in day.claims]
        assert claims == ([theirs] if is_lost else [mine, theirs])
        assert held["transport:IQ"].decisions == {"a3": DECISION}

    with_store(client, check)


def test_a_second_reader_sees_what_the_first_wrote_although_it_keeps_days(
    client: Callable[[], AnyRedis] | None,
) -> None:
    one, other = make_claim("a1", 10, "09:00"), make_claim("a2", 13, "10:00")

    async def write_other(second: RegionStore) -> None:
        ledger = (await second.load([wanted(other)]))[REGION]
        assert await second.commit([adding(ledger, other)]) == set()

    async def check(store: RegionStore) -> None:
        await store.commit([adding((await store.load([wanted(one)]))[REGION], one)])
        if client is None:
            await write_other(store)
        else:
            async with client() as redis:
                await write_other(RedisRegionStore(redis))
        again = (await store.load([wanted(one)]))[REGION]
        assert again.read.buckets[day_of(one)].claims == (one, other)

    with_store(client, check)


@pytest.mark.redis
def test_every_key_of_a_region_expires(redis_server: Any) -> None:
    one = make_claim("a1", 10, "09:00")

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            store = RedisRegionStore(redis)
            await store.commit([adding((await store.load([wanted(one)]))[REGION], one)])
            for key in (days_key(REGION), bucket_key(REGION, day_of(one))):
                assert await redis.ttl(key) == pytest.approx(REGION_TTL_SECONDS, abs=5)
            assert await redis.dbsize() == 2

    asyncio.run(check())


@pytest.mark.redis
def test_a_redis_that_forgot_is_met_with_empty_regions_not_with_what_was_kept(
    redis_server: Any,
) -> None:
    one, other = make_claim("a1", 10, "09:00"), make_claim("a2", 13, "10:00")

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            store = RedisRegionStore(redis)
            await store.commit([adding((await store.load([wanted(one)]))[REGION], one)])
            await redis.flushdb()
            ledger = (await store.load([wanted(other)]))[REGION]
            assert ledger.read.buckets == {}
            assert await store.commit([adding(ledger, other)]) == set()
            held = (await store.load([wanted(one)]))[REGION].read.buckets[day_of(one)]
            assert held.claims == (other,)

    asyncio.run(check())
