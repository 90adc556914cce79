"""Receive what channels send, on loopback: a server that answers as it is told and keeps all."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from aiohttp import web

# A status, with header fields; None for an answer that never comes.
Plan = tuple[int, dict[str, str]] | None


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass(slots=True)
class Receiver:
    """Answer by `plan`, which sees how many requests came before; 200 once it ends."""

    plan: list[Plan] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    base: str = ""
    always: Callable[[Got], Plan] | None = None
    pause_seconds: float = 0.0

    @property
    def url(self) -> str:
        return self.base + "/hook-9c1e77"

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.got]

    async def answer(self, request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        got = Got(request.path, headers, await request.read())
        number = len(self.got)
        self.got.append(got)
        planned: Plan = self.plan[number] if number < len(self.plan) else (200, {})
        if self.always is not None:
            planned = self.always(got)
        await asyncio.sleep(self.pause_seconds)
        if planned is None:
            await asyncio.sleep(30)
            planned = (200, {})
        status, said = planned
        return web.Response(status=status, headers=said, text="" if status == 200 else "not now")

    @asynccontextmanager
    async def open(self, port: int = 0) -> AsyncIterator["Receiver"]:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", self.answer)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            self.base = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()
