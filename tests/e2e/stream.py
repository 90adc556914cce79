"""Drive a real worker: start it as users do, feed it, kill it, and read what it wrote."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from redis.asyncio import Redis

from streams import topics
from streams.admin import apply_topics, partitions_of
from streams.records import raw_key
from streams.replay import line_of
from streams.settings import Settings
from streams.subscribe import Received
from streams.topics import LARGEST_MESSAGE_BYTES, TOPICS, Topic

READY_TIMEOUT_SECONDS = 60.0
DRAIN_TIMEOUT_SECONDS = 120.0
OUTPUTS = tuple(topic for topic in TOPICS if topic is not topics.RAW)


@dataclass(frozen=True, slots=True)
class Stream:
    """Hold where a test's stream lives."""

    broker: str
    redis: str
    prefix: str
    partitions: int = 1

    @property
    def settings(self) -> Settings:
        return Settings(
            broker=self.broker,
            redis=self.redis,
            topic_prefix=self.prefix,
            topic_partitions=self.partitions,
        )

    @property
    def environment(self) -> dict[str, str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("BARID_")}
        return {
            **inherited,
            "BARID_BROKER": self.broker,
            "BARID_REDIS": self.redis,
            "BARID_TOPIC_PREFIX": self.prefix,
            "BARID_WEB_PORT": "0",
            "BARID_SESSION_TIMEOUT_SECONDS": "6",
        }

    async def prepare(self) -> None:
        """Make the topics, and an empty Redis."""
        await apply_topics(self.settings)
        async with Redis.from_url(self.redis) as redis:
            await redis.flushdb()

    async def send(self, values: Iterable[bytes], *, pause_seconds: float = 0.0) -> None:
        """Send raw messages in order, keyed as `barid ingest` keys them."""
        producer = AIOKafkaProducer(
            bootstrap_servers=self.broker,
            acks="all",
            max_request_size=LARGEST_MESSAGE_BYTES,
        )
        await producer.start()
        try:
            waiting = []
            for value in values:
                name = self.prefix + topics.RAW.name
                waiting.append(await producer.send(name, value=value, key=raw_key(value)))
                await asyncio.sleep(pause_seconds)
            await asyncio.gather(*waiting)
        finally:
            await producer.stop()

    async def read_all(self, wanted: Sequence[Topic] = OUTPUTS) -> dict[str, list[Received]]:
        """Read every record there is now."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.broker,
            enable_auto_commit=False,
            max_partition_fetch_bytes=LARGEST_MESSAGE_BYTES,
        )
        await consumer.start()
        found: dict[str, list[Received]] = {topic.name: [] for topic in wanted}
        try:
            known = await partitions_of(self.settings, [self.prefix + t.name for t in wanted])
            partitions = {
                TopicPartition(self.prefix + topic.name, number): topic
                for topic in wanted
                for number in known[self.prefix + topic.name]
            }
            ends = await consumer.end_offsets(list(partitions))
            consumer.assign(list(partitions))
            await consumer.seek_to_beginning(*partitions)
            left = {tp for tp, end in ends.items() if end > 0}
            while left:
                for tp, records in (await consumer.getmany(timeout_ms=1000)).items():
                    topic = partitions[tp]
                    found[topic.name] += [
                        Received(topic, r.partition, r.offset, r.key, r.value, tuple(r.headers))
                        for r in records
                    ]
                for tp in list(left):
                    if await consumer.position(tp) >= ends[tp]:
                        left.discard(tp)
        finally:
            await consumer.stop()
        return found

    async def drained(self, row_topics: Sequence[Topic], group: str = "barid") -> bool:
        """Say whether the group has committed everything that its input topics hold."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.broker, group_id=self.prefix + group, enable_auto_commit=False
        )
        await consumer.start()
        try:
            names = [self.prefix + topic.name for topic in row_topics]
            known = await partitions_of(self.settings, names)
            partitions = [TopicPartition(name, n) for name in names for n in known[name]]
            ends = await consumer.end_offsets(partitions)
            for tp in partitions:
                committed = await consumer.committed(tp)
                if (committed or 0) < ends[tp]:
                    return False
            return True
        finally:
            await consumer.stop()

    async def wait_until_drained(self, *, fused: bool = False) -> None:
        """Wait until the workers have nothing left to do."""
        chain = (topics.RAW, topics.UNIQUE, topics.DETECTED, topics.ENRICHED)
        inputs = chain[:1] if fused else chain
        deadline = time.monotonic() + DRAIN_TIMEOUT_SECONDS
        while not await self.drained(inputs):
            assert time.monotonic() < deadline, "the workers do not get through the stream"
            await asyncio.sleep(0.5)


class Worker:
    """Run `barid worker` as a process of its own."""

    def __init__(self, stream: Stream, *arguments: str, **environment: str) -> None:
        self._command = [sys.executable, "-m", "streams", "worker", *arguments]
        self._environment = {**stream.environment, **environment}
        self._log = Path(tempfile.mkstemp(prefix="barid-worker-", suffix=".log")[1])
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            print(f"--- worker log\n{self.log[-6000:]}")
        self.kill()
        self._log.unlink(missing_ok=True)

    @property
    def log(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def start(self, *, wait: bool = True) -> None:
        """Start it, and wait until it says it is ready."""
        before = self.log.count("ready: ")
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                self._command, env=self._environment, stdout=output, stderr=output
            )
        if not wait:
            return
        deadline = time.monotonic() + READY_TIMEOUT_SECONDS
        while self.log.count("ready: ") == before:
            assert self._process.poll() is None, f"the worker ended:\n{self.log[-4000:]}"
            assert time.monotonic() < deadline, f"the worker is not ready:\n{self.log[-4000:]}"
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def signal(self, number: int) -> None:
        """Send a signal."""
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self, timeout_seconds: float = 30.0) -> int:
        """Ask it to end, as an orchestrator does; give its exit code."""
        assert self._process is not None
        self.signal(signal.SIGTERM)
        return self._process.wait(timeout_seconds)


def lines(records: Iterable[Received]) -> list[bytes]:
    """Write records as `barid replay` writes them."""
    return [
        line_of(r.topic, r.value, r.dead_letter() if r.topic is topics.DEADLETTERS else None)
        for r in records
    ]


def once(records: Iterable[Received]) -> list[Received]:
    """Keep the first of records with the same topic and CloudEvents id, as a consumer would."""
    seen: dict[tuple[str, bytes, str], Received] = {}
    for record in records:
        event_id = dict(record.headers)["ce_id"]
        seen.setdefault((record.topic.name, event_id, _kind(record)), record)
    return list(seen.values())


def _kind(record: Received) -> str:
    return record.topic.event_type


def outcomes(records: dict[str, list[Received]], article_topic: Topic) -> Counter[str]:
    """Count the outcomes of each raw message by its raw_id, or by its place for a dead letter."""
    counted: Counter[str] = Counter()
    for topic in (article_topic, topics.DUPLICATES):
        for record in once(records[topic.name]):
            value: dict[str, Any] = orjson.loads(record.value or b"")
            counted[f"{value['raw_id']} {value['article_id']}"] += 1
    for record in once(records[topics.DEADLETTERS.name]):
        letter = record.dead_letter()
        counted[f"{letter.topic}/{letter.partition}/{letter.offset}"] += 1
    return counted
