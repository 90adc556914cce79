"""Make topics, send records and read them back: what a test does at the edges of the stream."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import GroupCoordinatorNotAvailableError

from tests.services.kafka import MAX_MESSAGE_BYTES

READ_TIMEOUT_SECONDS = 30.0


async def create_topics(
    address: str,
    topics: Iterable[str],
    *,
    partitions: int = 1,
    configs: Mapping[str, str] | None = None,
) -> None:
    """Create topics with one replica."""
    wanted = [NewTopic(name, partitions, 1, topic_configs=dict(configs or {})) for name in topics]
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        answer = await admin.create_topics(wanted)
    finally:
        await admin.close()
    failed = [error for error in answer.topic_errors if error[1] != 0]
    assert not failed, failed


async def send(
    address: str,
    topic: str,
    records: Iterable[tuple[bytes | None, bytes | None]],
    *,
    partition: int | None = None,
    headers: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Send (key, value) records in order and wait until the broker has them all."""
    producer = AIOKafkaProducer(
        bootstrap_servers=address, acks="all", max_request_size=MAX_MESSAGE_BYTES
    )
    await producer.start()
    try:
        waiting = [
            await producer.send(
                topic, key=key, value=value, partition=partition, headers=list(headers)
            )
            for key, value in records
        ]
        await asyncio.gather(*waiting)
    finally:
        await producer.stop()


async def read(
    address: str,
    topic: str,
    count: int,
    *,
    partitions: int = 1,
    timeout_seconds: float = READ_TIMEOUT_SECONDS,
) -> list[ConsumerRecord]:
    """Read the first `count` records of a topic, from its beginning and without a group.

    Errors: `AssertionError` with what has come when fewer come in time.
    """
    consumer = AIOKafkaConsumer(bootstrap_servers=address, auto_offset_reset="earliest")
    await consumer.start()
    records: list[ConsumerRecord] = []
    try:
        consumer.assign([TopicPartition(topic, number) for number in range(partitions)])
        async with asyncio.timeout(timeout_seconds):
            while len(records) < count:
                records.append(await consumer.getone())
    except TimeoutError:
        came = [(record.partition, record.offset, record.key) for record in records]
        message = f"{topic}: {len(records)} of {count} records came: {came}"
        raise AssertionError(message) from None
    finally:
        await consumer.stop()
    return records


async def count_records(address: str, topic: str, *, partitions: int = 1) -> int:
    """Return how many records a topic has taken so far (real Kafka only: it asks for the ends)."""
    consumer = AIOKafkaConsumer(bootstrap_servers=address)
    await consumer.start()
    try:
        ends = await consumer.end_offsets(
            [TopicPartition(topic, number) for number in range(partitions)]
        )
    finally:
        await consumer.stop()
    return sum(ends.values())


async def committed_offsets(address: str, group: str) -> dict[tuple[str, int], int]:
    """Return the offsets a consumer group has committed: (topic, partition) to next offset."""
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        async with asyncio.timeout(READ_TIMEOUT_SECONDS):
            offsets = await _offsets_of(admin, group)
    finally:
        await admin.close()
    return {(at.topic, at.partition): found.offset for at, found in offsets.items()}


async def _offsets_of(admin: AIOKafkaAdminClient, group: str) -> Any:
    while True:
        try:
            return await admin.list_consumer_group_offsets(group)
        except GroupCoordinatorNotAvailableError:
            # The first question about any group makes a new broker create its offsets topic.
            await asyncio.sleep(0.1)
