"""A page on an embedded broker, in a thread of its own, for a browser to look at."""

import asyncio
import shutil
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiokafka import AIOKafkaProducer
from prometheus_client import CollectorRegistry

from schemas.alert import Alert, Suppression
from schemas.codec import encode
from streams.admin import apply_topics
from streams.deliver.serving import open_site
from streams.embedded.broker import EmbeddedBroker, find_broker_binary
from streams.embedded.process import EmbeddedUnavailable
from streams.health import Health
from streams.metrics import Metrics
from streams.settings import Settings
from streams.web import serve
from tests.deliver.told import topic_of

START_SECONDS = 60.0
BROKER_BYTES = 512 * 1024 * 1024


def chromium() -> str | None:
    """Find Debian's Chromium."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str:
    """Say what a browser test lacks here; empty where it lacks nothing."""
    if chromium() is None:
        return "there is no chromium on the PATH; `apt-get install chromium` brings it"
    try:
        find_broker_binary()
    except EmbeddedUnavailable as unavailable:
        return str(unavailable)
    return ""


@dataclass(slots=True)
class LivePage:
    """Hold the address of a page, and what is needed to have alerts arrive on it."""

    base: str
    settings: Settings
    loop: asyncio.AbstractEventLoop

    def send(self, *told: Alert | Suppression) -> None:
        """Write records to the topics, as a worker does, and wait for the broker's word."""
        asyncio.run_coroutine_threadsafe(_send(self.settings, told), self.loop).result(30)


@contextmanager
def live_page(folder: Path) -> Iterator[LivePage]:
    """Run broker, feed and server until the context ends."""
    ready: list[LivePage] = []
    ended = threading.Event()
    failed: list[BaseException] = []

    async def run() -> None:
        async with AsyncExitStack() as stack:
            broker = await stack.enter_async_context(EmbeddedBroker(folder, BROKER_BYTES))
            settings = Settings(broker=broker.address, topic_partitions=1)
            await apply_topics(settings)
            now_ms = int(time.time() * 1000)
            site = await stack.enter_async_context(open_site(settings, now_ms))
            metrics, health = Metrics(CollectorRegistry()), Health(time.monotonic, 60.0)
            port = await stack.enter_async_context(
                serve(
                    "127.0.0.1",
                    0,
                    metrics,
                    health,
                    lambda: None,
                    routes=site.routes,
                    closing=site.feed.close,
                )
            )
            loop = asyncio.get_running_loop()
            ready.append(LivePage(f"http://127.0.0.1:{port}", settings, loop))
            await asyncio.to_thread(ended.wait)

    def work() -> None:
        try:
            asyncio.run(run())
        except BaseException as error:  # noqa: BLE001 - told to the test that waits for it
            failed.append(error)

    thread = threading.Thread(target=work, name="live-page")
    thread.start()
    try:
        deadline = time.monotonic() + START_SECONDS
        while not ready:
            assert not failed, failed
            assert time.monotonic() < deadline, "the page did not start"
            time.sleep(0.05)
        yield ready[0]
    finally:
        ended.set()
        thread.join(START_SECONDS)
    assert not failed, failed


async def _send(settings: Settings, told: Sequence[Alert | Suppression]) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=settings.broker, acks="all")
    await producer.start()
    try:
        for one in told:
            await producer.send_and_wait(topic_of(one).name, encode(one), key=b"key")
    finally:
        await producer.stop()
