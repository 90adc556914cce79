"""Read `alerts` and `alerts.suppressed`: from a chosen place on, or as a member of a group.

Two ways. Without a group every reader gets everything and keeps its own place: the feed and the
page do so. With a group readers share the partitions and the broker keeps their place: a channel
does so, reads a batch, delivers it, and then commits it.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from streams.deliver.position import Partition, Positions
from streams.settings import Settings
from streams.subscribe import Received, all_partitions, received
from streams.topics import LARGEST_MESSAGE_BYTES, Topic

# A poll comes back at once when there is something; this long when there is not.
_POLL_SECONDS: Final = 1.0
_BATCH_RECORDS: Final = 500
# A member of a group may be at one batch for days, while its receiver is away; that it lives is
# told by its heartbeat.
_LONGEST_BATCH_MS: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Since:
    """Begin with the first record written at or after a moment. Units: Unix milliseconds."""

    ms: int


def place_of(record: Received) -> Partition:
    """Name the partition of a record, without the topic prefix."""
    return record.topic.name, record.partition


class TopicReader:
    """Read topics, as `async with TopicReader(...) as reader: async for batch in reader.batches()`.

    Errors on entry: KafkaError when no broker answers; LookupError for a topic it has not. Later
    the client reconnects by itself.
    """

    def __init__(
        self,
        settings: Settings,
        topics: Sequence[Topic],
        *,
        group: str | None = None,
        only: Collection[Partition] | None = None,
    ) -> None:
        """Take what to read; with `group`, as a member of that consumer group (prefix added).

        `only` narrows a reader without a group to some partitions.
        """
        self._settings = settings
        self._named = {settings.topic_prefix + topic.name: topic for topic in topics}
        self._group = group
        self._only = only
        self._consumer: Any = None

    async def __aenter__(self) -> Self:
        """Connect. Without a group, reading begins with the oldest record unless `seek` says."""
        there = await all_partitions(self._settings, list(self._named))
        partitions = [tp for tp in there if self._only is None or self._place(tp) in self._only]
        consumer = AIOKafkaConsumer(
            *(self._named if self._group else ()),
            bootstrap_servers=self._settings.broker,
            group_id=self._settings.topic_prefix + self._group if self._group else None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            max_partition_fetch_bytes=LARGEST_MESSAGE_BYTES,
            max_poll_interval_ms=_LONGEST_BATCH_MS,
            client_id="barid-deliver",
        )
        try:
            await consumer.start()
            if not self._group:
                consumer.assign(partitions)
                await consumer.seek_to_beginning(*partitions)
        except BaseException:
            await consumer.stop()
            raise
        self._consumer = consumer
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the group and disconnect."""
        await self._consumer.stop()

    async def seek(self, start: Since | Mapping[Partition, int]) -> Positions:
        """Go on from a moment, or behind the offsets given; give the positions in force.

        Shape: for each partition the last offset that will not be read; a partition that `start`
        does not name is read from its beginning. Only without a group.
        """
        begins: Mapping[Any, int] = await self._consumer.beginning_offsets(self._all())
        if isinstance(start, Since):
            start = await self.positions_at(start.ms)
        in_force: Positions = {}
        for tp in self._all():
            place = self._place(tp)
            offset = max(start.get(place, -1) + 1, begins[tp])
            self._consumer.seek(tp, offset)
            in_force[place] = offset - 1
        return in_force

    async def positions_at(self, ms: int) -> Positions:
        """Find, for each partition, the last offset before a moment. Units: Unix milliseconds.

        Where nothing was written since, the end as the broker knows it.
        """
        ends = await self.ends()
        found: Mapping[Any, Any] = await self._consumer.offsets_for_times(
            dict.fromkeys(self._all(), max(0, ms))
        )
        return {
            self._place(tp): ends[self._place(tp)] if at is None or at.offset < 0 else at.offset - 1
            for tp, at in found.items()
        }

    async def ends(self) -> Positions:
        """Give the last offset of each partition, as far as the broker knows."""
        ends: Mapping[Any, int] = await self._consumer.end_offsets(self._all())
        return {self._place(tp): end - 1 for tp, end in ends.items()}

    async def batches(self) -> AsyncIterator[list[Received]]:
        """Yield what there is, as it comes; an empty batch after a second without any."""
        while True:
            polled = await self._consumer.getmany(
                timeout_ms=int(_POLL_SECONDS * 1000), max_records=_BATCH_RECORDS
            )
            yield [
                received(self._named[tp.topic], record)
                for tp, records in polled.items()
                for record in records
            ]

    async def is_past(self, place: Partition, offset: int) -> bool:
        """Say whether an offset has been read, or is not there any more."""
        tp = TopicPartition(self._settings.topic_prefix + place[0], place[1])
        return int(await self._consumer.position(tp)) > offset

    async def behind(self) -> int:
        """Count the records written and not yet read, as far as the last answers told."""
        left = 0
        for tp in self._all():
            end = self._consumer.highwater(tp)
            if end is not None:
                left += max(0, end - await self._consumer.position(tp))
        return left

    async def commit(self, delivered: Sequence[Received]) -> None:
        """Keep the place behind these records for the group; call it when they are delivered.

        Errors: CommitFailedError when the partition has gone to another member, which then
        delivers the records again.
        """
        ends: dict[Any, int] = {}
        for record in delivered:
            tp = TopicPartition(self._settings.topic_prefix + record.topic.name, record.partition)
            ends[tp] = max(ends.get(tp, 0), record.offset + 1)
        if ends:
            await self._consumer.commit(ends)

    def _all(self) -> list[Any]:
        return sorted(self._consumer.assignment())

    def _place(self, tp: Any) -> Partition:
        return self._named[tp.topic].name, tp.partition


async def read_between(
    settings: Settings,
    topics: Sequence[Topic],
    after: Mapping[Partition, int],
    to: Mapping[Partition, int],
) -> AsyncIterator[Received]:
    """Yield the records behind `after` up to and with `to`, of the partitions that `to` names.

    Compaction and retention may have taken some; then what is left comes.
    """
    left = {place for place, end in to.items() if after.get(place, -1) < end}
    if not left:
        return
    async with TopicReader(settings, topics, only=left) as reader:
        await reader.seek(after)
        async for batch in reader.batches():
            for record in batch:
                if record.offset <= to[place_of(record)]:
                    yield record
            # Not "until the last offset came": compaction may have taken that one.
            if all([await reader.is_past(place, to[place]) for place in left]):
                return
