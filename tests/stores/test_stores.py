"""One suite for every store, on memory and on a real Redis: both keep the same promises."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.dedup.judge import Holder, Sighting
from streams.dedup.store import (
    FingerprintStore,
    MemoryFingerprintStore,
    RedisFingerprintStore,
    exact_key,
)
from streams.dedup.window import EXACT_TTL_SECONDS
from tests.stores.clients import AnyRedis


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


@pytest.mark.redis
def test_every_key_in_redis_expires(redis_server: Any) -> None:
    async def check() -> None:
        async with opened(redis_server.url) as redis:
            await RedisFingerprintStore(redis).claim([sight("f1", "a1", "m#0")])
            assert await redis.ttl(exact_key("f1")) == pytest.approx(EXACT_TTL_SECONDS, abs=5)
            assert await redis.dbsize() == 1

    asyncio.run(check())


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Redis]:
    async with Redis.from_url(url) as redis:
        await redis.flushdb()
        yield redis
