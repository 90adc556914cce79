"""Composition root: settings in, a running worker out. The only file that builds things."""

import asyncio
import gc
import logging
import signal
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from aiokafka.errors import KafkaError
from prometheus_client import CollectorRegistry
from redis.asyncio import Redis, RedisCluster
from redis.exceptions import AuthenticationError, RedisError

from streams import __version__
from streams.admin import BrokerUnavailable, existing_topics, missing_topics
from streams.agents import App, Current, Parts
from streams.alert.agenda_store import RedisAgenda
from streams.alert.counts import count_alerting
from streams.alert.redis_store import RedisRegionStore
from streams.alert.rules import RulesError, RuleSet, load_rules
from streams.alert.silence_store import RedisSilences
from streams.alert.store import MemoryRegionStore
from streams.alert.voice import load_voices
from streams.dedup.store import (
    MemoryFingerprintStore,
    RedisFingerprintStore,
    RedisWindowStore,
)
from streams.dedup.story_memory import MemoryStoryStore
from streams.dedup.story_store import RedisStoryStore
from streams.dedup.tolls import load_dedup_words
from streams.dedup.window import MemoryWindowStore
from streams.deliver.serving import Site, open_site
from streams.enrich.article import load_enrich_words
from streams.enrich.plugins import PluginError, load_plugins
from streams.health import Health
from streams.language.detect import load_detector
from streams.metrics import Metrics
from streams.operators import operator_routes
from streams.parse.markers import load_markers
from streams.pipeline import QUIET_SECONDS, Stores, Words
from streams.produce import make_producer
from streams.rule_names import LoadedNames
from streams.running import run_until_stopped
from streams.settings import Settings
from streams.text.dates import load_date_words
from streams.topology import Row
from streams.watch import Watch
from streams.web import serve

log = logging.getLogger("barid.app")

# faust commits what was acknowledged this often; a crash reads again at most this much.
_COMMIT_SECONDS: Final = 1.0


# A page makes tens of thousands of small objects and lets go of them all: looking for circles every
# 700, as Python does by default, costs a tenth of the time on a long page and finds none.
_GC_THRESHOLDS: Final = (50_000, 20, 20)


class CannotStart(Exception):
    """Report why a worker cannot start, in one sentence that says what to do."""


def load_words(
    rules: RuleSet, enrichers: str = "", quiet_hours: float = QUIET_SECONDS / 3600
) -> Words:
    """Load every lexicon and model once, and the plug-ins named in `enrichers`.

    Cost: about a second and 150 MB. Errors: CannotStart for a plug-in that cannot be loaded.
    """
    try:
        plugins = load_plugins(enrichers)
    except PluginError as error:
        raise CannotStart(f"BARID_ENRICHERS: {error}") from None
    dates = load_date_words()
    words = Words(
        markers=load_markers(dates),
        dedup=load_dedup_words(),
        detector=load_detector(),
        enrich=load_enrich_words(dates, plugins),
        rules=rules,
        voices=load_voices(),
        quiet_seconds=int(quiet_hours * 3600),
    )
    # All of it stays as long as the process: the collector need not walk it again and again. On
    # long pages that walk was half of the time of a stage.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    return words


def rules_of(settings: Settings) -> RuleSet:
    """Load the rules the settings name. Errors: RulesError."""
    return load_rules(Path(settings.rules) if settings.rules else None, LoadedNames())


def memory_stores() -> Stores:
    """Make stores that forget everything with the process."""
    return Stores(
        fingerprints=MemoryFingerprintStore(),
        window=MemoryWindowStore(),
        stories=MemoryStoryStore(),
        incidents=MemoryRegionStore(),
    )


def redis_stores(redis: "Redis | RedisCluster") -> Stores:
    """Make stores on Redis."""
    return Stores(
        fingerprints=RedisFingerprintStore(redis),
        window=RedisWindowStore(redis),
        stories=RedisStoryStore(redis),
        incidents=RedisRegionStore(redis),
        agenda=RedisAgenda(redis),
        silences=RedisSilences(redis),
    )


@asynccontextmanager
async def open_redis(settings: Settings) -> AsyncIterator["Redis | RedisCluster"]:
    """Connect to Redis and see that it answers. Errors: CannotStart."""
    timeout = settings.connect_timeout_seconds
    options: dict[str, Any] = {"socket_connect_timeout": timeout, "socket_timeout": timeout}
    try:
        client: Redis | RedisCluster
        if settings.redis_cluster:
            client = RedisCluster.from_url(settings.redis, **options)
        else:
            client = Redis.from_url(settings.redis, **options)
    except ValueError as error:
        raise CannotStart(
            f"BARID_REDIS is no Redis URL ({error}); write redis://host:6379/0"
        ) from None
    try:
        await _ping(client)
        yield client
    finally:
        await client.aclose()


async def _ping(client: "Redis | RedisCluster") -> None:
    try:
        await client.ping()
    except AuthenticationError as error:
        raise CannotStart(
            f"Redis wants another password ({error}); put it into BARID_REDIS as "
            "redis://:PASSWORD@host:6379/0, or into a file that BARID_REDIS_FILE names"
        ) from None
    except (TimeoutError, RedisError, OSError) as error:
        hint = "start one, or set BARID_REDIS to its URL"
        if "NOAUTH" in str(error):
            hint = "put the password into BARID_REDIS as redis://:PASSWORD@host:6379/0"
        raise CannotStart(f"no Redis that can be used answers ({error}); {hint}") from None


async def run_worker(
    settings: Settings,
    rows: Sequence[Row],
    *,
    words: Words | None = None,
    on_ready: Callable[[int], None] | None = None,
    stop: asyncio.Event | None = None,
    with_page: bool = False,
) -> None:
    """Run agents until a signal or `stop`; `words` are loaded unless given.

    `with_page` serves the alerts as well, on the port of health and metrics.

    Errors: CannotStart before anything was read; RulesError.
    """
    await _require_topics(settings, rows)
    stop = stop or asyncio.Event()
    stop_on_signals(stop)
    health = Health(time.monotonic, settings.stall_seconds)
    metrics = Metrics(CollectorRegistry())
    metrics.set("barid_build_info", 1, version=__version__)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="barid-worker-"))
        redis = await stack.enter_async_context(open_redis(settings))
        current = Current(
            words or load_words(rules_of(settings), settings.enrichers, settings.quiet_hours)
        )
        _reload_on_hangup(settings, current, metrics)
        producer = make_producer(settings.broker)
        stack.push_async_callback(producer.stop)
        try:
            await producer.start()
        except (KafkaError, OSError) as error:
            raise CannotStart(f"Kafka at {settings.broker} takes no producer: {error}") from None
        parts = Parts(
            current=current,
            stores=redis_stores(redis),
            producer=producer,
            metrics=metrics,
            health=health,
            prefix=settings.topic_prefix,
            max_body_bytes=settings.max_body_bytes,
            batch_messages=settings.batch_messages,
            batch_wait_seconds=settings.batch_wait_ms / 1000,
            stopping=stop,
            clock=time.perf_counter,
            wall_clock=time.time,
        )
        watch = Watch(health, metrics)
        watch.count = partial(count_alerting, RedisSilences(redis), RedisAgenda(redis), time.time)
        said = operator_routes(RedisSilences(redis), settings.web_token, time.time)
        serving = partial(serve, settings.web_host, settings.web_port, metrics, health)
        serving = partial(serving, routes=said)
        if with_page:
            site = await stack.enter_async_context(_site(settings, metrics, current.words))
            serving = partial(serving, routes=(*said, *site.routes), closing=site.feed.close)
            watch.streams = site.streams
        try:
            port = await stack.enter_async_context(serving(watch.refresh))
        except OSError as error:
            raise CannotStart(
                f"cannot listen on {settings.web_host}:{settings.web_port} ({error}); "
                "set BARID_WEB_PORT to another port, or to 0 for any"
            ) from None
        make = partial(make_app, settings, folder)
        await run_until_stopped(make, rows, parts, watch, stop, on_ready, port)


def _site(settings: Settings, metrics: Metrics, words: Words) -> AbstractAsyncContextManager[Site]:
    def let_go() -> None:
        metrics.count("barid_feed_let_go_total")

    names = LoadedNames(lambda: words.enrich.names)
    return open_site(settings, int(time.time() * 1000), let_go, names)


def make_app(settings: Settings, folder: str) -> App:
    """Make a faust app: raw bytes, no web server, no topics of its own, our commit interval.

    faust makes a folder for tables, which Barid has none of; it goes into `folder`.
    """
    return App(
        settings.topic_prefix + settings.group,
        broker=f"kafka://{settings.broker}",
        key_serializer="raw",
        value_serializer="raw",
        broker_commit_interval=_COMMIT_SECONDS,
        broker_session_timeout=settings.session_timeout_seconds,
        broker_heartbeat_interval=settings.session_timeout_seconds / 3,
        broker_request_timeout=max(90.0, settings.session_timeout_seconds * 2),
        consumer_auto_offset_reset="earliest",
        topic_allow_declare=False,
        topic_disable_leader=True,
        # Before partitions move and at the end, wait for the batch at hand: without it a second
        # worker starts on the messages of a batch that still runs.
        stream_wait_empty=True,
        stream_buffer_maxsize=4 * settings.batch_messages,
        web_enabled=False,
        worker_redirect_stdouts=False,
        datadir=folder,
    )


async def _require_topics(settings: Settings, rows: Sequence[Row]) -> None:
    """Refuse to start without topics: faust would report itself ready and read nothing."""
    try:
        there = await existing_topics(settings)
    except BrokerUnavailable as error:
        raise CannotStart(str(error)) from None
    wanted = {topic.name for row in rows for topic in (row.reads, *row.writes)} | {"deadletters"}
    missing = missing_topics(settings, sorted(wanted), there)
    if missing:
        raise CannotStart(
            f"the broker has no topic {', '.join(missing)}; run `barid topics apply` first"
        )


def _reload_on_hangup(settings: Settings, current: Current, metrics: Metrics) -> None:
    """Load the rules again on SIGHUP; rules with an error keep the ones in force.

    Reading goes on beside the stream, in a thread: a hundred thousand rules take seconds. The new
    set takes the place of the old between two batches, whole or not at all.
    """
    reloads: set[asyncio.Task[None]] = set()

    def use(rules: RuleSet) -> None:
        current.words = replace(current.words, rules=rules)
        metrics.set("barid_rules_loaded", len(rules))
        metrics.set("barid_rules_reload_success", 1)

    async def reload() -> None:
        try:
            use(await asyncio.to_thread(rules_of, settings))
        except RulesError as error:
            log.error("the rules stay as they are: %s", error)  # noqa: TRY400 - says it all
            metrics.set("barid_rules_reload_success", 0)
        else:
            log.warning("rules loaded again: %d in force", len(current.words.rules))

    def on_hangup() -> None:
        task = asyncio.get_running_loop().create_task(reload())
        reloads.add(task)  # the loop holds tasks by a weak reference only
        task.add_done_callback(reloads.discard)

    use(current.words.rules)
    with suppress(NotImplementedError, RuntimeError, AttributeError):  # no such signal here
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, on_hangup)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set the event at Ctrl-C or SIGTERM."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError, RuntimeError):  # not on this platform or thread
            loop.add_signal_handler(number, stop.set)
