"""The agenda in Redis, where workers share it.

| key | value | time to live | size |
|---|---|---|---|
| `barid:alert:due` | sorted set, incident by seconds | 60 days | 90 B an open incident |
| `barid:alert:latest` | sorted set, article by crawl time | 60 days | two articles |
| `barid:alert:closed:<article_id>` | what its crawl time closed | 15 days | 2 KB an alert |
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from redis.asyncio import Redis, RedisCluster

from schemas.codec import decode, encode
from streams.alert.agenda import WITNESSES, Closing, Due, Page, Plan, Seen, latest_of

DUE_KEY: Final = "barid:alert:due"
LATEST_KEY: Final = "barid:alert:latest"
AGENDA_TTL_SECONDS: Final = 60 * 24 * 3600
# As long as a message can come again: twice what Kafka keeps raw articles.
CLOSED_TTL_SECONDS: Final = 15 * 24 * 3600

# Another worker may have put it off meanwhile: only what still stands at its time is struck.
_STRIKE: Final = """
if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[1]) or -1) == tonumber(ARGV[2]) then
  redis.call('ZREM', KEYS[1], ARGV[1])
end
"""


def closed_key(article_id: str) -> str:
    """Name the key of what an article closed."""
    return f"barid:alert:closed:{article_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closed:
    closings: tuple[Closing, ...]


class RedisAgenda:
    """Keep the agenda in Redis."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis: Any = redis

    async def read(self, article_ids: Sequence[str], until: int) -> Page:
        """Read the agenda in one round trip."""
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.zrange(LATEST_KEY, -WITNESSES, -1, withscores=True)
        pipeline.zrangebyscore(DUE_KEY, "-inf", until, withscores=True)
        for article_id in article_ids:
            pipeline.get(closed_key(article_id))
        latest, falling, *closed = await pipeline.execute()
        due = tuple(sorted(_due(member.decode(), int(at)) for member, at in falling))
        return Page(
            latest=latest_of(Seen(int(at), name.decode()) for name, at in latest),
            due=due,
            closed={
                article: decode(_Closed, zlib.decompress(content)).closings
                for article, content in zip(article_ids, closed, strict=True)
                if content is not None
            },
        )

    async def count(self) -> int:
        """Count the incidents that wait to fall quiet."""
        return int(await self._redis.zcard(DUE_KEY))

    async def prepare(self, plan: Plan) -> None:
        """Write what falls due and what was closed, in one round trip, if there is any."""
        if not plan.due and not plan.closed:
            return
        pipeline = self._redis.pipeline(transaction=False)
        if plan.due:
            pipeline.zadd(DUE_KEY, {_member(one): one.at for one in plan.due})
            pipeline.expire(DUE_KEY, AGENDA_TTL_SECONDS)
        for article, closings in plan.closed.items():
            packed = zlib.compress(encode(_Closed(closings=tuple(closings))), level=1)
            pipeline.set(closed_key(article), packed, ex=CLOSED_TTL_SECONDS)
        await pipeline.execute()

    async def complete(self, plan: Plan) -> None:
        """Write the time, and strike what is done with, in one round trip."""
        if not plan.latest and not plan.done:
            return
        pipeline = self._redis.pipeline(transaction=False)
        if plan.latest:
            pipeline.zadd(LATEST_KEY, {one.article_id: one.at for one in plan.latest}, gt=True)
            pipeline.zremrangebyrank(LATEST_KEY, 0, -WITNESSES - 1)
            pipeline.expire(LATEST_KEY, AGENDA_TTL_SECONDS)
        for one in plan.done:
            pipeline.eval(_STRIKE, 1, DUE_KEY, _member(one), one.at)
        await pipeline.execute()


def _member(due: Due) -> str:
    return f"{due.day}|{due.incident_id}|{due.region}"


def _due(member: str, at: int) -> Due:
    day, incident_id, region = member.split("|", 2)
    return Due(at, region, int(day), incident_id)
