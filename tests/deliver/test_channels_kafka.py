"""`barid deliver` as a process, on a real Kafka: killed, started again, and nothing is lost."""

import asyncio
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer

from schemas.alert import Alert
from schemas.codec import encode
from streams.admin import apply_topics
from streams.settings import Settings
from tests.cli.running import Ran, barid, environment
from tests.deliver.channelling import KEY
from tests.deliver.receiving import Receiver
from tests.deliver.told import make_alert
from tests.services.kafka import Kafka

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

READY_SECONDS = 60.0
ARRIVE_SECONDS = 60.0


class Deliverer:
    """One `barid deliver`, which can be killed and started again."""

    def __init__(self, kafka: Kafka, prefix: str, folder: Path) -> None:
        self.settings = Settings(broker=kafka.address, topic_prefix=prefix, topic_partitions=2)
        asyncio.run(apply_topics(self.settings))
        self.folder = folder
        (folder / "key").write_text(KEY.value, "utf-8")
        self.log = folder / "deliver.log"
        self.variables = {
            "BARID_BROKER": kafka.address,
            "BARID_TOPIC_PREFIX": prefix,
            "BARID_WEB_PORT": "0",
            "BARID_CHANNELS": str(folder / "channels.yaml"),
        }

    def channels(self, *entries: str, **urls: str) -> None:
        """Write the file of channels; each url goes into a file of its own."""
        text = "channels:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)
        (self.folder / "channels.yaml").write_text(text, "utf-8")
        for name, url in urls.items():
            (self.folder / name).write_text(url, "utf-8")

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        with self.log.open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "streams", "deliver"],
                env=environment(self.variables),
                stderr=log,
                text=True,
            )
        try:
            seen = self.log.read_text("utf-8").count("ready: ")
            deadline = time.monotonic() + READY_SECONDS
            while self.log.read_text("utf-8").count("ready: ") <= seen:
                assert process.poll() is None, self.log.read_text("utf-8")
                assert time.monotonic() < deadline, self.log.read_text("utf-8")
                time.sleep(0.05)
            yield process
        finally:
            process.kill()
            process.wait(20)

    def barid(self, *arguments: str) -> Ran:
        return barid(*arguments, variables=self.variables)

    async def write(self, alerts: list[Alert]) -> None:
        producer = AIOKafkaProducer(bootstrap_servers=self.settings.broker, acks="all")
        await producer.start()
        try:
            for alert in alerts:
                name = self.settings.topic_prefix + "alerts"
                await producer.send_and_wait(name, encode(alert), key=alert.alert_id.encode())
        finally:
            await producer.stop()


@pytest.fixture
def deliverer(kafka: Kafka, topic_prefix: str, tmp_path: Path) -> Deliverer:
    return Deliverer(kafka, topic_prefix, tmp_path)


def alerts(count: int, name: str = "a") -> list[Alert]:
    return [make_alert(alert_id=f"{name}{number:03}") for number in range(count)]


async def until(holds: Callable[[], bool], seconds: float = ARRIVE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it does not come to that"
        await asyncio.sleep(0.02)


DESK = "id: desk, type: webhook, url_file: url, secret_file: key, allow_private: true, timeout: 2s"


def test_killed_in_the_middle_it_goes_on_and_sends_nothing_else_again(
    deliverer: Deliverer,
) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            deliverer.channels(DESK + ", longest_wait: 1s", url=receiver.url)
            with deliverer.running() as process:
                pass  # begins the channel; what was there before is not sent
            await deliverer.write(alerts(60))
            receiver.always = lambda _: (200, {}) if len(receiver.got) != 40 else None
            with deliverer.running() as process:
                await until(lambda: len(receiver.got) >= 40)
                process.kill()
                process.wait(20)
            receiver.always = None
            with deliverer.running() as process:
                await until(lambda: len(set(receiver.ids)) == 60)
                process.send_signal(signal.SIGTERM)
                assert await asyncio.to_thread(process.wait, 30) == 0
            counted = Counter(receiver.ids)
            assert set(counted) == {f"a{number:03}:1" for number in range(60)}
            # The one in hand when it was killed, and at most the one before whose commit it was.
            assert sum(counted.values()) <= 62
            before = len(receiver.got)
            with deliverer.running() as process:
                await deliverer.write(alerts(1, "last"))
                await until(lambda: "last000:1" in receiver.ids)
            assert len(receiver.got) == before + 1

    asyncio.run(work())


def test_slow_and_dead_channels_hold_nobody_up_and_what_they_gave_up_is_sent_again(
    deliverer: Deliverer,
) -> None:
    async def work() -> None:
        async with Receiver().open() as well, Receiver().open() as refusing:
            refusing.always = lambda got: (400, {}) if got.id < "a005" else (200, {})
            nobody = "http://127.0.0.1:9/nobody-home-77"
            deliverer.channels(
                DESK,
                DESK.replace("id: desk", "id: strict").replace("url_file: url", "url_file: no"),
                DESK.replace("id: desk", "id: gone").replace("url_file: url", "url_file: gone")
                + ", longest_wait: 1s",
                "id: archive, type: file, path: alerts.jsonl",
                "id: grave, type: file, path: grave.jsonl, only: {severity_min: critical}",
                url=well.url,
                no=refusing.url,
                gone=nobody,
            )
            archive = deliverer.folder / "alerts.jsonl"
            with deliverer.running() as process:
                told = alerts(20)
                await deliverer.write(told)
                await until(lambda: len(set(well.ids)) == 20)
                await until(lambda: len(set(refusing.ids)) == 20)
                await until(lambda: archive.exists() and len(_lines(archive)) == 20)
                # The log has an end, though the dead channel writes to it every second.
                live = await asyncio.to_thread(deliverer.barid, "channel", "log", "gone")
                assert live.code == 0
                process.send_signal(signal.SIGTERM)
                assert await asyncio.to_thread(process.wait, 30) == 0
            assert sorted(_lines(archive)) == sorted(encode(alert) for alert in told)
            assert not (deliverer.folder / "grave.jsonl").exists()

            log = await asyncio.to_thread(
                deliverer.barid, "channel", "log", "--json", "--limit", "99"
            )
            said = [json.loads(line) for line in log.out.splitlines()]
            count = Counter((one["channel"], one["outcome"]) for one in said)
            assert count["desk", "delivered"] == 20
            assert count["strict", "dead_letter"] == 5
            assert count["strict", "delivered"] == 15
            assert count["gone", "failed"] >= 1
            assert ("gone", "delivered") not in count

            refusing.always = None
            planned = await asyncio.to_thread(
                deliverer.barid, "channel", "retry", "strict", "--dry-run"
            )
            assert len(planned.lines) == 6
            assert all("given up: refused" in line for line in planned.lines[:5])
            done = await asyncio.to_thread(deliverer.barid, "channel", "retry", "strict")
            assert (done.code, done.lines[-1]) == (0, "5 of 5 alerts delivered")
            again = await asyncio.to_thread(deliverer.barid, "channel", "retry", "strict")
            assert (again.code, again.lines[-1]) == (0, "0 of 0 alerts delivered")
            assert Counter(refusing.ids)["a000:1"] == 2

            written = deliverer.log.read_text("utf-8") + log.out.decode() + done.out.decode()
            assert "channel gone" in written
            for hidden in ("nobody-home-77", "hook-9c1e77", KEY.value, KEY.value[6:]):
                assert hidden not in written

    asyncio.run(work())


def test_channel_file_with_a_fault_refuses_to_start(deliverer: Deliverer) -> None:
    deliverer.channels("id: desk, type: webhook, url_file: url, secret_file: nowhere", url="x")
    ran = deliverer.barid("deliver")
    assert ran.code == 2
    assert "channels.yaml:2:" in ran.err
    assert "nowhere cannot be read" in ran.err


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()
