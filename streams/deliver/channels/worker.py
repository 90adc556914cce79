"""Bring the alerts of the topic to one channel, in order, each exactly as long as it takes.

The offset is committed when an alert was delivered, left out by the filter, or buried as a dead
letter; so a restart goes on with what was in hand, under the same message id.
"""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Protocol

from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from schemas.codec import InvalidMessage
from schemas.delivery import DeliveryOutcome
from streams.admin import BrokerUnavailable
from streams.deliver.channels.answers import wait_seconds
from streams.deliver.channels.channel import Answer, Channel, Parcel, Told, read_told
from streams.deliver.channels.journal import Journal, reason_of
from streams.deliver.channels.senders import Sender
from streams.deliver.reading import TopicReader
from streams.settings import Settings
from streams.subscribe import Received
from streams.topics import ALERTS

log = logging.getLogger("barid.channels")

_RETRY_SECONDS: Final = 2.0
# A worker that crashed may have written a revision twice; the copies come close together.
_REMEMBERED: Final = 1_000
# More are not gathered while a channel keeps its interval.
_MOST_IN_DIGEST: Final = 500


class Stopped(Exception):
    """Report that the process ends, or that the receiver wants nothing more."""


class Place(Protocol):
    """Hold how far a channel has come; a `TopicReader` with a group does."""

    async def behind(self) -> int:
        """Count what is not read yet."""
        ...

    async def commit(self, delivered: Sequence[Received]) -> None:
        """Keep the place behind these records."""
        ...


@dataclass(slots=True)
class ChannelWorker:
    """Deliver for one channel until stopped. `clock` is monotonic, in seconds."""

    channel: Channel
    settings: Settings
    sender: Sender
    journal: Journal
    stop: asyncio.Event
    clock: Callable[[], float]
    chance: Callable[[], float] = random.random
    # The receiver said 410: nothing is sent until the process starts again.
    is_closed: bool = False
    _failing_since: float | None = None
    _last_sent: float | None = None
    _done: "OrderedDict[str, bytes | None]" = field(default_factory=OrderedDict)

    @property
    def group(self) -> str:
        """Name the consumer group, and with it the place that a restart goes on from."""
        return group_of(self.settings, self.channel.id)

    async def run(self) -> None:
        """Deliver until stopped; a broker that is away is asked again."""
        while not self.stop.is_set() and not self.is_closed:
            try:
                await self._run_once()
            except Stopped:
                return
            except (KafkaError, LookupError, BrokerUnavailable, OSError) as error:
                log.warning("channel %s cannot go on: %s", self.channel.id, error)
            except Exception:  # one channel's fault is not another's
                log.exception("channel %s failed; again in %s s", self.channel.id, _RETRY_SECONDS)
            with suppress(Stopped):
                await self._pause(_RETRY_SECONDS)

    async def _run_once(self) -> None:
        async with TopicReader(self.settings, [ALERTS], group=self.group) as reader:
            held: list[Received] = []
            async for batch in reader.batches():
                if self.stop.is_set():
                    return
                held += batch
                if len(held) >= _MOST_IN_DIGEST:
                    await self._pause(self._quiet_seconds())
                # Until the next message may go out, what comes is gathered for it.
                if held and not self._quiet_seconds():
                    await self.deliver_batch(held, reader)
                    held = []
                self.journal.behind(len(held) + await reader.behind())

    async def deliver_batch(self, batch: Sequence[Received], reader: Place) -> None:
        """Deliver a batch and commit it, message by message. Errors: Stopped, KafkaError."""
        waiting = len(batch) + await reader.behind()
        self.journal.behind(waiting)
        # What lies behind the last alert sent, and was left out: committed with the next one.
        passed: list[Received] = []
        told: list[Told] = []
        for record in batch:
            one = await self._read(record)
            if one is None:
                passed.append(record)
            else:
                told.append(one)
        for parcel in self._parcels(told):
            await self._deliver(parcel)
            sent = [one.record for one in parcel.told]
            # Whatever was left out before these, in its own partition, is done as well.
            last = {record.partition: record.offset for record in sent}
            earlier = [r for r in passed if r.offset < last.get(r.partition, -1)]
            await self._commit(reader, [*earlier, *sent])
            waiting -= len(sent)
            self.journal.behind(max(0, waiting))
            for one in parcel.told:
                self._done[one.key] = one.record.value
            while len(self._done) > _REMEMBERED:
                self._done.popitem(last=False)
            if self.stop.is_set():
                raise Stopped
        await self._commit(reader, batch)

    async def _read(self, record: Received) -> Told | None:
        """Read a record; None for one that this channel is not to send."""
        try:
            told = read_told(record)
        except InvalidMessage as error:
            await self.journal.unreadable(record, str(error))
            return None
        if told is None or not self.channel.wanted.takes(told.alert):
            return None
        return None if self._done.get(told.key, b"") == record.value else told

    def _parcels(self, told: Sequence[Told]) -> list[Parcel]:
        """Lay alerts into messages: one each, or one for all where the channel is behind."""
        digest = self.channel.digest
        is_behind = digest is not None and len(told) > digest.behind > 0
        is_spaced = digest is not None and digest.min_interval_seconds > 0
        if len(told) > 1 and (is_behind or is_spaced):
            return [Parcel(tuple(told))]
        return [Parcel((one,)) for one in told]

    def _quiet_seconds(self) -> float:
        """Give how long the channel's interval forbids another message."""
        digest = self.channel.digest
        if digest is None or self._last_sent is None:
            return 0.0
        return max(0.0, self._last_sent + digest.min_interval_seconds - self.clock())

    async def _deliver(self, parcel: Parcel) -> None:
        """Send until it is delivered or given up. Errors: Stopped, with nothing decided."""
        attempt = failures = 0
        patience = self.channel.patience
        while True:
            attempt += 1
            began = self.clock()
            answer = await self.sender.send(parcel)
            seconds = self.clock() - began
            self._last_sent = self.clock()
            if answer.outcome == "delivered":
                self._failing_since = None
                await self.journal.attempted(parcel, answer, "delivered", attempt, seconds)
                return
            if self._failing_since is None:
                self._failing_since = began
            failures += answer.status is not None
            outcome = self._judge(answer, failures)
            await self.journal.attempted(parcel, answer, outcome, attempt, seconds)
            if outcome == "stopped":
                self.is_closed = True
                raise Stopped
            wait = wait_seconds(attempt, answer.wait_seconds, patience, self.chance())
            if outcome == "dead_letter":
                for told in parcel.told:
                    await self.journal.bury(told.record, reason_of(answer), answer.error or "")
                # A receiver that is gone must not turn a whole day into dead letters at once.
                if answer.outcome == "again":
                    await self._pause_unless_stopped(wait)
                return
            await self._pause(wait)

    def _judge(self, answer: Answer, failures: int) -> DeliveryOutcome:
        if answer.outcome == "stop":
            return "stopped"
        if answer.outcome != "again":
            return "dead_letter"
        patience = self.channel.patience
        since = self._failing_since
        lasting = since is not None and self.clock() - since >= patience.give_up_seconds
        return "dead_letter" if failures >= patience.attempts or lasting else "failed"

    async def _pause(self, seconds: float) -> None:
        """Wait. Errors: Stopped as soon as the process is to end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.stop.wait(), seconds)
        if self.stop.is_set():
            raise Stopped

    async def _pause_unless_stopped(self, seconds: float) -> None:
        """Wait, at most until the process is to end: what is buried must be committed first."""
        with suppress(Stopped):
            await self._pause(seconds)

    async def _commit(self, reader: Place, records: Sequence[Received]) -> None:
        try:
            await reader.commit(records)
        except (CommitFailedError, IllegalStateError) as error:
            # The partition is another process's now, which may send these once more.
            log.warning("channel %s: not committed: %s", self.channel.id, error)


def group_of(settings: Settings, channel_id: str) -> str:
    """Name a channel's consumer group, without the topics' prefix."""
    return f"{settings.group}-channel-{channel_id}"
