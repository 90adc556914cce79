"""One suite for every store, on memory and on a real Redis: both keep the same promises."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster

from schemas.alert import Suppression
from streams.alert.store import (
    INCIDENT_TTL_SECONDS,
    Decision,
    IncidentState,
    IncidentStore,
    MemoryIncidentStore,
    RedisIncidentStore,
    incident_key,
)
from streams.dedup.judge import Holder, Sighting
from streams.dedup.store import (
    EXACT_TTL_SECONDS,
    FingerprintStore,
    MemoryFingerprintStore,
    RedisFingerprintStore,
    exact_key,
)
from tests.making import make_claim

AnyRedis = Redis | RedisCluster
PLACES = [
    "memory",
    pytest.param("redis_server", marks=pytest.mark.redis),
    pytest.param("redis_cluster", marks=pytest.mark.redis),
]


@pytest.fixture(params=PLACES)
def client(request: pytest.FixtureRequest) -> Callable[[], AnyRedis] | None:
    """Give a way to an empty Redis or Redis Cluster, or None for memory."""
    if request.param == "memory":
        return None
    url = request.getfixturevalue(request.param).url
    kind = RedisCluster if request.param == "redis_cluster" else Redis

    async def empty() -> None:
        async with kind.from_url(url) as redis:
            await redis.flushdb()

    asyncio.run(empty())
    return lambda: kind.from_url(url)


def with_fingerprints(
    client: Callable[[], AnyRedis] | None, test: Callable[[FingerprintStore], Awaitable[None]]
) -> None:
    async def run() -> None:
        if client is None:
            await test(MemoryFingerprintStore())
        else:
            async with client() as redis:
                await test(RedisFingerprintStore(redis))

    asyncio.run(run())


def with_incidents(
    client: Callable[[], AnyRedis] | None, test: Callable[[IncidentStore], Awaitable[None]]
) -> None:
    async def run() -> None:
        if client is None:
            await test(MemoryIncidentStore())
        else:
            async with client() as redis:
                await test(RedisIncidentStore(redis))

    asyncio.run(run())


def sight(fingerprint: str, article: str, message: str) -> Sighting:
    return Sighting(fingerprint, Holder(article, message))


def test_the_first_to_ask_holds_a_fingerprint_within_a_batch_and_after_it(
    client: Callable[[], AnyRedis] | None,
) -> None:
    async def check(store: FingerprintStore) -> None:
        first = Holder("a1", "articles.raw/0/1#0")
        batch = [sight("f1", "a1", first.message), sight("f1", "a2", "articles.raw/0/2#0")]
        assert await store.claim(batch) == [first, first]
        assert await store.claim([sight("f1", "a3", "articles.raw/3/9#1")]) == [first]
        other = Holder("a4", "articles.raw/0/3#0")
        assert await store.claim([sight("f2", "a4", other.message)]) == [other]

    with_fingerprints(client, check)


def test_asking_for_nothing_answers_nothing(client: Callable[[], AnyRedis] | None) -> None:
    async def check(store: FingerprintStore) -> None:
        assert await store.claim([]) == []

    with_fingerprints(client, check)


def state_of(*killed: int) -> IncidentState:
    claims = tuple(make_claim(f"a{n}", n, "09:00") for n in killed)
    return IncidentState(claims=claims)


def test_an_incident_nobody_knows_is_empty_at_version_zero(
    client: Callable[[], AnyRedis] | None,
) -> None:
    async def check(store: IncidentStore) -> None:
        ledgers = await store.load([("inc-1", "a1"), ("inc-2", "a1")])
        assert {key: (one.version, one.state) for key, one in ledgers.items()} == {
            "inc-1": (0, IncidentState()),
            "inc-2": (0, IncidentState()),
        }

    with_incidents(client, check)


def test_what_was_written_is_read_back_with_the_decisions_asked_for(
    client: Callable[[], AnyRedis] | None,
) -> None:
    said = Suppression(
        rule_id="r", article_id="a10", incident_id="inc-1", reason="no_change", detail="متابعة"
    )
    decision = Decision(alerts=(), suppressions=(said,))

    async def check(store: IncidentStore) -> None:
        ledger = (await store.load([("inc-1", "a10")]))["inc-1"]
        state = replace(state_of(10), decisions={"a10": decision})
        assert await store.commit([replace(ledger, state=state)]) == set()
        again = (await store.load([("inc-1", "a10")]))["inc-1"]
        assert again.version == 1
        assert again.state.claims == state.claims
        assert again.state.decisions["a10"] == decision

    with_incidents(client, check)


def test_of_two_writers_that_read_the_same_version_one_loses(
    client: Callable[[], AnyRedis] | None,
) -> None:
    async def check(store: IncidentStore) -> None:
        mine = (await store.load([("inc-1", "a1")]))["inc-1"]
        theirs = (await store.load([("inc-1", "a2")]))["inc-1"]
        free = (await store.load([("inc-2", "a1")]))["inc-2"]
        assert await store.commit([replace(theirs, state=state_of(2))]) == set()
        lost = await store.commit(
            [replace(mine, state=state_of(1)), replace(free, state=state_of(3))]
        )
        assert lost == {"inc-1"}
        held = await store.load([("inc-1", "a1"), ("inc-2", "a1")])
        assert held["inc-1"].state.claims == state_of(2).claims
        assert held["inc-2"].state.claims == state_of(3).claims

    with_incidents(client, check)


@pytest.mark.redis
def test_every_key_in_redis_expires(redis_server: Any) -> None:
    async def check() -> None:
        async with opened(redis_server.url) as redis:
            await RedisFingerprintStore(redis).claim([sight("f1", "a1", "m#0")])
            store = RedisIncidentStore(redis)
            ledger = (await store.load([("inc-1", "a1")]))["inc-1"]
            await store.commit([replace(ledger, state=state_of(1))])
            assert await redis.ttl(exact_key("f1")) == pytest.approx(EXACT_TTL_SECONDS, abs=5)
            ttl = await redis.ttl(incident_key("inc-1"))
            assert ttl == pytest.approx(INCIDENT_TTL_SECONDS, abs=5)
            assert await redis.dbsize() == 2

    asyncio.run(check())


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(url) as redis:
        await redis.flushdb()
        yield redis
