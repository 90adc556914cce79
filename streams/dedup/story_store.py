"""What is remembered of stories, in Redis, where several workers share it.

| key | value | time to live | size |
|---|---|---|---|
| `barid:dedup:told:{story}:<article_id>` | story, title, related | 8 days | 320 B a new article |
| `barid:dedup:story:{story}:<number>` | its id, its last members | 8 days | 240 B a new article |
| `barid:dedup:terms:{story}:<epoch>:<byte>` | term, its stories | 8 days | 500 B a new article |
| `barid:dedup:stories:{story}` | last number | 30 days | 100 B |

All `{story}` keys lie on one node of a Redis Cluster: the scripts, which build key names from the
prefixes they are given, read and write stories of any article in one atomic step.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

from redis.asyncio import Redis, RedisCluster

from streams.dedup.store import VERDICT_TTL_SECONDS, WINDOW_TTL_SECONDS
from streams.dedup.stories import (
    CONFLICT_TERMS,
    Place,
    StoryEntry,
    StoryQuery,
    StoryReading,
    pack_story_member,
    pack_telling,
    unpack_story,
    unpack_telling,
)
from streams.dedup.story import MAX_MEMBERS, MAX_STORIES, Story
from streams.dedup.story_scripts import STORY_COMMIT, STORY_LOOK, STORY_OPEN
from streams.dedup.window import pack_shingles, unpack_shingles

STORIES_KEY: Final = "barid:dedup:stories:{story}"
_TOLD_PREFIX: Final = "barid:dedup:told:{story}:"
_STORY_PREFIX: Final = "barid:dedup:story:{story}:"
_TERMS_PREFIX: Final = "barid:dedup:terms:{story}:"


class RedisStoryStore:
    """Keep stories in Redis: one script, and so one round trip, a step."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis = redis

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        """Read."""
        if not queries:
            return StoryReading(0, {}, {}, frozenset())
        arguments: list[Any] = [VERDICT_TTL_SECONDS, MAX_STORIES, len(queries)]
        for query in queries:
            arguments += [query.article_id, query.epoch, pack_shingles(query.terms)]
        first, told, titles, crowds, found = await self._run(STORY_LOOK, arguments)
        postings: dict[Place, tuple[int, ...]] = {}
        crowded: set[Place] = set()
        for query, crowd, lists in zip(queries, crowds, found, strict=True):
            for index, term in enumerate(query.terms):
                now, before = (query.epoch, term), (query.epoch - 1, term)
                if crowd[index]:
                    crowded.add(now)
                else:
                    postings.setdefault(now, ())
                    postings.setdefault(before, ())
            for index, age, packed in lists:
                postings[query.epoch - age, query.terms[index]] = unpack_shingles(packed)
        known = {
            query.article_id: unpack_telling(packed, named)
            for query, packed, named in zip(queries, told, titles, strict=True)
            if packed
        }
        return StoryReading(int(first), known, postings, frozenset(crowded))

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Read stories."""
        rows, titles = await self._run(STORY_OPEN, numbers)
        return {
            number: unpack_story(row, named)
            for number, row, named in zip(numbers, rows, titles, strict=True)
            if row
        }

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        """Write entries, up to the first doubtful one."""
        arguments: list[Any] = [
            *(WINDOW_TTL_SECONDS, VERDICT_TTL_SECONDS, MAX_MEMBERS, CONFLICT_TERMS, len(entries))
        ]
        for entry in entries:
            arguments += [
                entry.article_id,
                entry.telling.story_id,
                pack_telling(entry.telling, entry.member.title),
                entry.number,
                entry.opened_as or "",
                entry.epoch,
                pack_story_member(entry.member),
                pack_shingles([term for term, _ in entry.posted]),
                bytes(before for _, before in entry.posted),
            ]
        return int(await self._run(STORY_COMMIT, arguments))

    async def _run(self, script: str, arguments: Sequence[Any]) -> Any:
        keys = [STORIES_KEY, _TOLD_PREFIX, _STORY_PREFIX, _TERMS_PREFIX]
        return await cast("Any", self._redis.eval(script, len(keys), *keys, *arguments))
