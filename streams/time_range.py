"""Read what a topic holds of a stretch of time, and end there."""

from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer

from streams.settings import Settings
from streams.subscribe import Received, all_partitions, received
from streams.topics import LARGEST_MESSAGE_BYTES, Topic

_WAIT_MS = 2_000


async def read_range(
    settings: Settings, topic: Topic, from_ms: int | None, to_ms: int
) -> AsyncIterator[Received]:
    """Yield the records written from one time until before another, as they lie in the topic.

    Units: Unix time in milliseconds; None for the beginning. Ends when
    nothing comes for a while. Errors: KafkaError when
    the broker cannot be reached; LookupError for a topic it has not.
    """
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.broker,
        enable_auto_commit=False,
        max_partition_fetch_bytes=LARGEST_MESSAGE_BYTES,
        client_id="barid-backtest",
    )
    try:
        await consumer.start()
        partitions = await all_partitions(settings, [settings.topic_prefix + topic.name])
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        if from_ms is not None:
            since = await consumer.offsets_for_times(dict.fromkeys(partitions, from_ms))
            for partition, at in since.items():
                if at is not None:
                    consumer.seek(partition, at.offset)
        # Not up to "the end": a broker's end offset may lag, and then the last batch is missed.
        while batches := await consumer.getmany(timeout_ms=_WAIT_MS):
            for partition, records in batches.items():
                for record in records:
                    if (from_ms or 0) <= record.timestamp < to_ms:
                        yield received(topic, record)
                if records[-1].timestamp >= to_ms:
                    consumer.pause(partition)
    finally:
        await consumer.stop()
