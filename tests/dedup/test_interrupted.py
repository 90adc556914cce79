"""A worker that dies at either side of any step of a batch: asked again, it says the same."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from streams.dedup.decide import decide
from streams.dedup.judge import Sighting
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.window import MemoryWindowStore
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


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_a_batch_that_died_is_answered_as_if_it_had_not(step: str, *, after: bool) -> None:
    async def check() -> None:
        fingerprints, window = MemoryFingerprintStore(), MemoryWindowStore()
        await decide(KNOWN, fingerprints, window)
        dying: Any = Dying(fingerprints, step, after=after)
        dying_window: Any = Dying(window, step, after=after)
        with pytest.raises(Died):
            await decide(BATCH, dying, dying_window)
        again = await decide(BATCH, fingerprints, window)
        assert (again, await decide(NEXT, fingerprints, window)) == await undisturbed(BATCH, NEXT)

    asyncio.run(check())


async def undisturbed(*batches: Sequence[Sighting]) -> tuple[Any, ...]:
    fingerprints, window = MemoryFingerprintStore(), MemoryWindowStore()
    await decide(KNOWN, fingerprints, window)
    return tuple([await decide(batch, fingerprints, window) for batch in batches])
