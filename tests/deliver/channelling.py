"""Make channels for tests, and run one over records without a broker."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaProducer
from prometheus_client import CollectorRegistry

from schemas.codec import decode
from schemas.deadletter import CHANNEL_HEADER, REASON_HEADER
from schemas.delivery import Delivery
from streams.deliver.channels.channel import Channel, Patience
from streams.deliver.channels.journal import Journal
from streams.deliver.channels.running import open_sender
from streams.deliver.channels.secret import Secret
from streams.deliver.channels.texts import load_phrases
from streams.deliver.channels.worker import ChannelWorker
from streams.metrics import Metrics
from streams.settings import Settings
from streams.subscribe import Received

KEY = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
OLD_KEY = Secret("whsec_" + "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xkLW9sZA==")
# Quick enough for a test, slow enough that their order can be seen.
QUICK = Patience(
    attempts=4,
    give_up_seconds=8.0,
    timeout_seconds=0.3,
    first_wait_seconds=0.01,
    longest_wait_seconds=0.05,
)


def webhook(url: str, **changed: Any) -> Channel:
    values: dict[str, Any] = {
        "id": "desk",
        "type": "webhook",
        "url": Secret(url),
        "secrets": (KEY,),
        "allow_private": True,
        "patience": QUICK,
    }
    return Channel(**{**values, **changed})


class Written(AIOKafkaProducer):  # type: ignore[misc]  # its library ships no types
    """Keep what would be written to the broker."""

    def __init__(self) -> None:
        self.records: list[tuple[str, bytes, dict[str, str]]] = []

    def __del__(self, **_: Any) -> None:
        """Nothing was opened."""

    async def send_and_wait(self, topic: str, **said: Any) -> None:
        headers = {name: value.decode() for name, value in said["headers"]}
        self.records.append((topic, said["value"], headers))

    @property
    def deliveries(self) -> list[Delivery]:
        return [decode(Delivery, v) for t, v, _ in self.records if t == "alerts.deliveries"]

    @property
    def outcomes(self) -> list[str]:
        return [one.outcome for one in self.deliveries]

    @property
    def dead(self) -> list[tuple[str, str, bytes]]:
        """Give channel, reason and original bytes of each dead letter."""
        return [
            (h[CHANNEL_HEADER], h[REASON_HEADER], v)
            for t, v, h in self.records
            if t == "deadletters"
        ]


@dataclass(slots=True)
class Kept:
    """Keep which offsets were committed."""

    committed: list[tuple[int, int]] = field(default_factory=list)

    async def behind(self) -> int:
        return 0

    async def commit(self, delivered: Sequence[Received]) -> None:
        for partition in sorted({record.partition for record in delivered}):
            last = max(r.offset for r in delivered if r.partition == partition)
            self.committed.append((partition, last))


@dataclass(slots=True)
class Run:
    """A channel at work: what it wrote, how far it is, and its metrics."""

    worker: ChannelWorker
    written: Written
    place: Kept
    metrics: Metrics
    stop: asyncio.Event

    async def deliver(self, records: Sequence[Received]) -> None:
        await self.worker.deliver_batch(records, self.place)

    def exposition(self) -> str:
        return self.metrics.exposition()[0].decode()


@asynccontextmanager
async def at_work(channel: Channel) -> AsyncIterator[Run]:
    """Open a channel's sender and give it a broker that only remembers."""
    written, stop = Written(), asyncio.Event()
    metrics = Metrics(CollectorRegistry())
    loop = asyncio.get_running_loop()
    async with open_sender(channel, load_phrases()) as sender:
        journal = Journal(channel, written, "", metrics, lambda: 1_760_516_400.0)
        worker = ChannelWorker(
            channel, Settings(), sender, journal, stop, loop.time, chance=lambda: 0.5
        )
        yield Run(worker, written, Kept(), metrics, stop)
