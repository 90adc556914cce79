"""Silences and acknowledgements in Redis, where workers and operators share them.

| key | value | time to live | size |
|---|---|---|---|
| `barid:alert:silences` | hash, silence by id | until the last one expires | 300 B a silence |
| `barid:alert:acks` | hash, by alert | until the last one expires | 250 B an alert |

There are tens of them, so a worker reads all, once a batch.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

from redis.asyncio import Redis, RedisCluster

from schemas.codec import decode, encode
from streams.alert.silences import Acknowledgement, Silence, check_silence, moment_of

Kept = TypeVar("Kept", Silence, Acknowledgement)
SILENCES_KEY: Final = "barid:alert:silences"
ACKS_KEY: Final = "barid:alert:acks"

# A hash lives as long as the longest of what it holds: the time is only ever put off.
_PUT: Final = """
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
local left = redis.call('TTL', KEYS[1])
if left < tonumber(ARGV[3]) then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
return 1
"""


class RedisSilences:
    """Keep silences and acknowledgements in Redis."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis: Any = redis

    async def current(self) -> tuple[Silence, ...]:
        """Give the silences kept, by name; the stage looks at their times itself."""
        return await self._all(SILENCES_KEY, Silence)

    async def count(self, now: datetime) -> int:
        """Count the silences in force."""
        return sum(moment_of(one.expires_at) > now for one in await self.current())

    async def add(self, silence: Silence, now: datetime) -> None:
        """Keep a silence until it expires. Errors: SilenceError for one that cannot be kept."""
        check_silence(silence)
        await self._put(SILENCES_KEY, silence.silence_id, silence, silence.expires_at, now)

    async def expire(self, silence_id: str) -> bool:
        """End a silence; say whether there was one."""
        return bool(await self._redis.hdel(SILENCES_KEY, silence_id))

    async def acknowledge(self, ack: Acknowledgement, now: datetime) -> None:
        """Keep an acknowledgement until it expires."""
        await self._put(ACKS_KEY, ack.alert_id, ack, ack.expires_at, now)

    async def acknowledgements(self) -> tuple[Acknowledgement, ...]:
        """Give the acknowledgements kept, by alert."""
        return await self._all(ACKS_KEY, Acknowledgement)

    async def sweep(self, now: datetime) -> None:
        """Remove what has expired, so that the hashes stay as small as what is in force."""
        await self._sweep(SILENCES_KEY, await self.current(), now)
        await self._sweep(ACKS_KEY, await self.acknowledgements(), now)

    async def _sweep(
        self, key: str, kept: Sequence[Silence | Acknowledgement], now: datetime
    ) -> None:
        over = [one for one in kept if moment_of(one.expires_at) <= now]
        names = [one.silence_id if isinstance(one, Silence) else one.alert_id for one in over]
        if names:
            await self._redis.hdel(key, *names)

    async def _all(self, key: str, contract: type[Kept]) -> tuple[Kept, ...]:
        held = await self._redis.hgetall(key)
        return tuple(decode(contract, content) for _, content in sorted(held.items()))

    async def _put(self, key: str, name: str, kept: Kept, until: str, now: datetime) -> None:
        seconds = max(1, int((moment_of(until) - now).total_seconds()))
        await self._redis.eval(_PUT, 1, key, name, encode(kept), seconds)
