"""Nothing lost, nothing twice: a worker killed at any moment, Redis away, Kafka restarted."""

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import orjson
import pytest

from streams import topics
from streams.samples import sample_messages
from streams.subscribe import Received
from tests.e2e.comparing import assert_same_up_to_order
from tests.e2e.replayed import replayed
from tests.e2e.stream import Stream, Worker, lines, once, outcomes
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]
MESSAGES = tuple(sample_messages())
KILLS = 20
# Small batches and a short commit: more places to be killed at. A dead worker is noticed at once.
HURRIED = {"BARID_BATCH_MESSAGES": "4", "BARID_SESSION_TIMEOUT_SECONDS": "1.5"}
OUTAGE_SECONDS = 10.0


def assert_nothing_lost_and_nothing_twice(found: dict[str, list[Received]]) -> None:
    wanted, _ = replayed(MESSAGES)
    counted = outcomes(found, topics.UNIQUE)
    assert set(counted.values()) == {1}, [key for key, count in counted.items() if count > 1]
    for topic in (topics.UNIQUE, topics.DUPLICATES, topics.ENRICHED):
        ours = sorted(lines(once(found[topic.name])))
        assert ours == sorted(wanted[topic.name]), topic.name
    for topic in (topics.ALERTS, topics.SUPPRESSED, topics.DEADLETTERS):
        # The same records, and no second version of one: once() keeps the first of an id.
        assert set(lines(found[topic.name])) == set(wanted[topic.name]), topic.name


@contextmanager
def sending(stream: Stream, pause_seconds: float) -> Iterator[threading.Thread]:
    """Send the samples slowly, beside what the test does."""
    work = stream.send(MESSAGES, pause_seconds=pause_seconds)
    thread = threading.Thread(target=lambda: asyncio.run(work))
    thread.start()
    try:
        yield thread
    finally:
        thread.join()


def test_a_worker_killed_at_twenty_random_moments_loses_nothing_and_says_nothing_twice(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    moments = random.Random(20251015)  # noqa: S311 - any moments will do, the same each run
    with Worker(stream, **HURRIED) as worker:
        with sending(stream, pause_seconds=0.5):
            for _ in range(KILLS):
                time.sleep(moments.uniform(0.0, 1.5))
                worker.kill()
                worker.start()
        asyncio.run(stream.wait_until_drained())
        assert worker.stop() == 0
    assert_nothing_lost_and_nothing_twice(asyncio.run(stream.read_all()))


def test_redis_away_for_ten_seconds_stops_progress_and_loses_nothing(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    with Worker(stream, **HURRIED) as worker:
        with sending(stream, pause_seconds=0.05):
            time.sleep(1.0)
            redis_server.kill()
            time.sleep(OUTAGE_SECONDS)
            assert not asyncio.run(stream.drained([topics.RAW])), "went on without its state"
            redis_server.start()
        asyncio.run(stream.wait_until_drained())
        assert "redis answers again" in worker.log
        assert worker.stop() == 0
    assert_nothing_lost_and_nothing_twice(asyncio.run(stream.read_all()))


def test_a_worker_stops_in_order_while_redis_is_away_and_the_next_one_goes_on(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    with Worker(stream, **HURRIED) as worker:
        redis_server.kill()
        try:
            asyncio.run(stream.send(MESSAGES))
            time.sleep(2.0)
            assert worker.stop() == 0
        finally:
            redis_server.start()
    with Worker(stream, **HURRIED) as worker:
        asyncio.run(stream.wait_until_drained())
        assert worker.stop() == 0
    assert_nothing_lost_and_nothing_twice(asyncio.run(stream.read_all()))


def test_workers_that_come_and_go_in_mid_stream_lose_nothing(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix, partitions=8)
    asyncio.run(stream.prepare())
    with Worker(stream, **HURRIED) as first, Worker(stream, **HURRIED) as second:
        with sending(stream, pause_seconds=0.25):
            assert first.stop() == 0  # its partitions go to the second
            first.start()
            second.kill()
            time.sleep(2.0)
            second.start()
        asyncio.run(stream.wait_until_drained())
        assert [first.stop(), second.stop()] == [0, 0]
    assert_same_up_to_order(stream, asyncio.run(stream.read_all()), MESSAGES)


def test_kafka_restarted_in_mid_stream_loses_nothing(
    redis_server: Redis, topic_prefix: str
) -> None:
    with Kafka() as own:  # its own broker: the session's must not go away under other tests
        stream = Stream(own.address, redis_server.url, topic_prefix)
        asyncio.run(stream.prepare())
        asyncio.run(stream.send(MESSAGES))
        with Worker(stream, **HURRIED) as worker:
            time.sleep(0.5)
            own.kill()
            time.sleep(OUTAGE_SECONDS)
            own.start()
            asyncio.run(stream.wait_until_drained())
            assert worker.stop() == 0
        assert_nothing_lost_and_nothing_twice(asyncio.run(stream.read_all()))


def test_samples_hold_what_these_tests_are_about() -> None:
    wanted, _ = replayed(MESSAGES)
    revisions = [orjson.loads(line)["revision"] for line in wanted[topics.ALERTS.name]]
    assert max(revisions) >= 4
    assert wanted[topics.DUPLICATES.name]
    assert wanted[topics.DEADLETTERS.name]
