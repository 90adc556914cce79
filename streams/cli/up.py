"""`barid up`: everything on this machine, with a sample stream: the first minute with Barid."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from schemas.alert import Alert, Suppression
from schemas.article import EnrichedArticle
from schemas.codec import decode
from schemas.duplicate import Duplicate
from schemas.raw import RawArticle
from streams import topics
from streams.admin import BrokerUnavailable, apply_topics
from streams.app import CannotStart, load_words, memory_stores, rules_of, run_worker
from streams.cli.starting import Failed, console, refusing, settings_or_exit
from streams.embedded import EmbeddedBroker, EmbeddedRedis, EmbeddedStopped, EmbeddedUnavailable
from streams.ingest import ingest, raw_messages
from streams.pipeline import Words
from streams.present import alert_lines, suppression_line
from streams.produce import make_producer
from streams.samples import sample_messages, sample_page
from streams.settings import Settings, load_settings
from streams.subscribe import Received, subscribe
from streams.topology import Row, select
from streams.trace import trace_lines, trace_page

# Slow enough to watch, quick enough that the whole sample stream takes seconds.
_SAMPLES_A_SECOND = 20.0
# A dead worker is noticed, and a new one let in, after this long (faust's default is a minute).
_SESSION_SECONDS = 6.0
_BYTES_A_MB = 1024 * 1024
_LOST_SECONDS = 60.0
_QUIET_SECONDS = 2.0


@click.command()
@click.option("--once", is_flag=True, help="End when the sample stream is through, with a summary.")
@click.option("--samples/--no-samples", default=True, help="Stream Barid's own sample pages.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of the page; 0 for a free one."
)
def up(once: bool, samples: bool, port: int) -> None:
    """Run broker, Redis and worker on this machine, and show alerts as they come.

    They also come on a page; its address is printed. With --once the page ends with the rest.

    For a first look: the broker keeps everything in memory and forgets it at the end. Where
    BARID_BROKER or BARID_REDIS is set, that one is used instead. Ctrl-C ends it.

    \b
    Examples:
      barid up --once                   the sample stream from start to end
      barid up --no-samples --port 6066 wait for pages of your own (barid ingest)
    """
    if once and not samples:
        raise click.UsageError("--once ends with the sample stream; --no-samples has none")
    settings = settings_or_exit()
    show = console()
    refused = (CannotStart, BrokerUnavailable, EmbeddedUnavailable, EmbeddedStopped)
    with refusing(*refused), suppress(KeyboardInterrupt):
        asyncio.run(_up(replace(settings, web_port=port), show, samples=samples, once=once))


async def _up(stated: Settings, show: Console, *, samples: bool, once: bool) -> None:
    words = await asyncio.to_thread(
        lambda: load_words(rules_of(stated), stated.enrichers, stated.quiet_hours)
    )
    async with _services(stated, show) as (settings, broker):
        if samples:
            await _show_page(settings, words, show)
        await apply_topics(settings)
        run = _Run(settings, words, show)
        watched = [run.watch.run(settings), *((broker.watch(),) if broker else ())]
        try:
            async with asyncio.TaskGroup() as tasks:
                background = [tasks.create_task(work) for work in watched]
                await run.through(samples=samples, once=once)
                for task in background:
                    task.cancel()
        except BaseExceptionGroup as group:
            # Several tasks ended because one did; what that one said is what the user needs.
            first: BaseException = group
            while isinstance(first, BaseExceptionGroup):
                first = first.exceptions[0]
            raise first from None
        if once:
            show.print(run.watch.summary())


@dataclass(slots=True)
class _Run:
    """Run the worker, and send it the samples when it is ready."""

    settings: Settings
    words: Words
    show: Console
    watch: "_Watch" = field(init=False)

    def __post_init__(self) -> None:
        self.watch = _Watch(self.show)

    async def through(self, *, samples: bool, once: bool) -> None:
        """Return when the worker ends: at Ctrl-C, or with `once` after the last sample."""
        stop, ready = asyncio.Event(), asyncio.Event()

        def announce(port: int) -> None:
            self.show.print(f"worker ready: health and metrics on http://127.0.0.1:{port}/metrics")
            stays = " (ends with the samples; `barid up` keeps it)" if once else ""
            self.show.print(f"live page: http://127.0.0.1:{port}/{stays}", style="bold")
            ready.set()

        async with asyncio.TaskGroup() as tasks:
            worker = tasks.create_task(
                run_worker(
                    self.settings,
                    _rows(),
                    words=self.words,
                    on_ready=announce,
                    stop=stop,
                    with_page=True,
                )
            )
            waiting = tasks.create_task(ready.wait())
            await asyncio.wait({worker, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if samples and ready.is_set():
                sent = await _send_samples(self.settings)
                self.show.print(f"sample stream sent: {sent} messages", style="dim")
                if once:
                    await self.watch.seen(sent)
                    stop.set()
            await worker
            waiting.cancel()


def _rows() -> tuple[Row, ...]:
    """Fuse what needs no topic between, but keep `articles.enriched` for whoever looks."""
    return (
        *select(["dedup", "language", "enrichment"], fuse=True),
        *select(["alerting"], fuse=False),
    )


async def _show_page(settings: Settings, words: Words, show: Console) -> None:
    show.print("\nThe first message is an aggregator page. This is what is read in it:\n")
    raw = RawArticle(body=sample_page())
    trace = await trace_page(raw, words, memory_stores(), max_bytes=settings.max_body_bytes)
    for line in trace_lines(trace):
        show.print(line)
    show.print("\nAnd this is the whole sample stream, through Kafka and Redis:\n")


@asynccontextmanager
async def _services(
    settings: Settings, show: Console
) -> AsyncIterator[tuple[Settings, EmbeddedBroker | None]]:
    """Start what the settings do not name, and say what is kept where."""
    _, origins = load_settings()
    stated = {origin.name for origin in origins if origin.source != "default"}
    cap_bytes = settings.embedded_memory_mb * _BYTES_A_MB
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="barid-up-")))
        broker: EmbeddedBroker | None = None
        if "broker" not in stated:
            broker = await stack.enter_async_context(EmbeddedBroker(folder, cap_bytes))
            settings = replace(
                settings,
                broker=broker.address,
                topic_partitions=1,
                session_timeout_seconds=_SESSION_SECONDS,
            )
            show.print(
                f"broker: in memory on {broker.address}; a demonstration: what it holds is gone at "
                f"the end, and it stops at {settings.embedded_memory_mb} MB",
                style="yellow",
            )
        if "redis" not in stated:
            redis = await stack.enter_async_context(EmbeddedRedis(folder, cap_bytes))
            settings = replace(settings, redis=redis.url)
            show.print("redis: started for this run; its data is gone at the end", style="yellow")
        yield settings, broker


async def _send_samples(settings: Settings) -> int:
    producer = make_producer(settings.broker)
    await producer.start()
    try:
        return await ingest(
            producer,
            raw_messages(sample_messages()),
            prefix=settings.topic_prefix,
            per_second=_SAMPLES_A_SECOND,
            done=lambda _: None,
            refused=lambda _: None,
        )
    finally:
        await producer.stop()


@dataclass(slots=True)
class _Watch:
    """Read what the worker writes, show it, and know when every message has come out."""

    show: Console
    titles: dict[str, str | None] = field(default_factory=dict)
    silences: dict[str, list[Suppression]] = field(default_factory=dict)
    outcomes: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, settings: Settings) -> None:
        """Show records until cancelled."""
        articles = (topics.ENRICHED, topics.DUPLICATES, topics.DEADLETTERS)
        wanted = (*articles, topics.ALERTS, topics.SUPPRESSED)
        async for record in subscribe(settings, wanted, from_start=True, idle_seconds=None):
            self.counts[record.topic.name] = self.counts.get(record.topic.name, 0) + 1
            self._take(record)
            self.changed.set()

    async def seen(self, count: int) -> None:
        """Wait until so many messages have an outcome. Errors: Failed when they stay away."""
        while len(self.outcomes) < count:
            if not await self._hears_more(_LOST_SECONDS):
                raise Failed(f"only {len(self.outcomes)} of {count} messages came out")
        while await self._hears_more(_QUIET_SECONDS):  # the last articles may still alert
            continue

    async def _hears_more(self, within_seconds: float) -> bool:
        self.changed.clear()
        try:
            await asyncio.wait_for(self.changed.wait(), within_seconds)
        except TimeoutError:
            return False
        return True

    def summary(self) -> Text:
        """Say what came out."""
        said = ", ".join(f"{count} on {topic}" for topic, count in sorted(self.counts.items()))
        return Text(f"done: {len(self.outcomes)} messages, {said}", style="bold")

    def _take(self, record: Received) -> None:
        if record.topic is topics.ENRICHED:
            article = decode(EnrichedArticle, record.value)
            self.titles[article.article_id] = article.title
            self.outcomes.add(article.raw_id)
            for silence in self.silences.pop(article.article_id, []):
                self.show.print(suppression_line(silence, article.title))
        elif record.topic is topics.DUPLICATES:
            self.outcomes.add(decode(Duplicate, record.value).raw_id)
        elif record.topic is topics.DEADLETTERS:
            letter = record.dead_letter()
            self.outcomes.add(f"{letter.topic}/{letter.partition}/{letter.offset}")
            self.show.print(Text(f" refused: {letter.reason}  {letter.error[:120]}", style="dim"))
        elif record.topic is topics.ALERTS:
            for line in alert_lines(decode(Alert, record.value)):
                self.show.print(line)
        else:
            silence = decode(Suppression, record.value)
            if silence.article_id in self.titles:
                self.show.print(suppression_line(silence, self.titles[silence.article_id]))
            else:  # another topic: the article it is about may be read a moment later
                self.silences.setdefault(silence.article_id, []).append(silence)
