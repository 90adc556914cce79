"""What must be the same whatever the order between partitions, and what is free."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import orjson
from redis.asyncio import Redis

from streams import topics
from streams.alert.incident import fold_claims
from streams.alert.redis_store import RedisRegionStore
from streams.alert.region import Group
from streams.alert.store import Wanted
from streams.subscribe import Received
from tests.e2e.replayed import replayed
from tests.e2e.stream import Stream, once, outcomes


def assert_same_up_to_order(
    stream: Stream, found: dict[str, list[Received]], messages: Sequence[bytes]
) -> None:
    """Hold a stream of several partitions against replay.

    Free is which copy counts as the first, and how many revisions an alert took on the way.
    """
    wanted, incidents = replayed(messages)
    counted = outcomes(found, topics.UNIQUE)
    assert set(counted.values()) == {1}, "a raw article with more than one outcome"
    unique = [orjson.loads(line) for line in wanted[topics.UNIQUE.name]]
    repeats = [orjson.loads(line) for line in wanted[topics.DUPLICATES.name]]
    assert raw_ids(found) == {one["raw_id"] for one in (*unique, *repeats)}
    assert len(once(found[topics.DEADLETTERS.name])) == len(wanted[topics.DEADLETTERS.name])
    assert copies(values(found[topics.UNIQUE.name]), values(found[topics.DUPLICATES.name])) == (
        copies(unique, repeats)
    )

    alerts = [orjson.loads(line) for line in wanted[topics.ALERTS.name]]
    assert last_states(values(found[topics.ALERTS.name])) == last_states(alerts)
    assert asyncio.run(folded(stream)) == {key: summary(group) for key, group in incidents.items()}
    assert silences(values(found[topics.SUPPRESSED.name])) == silences(
        [orjson.loads(line) for line in wanted[topics.SUPPRESSED.name]]
    )


def values(records: list[Received]) -> list[dict[str, Any]]:
    return [orjson.loads(record.value or b"") for record in once(records)]


def raw_ids(found: dict[str, list[Received]]) -> set[str]:
    both = (*found[topics.UNIQUE.name], *found[topics.DUPLICATES.name])
    return {orjson.loads(record.value or b"")["raw_id"] for record in both}


def copies(unique: list[dict[str, Any]], duplicates: list[dict[str, Any]]) -> set[frozenset[str]]:
    """Give the sets of raw articles that are one text."""
    groups: dict[str, set[str]] = defaultdict(set)
    for article in unique:
        groups[article["article_id"]].add(article["raw_id"])
    for duplicate in duplicates:
        groups[duplicate["duplicate_of"]].add(duplicate["raw_id"])
    return {frozenset(group) for group in groups.values()}


def last_states(alerts: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    """Give what each alert said last; how many revisions it took is free between partitions.

    An alert that was merged into another is none: which of two incidents that are one was met
    first depends on the order.
    """
    last = {alert["alert_id"]: alert for alert in sorted(alerts, key=lambda a: a["revision"])}
    return {
        key: (
            alert["incident_id"],
            alert["status"] in ("closed", "retracted"),
            alert["severity"],
            alert["event_type"],
            alert["event_date"],
            alert["place"] and alert["place"]["name"],
            alert["killed"],
            alert["injured"],
        )
        for key, alert in last.items()
        if alert["reason"] not in ("merged", "split")
    }


def silences(suppressions: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Give the silences that an article alone decides; `no_change` depends on who came first."""
    return {
        (s["rule_id"], s["article_id"], s["reason"])
        for s in suppressions
        if s["reason"] not in ("no_change", "duplicate")
    }


def summary(group: Group) -> tuple[Any, ...]:
    incident = fold_claims(group.claims, group.supports, group.denials)
    place = incident.place and incident.place.name
    return (
        *(incident.event_type, incident.event_date, place, incident.severity),
        *(incident.killed, incident.injured, incident.missing, incident.arrested),
        incident.denial and incident.denial.rule,
    )


async def folded(stream: Stream) -> dict[str, tuple[Any, ...]]:
    async with Redis.from_url(stream.redis) as redis:
        keys = [key.decode() async for key in redis.scan_iter("barid:alert:bucket:*")]
        wanted = []
        for key in keys:
            region, _, day = key.partition("{")[2].rpartition("}:")
            wanted.append(Wanted(region, int(day)))
        ledgers = await RedisRegionStore(redis).load(wanted)
    return {
        name: summary(group)
        for ledger in ledgers.values()
        for name, group in ledger.read.groups.items()
    }
