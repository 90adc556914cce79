"""The stream through a real Kafka and Redis says what `replay` says."""

import asyncio

import pytest

from streams import topics
from streams.samples import sample_messages
from streams.subscribe import Received
from tests.e2e.comparing import assert_same_up_to_order
from tests.e2e.replayed import replayed
from tests.e2e.stream import OUTPUTS, Stream, Worker, lines
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
    assert_same_up_to_order(stream, found, MESSAGES)
