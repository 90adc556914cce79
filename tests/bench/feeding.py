"""What the stream of alerts costs with hundreds of clients, one of them asleep.

The clients are another process, so that the figures are the server's alone; both read one clock.
"""

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from statistics import median

from tests.deliver.serving import Served, Site
from tests.deliver.told import market_attack, records

CLIENTS, EVENTS, _PAUSE_SECONDS = 500, 100, 0.05
_MARK = b"event: alert"


@dataclass(frozen=True, slots=True)
class Fed:
    """Say how long an event takes to the last of all clients. Units: milliseconds."""

    median_ms: float
    worst_ms: float
    cpu_ms: float
    event_bytes: int


def feed_clients(clients: int = CLIENTS, *, asleep: bool) -> Fed:
    """Send events to clients; with `asleep`, one more opens the stream and never reads."""
    return asyncio.run(_feed(clients, asleep=asleep))


async def _feed(clients: int, *, asleep: bool) -> Fed:
    told = [alert for _ in range(EVENTS) for alert in market_attack()[2:]]
    values = records(told)
    async with Served(send_seconds=2.0).open() as site, _listeners(site, clients) as process:
        sleeper = await _sleeper(site) if asleep else None
        while site.streams.clients < clients + asleep:  # noqa: ASYNC110 - nobody sets an event
            await asyncio.sleep(0.05)
        sent: list[float] = []
        began = time.process_time()
        for number, value in enumerate(values):
            # The history takes a revision once; each of these is another alert.
            text = (value.value or b"").replace(b"alert-1", b"alert-%d" % number)
            sent.append(time.monotonic())
            await site.feed.add([replace(value, value=text)])
            await asyncio.sleep(_PAUSE_SECONDS)
        said, _ = await process.communicate()
        spent = time.process_time() - began
        if sleeper is not None:
            sleeper.close()
    got = json.loads(said)
    took = [(last - first) * 1000 for first, last in zip(sent, got, strict=True)]
    size = len(values[0].value or b"")
    return Fed(median(took), max(took), spent * 1000 / EVENTS, size)


@asynccontextmanager
async def _listeners(site: Site, clients: int) -> AsyncIterator[asyncio.subprocess.Process]:
    address = site.base.removeprefix("http://")
    command = [sys.executable, "-m", "tests.bench.feeding", address, str(clients), str(EVENTS)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _sleeper(site: Site) -> asyncio.StreamWriter:
    host, port = site.base.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port), limit=1024)
    writer.write(_request())
    await writer.drain()
    return writer


def _request() -> bytes:
    return b"GET /alerts/stream HTTP/1.1\r\nHost: bench\r\n\r\n"


async def _listen(host: str, port: int, clients: int, events: int) -> list[float]:
    """Give for each event the moment at which the last client had it."""
    last = [0.0] * events

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(_request())
        seen = 0
        while seen < events:
            line = await reader.readline()
            if line.startswith(_MARK):
                last[seen] = max(last[seen], time.monotonic())
                seen += 1
        writer.close()

    await asyncio.gather(*(one() for _ in range(clients)))
    return last


if __name__ == "__main__":
    where, how_many, how_often = sys.argv[1:]
    its_host, its_port = where.split(":")
    heard = asyncio.run(_listen(its_host, int(its_port), int(how_many), int(how_often)))
    print(json.dumps(heard))
