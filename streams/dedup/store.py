"""What dedup remembers: in memory, or in Redis where several workers share it.

| key | value | time to live | size |
|---|---|---|---|
| `barid:dedup:exact:{<fingerprint>}` | `<article_id> <message>` | 30 days | 190 B an article |
| `barid:dedup:verdict:{near}:<message>` | `new`, or what it repeats | 30 days | 170 B an article |
| `barid:dedup:family:{near}:<number>` | sketches of its members | 16 days | 650 B an article |
| `barid:dedup:grams:{near}:<byte>` | hash of buckets: 3-gram, family | 16 days | 600 B an article |
| `barid:dedup:window:{near}` | last number, how often written; table | 30 days | 1 KB |

3-grams lie in 256 hashes, so that one command reads all that a batch asks of one, and a bucket
has no key, no time and no object of its own. The table widens as it fills, one bucket cut in two
at a time, so that buckets stay small strings, at ten thousand articles and at a million. Families
are numbered as they come: a bucket, when written, drops those numbered before the window began.

Near copies are found by asking every article for what it shares with any other, in one atomic
step: all `{near}` keys lie on one node of a Redis Cluster, and are not spread over it; exact keys
are. The scripts build key names from the prefixes they are given.
"""

import asyncio
from collections.abc import Sequence
from struct import iter_unpack
from typing import Any, Final, Protocol, cast

from redis.asyncio import Redis, RedisCluster

from streams.dedup.ageing import Ageing
from streams.dedup.judge import Family, Holder, Sighting, Verdict
from streams.dedup.likeness import MAX_FAMILIES
from streams.dedup.scripts import COMMIT, LOOK, OPEN
from streams.dedup.window import (
    EXACT_TTL_SECONDS,
    NEAR_TTL_SECONDS,
    UNKNOWN_WRITES,
    VERDICT_TTL_SECONDS,
    Entry,
    Opened,
    Query,
    Reading,
    WindowStore,
    pack_member,
    pack_shingles,
    pack_verdict,
    unpack_members,
    unpack_verdict,
)

WINDOW_KEY: Final = "barid:dedup:window:{near}"
_VERDICT_PREFIX: Final = "barid:dedup:verdict:{near}:"
_FAMILY_PREFIX: Final = "barid:dedup:family:{near}:"
_POSTINGS_PREFIX: Final = "barid:dedup:grams:{near}:"


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
    """Keep holders in a dict, for `replay`, `try` and tests; forgets by the articles' time."""

    def __init__(self, ttl_seconds: int = EXACT_TTL_SECONDS) -> None:
        self._holders: dict[str, Holder] = {}
        self._ages = Ageing[str](ttl_seconds)

    async def claim(self, sightings: Sequence[Sighting]) -> list[Holder]:
        """Give or take each fingerprint, in order."""
        holders: list[Holder] = []
        for one in sightings:
            if one.sketch is not None:
                self._ages.see(one.sketch.minutes)
            if one.fingerprint not in self._holders:
                self._holders[one.fingerprint] = one.holder
                self._ages.touch(one.fingerprint)
            holders.append(self._holders[one.fingerprint])
        for fingerprint in self._ages.forget():
            del self._holders[fingerprint]
        return holders


class RedisFingerprintStore:
    """Keep holders in Redis: one pipeline, so one round trip a batch."""

    def __init__(self, redis: "Redis | RedisCluster", ttl_seconds: int = EXACT_TTL_SECONDS) -> None:
        self.redis = redis
        self._ttl_seconds = ttl_seconds

    async def claim(self, sightings: Sequence[Sighting]) -> list[Holder]:
        """Give or take each fingerprint, in order, atomically for each."""
        if not sightings:
            return []
        pipeline: Any = self.redis.pipeline(transaction=False)
        self._ask(pipeline, sightings)
        return _holders(await pipeline.execute())

    async def claim_and_look(
        self, sightings: Sequence[Sighting], window: "RedisWindowStore", queries: Sequence[Query]
    ) -> tuple[list[Holder], Reading]:
        """Claim and look in one pipeline; both stores lie in one Redis."""
        pipeline: Any = self.redis.pipeline(transaction=False)
        self._ask(pipeline, sightings)
        pipeline.eval(*window.look_command(queries))
        *claimed, looked = await pipeline.execute()
        return _holders(claimed), window.read(queries, looked)

    def _ask(self, pipeline: Any, sightings: Sequence[Sighting]) -> None:
        # SET NX and GET are two commands: Redis before 7.0 refuses SET with both NX and GET.
        for sighting in sightings:
            key = exact_key(sighting.fingerprint)
            value = f"{sighting.holder.article_id} {sighting.holder.message}"
            pipeline.set(key, value, nx=True, ex=self._ttl_seconds)
            pipeline.get(key)


class RedisWindowStore:
    """Keep the window in Redis: one script, and so one round trip, a step.

    A script is sent whole each time: 3 KB beside a batch's 40, and no script cache to lose.
    """

    def __init__(
        self,
        redis: "Redis | RedisCluster",
        *,
        verdict_ttl_seconds: int = VERDICT_TTL_SECONDS,
        window_ttl_seconds: int = NEAR_TTL_SECONDS,
    ) -> None:
        self.redis = redis
        self._verdict_ttl_seconds = verdict_ttl_seconds
        self._window_ttl_seconds = window_ttl_seconds

    async def look(self, queries: Sequence[Query]) -> Reading:
        """Read verdicts and postings."""
        if not queries:
            return Reading(0, {}, {})
        return self.read(queries, await cast("Any", self.redis.eval(*self.look_command(queries))))

    def look_command(self, queries: Sequence[Query]) -> tuple[Any, ...]:
        """Give the arguments of the script that looks, to be run by whoever has a pipeline."""
        arguments: list[Any] = [self._verdict_ttl_seconds, len(queries)]
        for query in queries:
            arguments += [query.message, pack_shingles(query.shingles)]
        return _command(LOOK, arguments)

    def read(self, queries: Sequence[Query], looked: Sequence[Any]) -> Reading:
        """Read what the script that looks has answered."""
        first, writes, verdicts, packed = looked
        postings: dict[int, tuple[int, ...]] = {}
        for query, pairs in zip(queries, packed, strict=True):
            found: dict[int, dict[int, None]] = {}
            for index, family in iter_unpack(">HI", pairs):
                found.setdefault(query.shingles[index], {})[family] = None
            postings.update((shingle, tuple(families)) for shingle, families in found.items())
        messages = [query.message for query in queries]
        return Reading(int(first), _verdicts(messages, verdicts), postings, int(writes))

    async def open(self, families: Sequence[int], messages: Sequence[str]) -> Opened:
        """Read families."""
        rows, masks, verdicts = await self._run(
            OPEN, [MAX_FAMILIES, len(families), *families, len(messages), *messages]
        )
        found: dict[int, Family] = {}
        dead: set[int] = set()
        for number, row, mask in zip(families, rows, masks, strict=True):
            found[number] = unpack_members(row)
            shingles = [one for member in found[number] for one in member.sketch.shingles]
            dead.update(one for one, is_dead in zip(shingles, mask, strict=True) if is_dead)
        return Opened(found, frozenset(dead), _verdicts(messages, verdicts))

    async def commit(self, entries: Sequence[Entry], writes: int = UNKNOWN_WRITES) -> int:
        """Write entries, up to the first doubtful one."""
        arguments: list[Any] = [
            *(self._verdict_ttl_seconds, self._window_ttl_seconds),
            *(writes, len(entries)),
        ]
        for entry in entries:
            arguments += [
                entry.message,
                pack_verdict(entry.verdict),
                entry.family,
                pack_member(entry.member) if entry.member is not None else b"",
                -1 if entry.members_before is None else entry.members_before,
                entry.conflict_shingles(),
                pack_shingles([shingle for shingle, _ in entry.posted]),
                bytes(count for _, count in entry.posted),
            ]
        return int(await self._run(COMMIT, arguments))

    async def _run(self, script: str, arguments: Sequence[Any]) -> Any:
        return await cast("Any", self.redis.eval(*_command(script, arguments)))


async def claim_and_look(
    fingerprints: FingerprintStore,
    window: WindowStore,
    sightings: Sequence[Sighting],
    queries: Sequence[Query],
) -> tuple[list[Holder], Reading]:
    """Claim fingerprints and look in the window: in one round trip where one Redis has both.

    Errors: the stores' connection errors; asking again is safe.
    """
    if (
        isinstance(fingerprints, RedisFingerprintStore)
        and isinstance(window, RedisWindowStore)
        and fingerprints.redis is window.redis
        and queries
    ):
        return await fingerprints.claim_and_look(sightings, window, queries)
    return await asyncio.gather(fingerprints.claim(sightings), window.look(queries))


def _command(script: str, arguments: Sequence[Any]) -> tuple[Any, ...]:
    keys = [WINDOW_KEY, _VERDICT_PREFIX, _FAMILY_PREFIX, _POSTINGS_PREFIX]
    return (script, len(keys), *keys, *arguments)


def _verdicts(messages: Sequence[str], lines: Sequence[bytes | None]) -> dict[str, Verdict]:
    return {
        message: unpack_verdict(line.decode("utf-8"))
        for message, line in zip(messages, lines, strict=True)
        if line
    }


def _holders(answers: Sequence[Any]) -> list[Holder]:
    """Read the answers of a claim: every second is who holds a fingerprint."""
    pairs = [answer.decode("utf-8").partition(" ") for answer in answers[1::2]]
    return [Holder(article_id, message) for article_id, _, message in pairs]
