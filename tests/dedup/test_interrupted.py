"""A worker that dies at either side of any step of a batch: asked again, it says the same."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.dedup.decide import decide
from streams.dedup.judge import Sighting
from streams.dedup.store import (
    FingerprintStore,
    MemoryFingerprintStore,
    RedisFingerprintStore,
    RedisWindowStore,
)
from streams.dedup.window import MemoryWindowStore, WindowStore
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, seen

KNOWN = (seen("bridge", BRIDGE), seen("fire", FIRE))
BATCH = (
    seen("bridge-copy", BRIDGE),
    seen("school", SCHOOL),
    seen("fire-later", FIRE_LATER),
    seen("school-cut", SCHOOL[:2]),
    seen("caption", ("صورة",), title="كاريكاتير", url="https://a.example/1"),
)
NEXT = (seen("school-copy", SCHOOL), seen("fire-later-cut", FIRE_LATER[:2]), *BATCH)
Check = Callable[[FingerprintStore, WindowStore], Coroutine[Any, Any, None]]
STEPS = ("claim", "look", "open", "commit")


class Died(Exception):
    """A worker that was killed."""


class Dying:
    """A store whose caller dies just before or just after one of its steps, once."""

    def __init__(self, store: object, step: str, *, after: bool) -> None:
        self._store, self._step, self._after, self._alive = store, step, after, True

    def __getattr__(self, name: str) -> Callable[..., Any]:
        call = getattr(self._store, name)

        async def run(*values: Any) -> Any:
            if name != self._step or not self._alive:
                return await call(*values)
            self._alive = False
            if self._after:
                await call(*values)
            raise Died

        return run


@pytest.fixture(params=["memory", pytest.param("redis_server", marks=pytest.mark.redis)])
def stores(request: pytest.FixtureRequest) -> Callable[[Check], None]:
    """Give a way to run a check on empty stores of one kind."""

    async def on_redis(check: Check, url: str) -> None:
        async with Redis.from_url(url) as redis:
            await redis.flushdb()
            await check(RedisFingerprintStore(redis), RedisWindowStore(redis))

    if request.param == "memory":
        return lambda check: asyncio.run(check(MemoryFingerprintStore(), MemoryWindowStore()))
    url = request.getfixturevalue(request.param).url
    return lambda check: asyncio.run(on_redis(check, url))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_batch_that_died_is_answered_as_if_it_had_not(
    step: str, stores: Callable[[Check], None], *, after: bool
) -> None:
    async def check(fingerprints: FingerprintStore, window: WindowStore) -> None:
        await decide(KNOWN, fingerprints, window)
        dying: Any = Dying(fingerprints, step, after=after)
        dying_window: Any = Dying(window, step, after=after)
        with pytest.raises(Died):
            await decide(BATCH, dying, dying_window)
        again = await decide(BATCH, fingerprints, window)
        assert (again, await decide(NEXT, fingerprints, window)) == await undisturbed(BATCH, NEXT)

    stores(check)


def test_a_batch_written_but_never_sent_is_answered_again_word_for_word(
    stores: Callable[[Check], None],
) -> None:
    """Redis has it, Kafka has not: asked again in other batches, after others have come."""

    async def check(fingerprints: FingerprintStore, window: WindowStore) -> None:
        await decide(KNOWN, fingerprints, window)
        unsent = await decide(BATCH, fingerprints, window)
        others = (seen("school-full", (*SCHOOL, BRIDGE[3])), seen("fire-cut", FIRE[:2]))
        await decide(others, fingerprints, window)
        again = [(await decide((one,), fingerprints, window))[0] for one in reversed(BATCH)]
        assert again[::-1] == unsent

    stores(check)


async def undisturbed(*batches: Sequence[Sighting]) -> tuple[Any, ...]:
    fingerprints, window = MemoryFingerprintStore(), MemoryWindowStore()
    await decide(KNOWN, fingerprints, window)
    return tuple([await decide(batch, fingerprints, window) for batch in batches])
