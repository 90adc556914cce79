"""Read a topic as a subscriber does: no group, no commits, typed records."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.deadletter import CHANNEL_HEADER, REASON_HEADER, STAGE_HEADER, DeadLetter
from streams.admin import partitions_of
from streams.settings import Settings
from streams.topics import DEADLETTERS, LARGEST_MESSAGE_BYTES, Topic

_CONNECT = "__connect.errors."


@dataclass(frozen=True, slots=True)
class Received:
    """Hold one record as it lies in the topic. Units: `timestamp_ms` Unix time; -1 unknown."""

    topic: Topic
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]
    timestamp_ms: int = -1

    def dead_letter(self) -> DeadLetter:
        """Read a dead letter back from its headers. Errors: ValueError for another record."""
        said = {name: value.decode("utf-8", "replace") for name, value in self.headers}
        if self.topic is not DEADLETTERS or STAGE_HEADER not in said:
            raise ValueError(f"{self.topic.name}/{self.partition}/{self.offset} is no dead letter")
        return DeadLetter(
            topic=said[_CONNECT + "topic"],
            partition=int(said[_CONNECT + "partition"]),
            offset=int(said[_CONNECT + "offset"]),
            stage=said[STAGE_HEADER],
            reason=said[REASON_HEADER],
            error_class=said[_CONNECT + "exception.class.name"],
            error=said[_CONNECT + "exception.message"],
            key=self.key,
            value=self.value,
            stack=said[_CONNECT + "exception.stacktrace"],
            channel=said.get(CHANNEL_HEADER),
        )


async def subscribe(
    settings: Settings, topics: tuple[Topic, ...], *, from_start: bool, idle_seconds: float | None
) -> AsyncIterator[Received]:
    """Yield records of topics; end after `idle_seconds` without one, or never.

    Errors: KafkaError when the broker cannot be reached; LookupError for a topic it has not.
    """
    named = {settings.topic_prefix + topic.name: topic for topic in topics}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.broker,
        enable_auto_commit=False,
        max_partition_fetch_bytes=LARGEST_MESSAGE_BYTES,
        client_id="barid-tail",
    )
    try:
        await consumer.start()
        partitions = await all_partitions(settings, list(named))
        consumer.assign(partitions)
        # Not "latest": a broker's end offset may lag, and then the last batch comes twice.
        if from_start:
            await consumer.seek_to_beginning(*partitions)
        else:
            await consumer.seek_to_end(*partitions)
        while True:
            wait_ms = int((idle_seconds if idle_seconds is not None else 1.0) * 1000)
            batches = await consumer.getmany(timeout_ms=wait_ms)
            if not batches and idle_seconds is not None:
                return
            for partition, records in batches.items():
                for record in records:
                    yield received(named[partition.topic], record)
    finally:
        await consumer.stop()


async def all_partitions(settings: Settings, names: list[str]) -> list[TopicPartition]:
    """List the partitions of topics. Errors: LookupError for a topic the broker has not."""
    known = await partitions_of(settings, names)
    missing = [name for name in names if name not in known]
    if missing:
        raise LookupError(f"the broker has no topic {', '.join(missing)}")
    return [TopicPartition(name, number) for name in names for number in known[name]]


def received(topic: Topic, record: Any) -> Received:
    """Take over a record of the client library."""
    return Received(
        topic=topic,
        partition=record.partition,
        offset=record.offset,
        key=record.key,
        value=record.value,
        headers=tuple(record.headers),
        timestamp_ms=record.timestamp,
    )
