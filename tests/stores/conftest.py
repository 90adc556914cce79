"""Where a store keeps its state: one suite runs on all of them."""

import asyncio
from collections.abc import Callable

import pytest
from redis.asyncio import Redis, RedisCluster

from tests.stores.clients import AnyRedis

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
