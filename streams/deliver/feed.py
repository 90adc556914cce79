"""Keep a history filled from the topics, and wake whoever waits for more."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Final

from aiokafka.errors import KafkaError

from streams.admin import BrokerUnavailable
from streams.deliver.history import History
from streams.deliver.position import Positions
from streams.deliver.reading import Since, TopicReader
from streams.settings import Settings
from streams.subscribe import Received
from streams.topics import ALERTS, SUPPRESSED, Topic

log = logging.getLogger("barid.feed")

FEED_TOPICS: Final[tuple[Topic, ...]] = (ALERTS, SUPPRESSED)
_RETRY_SECONDS: Final = 2.0


class Feed:
    """Read `alerts` and `alerts.suppressed` into a history as long as `run` runs."""

    def __init__(self, settings: Settings, begin_ms: int, history: History | None = None) -> None:
        """Take the moment of the oldest records to read. Units: Unix milliseconds."""
        self.settings = settings
        self.history = history or History()
        self.closed = False
        # What was there at the start has been read; a page shown before that says so.
        self.caught_up = False
        # Why nothing new can come; None while the broker answers.
        self.trouble: str | None = None
        self._start: Since | Positions = Since(begin_ms)
        self._reader: TopicReader | None = None
        self._grown = asyncio.Condition()

    async def run(self) -> None:
        """Read until cancelled; a broker that is away is asked again."""
        while True:
            try:
                await self._read()
            except (KafkaError, LookupError, BrokerUnavailable, OSError) as error:
                self.trouble = str(error)
                log.warning("the feed cannot read (%s); again in %s s", error, _RETRY_SECONDS)
            except Exception as error:  # a page that stands still must say so, not look calm
                self.trouble = repr(error)
                log.exception("the feed failed; again in %s s", _RETRY_SECONDS)
            await asyncio.sleep(_RETRY_SECONDS)

    async def wait_beyond(self, sequence: int, within_seconds: float) -> bool:
        """Wait for an entry behind a sequence number, or the end; False when neither came."""
        try:
            async with asyncio.timeout(within_seconds), self._grown:
                await self._grown.wait_for(
                    lambda: self.closed or self.history.last_sequence > sequence
                )
        except TimeoutError:
            return False
        return True

    async def positions_at(self, ms: int) -> Positions:
        """Find the last offsets before a moment. Errors: KafkaError; ConnectionError while away."""
        if self._reader is None:
            raise ConnectionError(self.trouble or "the topics are not being read yet")
        return await self._reader.positions_at(ms)

    async def add(self, batch: Sequence[Received]) -> None:
        """Put records into the history, in order, and wake who waits."""
        before = self.history.last_sequence
        for record in batch:
            self.history.take(record)
        if self.history.last_sequence > before:
            async with self._grown:
                self._grown.notify_all()

    async def close(self) -> None:
        """Let go of all who wait: there will be no more."""
        self.closed = True
        async with self._grown:
            self._grown.notify_all()

    async def _read(self) -> None:
        async with TopicReader(self.settings, FEED_TOPICS) as reader:
            self.history.begin(await reader.seek(self._start))
            self._reader, self.trouble = reader, None
            ends = await reader.ends()
            try:
                async for batch in reader.batches():
                    await self.add(batch)
                    # After a lost broker, go on from here: what was read is not read again.
                    seen = self._start = self.history.seen
                    if not batch or all(seen.get(place, -1) >= ends[place] for place in ends):
                        self.caught_up = True
            finally:
                self._reader = None
