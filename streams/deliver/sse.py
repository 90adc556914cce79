"""Server-sent events: one client's way through the feed, at its own pace.

No queue a client: each has a cursor into the one history, so a slow client costs nobody anything.
One that falls out of what the history holds is told so in a last event and let go. It comes back
with `Last-Event-ID` and goes on where it was, from the topic itself where the history no longer
reaches.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import orjson
from aiohttp import web
from aiokafka.errors import KafkaError

from streams.admin import BrokerUnavailable
from streams.deliver.feed import FEED_TOPICS, Feed
from streams.deliver.history import KINDS, Entry, Kind, entry_of
from streams.deliver.position import Partition, Positions, write_position
from streams.deliver.reading import place_of, read_between

log = logging.getLogger("barid.sse")

# Shorter than the minute after which proxies take a silent connection for dead.
HEARTBEAT_SECONDS: Final = 15.0
RETRY_MS: Final = 3000
# A client that takes nothing for so long is gone, or might as well be.
SEND_SECONDS: Final = 20.0
MAX_CLIENTS: Final = 1_000
# What a client gets in one write.
_AT_ONCE: Final = 100
# Each reads the topic with a consumer of its own.
_MAX_CATCHING_UP: Final = 4

# Name and data.
Event = tuple[str, bytes]
# Give the event of an entry; None where the client has not asked for it.
Render = Callable[[Entry], Event | None]


@dataclass(slots=True)
class Streams:
    """Serve streams of events, and count who is there."""

    feed: Feed
    heartbeat_seconds: float = HEARTBEAT_SECONDS
    send_seconds: float = SEND_SECONDS
    max_clients: int = MAX_CLIENTS
    on_let_go: Callable[[], None] = lambda: None
    clients: int = 0
    catching_up: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(_MAX_CATCHING_UP)
    )

    async def serve(
        self,
        request: web.Request,
        kinds: tuple[Kind, ...],
        after: Positions | None,
        render: Render,
        *,
        hello: Event | None = None,
    ) -> web.StreamResponse:
        """Send events until the client leaves, is let go, or the server ends.

        `after` says what the client has had; None for only what is new from now on.
        """
        if self.clients >= self.max_clients:
            return web.json_response(
                {"error": f"{self.max_clients} clients are connected; come back later"},
                status=503,
                headers={"Retry-After": "30"},
            )
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        self.clients += 1
        try:
            await response.prepare(request)
            async for chunk in _Client(self, kinds, after, render).chunks(hello):
                async with asyncio.timeout(self.send_seconds):
                    await response.write(chunk)
        except TimeoutError:
            self.on_let_go()
            log.info("a client took nothing for %s s and was let go", self.send_seconds)
            if request.transport is not None:
                request.transport.abort()
        except (KafkaError, BrokerUnavailable, LookupError) as error:
            log.warning("old records cannot be read, a client was let go: %s", error)
        except ConnectionError:
            pass  # it left
        finally:
            self.clients -= 1
        return response


class _Client:
    """Walk one client through old records, held records, and new ones as they come."""

    def __init__(
        self, streams: Streams, kinds: tuple[Kind, ...], after: Positions | None, render: Render
    ) -> None:
        self._streams = streams
        self._feed = streams.feed
        self._kinds = kinds
        self._render = render
        history = streams.feed.history
        # Where nothing is asked for: all that was read until now counts as had.
        self._cursor = history.last_sequence if after is None else 0
        known = history.seen if after is None else after
        self._had: Positions = {p: o for p, o in known.items() if KINDS.get(p[0]) in kinds}
        self._said = ""

    async def chunks(self, hello: Event | None) -> AsyncIterator[bytes]:
        """Yield what to write, a chunk a time; after each the history may have moved on."""
        yield b"retry: %d\n\n" % RETRY_MS
        if hello is not None:
            yield write_event(hello, "")
        history = self._feed.history
        if self._cursor == 0:
            async for chunk in self._old():
                yield chunk
        while not self._feed.closed:
            if not history.holds_after(self._had, self._kinds):
                self._streams.on_let_go()
                yield self._farewell()
                return
            newest = history.last_sequence
            found = history.after(self._cursor, self._kinds, _AT_ONCE)
            self._cursor = found[-1].sequence if len(found) == _AT_ONCE else newest
            chunk = b"".join(self._events(found))
            if chunk:
                yield chunk
            elif self._cursor == newest and not await self._feed.wait_beyond(
                newest, self._streams.heartbeat_seconds
            ):
                yield self._heartbeat()

    async def _old(self) -> AsyncIterator[bytes]:
        """Read from the topics what the history does not reach back to."""
        history = self._feed.history
        while not history.holds_after(self._had, self._kinds):
            to = {
                place: floor
                for place, floor in history.floor.items()
                if KINDS[place[0]] in self._kinds and self._had.get(place, -1) < floor
            }
            topics = [topic for topic in FEED_TOPICS if KINDS[topic.name] in self._kinds]
            async with self._streams.catching_up:
                async for record in read_between(self._feed.settings, topics, self._had, to):
                    entry = entry_of(record, 0)
                    if entry is not None:
                        for event in self._events([entry]):
                            yield event
                    self._had[place_of(record)] = record.offset
            for place, floor in to.items():
                self._had[place] = max(floor, self._had.get(place, -1))

    def _events(self, entries: Iterable[Entry]) -> Iterator[bytes]:
        for entry in entries:
            if entry.offset <= self._had.get(entry.place, -1):
                continue
            self._had[entry.place] = entry.offset
            event = self._render(entry)
            if event is not None:
                yield write_event(event, self._id(entry.place))

    def _id(self, own: Partition) -> str:
        self._said = write_position(own, self._had)
        return self._said

    def _heartbeat(self) -> bytes:
        """Keep the connection open, and say how far it is where events were filtered out.

        An id without data is no event to a browser, but is what it comes back with.
        """
        if not self._had:
            return b": nothing new\n\n"
        before = self._said
        now = self._id(min(self._had))
        return b": nothing new\n\n" if now == before else f"id: {now}\n: nothing new\n\n".encode()

    def _farewell(self) -> bytes:
        floor = self._feed.history.floor
        missed = sum(
            max(0, floor[place] - self._had.get(place, -1))
            for place in floor
            if KINDS[place[0]] in self._kinds
        )
        said = {
            "reason": "too slow",
            "missed": missed,
            "detail": "come back with Last-Event-ID, and nothing is lost",
        }
        return write_event(("dropped", orjson.dumps(said)), "")


def write_event(event: Event, event_id: str) -> bytes:
    """Write an event; an empty id leaves the client's as it is."""
    name, data = event
    lines = [f"event: {name}".encode()]
    if event_id:
        lines.append(f"id: {event_id}".encode())
    # A JSON value or a piece of HTML: line breaks mean nothing in either, but end a field here.
    lines += [b"data: " + line for line in data.splitlines()] or [b"data: "]
    return b"\n".join(lines) + b"\n\n"
