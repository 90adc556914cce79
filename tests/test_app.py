"""The composition root opens what the settings name, and says what to do where it cannot."""

import asyncio

import pytest

from streams.alert.store import Wanted
from streams.app import CannotStart, open_redis, redis_stores
from streams.settings import Settings
from tests.services.cluster import Cluster


@pytest.mark.redis
def test_a_node_of_a_cluster_is_enough_to_reach_all_of_it(redis_cluster: Cluster) -> None:
    async def check() -> None:
        settings = Settings(redis=redis_cluster.url, redis_cluster=True)
        async with open_redis(settings) as redis:
            wanted = [Wanted(f"violence:{n}", 739_000, "a") for n in range(9)]
            loaded = await redis_stores(redis).incidents.load(wanted)
        assert len(loaded) == 9

    asyncio.run(check())


def test_what_is_no_redis_url_is_refused_by_name() -> None:
    async def check() -> None:
        async with open_redis(Settings(redis="localhost:6379")):
            raise AssertionError("opened what is no URL")

    with pytest.raises(CannotStart, match="BARID_REDIS is no Redis URL"):
        asyncio.run(check())
