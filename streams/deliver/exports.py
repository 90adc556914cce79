"""Routes of what others read: Atom feeds and CAP messages, from the alerts that are held.

GET /feeds/all.atom        every alert, the newest first
GET /feeds/{rule}.atom     the alerts of one rule
GET /cap/{alert_id}.xml    an alert's newest revision as CAP 1.2; ?revision=N for another
"""

import hashlib
from itertools import islice
from typing import Any, Final

from aiohttp import web

from streams.alert.rules import NO_NAMES, Names
from streams.deliver.atom import FeedHead, Item, feed_document
from streams.deliver.cap import CapHead, NothingToCancel, Sent, cap_document
from streams.deliver.channels.texts import Phrases, load_phrases
from streams.deliver.feed import Feed
from streams.deliver.filters import BadFilter, Filter, read_filter
from streams.deliver.history import Entry
from streams.deliver.page.words import LANGUAGES, Language

_ENTRIES: Final = 100
_ALL: Final = "all"
_MAX_REVISION_DIGITS: Final = 9


class Missing(LookupError):
    """Report an alert or revision that is not held; the text says which."""


def export_routes(feed: Feed, head: CapHead, names: Names = NO_NAMES) -> list[web.RouteDef]:
    """Make the routes; `head` is what CAP messages say of themselves."""
    phrases = load_phrases()

    async def atom(request: web.Request) -> web.Response:
        rule = request.match_info["rule"]
        wanted = read_filter(request.query.items(), also=("lang",), names=names)
        say = phrases[_language(request)]
        body = _atom(request, feed, rule, wanted, say)
        return _answer(request, body, "application/atom+xml")

    async def cap(request: web.Request) -> web.Response:
        alert_id = request.match_info["alert_id"]
        held = feed.history.revisions(alert_id)
        chosen = _chosen(held, alert_id, request.query.get("revision"))
        earlier = [one for one in held if one.revision < chosen.revision]
        body = cap_document(
            _sent(chosen),
            [_sent(one) for one in earlier],
            head,
            [phrases[language] for language in LANGUAGES],
        )
        return _answer(request, body, "application/cap+xml")

    return [
        web.get("/feeds/{rule}.atom", _answering(atom)),
        web.get("/cap/{alert_id}.xml", _answering(cap)),
    ]


def _atom(request: web.Request, feed: Feed, rule: str, wanted: Filter, say: Phrases) -> bytes:
    history = feed.history
    found = (entry for entry in history.latest(wanted) if rule in (_ALL, entry.facts.rule))
    items = []
    for entry in islice(found, _ENTRIES):
        first = history.revisions(entry.subject_id)[0]
        items.append(Item(entry.alert(), first.timestamp_ms, entry.timestamp_ms))
    brand = say.words("page.title")
    head = FeedHead(
        id=f"urn:barid:feed:{rule}",
        title=brand if rule == _ALL else f"{brand} · {rule}",
        address=str(request.url),
        site=str(request.url.origin()),
    )
    return feed_document(head, items, say)


def _chosen(held: list[Entry], alert_id: str, stated: str | None) -> Entry:
    if not held:
        raise Missing(f"no alert {alert_id[:80]} among those held")
    if stated is None:
        return held[-1]
    for entry in held:
        if str(entry.revision) == stated[:_MAX_REVISION_DIGITS]:
            return entry
    there = ", ".join(str(entry.revision) for entry in held)
    raise Missing(f"of alert {alert_id[:80]} the revisions {there} are held, not {stated[:20]}")


def _sent(entry: Entry) -> Sent:
    return Sent(entry.alert(), entry.timestamp_ms)


def _language(request: web.Request) -> Language:
    return next((one for one in LANGUAGES if one == request.query.get("lang")), "ar")


def _answer(request: web.Request, body: bytes, content_type: str) -> web.Response:
    """Answer; a reader that has this very text already is told so. It asks every few minutes."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return web.Response(status=304, headers=headers)
    return web.Response(body=body, content_type=content_type, charset="utf-8", headers=headers)


def _answering(handle: Any) -> Any:
    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handle(request)
        except BadFilter as error:
            return web.json_response({"error": str(error)}, status=400)
        except (Missing, NothingToCancel) as error:
            return web.json_response({"error": str(error)}, status=404)
        return response

    return answer
