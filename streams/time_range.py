"""Read what a topic holds of a stretch of time, and end there."""

from collections.abc import AsyncIterator

from aiokafka import AIOKafkaConsumer

from streams.settings import Settings
from streams.subscribe import Received, all_partitions, received
from streams.topics import LARGEST_MESSAGE_BYTES, Topic

_WAIT_MS = 1_000


async def read_range(
    settings: Settings, topic: Topic, from_ms: int | None, to_ms: int | None
) -> AsyncIterator[Received]:
    """Yield the records written from one time until before another, as they lie in the topic.

    Units: Unix time in milliseconds; None for the beginning and for now. Errors: KafkaError when
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
        ends = await consumer.end_offsets(partitions)
        await consumer.seek_to_beginning(*partitions)
        if to_ms is not None:
            until = await consumer.offsets_for_times(dict.fromkeys(partitions, to_ms))
            ends |= {partition: at.offset for partition, at in until.items() if at is not None}
        if from_ms is not None:
            since = await consumer.offsets_for_times(dict.fromkeys(partitions, from_ms))
            for partition, at in since.items():
                consumer.seek(partition, at.offset if at is not None else ends[partition])
        open_ones = {one for one in partitions if await consumer.position(one) < ends[one]}
        while open_ones:
            batches = await consumer.getmany(*open_ones, timeout_ms=_WAIT_MS)
            for partition, records in batches.items():
                for record in records:
                    if record.offset < ends[partition]:
                        yield received(topic, record)
            for partition in list(open_ones):
                if await consumer.position(partition) >= ends[partition]:
                    open_ones.discard(partition)
    finally:
        await consumer.stop()
