"""What operators say over HTTP: silences and acknowledgements.

GET    /silences               the silences in force
POST   /silences               {author, reason, hours or expires_at, and matchers}
DELETE /silences/{silence_id}  end one
GET    /acks                   the acknowledgements in force
POST   /alerts/{alert_id}/ack  {author, note, revision, hours or expires_at}

Who writes shows `Authorization: Bearer` and the token of BARID_WEB_TOKEN. Without a token only
this machine may write, by its loopback name and in JSON, which no other site's page can send.
"""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from aiohttp import web

from streams.alert.silence_store import RedisSilences
from streams.alert.silences import (
    Acknowledgement,
    Silence,
    SilenceError,
    moment_of,
    silence_name,
)

_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_MAX_BODY_BYTES: Final = 16 * 1024
_MAX_TEXT_CHARS: Final = 500
_MAX_HOURS: Final = 24 * 365
_FIELDS: Final = ("author", "reason", "rule", "incident", "place", "severity")

Handler = Callable[[web.Request], Awaitable[web.Response]]


def operator_routes(
    kept: RedisSilences, token: str, wall_clock: Callable[[], float]
) -> list[web.RouteDef]:
    """Make the routes. Units: `wall_clock` gives Unix seconds."""
    desk = _Desk(kept, token, wall_clock)
    return [
        web.get("/silences", desk.silences),
        web.post("/silences", desk.writing(desk.add)),
        web.delete("/silences/{silence_id}", desk.writing(desk.expire)),
        web.get("/acks", desk.acks),
        web.post("/alerts/{alert_id}/ack", desk.writing(desk.acknowledge)),
    ]


@dataclass(frozen=True, slots=True)
class _Desk:
    """Answer operators."""

    kept: RedisSilences
    token: str
    wall_clock: Callable[[], float]

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.wall_clock(), UTC)

    async def silences(self, request: web.Request) -> web.Response:
        del request
        at = self.now()
        held = await self.kept.current()
        return _json([one for one in held if moment_of(one.expires_at) > at])

    async def acks(self, request: web.Request) -> web.Response:
        del request
        at = self.now()
        held = await self.kept.acknowledgements()
        return _json([one for one in held if moment_of(one.expires_at) > at])

    async def add(self, request: web.Request) -> web.Response:
        body = await _body(request, (*_FIELDS, "hours", "expires_at"))
        silence = silence_named(body, self.now())
        await self.kept.sweep(self.now())
        await self.kept.add(silence, self.now())
        return _json(silence, 201)

    async def expire(self, request: web.Request) -> web.Response:
        name = request.match_info["silence_id"]
        if not await self.kept.expire(name):
            return _json({"error": f"no silence {name[:80]}"}, 404)
        return web.Response(status=204)

    async def acknowledge(self, request: web.Request) -> web.Response:
        body = await _body(request, ("author", "note", "revision", "hours", "expires_at"))
        ack = acknowledgement_of(request.match_info["alert_id"], body, self.now())
        await self.kept.acknowledge(ack, self.now())
        return _json(ack, 201)

    def writing(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.Response:
            refusal = _refusal(request, self.token)
            if refusal is not None:
                return refusal
            try:
                return await handler(request)
            except SilenceError as error:
                return _json({"error": str(error)}, 400)

        return guarded


def silence_named(said: dict[str, Any], now: datetime) -> Silence:
    """Make a silence of what an operator says. Errors: SilenceError."""
    texts = {name: _text(said, name) for name in _FIELDS}
    silence = Silence(
        silence_id="",
        author=texts["author"] or "",
        reason=texts["reason"] or "",
        created_at=_stamp(now),
        expires_at=_expiry(said, now),
        rule=texts["rule"],
        incident=texts["incident"],
        place=texts["place"],
        severity=texts["severity"],  # type: ignore[arg-type]  # checked when it is kept
    )
    return silence_name(silence)


def acknowledgement_of(alert_id: str, said: dict[str, Any], now: datetime) -> Acknowledgement:
    """Make an acknowledgement of what an operator says. Errors: SilenceError."""
    author, revision = _text(said, "author"), said.get("revision")
    if not author:
        raise SilenceError("an acknowledgement needs an author")
    if type(revision) is not int or revision < 1:
        raise SilenceError("`revision` is the number of the revision that was seen")
    return Acknowledgement(
        alert_id=alert_id[:_MAX_TEXT_CHARS],
        revision=revision,
        author=author,
        note=_text(said, "note") or "",
        created_at=_stamp(now),
        expires_at=_expiry(said, now),
    )


def _refusal(request: web.Request, token: str) -> web.Response | None:
    if token:
        shown = request.headers.get("Authorization", "")
        if hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
            return None
        return _json({"error": "show the token: `Authorization: Bearer ...`"}, 401)
    host = request.host.rpartition(":")[0] if ":" in request.host else request.host
    is_json = request.method == "DELETE" or request.content_type == "application/json"
    if request.remote in _LOOPBACK and host.strip("[]") in _LOOPBACK and is_json:
        return None
    said = "without BARID_WEB_TOKEN only this machine may write, in application/json"
    return _json({"error": said}, 403)


async def _body(request: web.Request, known: tuple[str, ...]) -> dict[str, Any]:
    content = await request.content.read(_MAX_BODY_BYTES + 1)
    try:
        said = orjson.loads(content if len(content) <= _MAX_BODY_BYTES else b"")
    except orjson.JSONDecodeError:
        raise SilenceError("the body is no JSON object of at most 16 KB") from None
    if not isinstance(said, dict):
        raise SilenceError("the body is no JSON object")
    unknown = [name for name in said if name not in known]
    if unknown:
        raise SilenceError(f"unknown field {unknown[0]!r}; there are {', '.join(known)}")
    return said


def _text(said: dict[str, Any], name: str) -> str | None:
    value = said.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > _MAX_TEXT_CHARS:
        raise SilenceError(f"`{name}` is a text of at most {_MAX_TEXT_CHARS} characters")
    return value.strip() or None


def _expiry(said: dict[str, Any], now: datetime) -> str:
    hours, stated = said.get("hours"), said.get("expires_at")
    if (hours is None) == (stated is None):
        raise SilenceError("say either `hours` or `expires_at`")
    if isinstance(stated, str):
        return _stamp(moment_of(stated).astimezone(UTC))
    if not isinstance(hours, int | float) or isinstance(hours, bool) or not 0 < hours <= _MAX_HOURS:
        raise SilenceError(f"`hours` is a number above 0 and at most {_MAX_HOURS}")
    return _stamp(now + timedelta(hours=hours))


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(content), status=status, content_type="application/json")
