"""Keep a faust app running until the worker is told to stop, and stop it in bounded time."""

import asyncio
import logging
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final

from aiokafka.errors import KafkaError

from streams.agents import App, Parts, register
from streams.topology import Row
from streams.watch import Watch

log = logging.getLogger("barid.running")

_RESTART_SECONDS: Final = 2.0
# Longer than any batch that may still run; shorter than orchestrators wait before they kill.
_STOP_SECONDS: Final = 20.0
_WATCH_SECONDS: Final = 0.2


async def run_until_stopped(
    make: Callable[[], App],
    rows: Sequence[Row],
    parts: Parts,
    watch: Watch,
    stop: asyncio.Event,
    on_ready: Callable[[int], None] | None,
    port: int,
) -> None:
    """Run the faust app; start a fresh one when it loses its broker for good."""
    announced = on_ready is None
    while not stop.is_set():
        app = make()
        register(app, rows, parts)
        watch.app = app
        try:
            await app.start()
            parts.health.started = True
            while not stop.is_set() and not app.crashed and not app.should_stop:
                await watch.measure_lag()
                watch.refresh()
                if not announced and on_ready is not None and not parts.health.not_ready():
                    announced = True
                    on_ready(port)
                with suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(stop.wait(), _WATCH_SECONDS)
            reason = app.crash_reason
        except (KafkaError, OSError) as error:
            reason = error
        finally:
            watch.app = None
            await _stop(app)
        if stop.is_set():
            return
        if reason is not None and not isinstance(reason, (KafkaError, OSError)):
            raise reason
        log.error("the consumer ended (%s); starting it again in %s s", reason, _RESTART_SECONDS)
        await asyncio.sleep(_RESTART_SECONDS)


async def _stop(app: App) -> None:
    """Stop faust; end the process when that takes too long.

    With the broker gone and offsets not committed, faust's stop never returns, not even when it is
    cancelled. Nothing is lost by leaving: what was not committed is read again.
    """
    limit = threading.Timer(_STOP_SECONDS, _leave)
    limit.daemon = True
    limit.start()
    try:
        await app.stop()
    except Exception as error:  # noqa: BLE001 - it stops; what is left to say is why not in order
        log.warning("the consumer did not stop in order: %s", error)
    finally:
        limit.cancel()


def _leave() -> None:
    log.error("the consumer does not stop; leaving without it")
    os._exit(1)
