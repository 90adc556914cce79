"""Who holds each fingerprint: in memory, or in Redis where several workers share it.

| key | value | time to live | size |
|---|---|---|---|
| `barid:dedup:exact:{<fingerprint>}` | `<article_id> <message>` | 30 days | about 190 bytes |
"""

from collections.abc import Sequence
from typing import Protocol

from redis.asyncio import Redis, RedisCluster

from streams.dedup.judge import Holder, Sighting

# A re-crawl may come weeks later; 99 of 100 copies come within 103 hours (notes on dedup, 3).
EXACT_TTL_SECONDS = 30 * 24 * 3600


def exact_key(fingerprint: str) -> str:
    """Name the key; the braces keep what belongs to one fingerprint on one cluster node."""
    return f"barid:dedup:exact:{{{fingerprint}}}"


class FingerprintStore(Protocol):
    """Remember the first holder of each fingerprint."""

    async def claim(self, sightings: Sequence[Sighting]) -> list[Holder]:
        """Give the holder of each fingerprint, taking it for whoever asks first.

        Shape: one holder a sighting, in order; earlier sightings of a batch come first.
        Errors: the client's connection errors; nothing is half taken, asking again is safe.
        """
        ...


class MemoryFingerprintStore:
    """Keep holders in a dict, for `replay`, `try` and tests."""

    def __init__(self) -> None:
        self._holders: dict[str, Holder] = {}

    async def claim(self, sightings: Sequence[Sighting]) -> list[Holder]:
        """Give or take each fingerprint, in order."""
        return [self._holders.setdefault(s.fingerprint, s.holder) for s in sightings]


class RedisFingerprintStore:
    """Keep holders in Redis: one pipeline, so one round trip a batch."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis = redis

    async def claim(self, sightings: Sequence[Sighting]) -> list[Holder]:
        """Give or take each fingerprint, in order, atomically for each."""
        if not sightings:
            return []
        # SET NX and GET are two commands: Redis before 7.0 refuses SET with both NX and GET.
        pipeline = self._redis.pipeline(transaction=False)
        for sighting in sightings:
            key = exact_key(sighting.fingerprint)
            value = f"{sighting.holder.article_id} {sighting.holder.message}"
            pipeline.set(key, value, nx=True, ex=EXACT_TTL_SECONDS)
            pipeline.get(key)
        answers = await pipeline.execute()
        return [_holder(answer) for answer in answers[1::2]]


def _holder(value: bytes) -> Holder:
    article_id, _, message = value.decode("utf-8").partition(" ")
    return Holder(article_id, message)
