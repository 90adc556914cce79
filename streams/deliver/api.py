"""The JSON endpoints and the stream: alerts for programs, values as they lie in the topics.

GET /alerts              the last revision of each alert, the newest first
GET /alerts/stream       every revision as it comes, as server-sent events
GET /alerts/{alert_id}   all revisions held of one alert, the first first
GET /suppressed          why rules stayed silent, the newest first
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final
from urllib.parse import urlencode

import orjson
from aiohttp import web
from aiokafka.errors import KafkaError

from streams.alert.rules import NO_NAMES, Names
from streams.deliver.feed import Feed
from streams.deliver.filters import BadFilter, Filter, read_filter
from streams.deliver.history import Entry, Kind
from streams.deliver.position import NoPosition, Positions, read_position
from streams.deliver.sse import Event, Render, Streams

_PAGE: Final = 50
_LARGEST_PAGE: Final = 500
_MS: Final = 1000
_EPOCH_MS_DIGITS: Final = 12


class BadRequest(ValueError):
    """Report a request that cannot be answered; the text says what can be asked."""


def api_routes(feed: Feed, streams: Streams, names: Names = NO_NAMES) -> list[web.RouteDef]:
    """Make the routes; `names` knows which places hold others."""

    def filter_of(request: web.Request, also: tuple[str, ...]) -> Filter:
        return read_filter(request.query.items(), also=also, names=names)

    async def alerts(request: web.Request) -> web.Response:
        wanted = filter_of(request, also=("limit", "before"))
        return _page(request, feed, "alerts", lambda: feed.history.latest(wanted))

    async def suppressed(request: web.Request) -> web.Response:
        wanted = filter_of(request, also=("limit", "before"))
        return _page(request, feed, "suppressed", lambda: feed.history.suppressed(wanted))

    async def one(request: web.Request) -> web.Response:
        alert_id = request.match_info["alert_id"]
        held = feed.history.revisions(alert_id)
        if not held:
            said = f"no alert {alert_id[:80]} among those held; topic `alerts` may have it"
            return _json({"error": said}, 404)
        values = b",".join(entry.data for entry in held)
        head = orjson.dumps({"alert_id": alert_id})[:-1]
        return _raw(head + b',"revisions":[' + values + b"]}")

    async def stream(request: web.Request) -> web.StreamResponse:
        wanted = filter_of(request, also=("since", "include", "last_event_id"))
        kinds = _kinds(request.query.get("include", ""))
        return await streams.serve(request, kinds, await _after(request, feed), _render(wanted))

    # HEAD of a stream would never end.
    return [
        web.get("/alerts", _answering(alerts)),
        web.get("/alerts/stream", _answering(stream), allow_head=False),
        web.get("/alerts/{alert_id}", _answering(one)),
        web.get("/suppressed", _answering(suppressed)),
    ]


def read_moment(text: str) -> int:
    """Read a moment: ISO 8601 (UTC where it names no zone), or Unix seconds. Errors: BadRequest.

    Units: Unix milliseconds out.

    >>> read_moment("2025-10-15T08:20:00Z")
    1760516400000
    >>> read_moment("1760516400")
    1760516400000
    """
    try:
        if text.isascii() and text.isdigit() and len(text) <= _EPOCH_MS_DIGITS:
            return int(text) * _MS
        # A plus sign in a query means a space.
        moment = datetime.fromisoformat(text.strip().replace(" ", "+") if "T" in text else text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return int(moment.timestamp() * _MS)
    except (ValueError, OverflowError):
        raise BadRequest(
            f"since is {text[:40]!r}; write 2025-10-15T08:20:00Z, or Unix seconds"
        ) from None


async def _after(request: web.Request, feed: Feed) -> Positions | None:
    """Say what a client has had: its id goes before `since`, for a browser repeats both."""
    said = request.headers.get("Last-Event-ID") or request.query.get("last_event_id")
    if said:
        try:
            return await _completed(feed, read_position(said))
        except NoPosition as error:
            raise BadRequest(str(error)) from None
    since = request.query.get("since")
    return await feed.positions_at(read_moment(since)) if since else None


async def _completed(feed: Feed, had: Positions) -> Positions:
    """Take partitions that an id does not name from the moment of the record it does name.

    Ids of ours name all there are; a short one is written by hand. Then some may come twice,
    none is lost.
    """
    topics = {topic for topic, _ in had}
    unnamed = [place for place in feed.history.seen if place[0] in topics and place not in had]
    if not unnamed:
        return had
    held = [e for place in had if (e := feed.history.find(place, had[place])) is not None]
    if not held:
        return had
    then = await feed.positions_at(min(entry.timestamp_ms for entry in held))
    return {**{place: then[place] for place in unnamed if place in then}, **had}


def _render(wanted: Filter) -> Render:
    def render(entry: Entry) -> Event | None:
        return (entry.kind, entry.data) if wanted.takes(entry.facts) else None

    return render


def _kinds(include: str) -> tuple[Kind, ...]:
    if include not in ("", "suppressed"):
        raise BadRequest(f"include is suppressed, or not there at all, not {include[:40]!r}")
    return ("alert", "suppressed") if include else ("alert",)


def _page(
    request: web.Request, feed: Feed, name: str, entries: Callable[[], Iterator[Entry]]
) -> web.Response:
    """Answer with a page of entries, and the address of the next."""
    limit = _limit(request.query.get("limit"))
    found: Iterator[Entry] = entries()
    if "before" in request.query:
        sequence = _sequence(feed, request.query["before"])
        found = (entry for entry in found if entry.sequence < sequence)
    page = list(islice(found, limit + 1))
    more, page = len(page) > limit, page[:limit]
    following = None
    if more:
        last = page[-1]
        place = f"{last.place[0]}/{last.place[1]}/{last.offset}"
        query = [(key, value) for key, value in request.query.items() if key != "before"]
        following = f"{request.path}?{urlencode([*query, ('before', place)])}"
    values = b",".join(entry.data for entry in page)
    head = f'{{"{name}":['.encode() + values
    return _raw(head + b'],"next":' + orjson.dumps(following) + b"}")


def _limit(stated: str | None) -> int:
    if stated is None:
        return _PAGE
    if not stated.isascii() or not stated.isdigit() or not 1 <= int(stated[:9]) <= _LARGEST_PAGE:
        raise BadRequest(f"limit is a number from 1 to {_LARGEST_PAGE}, not {stated[:40]!r}")
    return int(stated)


def _sequence(feed: Feed, before: str) -> int:
    try:
        (place, offset), *_ = read_position(before).items()
    except NoPosition as error:
        raise BadRequest(str(error)) from None
    entry = feed.history.find(place, offset)
    if entry is None:
        raise BadRequest(f"{before[:80]} is no longer held; begin again without `before`")
    return entry.sequence


def _answering(handle: Any) -> Any:
    """Answer what cannot be asked with 400 and a sentence, a broker that is away with 503."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handle(request)
        except (BadRequest, BadFilter) as error:
            return _json({"error": str(error)}, 400)
        except (KafkaError, ConnectionError) as error:
            return _json({"error": f"Kafka does not answer: {error}"}, 503)
        return response

    return answer


def _json(value: Any, status: int = 200) -> web.Response:
    return _raw(orjson.dumps(value), status)


def _raw(body: bytes, status: int = 200) -> web.Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return web.Response(
        body=body,
        status=status,
        headers=headers,
        content_type="application/json",
        charset="utf-8",
    )
