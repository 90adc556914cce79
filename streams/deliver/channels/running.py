"""Run all channels beside each other: each with its reader, its place, its connections."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from aiokafka import AIOKafkaProducer

from streams.deliver.channels.begin import begin_group
from streams.deliver.channels.channel import Channel, Language
from streams.deliver.channels.journal import Journal
from streams.deliver.channels.notify import AppriseSender
from streams.deliver.channels.posting import Poster
from streams.deliver.channels.senders import FileSender, NtfySender, Sender, WebhookSender
from streams.deliver.channels.texts import Phrases
from streams.deliver.channels.worker import ChannelWorker, group_of
from streams.metrics import Metrics
from streams.settings import Settings

log = logging.getLogger("barid.channels")

Clock = Callable[[], float]


@asynccontextmanager
async def open_sender(
    channel: Channel, phrases: Mapping[Language, Phrases], wall_clock: Clock = time.time
) -> AsyncIterator[Sender]:
    """Make what sends for a channel, with its connections for as long as the context lasts."""
    say = phrases[channel.language]
    if channel.type == "file":
        yield FileSender(channel)
        return
    if channel.type == "apprise":
        sender = AppriseSender(channel, say)
        try:
            yield sender
        finally:
            sender.close()
        return
    async with Poster(channel, wall_clock) as poster:
        if channel.type == "ntfy":
            yield NtfySender(channel, poster, say)
        else:
            yield WebhookSender(channel, poster, wall_clock)


async def begin_channels(settings: Settings, channels: Sequence[Channel]) -> None:
    """See that every channel has its place in the topic; a new one begins at its end.

    Errors: KafkaError, LookupError, BrokerUnavailable.
    """
    for channel in channels:
        if await begin_group(settings, group_of(settings, channel.id)):
            log.warning("channel %s is new and begins with the next alert", channel.id)


async def run_channels(
    settings: Settings,
    channels: Sequence[Channel],
    producer: AIOKafkaProducer,
    metrics: Metrics,
    phrases: Mapping[Language, Phrases],
    stop: asyncio.Event,
    wall_clock: Clock = time.time,
) -> None:
    """Deliver until stopped; nothing that befalls one channel reaches another."""
    async with AsyncExitStack() as stack:
        workers = []
        for channel in channels:
            sender = await stack.enter_async_context(open_sender(channel, phrases, wall_clock))
            journal = Journal(channel, producer, settings.topic_prefix, metrics, wall_clock)
            workers.append(ChannelWorker(channel, settings, sender, journal, stop, time.monotonic))
        await asyncio.gather(*(worker.run() for worker in workers))
