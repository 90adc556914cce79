"""Reading the topics of a real Kafka: from a place, from a moment, and as a group."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from schemas.alert import Alert, Suppression
from schemas.codec import encode
from streams.admin import apply_topics
from streams.deliver.feed import Feed
from streams.deliver.history import History
from streams.deliver.reading import Since, TopicReader, read_between
from streams.settings import Settings
from streams.subscribe import Received
from streams.topics import ALERTS, SUPPRESSED
from tests.deliver.serving import Served, until
from tests.deliver.told import make_alert, make_silence, topic_of
from tests.services.kafka import Kafka

# What is older than the topic's retention goes.
BEGIN_MS = int(time.time()) * 1_000 - 600_000

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 90))


@pytest.fixture
def settings(kafka: Kafka, topic_prefix: str) -> Settings:
    made = Settings(broker=kafka.address, topic_prefix=topic_prefix, topic_partitions=2)
    asyncio.run(apply_topics(made))
    return made


async def send(
    settings: Settings, told: Sequence[Alert | Suppression], *, begin_ms: int = BEGIN_MS
) -> None:
    """Lay records into the topics, alternately into both partitions, a second apart."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker, acks="all")
    await producer.start()
    try:
        for number, one in enumerate(told):
            await producer.send_and_wait(
                settings.topic_prefix + topic_of(one).name,
                encode(one),
                key=b"key",  # a compacted topic takes none without
                partition=number % 2,
                timestamp_ms=begin_ms + 1_000 * number,
            )
    finally:
        await producer.stop()


async def read(reader: TopicReader, count: int) -> list[Received]:
    found: list[Received] = []
    async for batch in reader.batches():
        found += batch
        if len(found) >= count or not batch:
            break
    return found


def names(found: Sequence[Received]) -> list[str]:
    return sorted(orjson.loads(record.value or b"")["alert_id"] for record in found)


def alerts(first: int, last: int) -> list[Alert]:
    return [make_alert(alert_id=f"alert-{number:03}") for number in range(first, last)]


def test_reader_begins_at_the_oldest_behind_a_place_or_at_a_moment(settings: Settings) -> None:
    async def work() -> None:
        await send(settings, alerts(0, 6))
        async with TopicReader(settings, [ALERTS]) as reader:
            assert len(await read(reader, 6)) == 6
            begun = await reader.seek({("alerts", 0): 1, ("alerts", 1): 2})
            assert begun == {("alerts", 0): 1, ("alerts", 1): 2}
            assert names(await read(reader, 1)) == ["alert-004"]
            assert await reader.seek(Since(BEGIN_MS + 3_000)) == {
                ("alerts", 0): 1,
                ("alerts", 1): 0,
            }
            found = await read(reader, 3)
            assert names(found) == ["alert-003", "alert-004", "alert-005"]
            assert [record.timestamp_ms for record in found if record.partition == 0] == [
                BEGIN_MS + 4_000
            ]
            await reader.seek(Since(BEGIN_MS + 60_000))
            assert await read(reader, 1) == []

    run(work())


def test_group_member_goes_on_behind_what_was_committed(settings: Settings) -> None:
    async def work() -> None:
        await send(settings, alerts(0, 4))
        async with TopicReader(settings, [ALERTS], group="deliver-test") as reader:
            found: list[Received] = []
            async for batch in reader.batches():
                found += batch
                if len(found) == 4:
                    break
            await reader.commit([r for r in found if r.partition == 0])
        async with TopicReader(settings, [ALERTS], group="deliver-test") as again:
            found = []
            async for batch in again.batches():
                found += batch
                if found:
                    break
            assert {record.partition for record in found} == {1}

    run(work())


def test_range_is_read_to_its_end_and_no_further(settings: Settings) -> None:
    async def work() -> None:
        await send(settings, [*alerts(0, 8), make_silence()])
        after, to = {("alerts", 0): 0, ("alerts", 1): 1}, {("alerts", 0): 2, ("alerts", 1): 1}
        found = [r async for r in read_between(settings, [ALERTS, SUPPRESSED], after, to)]
        assert [(r.partition, r.offset) for r in found] == [(0, 1), (0, 2)]

    run(work())


def test_feed_goes_on_where_it_was_when_the_broker_comes_back(
    settings: Settings, kafka: Kafka
) -> None:
    async def work() -> None:
        feed = Feed(settings, 0)
        reading = asyncio.create_task(feed.run())
        await send(settings, alerts(0, 4))
        await until(lambda: feed.history.count("alert") == 4 and feed.caught_up)
        kafka.restart()
        await send(settings, alerts(4, 6))
        async with asyncio.timeout(60):
            while feed.history.count("alert") < 6:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert feed.history.last_sequence == 6
        reading.cancel()

    run(work())


def test_client_from_before_the_history_gets_the_rest_from_the_topic(settings: Settings) -> None:
    async def work() -> None:
        await send(settings, alerts(0, 60))
        feed = Feed(settings, 0, History(max_entries=20))
        reading = asyncio.create_task(feed.run())
        await until(lambda: feed.caught_up)
        assert feed.history.count("alert") <= 20
        async with (
            Served().open(feed) as site,
            site.listen("/alerts/stream", "alerts/0/4,alerts/1/9") as stream,
        ):
            events = await stream.events(45)
            got = [orjson.loads(event["data"])["alert_id"] for event in events]
            wanted = {f"alert-{n:03}" for n in range(60) if n // 2 > (9 if n % 2 else 4)}
            assert sorted(got) == sorted(wanted)
            await send(settings, alerts(60, 61), begin_ms=BEGIN_MS + 90_000)
            assert names_of(await stream.events(1)) == ["alert-060"]
            # Whoever comes back with the last id has had all of it.
            async with site.listen("/alerts/stream", events[-1]["id"]) as again:
                assert names_of(await again.events(1)) == ["alert-060"]
        reading.cancel()

    run(work())


def test_since_gives_what_was_written_from_that_moment_on(settings: Settings) -> None:
    async def work() -> None:
        await send(settings, alerts(0, 10))
        feed = Feed(settings, 0)
        reading = asyncio.create_task(feed.run())
        await until(lambda: feed.caught_up)
        async with (
            Served().open(feed) as site,
            site.listen(f"/alerts/stream?since={BEGIN_MS // 1_000 + 7}") as stream,
        ):
            got = names_of(await stream.events(3))
            assert sorted(got) == ["alert-007", "alert-008", "alert-009"]
        reading.cancel()

    run(work())


def names_of(events: Sequence[dict[str, str]]) -> list[str]:
    return [orjson.loads(event["data"])["alert_id"] for event in events]
