"""Give a new channel its first place: the end of the topic, not ninety days of old alerts."""

from typing import Final

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from streams.settings import Settings
from streams.subscribe import all_partitions
from streams.topics import ALERTS

_CLIENT: Final = "barid-deliver"


async def begin_group(settings: Settings, group: str) -> int:
    """Commit the end of each partition for which a group has no place yet; count them.

    Must be done before the group has a member: then nothing written later is passed over, and a
    process that dies before its first delivery still finds where it began. Errors: KafkaError,
    LookupError, BrokerUnavailable.
    """
    partitions = await all_partitions(settings, [settings.topic_prefix + ALERTS.name])
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.broker,
        group_id=settings.topic_prefix + group,
        enable_auto_commit=False,
        client_id=_CLIENT,
    )
    await consumer.start()
    try:
        consumer.assign(partitions)
        new = [tp for tp in partitions if await consumer.committed(tp) is None]
        if not new:
            return 0
        ends = await consumer.end_offsets(new)
        try:
            await consumer.commit({tp: ends[tp] for tp in new})
        except KafkaError:
            # Another process has begun the same channel meanwhile.
            if any([await consumer.committed(tp) is None for tp in new]):
                raise
        return len(new)
    finally:
        await consumer.stop()
