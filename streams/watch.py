"""Bring a worker's health and gauges up to date from what faust and the broker know."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from streams.agents import App
from streams.alert.counts import Counts
from streams.health import Health
from streams.metrics import Metrics

log = logging.getLogger("barid.watch")

_LAG_SECONDS: Final = 5.0


class HasClients(Protocol):
    """Count the clients of the stream of alerts."""

    clients: int


class Watch:
    """Bring health and gauges up to date from what faust knows."""

    def __init__(self, health: Health, metrics: Metrics) -> None:
        self._health = health
        self._metrics = metrics
        self._committed: dict[Any, int] = {}
        self._ends: dict[Any, int] = {}
        self._measured_at = 0.0
        self.app: App | None = None
        self.streams: HasClients | None = None
        self.count: Callable[[], Awaitable[Counts]] | None = None

    async def measure_lag(self) -> None:
        """Ask the broker, now and then, where the partitions end, and Redis what is open."""
        consumer: Any = getattr(self.app, "consumer", None) if self.app else None
        now = self._health.clock()
        if consumer is None or now - self._measured_at < _LAG_SECONDS:
            return
        self._measured_at = now
        try:
            assigned = consumer.assignment()
            self._ends = dict(await asyncio.wait_for(consumer.highwaters(*assigned), _LAG_SECONDS))
        except Exception as error:  # noqa: BLE001 - a gauge is not worth a worker
            log.debug("the broker does not say where partitions end: %s", error)
        try:
            if self.count is not None:
                counts = await asyncio.wait_for(self.count(), _LAG_SECONDS)
                self._metrics.set("barid_silences_active", counts.silences)
                self._metrics.set("barid_incidents_open", counts.incidents)
        except Exception as error:  # noqa: BLE001 - nor are these
            log.debug("redis does not say what is open: %s", error)

    def refresh(self) -> None:
        """Read assignments, commits and lag of every agent, and who listens to alerts."""
        if self.streams is not None:
            self._metrics.set("barid_feed_clients", self.streams.clients)
        consumer: Any = getattr(self.app, "consumer", None) if self.app else None
        assigned = consumer.assignment() if consumer is not None else ()
        for name, agent in self._health.agents.items():
            topic = self._topic_of(name)
            mine = [tp for tp in assigned if tp.topic == topic]
            agent.partitions = len(mine)
            self._metrics.set("barid_assigned_partitions", len(mine), agent=name)
            if consumer is None:
                continue
            agent.lag = 0
            for tp in mine:
                committed = consumer._committed_offset.get(tp)  # noqa: SLF001 - shown nowhere else
                agent.lag += max(0, self._ends.get(tp, 0) - (committed or 0))
                if committed is not None and self._committed.get(tp) != committed:
                    self._committed[tp] = committed
                    agent.last_commit = self._health.clock()
                    now = time.time()
                    self._metrics.set("barid_last_commit_timestamp_seconds", now, agent=name)
            self._metrics.set("barid_consumer_lag_messages", agent.lag, agent=name)

    def _topic_of(self, agent: str) -> str:
        if self.app is None:
            return ""
        known = self.app.agents.get(agent)
        names = known.get_topic_names() if known is not None else ()
        return next(iter(names), "")
