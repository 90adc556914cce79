"""Small HTTP server of a worker: /metrics, /livez and /readyz."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from streams.health import Health
from streams.metrics import Metrics


@asynccontextmanager
async def serve(
    host: str, port: int, metrics: Metrics, health: Health, refresh: Callable[[], None]
) -> AsyncIterator[int]:
    """Serve until the context ends; give the port in use. Errors: OSError when it is taken.

    `refresh` is called before metrics or health are read, to bring gauges up to date.
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
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def _verdict(reasons: list[str]) -> web.Response:
    if reasons:
        return web.json_response({"status": "no", "reasons": reasons}, status=503)
    return web.json_response({"status": "ok", "reasons": []})
