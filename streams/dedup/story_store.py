"""What is remembered of stories, in Redis, where several workers share it.

| key | value | time to live | size |
|---|---|---|---|
| `barid:dedup:told:{story}:<article_id>` | story, title, related | 8 days | 320 B a new article |
| `barid:dedup:story:{story}:<number>` | its id, its last members | 8 days | 240 B a new article |
| `barid:dedup:said:{story}:<epoch>:<bits>` | counts, stories | 8 days | 70 to 400 B an article |
| `barid:dedup:merged:{story}:<story_id>` | the story it is one with | 8 days | one in a hundred |
| `barid:dedup:stories:{story}` | last number | 30 days | 100 B |

All `{story}` keys lie on one node of a Redis Cluster: the scripts, which build key names from the
prefixes they are given, read and write stories of any article in one atomic step.
"""

from collections.abc import Sequence
from typing import Any, Final, cast

from redis.asyncio import Redis, RedisCluster

from streams.dedup.choose import MAX_MEMBERS
from streams.dedup.stories import (
    CONFLICT_TERMS,
    MAX_POSTED,
    Place,
    StoryEntry,
    StoryQuery,
    StoryReading,
    pack_story_member,
    pack_telling,
    unpack_story,
    unpack_telling,
)
from streams.dedup.story import CROWD_RATIO, PRIOR_ARTICLES, Story
from streams.dedup.story_scripts import STORY_COMMIT, STORY_LOOK, STORY_OPEN
from streams.dedup.window import (
    VERDICT_TTL_SECONDS,
    WINDOW_TTL_SECONDS,
    pack_shingles,
    unpack_shingles,
)

STORIES_KEY: Final = "barid:dedup:stories:{story}"
_TOLD_PREFIX: Final = "barid:dedup:told:{story}:"
_STORY_PREFIX: Final = "barid:dedup:story:{story}:"
_TERMS_PREFIX: Final = "barid:dedup:said:{story}:"
_MERGED_PREFIX: Final = "barid:dedup:merged:{story}:"


class RedisStoryStore:
    """Keep stories in Redis: one script, and so one round trip, a step."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis = redis

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        """Read."""
        if not queries:
            return StoryReading(0, {}, (), (), {})
        arguments: list[Any] = [VERDICT_TTL_SECONDS, CROWD_RATIO, PRIOR_ARTICLES, len(queries)]
        for query in queries:
            arguments += [query.article_id, query.epoch, pack_shingles(query.terms)]
        first, told, titles, articles, counts, found = await self._run(STORY_LOOK, arguments)
        postings: dict[Place, tuple[int, ...]] = {
            (query.epoch - age, query.terms[index]): unpack_shingles(packed)
            for query, lists in zip(queries, found, strict=True)
            for index, age, packed in lists
        }
        known = {
            query.article_id: unpack_telling(packed, named)
            for query, packed, named in zip(queries, told, titles, strict=True)
            if packed
        }
        heard = tuple(unpack_shingles(packed) for packed in counts)
        return StoryReading(int(first), known, tuple(articles), heard, postings)

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Read stories."""
        rows, titles = await self._run(STORY_OPEN, [WINDOW_TTL_SECONDS, *numbers])
        return {
            number: unpack_story(row, named)
            for number, row, named in zip(numbers, rows, titles, strict=True)
            if row
        }

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        """Write entries, up to the first doubtful one."""
        arguments: list[Any] = [
            *(WINDOW_TTL_SECONDS, VERDICT_TTL_SECONDS, MAX_MEMBERS, MAX_POSTED, CONFLICT_TERMS),
            len(entries),
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
                pack_shingles(entry.said),
                pack_shingles([term for term, _ in entry.posted]),
                pack_shingles([last for _, last in entry.posted]),
                " ".join(entry.telling.merged),
            ]
        return int(await self._run(STORY_COMMIT, arguments))

    async def _run(self, script: str, arguments: Sequence[Any]) -> Any:
        keys = [STORIES_KEY, _TOLD_PREFIX, _STORY_PREFIX, _TERMS_PREFIX, _MERGED_PREFIX]
        return await cast("Any", self._redis.eval(script, len(keys), *keys, *arguments))
