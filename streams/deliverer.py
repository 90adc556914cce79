"""Composition root of `barid deliver`: the site and the channels, apart from the agents."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from aiokafka.errors import KafkaError
from prometheus_client import CollectorRegistry

from streams import __version__
from streams.admin import BrokerUnavailable, existing_topics, missing_topics
from streams.app import CannotStart, stop_on_signals
from streams.deliver.channels.channel import Answer, Channel
from streams.deliver.channels.journal import Journal
from streams.deliver.channels.load import load_channels
from streams.deliver.channels.retrying import GivenUp, given_up, made_up_alert, send_again
from streams.deliver.channels.running import begin_channels, open_sender, run_channels
from streams.deliver.channels.texts import load_phrases
from streams.deliver.serving import open_site
from streams.health import Health
from streams.metrics import Metrics
from streams.produce import make_producer
from streams.rule_names import LoadedNames
from streams.settings import Settings, environment_value
from streams.topics import ALERTS, DEADLETTERS, DELIVERIES, SUPPRESSED
from streams.web import serve

log = logging.getLogger("barid.deliverer")

_TOPICS = (ALERTS, SUPPRESSED, DELIVERIES, DEADLETTERS)
_MS = 1000


def channels_of(settings: Settings) -> tuple[Channel, ...]:
    """Load the channels the settings name; none where they name no file. Errors: ChannelsError."""
    if not settings.channels:
        return ()
    return load_channels(Path(settings.channels), environment_value)


async def run_deliverer(
    settings: Settings,
    channels: Sequence[Channel],
    *,
    on_ready: Callable[[int], None] = lambda _: None,
    stop: asyncio.Event | None = None,
) -> None:
    """Serve the page and the feed, and run the channels, until a signal or `stop`.

    Errors: CannotStart before anything was read or sent.
    """
    await _require_topics(settings)
    stop = stop or asyncio.Event()
    stop_on_signals(stop)
    metrics = Metrics(CollectorRegistry())
    metrics.set("barid_build_info", 1, version=__version__)
    health = Health(time.monotonic, settings.stall_seconds)
    async with AsyncExitStack() as stack:
        producer = make_producer(settings.broker)
        stack.push_async_callback(producer.stop)
        try:
            await producer.start()
            await begin_channels(settings, channels)
        except (KafkaError, LookupError, BrokerUnavailable, OSError) as error:
            raise CannotStart(f"Kafka at {settings.broker} cannot be used: {error}") from None
        site = await stack.enter_async_context(
            open_site(
                settings,
                int(time.time() * _MS),
                lambda: metrics.count("barid_feed_let_go_total"),
                LoadedNames(),
            )
        )

        def refresh() -> None:
            metrics.set("barid_feed_clients", site.streams.clients)
            health.dependencies["kafka"] = site.feed.trouble is None
            metrics.set("barid_dependency_up", int(site.feed.trouble is None), dependency="kafka")

        try:
            port = await stack.enter_async_context(
                serve(
                    settings.web_host,
                    settings.web_port,
                    metrics,
                    health,
                    refresh,
                    routes=site.routes,
                    closing=site.feed.close,
                )
            )
        except OSError as error:
            raise CannotStart(
                f"cannot listen on {settings.web_host}:{settings.web_port} ({error}); "
                "set BARID_WEB_PORT to another port, or to 0 for any"
            ) from None
        sending = asyncio.create_task(
            run_channels(settings, channels, producer, metrics, load_phrases(), stop)
        )
        health.started = True
        on_ready(port)
        await stop.wait()
        await sending


async def send_test(channel: Channel) -> Answer:
    """Send one alert that is marked as a test, once; needs no broker."""
    parcel = made_up_alert(int(time.time() * _MS))
    async with open_sender(channel, load_phrases()) as sender:
        return await sender.send(parcel)


async def retry_channel(
    settings: Settings,
    channel: Channel,
    tell: Callable[[GivenUp, Answer | None], None],
    *,
    dry_run: bool,
) -> tuple[int, int]:
    """Send again what a channel gave up; give how many arrived, of how many.

    With `dry_run` only tell. Errors: CannotStart.
    """
    await _require_topics(settings)
    waiting = await given_up(settings, channel.id)
    if dry_run:
        for one in waiting:
            tell(one, None)
        return 0, len(waiting)
    async with AsyncExitStack() as stack:
        producer = make_producer(settings.broker)
        stack.push_async_callback(producer.stop)
        await producer.start()
        metrics = Metrics(CollectorRegistry())
        journal = Journal(channel, producer, settings.topic_prefix, metrics, time.time)
        sender = await stack.enter_async_context(open_sender(channel, load_phrases()))
        arrived = await send_again(waiting, sender, journal, time.monotonic, tell)
    return arrived, len(waiting)


async def _require_topics(settings: Settings) -> None:
    try:
        there = await existing_topics(settings)
    except BrokerUnavailable as error:
        raise CannotStart(str(error)) from None
    missing = missing_topics(settings, [topic.name for topic in _TOPICS], there)
    if missing:
        raise CannotStart(
            f"the broker has no topic {', '.join(missing)}; run `barid topics apply` first"
        )
