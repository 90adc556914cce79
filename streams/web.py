"""Small HTTP server of a worker: /metrics, /livez and /readyz, and what routes it is given."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from streams.health import Health
from streams.metrics import Metrics

# What a request may still take when the server ends.
_SHUTDOWN_SECONDS: Final = 2.0


@asynccontextmanager
async def serve(
    host: str,
    port: int,
    metrics: Metrics,
    health: Health,
    refresh: Callable[[], None],
    *,
    routes: Sequence[web.RouteDef] = (),
    closing: Callable[[], Awaitable[None]] | None = None,
) -> AsyncIterator[int]:
    """Serve until the context ends; give the port in use. Errors: OSError when it is taken.

    `refresh` is called before metrics or health are read, to bring gauges up to date; `closing`
    at the end, to let go of clients that would stay.
    """

    async def show_metrics(request: web.Request) -> web.Response:
        del request
        refresh()
        body, content_type = metrics.exposition()
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def show_ready(request: web.Request) -> web.Response:
        del request
        refresh()
        return _verdict(health.not_ready())

    async def show_live(request: web.Request) -> web.Response:
        del request
        return _verdict(health.not_alive())

    application = web.Application()
    application.router.add_get("/metrics", show_metrics)
    application.router.add_get("/readyz", show_ready)
    application.router.add_get("/livez", show_live)
    application.router.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        if closing is not None:
            await closing()
        await runner.cleanup()


def _verdict(reasons: list[str]) -> web.Response:
    if reasons:
        return web.json_response({"status": "no", "reasons": reasons}, status=503)
    return web.json_response({"status": "ok", "reasons": []})
