"""Routes of the page: which address is answered by what, and what an error looks like."""

from collections.abc import Callable
from typing import Any, Final

import orjson
from aiohttp import web

from streams.deliver.filters import BadFilter, Filter
from streams.deliver.history import KINDS, Entry, Kind
from streams.deliver.page.pages import Pages
from streams.deliver.page.rendering import ASSETS_PATH, HEADERS
from streams.deliver.page.views import element_id
from streams.deliver.page.words import LANGUAGES, Language
from streams.deliver.position import NoPosition, read_position
from streams.deliver.sse import Event, Streams

_KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
_KINDS: Final[tuple[Kind, ...]] = tuple(KINDS.values())


def page_routes(pages: Pages, streams: Streams) -> list[web.RouteDef]:
    """Make the routes."""

    async def stream(request: web.Request) -> web.StreamResponse:
        after = request.headers.get("Last-Event-ID") or request.query.get("after")
        had = read_position(after) if after else None
        hello = ("hello", orjson.dumps({"run": pages.run}))
        return await streams.serve(request, _KINDS, had, _render(pages, request), hello=hello)

    async def asset(request: web.Request) -> web.Response:
        found = pages.renderer.assets.get(request.match_info["name"])
        if found is None:
            return pages.missing(request)
        headers = {**HEADERS, "Cache-Control": _KEPT_FOR_EVER}
        return web.Response(
            body=found.content, content_type=found.content_type, charset="utf-8", headers=headers
        )

    async def favicon(request: web.Request) -> web.Response:
        del request
        raise web.HTTPFound(pages.renderer.assets["favicon.svg"].address)

    async def elsewhere(request: web.Request) -> web.Response:
        return pages.missing(request)

    return [
        web.get("/", _answering(pages, pages.alerts)),
        web.get("/silent", _answering(pages, pages.silent)),
        web.get("/incident/{alert_id}", _answering(pages, pages.incident)),
        web.get("/page/stream", _answering(pages, stream), allow_head=False),
        web.get(ASSETS_PATH + "{name}", asset),
        web.get("/favicon.ico", favicon),
        web.get("/{anything:.*}", elsewhere),
    ]


def _render(pages: Pages, request: web.Request) -> Callable[[Entry], Event | None]:
    """Render what one open page needs to know of an entry; the counts it always does."""
    language: Language = next((x for x in LANGUAGES if x == request.query.get("lang")), "ar")
    wanted = pages.filter_of(request)
    view, alert_id = request.query.get("view", "alerts"), request.query.get("id")

    def render(entry: Entry) -> Event:
        said: dict[str, Any] = {"counts": pages.counts()}
        if entry.kind == "alert":
            said["element"] = element_id(entry.subject_id)
            if view == "alerts":
                said |= _row(pages, language, entry, wanted)
            elif view == "incident":
                said["mine"] = entry.subject_id == alert_id
        elif view == "silent":
            said |= _row(pages, language, entry, wanted)
        return entry.kind, orjson.dumps(said)

    return render


def _row(pages: Pages, language: Language, entry: Entry, wanted: Filter) -> dict[str, Any]:
    """Give the row as HTML; null where the filter does not take it any more."""
    if not wanted.takes(entry.facts):
        return {"html": None}
    return {"html": pages.row(entry, language)}


def _answering(pages: Pages, handle: Any) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handle(request)
        except (BadFilter, NoPosition) as error:
            title = pages.title(request, "error.bad")
            return pages.failed(request, 400, title, str(error))
        return response

    return answer
