"""Everything that a web server needs to show alerts: the feed, its endpoints, and the page."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from streams.alert.rules import NO_NAMES, Names
from streams.deliver.api import api_routes
from streams.deliver.cap import CapHead
from streams.deliver.exports import export_routes
from streams.deliver.feed import Feed
from streams.deliver.page.pages import Pages
from streams.deliver.page.routes import page_routes
from streams.deliver.sse import Streams
from streams.settings import Settings

_MS_AN_HOUR: Final = 3_600_000


@dataclass(frozen=True, slots=True)
class Site:
    """Hold the routes to serve; `feed.close` lets its clients go and belongs before the end."""

    feed: Feed
    streams: Streams
    routes: tuple[web.RouteDef, ...]


@asynccontextmanager
async def open_site(
    settings: Settings,
    now_ms: int,
    on_let_go: Callable[[], None] = lambda: None,
    names: Names = NO_NAMES,
) -> AsyncIterator[Site]:
    """Read the topics as long as the context lasts. Units: `now_ms` Unix milliseconds.

    `on_let_go` is called for each client that was too slow; `names` knows which places hold
    others, so that a governorate's name finds its towns.
    """
    feed = Feed(settings, now_ms - int(settings.feed_hours * _MS_AN_HOUR))
    streams = Streams(feed, on_let_go=on_let_go)
    cap = CapHead(settings.cap_sender, settings.cap_status)
    routes = (
        *api_routes(feed, streams, names),
        *export_routes(feed, cap, names),
        # The last: it answers for every other address.
        *page_routes(Pages(feed, names), streams),
    )
    reading = asyncio.create_task(feed.run())
    try:
        yield Site(feed, streams, routes)
    finally:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
