"""The runner: a faust agent for each row of the topology.

bytes -> decode -> stages -> encode -> produce, acknowledged -> offsets acknowledged. A batch at a
time; while Redis or Kafka is away a batch waits and nothing is acknowledged. faust hands us raw
bytes and we acknowledge ourselves, for what was found in its source and in kill tests: an agent
that raises has its message acknowledged and never retried; a message skipped while partitions move
is acknowledged without having been handled; and offsets that the broker refused count as committed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import faust
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from faust.transport.drivers import aiokafka as faust_aiokafka
from faust.types import TP, TransportT
from faust.types import Message as FaustMessage
from mode.supervisors import CrashingSupervisor
from redis.exceptions import RedisError

from schemas.alert import Alert, Suppression
from schemas.deadletter import DeadLetter
from schemas.duplicate import Duplicate
from streams.batch import Handled, Message, handle
from streams.health import AgentHealth, Health
from streams.metrics import Metrics
from streams.pipeline import Stores, Words
from streams.produce import produce
from streams.topology import Row

log = logging.getLogger("barid.agents")
Answer = TypeVar("Answer")

# What may be well again by itself: wait, and ask again. Anything Redis says counts, also that it is
# full or read-only: nothing is lost by waiting, and much by going on without the state.
OUTAGES: Final = (RedisError, OSError, TimeoutError)
_KAFKA_OUTAGES: Final = (KafkaError, OSError, TimeoutError)
_FIRST_RETRY_SECONDS: Final = 0.1
_LAST_RETRY_SECONDS: Final = 5.0


class _Consumer(faust_aiokafka.Consumer):
    """Acknowledge what Barid handled and nothing else."""

    def ack(self, message: FaustMessage) -> bool:
        """Let go of a message that nobody handled, without counting it as done.

        faust calls this for messages it skipped while partitions moved. They are read again, so
        the offset must stay; but a stop or a rebalance need not wait for them.
        """
        self._unacked_messages.discard(message)
        return False

    def ack_handled(self, message: FaustMessage) -> bool:
        """Acknowledge a handled message, unless its partition has moved since it was read.

        Either way nothing waits for it any longer. faust forgets to say so of an offset that is
        already committed, and then a rebalance waits for that message for ever.
        """
        current = message.generation_id == self.app.consumer_generation_id
        counted = bool(super().ack(message)) if current else False
        self.ack(message)
        return counted

    async def _commit_offsets(
        self, offsets: Mapping[TP, int], start_new_transaction: bool = True
    ) -> bool:
        """Commit, and take as committed what the broker took and nothing else.

        faust remembers offsets as committed even when the group moved on and refused them; what
        is read again after that lies below them, and would never be committed.
        """
        del start_new_transaction  # at least once: no transactions
        assigned = self.assignment()
        ours = {tp: offset for tp, offset in offsets.items() if tp in assigned}
        if not ours or not await self._commit(ours):
            return False
        self._committed_offset.update(ours)
        return True


class _Transport(faust_aiokafka.Transport):
    Consumer = _Consumer


class App(faust.App):
    """A faust app whose consumer acknowledges only what was handled."""

    def _new_transport(self) -> TransportT:
        return _Transport(self.conf.broker_consumer, self)


@dataclass(slots=True)
class Current:
    """Hold the words in force; replaced whole when rules are loaded again, between batches."""

    words: Words


@dataclass(frozen=True, slots=True)
class Parts:
    """Hold what every agent of a worker shares."""

    current: Current
    stores: Stores
    producer: AIOKafkaProducer
    metrics: Metrics
    health: Health
    prefix: str
    max_body_bytes: int
    batch_messages: int
    batch_wait_seconds: float
    stopping: asyncio.Event
    clock: Callable[[], float]
    wall_clock: Callable[[], float]


def register(app: App, rows: Sequence[Row], parts: Parts) -> None:
    """Give the app one agent a row."""
    for row in rows:
        topic = app.topic(
            parts.prefix + row.reads.name,
            key_type=bytes,
            value_type=bytes,
            key_serializer="raw",
            value_serializer="raw",
        )
        runner = _Runner(row, parts, app)
        # An agent that raises must end the worker: faust's default starts it again past the batch.
        app.agent(topic, name=row.name, supervisor_strategy=CrashingSupervisor)(runner.run)
        parts.health.agents.setdefault(row.name, AgentHealth())


class _Stopping(Exception):
    """The worker stops while a batch waits for a dependency: the batch is left unhandled."""


class _Runner:
    """Run one row on the batches of its topic."""

    def __init__(self, row: Row, parts: Parts, app: App) -> None:
        self._row = row
        self._parts = parts
        self._app = app

    async def run(self, stream: Any) -> None:
        """Handle batches until the worker stops."""
        parts = self._parts
        batches = stream.noack().noack_take(parts.batch_messages, within=parts.batch_wait_seconds)
        consumer: Any = self._app.consumer
        async for events in batches:
            current: list[FaustMessage] = []
            for event in events:
                # What was read before its partition moved is read again by whoever has it now.
                stale = event.message.generation_id != self._app.consumer_generation_id
                if stale or self._parts.stopping.is_set():
                    consumer.ack(event.message)
                else:
                    current.append(event.message)
            if not current:
                continue
            try:
                await self._batch(current)
            except _Stopping:
                for message in current:
                    consumer.ack(message)

    async def _batch(self, taken: Sequence[FaustMessage]) -> None:
        parts, name = self._parts, self._row.name
        started = parts.clock()
        health = parts.health.agents[name]
        health.busy_since = parts.health.clock()
        messages = [
            Message(
                message.topic.removeprefix(parts.prefix),
                message.partition,
                message.offset,
                message.key,
                message.value,
            )
            for message in taken
        ]
        handled = await self._until_answered("redis", OUTAGES, lambda: self._handle(messages))
        refused = await self._until_answered(
            "kafka", _KAFKA_OUTAGES, lambda: produce(parts.producer, handled, parts.prefix)
        )
        consumer: Any = self._app.consumer
        for message in taken:
            consumer.ack_handled(message)
        health.busy_since = None
        self._account(handled, parts.clock() - started)
        for made in refused:
            self._count(made.topic.name, made.content)

    async def _handle(self, messages: Sequence[Message]) -> list[Handled]:
        parts = self._parts
        return await handle(
            self._row,
            messages,
            parts.current.words,
            parts.stores,
            self._timed,
            max_bytes=parts.max_body_bytes,
            outages=OUTAGES,
        )

    async def _until_answered(
        self,
        dependency: str,
        outages: tuple[type[Exception], ...],
        ask: Callable[[], Awaitable[Answer]],
    ) -> Answer:
        """Ask until a dependency answers; nothing is acknowledged meanwhile."""
        metrics, health = self._parts.metrics, self._parts.health
        wait_seconds = _FIRST_RETRY_SECONDS
        while True:
            try:
                answer = await ask()
            except outages as error:
                if health.dependencies.get(dependency, True):
                    log.warning("%s does not answer, waiting for it: %s", dependency, error)
                health.dependencies[dependency] = False
                metrics.set("barid_dependency_up", 0, dependency=dependency)
                metrics.count("barid_retries_total", dependency=dependency)
                await self._pause(wait_seconds)
                wait_seconds = min(wait_seconds * 2, _LAST_RETRY_SECONDS)
                continue
            if not health.dependencies.get(dependency, True):
                log.warning("%s answers again", dependency)
            health.dependencies[dependency] = True
            metrics.set("barid_dependency_up", 1, dependency=dependency)
            return answer

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try. Errors: _Stopping as soon as the worker is to stop."""
        try:
            await asyncio.wait_for(self._parts.stopping.wait(), seconds)
        except TimeoutError:
            return
        raise _Stopping

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        started = self._parts.clock()
        yield
        spent = self._parts.clock() - started
        self._parts.metrics.observe("barid_stage_duration_seconds", spent, stage=stage)

    def _account(self, handled: Sequence[Handled], spent_seconds: float) -> None:
        parts, name = self._parts, self._row.name
        parts.metrics.observe("barid_batch_size", len(handled), agent=name)
        parts.metrics.observe("barid_batch_duration_seconds", spent_seconds, agent=name)
        for one in handled:
            outcome = "dead_letter" if one.dead else "handled"
            parts.metrics.count("barid_messages_total", agent=name, outcome=outcome)
            for made in one.produced:
                self._count(made.topic.name, made.content)

    def _count(self, topic: str, content: object) -> None:
        metrics = self._parts.metrics
        stage = self._row.name
        if isinstance(content, DeadLetter):
            reason = content.reason
            metrics.count("barid_dead_letters_total", stage=content.stage, reason=reason)
        elif isinstance(content, Duplicate):
            metrics.count("barid_duplicates_total", kind=content.kind)
        elif isinstance(content, Suppression):
            metrics.count("barid_suppressions_total", reason=content.reason)
        elif isinstance(content, Alert):
            severity, status = content.severity, content.status
            metrics.count("barid_alerts_total", severity=severity, status=status)
            age = _age_seconds(content.emitted_for, self._parts.wall_clock())
            if age is not None:
                metrics.observe("barid_end_to_end_seconds", age, span="crawl_to_alert")
        else:
            outcome = topic.rpartition(".")[2]
            metrics.count("barid_articles_total", stage=stage, outcome=outcome)


def _age_seconds(crawled_at: str | None, now: float) -> float | None:
    try:
        crawled = datetime.fromisoformat(crawled_at or "")
    except ValueError:
        return None
    return max(0.0, now - crawled.timestamp())
