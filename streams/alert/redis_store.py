"""Regions in Redis, where workers share them.

| key | value | time to live | size |
|---|---|---|---|
| `barid:alert:days:{<region>}` | hash, day to version | 45 days after the last claim | 40 B a day |
| `barid:alert:bucket:{<region>}:<day>` | hash | 45 days after its last claim | 2 KB a claim |

The hash of a day holds `state` (the claims of the day, and the last alerts of incidents named by
it) and for each article `d:<article_id>` (what that article caused).

All days of a region lie on one cluster node, so one script writes those that an article touches if
none of those it read has changed: of two workers that meet, the loser reads and decides again. A
version is a digest of the state, so it names the same bytes for ever, also after a Redis that
forgot; what was read once is kept here and is not sent again while its version stands.
"""

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final, TypeVar

from redis.asyncio import Redis, RedisCluster

from schemas.alert import Alert
from schemas.codec import decode, encode
from streams.alert.claim import Claim
from streams.alert.region import Bucket, Region
from streams.alert.revise import UNSENT
from streams.alert.store import Decision, Ledger, Wanted, days_of

Contract = TypeVar("Contract")

# Longer than any rule's age limit is useful for, so a closed incident is not opened twice.
REGION_TTL_SECONDS: Final = 45 * 24 * 3600
# Days kept decoded, so that the busiest regions are not read and unpacked for every article.
_CACHED_DAYS: Final = 1_000
_DIGEST_BYTES: Final = 9

# KEYS: the region's days, then the keys of the days to write. ARGV: seconds to live; how many days
# were read; day and version of each; then for each day to write: day, version, state, how many
# decisions, and their fields and values.
_COMMIT: Final = """
local at = 3
for _ = 1, tonumber(ARGV[2]) do
  if (redis.call('HGET', KEYS[1], ARGV[at]) or '') ~= ARGV[at + 1] then return 0 end
  at = at + 2
end
for i = 2, #KEYS do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  redis.call('HSET', KEYS[i], 'state', ARGV[at + 2])
  local count = tonumber(ARGV[at + 3])
  at = at + 4
  for _ = 1, count do
    redis.call('HSET', KEYS[i], ARGV[at], ARGV[at + 1])
    at = at + 2
  end
  redis.call('EXPIRE', KEYS[i], ARGV[1])
end
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
"""


def days_key(region: str) -> str:
    """Name the key of a region's days; the braces keep the region on one cluster node."""
    return f"barid:alert:days:{{{region}}}"


def bucket_key(region: str, day: int) -> str:
    """Name the key of one day of a region."""
    return f"barid:alert:bucket:{{{region}}}:{day}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """Hold a day in Redis, in one value."""

    claims: tuple[Claim, ...]
    alerts: tuple[Alert, ...]


class RedisRegionStore:
    """Keep regions in Redis, where workers share them."""

    def __init__(self, redis: "Redis | RedisCluster") -> None:
        self._redis: Any = redis
        self._known: OrderedDict[tuple[str, int, str], Bucket] = OrderedDict()

    async def load(self, wanted: Sequence[Wanted]) -> dict[str, Ledger]:
        """Read regions in two round trips: what stands where, then what is not known yet."""
        if not wanted:
            return {}
        days = {region: sorted(found) for region, found in days_of(wanted).items()}
        asked = list(dict.fromkeys(one for one in wanted if one.article_id))
        pipeline = self._redis.pipeline(transaction=False)
        for region, numbers in days.items():
            pipeline.hmget(days_key(region), [str(day) for day in numbers])
        for one in asked:
            pipeline.hget(bucket_key(one.region, one.day), f"d:{one.article_id}")
        answers = await pipeline.execute()
        versions = {
            region: {day: text.decode() for day, text in zip(numbers, row, strict=True) if text}
            for (region, numbers), row in zip(days.items(), answers[: len(days)], strict=True)
        }
        decisions: dict[str, dict[str, Decision]] = {region: {} for region in days}
        for one, content in zip(asked, answers[len(days) :], strict=True):
            if content is not None:
                decisions[one.region][one.article_id] = _unpacked(Decision, content)
        buckets = await self._read(versions)
        ledgers = {}
        for region, numbers in days.items():
            read = Region(region, buckets[region])
            ledgers[region] = Ledger(
                read=read, now=read, days=frozenset(numbers), decisions=decisions[region]
            )
        self._forget()
        return ledgers

    async def commit(self, ledgers: Sequence[Ledger]) -> set[str]:
        """Write what changed, in one round trip."""
        if not ledgers:
            return set()
        pipeline = self._redis.pipeline(transaction=False)
        written = []
        for ledger in ledgers:
            region, changed = ledger.read.name, ledger.changed_days()
            packed = [_packed(_Stored(claims=b.claims, alerts=b.alerts)) for b in changed]
            keys = [days_key(region), *(bucket_key(region, bucket.day) for bucket in changed)]
            # EVAL, not EVALSHA: the script is short, a restarted Redis has forgotten its digest,
            # and a cluster's pipeline takes no EVALSHA.
            pipeline.eval(_COMMIT, len(keys), *keys, *_arguments(ledger, changed, packed))
            written.append((region, changed, packed))
        answers = await pipeline.execute()
        lost = set()
        for (region, changed, packed), is_written in zip(written, answers, strict=True):
            if not is_written:
                lost.add(region)
                continue
            for bucket, state in zip(changed, packed, strict=True):
                version = _version(state)
                self._known[region, bucket.day, version] = bucket.at_version(version)
        self._forget()
        return lost

    async def alerts(self) -> list[Alert]:
        """Give the last revision of every alert kept, the newest first.

        Cost: walks all keys; for operators, not for the stream.
        """
        found: list[Alert] = []
        async for key in self._redis.scan_iter(match="barid:alert:bucket:*", count=500):
            content = await self._redis.hget(key, "state")
            if content is not None:
                alerts = _unpacked(_Stored, content).alerts
                found += [alert for alert in alerts if alert.revision != UNSENT]
        # Of stories that have become one, both hold the alert; the one that goes on is further.
        last = {one.alert_id: one for one in sorted(found, key=lambda one: one.revision)}
        return sorted(
            last.values(), key=lambda one: (one.emitted_for or "", one.alert_id), reverse=True
        )

    async def _read(self, versions: dict[str, dict[int, str]]) -> dict[str, dict[int, Bucket]]:
        found: dict[str, dict[int, Bucket]] = {region: {} for region in versions}
        unknown = []
        for region, days in versions.items():
            for day, version in days.items():
                known = self._known.get((region, day, version))
                if known is None:
                    unknown.append((region, day, version))
                else:
                    found[region][day] = known
                    self._known.move_to_end((region, day, version))
        if not unknown:
            return found
        pipeline = self._redis.pipeline(transaction=False)
        for region, day, _ in unknown:
            pipeline.hget(bucket_key(region, day), "state")
        for (region, day, version), content in zip(unknown, await pipeline.execute(), strict=True):
            if content is None:  # expired: the day is empty, and stands under its last version
                found[region][day] = Bucket(day, version)
                continue
            # The day may have been written since its version was read: it is what it holds.
            stored, version_now = _unpacked(_Stored, content), _version(content)
            bucket = Bucket(day, version_now, stored.claims, stored.alerts)
            found[region][day] = self._known[region, day, version_now] = bucket
        return found

    def _forget(self) -> None:
        while len(self._known) > _CACHED_DAYS:
            self._known.popitem(last=False)


def _arguments(
    ledger: Ledger, changed: Sequence[Bucket], packed: Sequence[bytes]
) -> list[str | bytes | int]:
    days = sorted(ledger.days)
    arguments: list[str | bytes | int] = [REGION_TTL_SECONDS, len(days)]
    for day in days:
        arguments += [day, ledger.read.version_of(day)]
    for bucket, state in zip(changed, packed, strict=True):
        taken = [(a, d) for a, (day, d) in ledger.taken.items() if day == bucket.day]
        arguments += [bucket.day, _version(state), state, len(taken)]
        for article, decision in taken:
            arguments += [f"d:{article}", _packed(decision)]
    return arguments


def _version(state: bytes) -> str:
    return blake2b(state, digest_size=_DIGEST_BYTES).hexdigest()


def _packed(contract: object) -> bytes:
    """Write JSON, compressed: the same outlets, places and spans come again and again in it."""
    return zlib.compress(encode(contract), level=1)


def _unpacked(contract: type[Contract], content: bytes) -> Contract:
    return decode(contract, zlib.decompress(content))
