"""The stream through a real Kafka and Redis says what `replay` says."""

import asyncio
from collections import defaultdict
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from streams import topics
from streams.alert.incident import fold_claims
from streams.alert.store import RedisIncidentStore
from streams.samples import sample_messages
from streams.subscribe import Received
from tests.e2e.replayed import replayed
from tests.e2e.stream import OUTPUTS, Stream, Worker, lines, once, outcomes
from tests.services.kafka import Kafka
from tests.services.redis import Redis as RedisServer

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]
MESSAGES = tuple(sample_messages())
BETWEEN = (topics.UNIQUE, topics.DETECTED)


def streamed(stream: Stream, *workers: list[str], fused: bool = False) -> dict[str, list[Received]]:
    """Send the samples through workers and give everything they wrote."""
    asyncio.run(stream.prepare())
    running = [Worker(stream, *arguments) for arguments in workers]
    try:
        for worker in running:
            worker.start()
        asyncio.run(stream.send(MESSAGES))
        asyncio.run(stream.wait_until_drained(fused=fused))
        assert [worker.stop() for worker in running] == [0] * len(running)
    finally:
        for worker in running:
            worker.kill()
    return asyncio.run(stream.read_all())


@pytest.mark.parametrize(
    ("arguments", "silent"),
    [
        pytest.param([], (), id="staged"),
        pytest.param(["--fuse"], (*BETWEEN, topics.ENRICHED), id="fused"),
    ],
)
def test_one_partition_gives_the_very_records_of_replay(
    kafka: Kafka,
    redis_server: RedisServer,
    topic_prefix: str,
    arguments: list[str],
    silent: tuple[topics.Topic, ...],
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    found = streamed(stream, arguments, fused=bool(arguments))
    wanted, _ = replayed(MESSAGES)
    for topic in OUTPUTS:
        expected = [] if topic in silent else wanted[topic.name]
        assert lines(found[topic.name]) == expected, topic.name
    assert found[topics.ALERTS.name]
    assert found[topics.SUPPRESSED.name]


def test_eight_partitions_and_two_workers_give_the_same_incidents_and_silences(
    kafka: Kafka, redis_server: RedisServer, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix, partitions=8)
    found = streamed(stream, [], [])
    wanted, incidents = replayed(MESSAGES)

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
    assert asyncio.run(folded(stream, set(incidents))) == {
        key: summary(fold_claims(state.claims)) for key, state in incidents.items()
    }
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
    """Give what each alert said last; how many revisions it took is free between partitions."""
    last = {alert["alert_id"]: alert for alert in sorted(alerts, key=lambda a: a["revision"])}
    return {
        key: (
            alert["incident_id"],
            alert["severity"],
            alert["event_type"],
            alert["event_date"],
            alert["place"] and alert["place"]["name"],
            alert["killed"],
            alert["injured"],
        )
        for key, alert in last.items()
    }


def silences(suppressions: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Give the silences that an article alone decides; `no_change` depends on who came first."""
    return {
        (s["rule_id"], s["article_id"], s["reason"])
        for s in suppressions
        if s["reason"] != "no_change"
    }


def summary(incident: Any) -> tuple[Any, ...]:
    place = incident.place and incident.place.name
    return (
        *(incident.event_type, incident.event_date, place, incident.severity),
        *(incident.killed, incident.injured, incident.missing, incident.arrested),
    )


async def folded(stream: Stream, incidents: set[str]) -> dict[str, tuple[Any, ...]]:
    async with Redis.from_url(stream.redis) as redis:
        keys = [key.decode() async for key in redis.scan_iter("barid:alert:incident:*")]
        there = {key.partition("{")[2].rstrip("}") for key in keys}
        assert there == incidents
        ledgers = await RedisIncidentStore(redis).load([(one, "") for one in there])
    return {key: summary(fold_claims(one.state.claims)) for key, one in ledgers.items()}
