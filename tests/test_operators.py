"""Silences and acknowledgements over HTTP: who may write, and what is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, web
from redis.asyncio import Redis

from streams.alert.silence_store import RedisSilences
from streams.operators import operator_routes

NOW = 1_760_518_800.0  # 2025-10-15T09:00:00Z
GOOD = {"author": "سلمى", "reason": "مناورة", "hours": 2, "place": "IQ-DI"}
pytestmark = pytest.mark.redis
Ask = Callable[..., Awaitable[tuple[int, Any]]]


def served(redis_url: str, token: str, test: Callable[[Ask], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Redis.from_url(redis_url) as redis:
            await redis.flushdb()
            app = web.Application()
            app.router.add_routes(operator_routes(RedisSilences(redis), token, lambda: NOW))
            runner = web.AppRunner(app)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            port = runner.addresses[0][1]
            async with ClientSession(f"http://127.0.0.1:{port}") as session:

                async def ask(method: str, path: str, **more: Any) -> tuple[int, Any]:
                    async with session.request(method, path, **more) as answer:
                        is_json = answer.content_type == "application/json"
                        return answer.status, await answer.json() if is_json else None

                await test(ask)
            await runner.cleanup()

    asyncio.run(run())


def test_a_silence_is_added_listed_and_ended(redis_server: Any) -> None:
    async def check(ask: Ask) -> None:
        status, silence = await ask("POST", "/silences", json=GOOD)
        assert status == 201
        assert silence["expires_at"] == "2025-10-15T11:00:00Z"
        assert (await ask("GET", "/silences")) == (200, [silence])
        path = f"/silences/{silence['silence_id']}"
        assert (await ask("DELETE", path))[0] == 204
        assert (await ask("DELETE", path))[0] == 404
        assert (await ask("GET", "/silences")) == (200, [])

    served(redis_server.url, "", check)


def test_an_alert_is_acknowledged_at_a_revision(redis_server: Any) -> None:
    said = {"author": "عمر", "note": "أتابعه", "revision": 3, "hours": 1.5}

    async def check(ask: Ask) -> None:
        status, ack = await ask("POST", "/alerts/alert-1/ack", json=said)
        assert (status, ack["revision"], ack["expires_at"]) == (201, 3, "2025-10-15T10:30:00Z")
        assert (await ask("GET", "/acks")) == (200, [ack])

    served(redis_server.url, "", check)


@pytest.mark.parametrize(
    ("sent", "complaint"),
    [
        pytest.param({"data": b"{"}, "no JSON", id="no JSON"),
        pytest.param({"data": b"[]"}, "no JSON object", id="no object"),
        pytest.param({"data": b"x" * 20_000}, "at most 16 KB", id="too long"),
        pytest.param({"json": {**GOOD, "planet": "x"}}, "unknown field 'planet'", id="unknown"),
        pytest.param({"json": {**GOOD, "author": 7}}, "`author` is a text", id="no text"),
        pytest.param({"json": {**GOOD, "hours": -1}}, "`hours` is a number", id="hours"),
        pytest.param({"json": {**GOOD, "expires_at": "x"}}, "either", id="both ends"),
        pytest.param({"json": {**GOOD, "place": None}}, "at least one of", id="no matcher"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason(
    redis_server: Any, sent: dict[str, Any], complaint: str
) -> None:
    async def check(ask: Ask) -> None:
        headers = {"Content-Type": "application/json"}
        status, said = await ask("POST", "/silences", headers=headers, **sent)
        assert status == 400
        assert complaint in said["error"]

    served(redis_server.url, "", check)


@pytest.mark.parametrize(
    ("token", "headers", "status"),
    [
        pytest.param("geheim", {"Authorization": "Bearer geheim"}, 201, id="token"),
        pytest.param("geheim", {"Authorization": "Bearer falsch"}, 401, id="wrong token"),
        pytest.param("geheim", {}, 401, id="no token shown"),
        pytest.param("", {"Host": "news.example"}, 403, id="another name for this machine"),
        pytest.param("", {"Content-Type": "text/plain"}, 403, id="what any page may send"),
        pytest.param("", {}, 201, id="this machine"),
    ],
)
def test_who_may_write(redis_server: Any, token: str, headers: dict[str, str], status: int) -> None:
    async def check(ask: Ask) -> None:
        assert (await ask("POST", "/silences", json=GOOD, headers=headers))[0] == status
        assert (await ask("GET", "/silences"))[0] == 200

    served(redis_server.url, token, check)
