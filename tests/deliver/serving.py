"""Serve a feed as a worker does, on loopback, and listen to its stream as a browser does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import aiohttp
import orjson
from prometheus_client import CollectorRegistry

from streams.deliver.api import api_routes
from streams.deliver.cap import CapHead
from streams.deliver.exports import export_routes
from streams.deliver.feed import Feed
from streams.deliver.history import History
from streams.deliver.page.pages import Pages
from streams.deliver.page.routes import page_routes
from streams.deliver.sse import Streams
from streams.health import Health
from streams.metrics import Metrics
from streams.settings import Settings
from streams.web import serve

LISTEN_SECONDS = 10.0


@dataclass(slots=True)
class Site:
    """A feed with its server; `get` asks it, `listen` opens its stream."""

    feed: Feed
    streams: Streams
    base: str
    client: aiohttp.ClientSession
    let_go: list[int]

    async def get(self, path: str) -> tuple[int, Any]:
        """Ask for JSON, or for a page's text."""
        async with self.client.get(self.base + path) as answer:
            text = await answer.text()
            is_json = answer.content_type == "application/json"
            return answer.status, orjson.loads(text) if is_json else text

    @asynccontextmanager
    async def listen(self, path: str, last_event_id: str = "") -> AsyncIterator["Listener"]:
        """Open a stream and read its first line, so that it is known to be there."""
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        async with self.client.get(self.base + path, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
            assert answer.content_type == "text/event-stream"
            listener = Listener(answer)
            assert (await listener.block())["retry"] == "3000"
            yield listener


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail after a while."""
    async with asyncio.timeout(LISTEN_SECONDS):
        while not holds():  # noqa: ASYNC110 - nobody sets an event for it
            await asyncio.sleep(0.02)


@dataclass(slots=True)
class Listener:
    """Read a stream as a browser does, a block at a time."""

    answer: aiohttp.ClientResponse

    async def block(self) -> dict[str, str]:
        """Read up to the next empty line; a comment's name is empty."""
        found: dict[str, str] = {}
        async with asyncio.timeout(LISTEN_SECONDS):
            while line := (await self.answer.content.readline()).decode("utf-8").rstrip("\n"):
                name, _, value = line.partition(": ")
                found[name] = f"{found[name]}\n{value}" if name in found else value
        return found

    async def events(self, count: int) -> list[dict[str, str]]:
        """Read so many events, heartbeats left out."""
        found: list[dict[str, str]] = []
        while len(found) < count:
            block = await self.block()
            if "event" in block:
                found.append(block)
        return found

    async def ended(self) -> bool:
        """Say whether nothing more comes."""
        async with asyncio.timeout(LISTEN_SECONDS):
            return await self.answer.content.read() == b""


@dataclass(slots=True)
class Served:
    """Everything a test may turn."""

    heartbeat_seconds: float = 5.0
    send_seconds: float = 5.0
    max_clients: int = 1000
    history: History | None = None

    def feed(self) -> Feed:
        return Feed(Settings(), 0, self.history)

    @asynccontextmanager
    async def open(self, feed: Feed | None = None) -> AsyncIterator[Site]:
        feed = feed or self.feed()
        feed.caught_up = True
        let_go: list[int] = []
        streams = Streams(
            feed,
            heartbeat_seconds=self.heartbeat_seconds,
            send_seconds=self.send_seconds,
            max_clients=self.max_clients,
            on_let_go=lambda: let_go.append(1),
        )
        routes = [
            *api_routes(feed, streams),
            *export_routes(feed, CapHead("barid.example", "Exercise")),
            *page_routes(Pages(feed), streams),
        ]
        metrics, health = Metrics(CollectorRegistry()), Health(lambda: 0.0, 60.0)
        async with (
            serve(
                "127.0.0.1",
                0,
                metrics,
                health,
                lambda: None,
                routes=routes,
                closing=feed.close,
            ) as port,
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as client,
        ):
            yield Site(feed, streams, f"http://127.0.0.1:{port}", client, let_go)

    @classmethod
    def quick(cls) -> Self:
        """Beat often, so that a test need not wait."""
        return cls(heartbeat_seconds=0.2)
