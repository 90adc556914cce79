"""`barid ingest`: bring a file of raw articles to the stream."""

import asyncio
import sys
from pathlib import Path

import click
from aiokafka.errors import KafkaError

from streams.cli.starting import CannotRun, Failed, console, refusing, settings_or_exit
from streams.ingest import Bookmark, raw_messages
from streams.ingest import ingest as send_all
from streams.produce import make_producer
from streams.replay import InputError, read_messages
from streams.settings import Settings

_SAVE_EVERY = 500


@click.command()
@click.argument("source", metavar="FILE|-")
@click.option("--rate", type=click.FloatRange(min=0.001), help="Messages a second, at most.")
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    help="Bookmark file: go on where the last run stopped.",
)
def ingest(source: str, rate: float | None, resume: Path | None) -> None:
    """Send raw articles to `articles.raw`, keyed by outlet or URL host.

    FILE is what `barid replay` reads, or `-` for JSONL on standard input. Lines are sent as they
    are; one that cannot be read ends in the dead letters, with its reason.

    \b
    Examples:
      barid ingest crawl.jsonl.gz
      barid ingest crawl.jsonl --rate 50 --resume crawl.mark
      my-scraper | barid ingest -
    """
    settings = settings_or_exit()
    path = None if source == "-" else Path(source)
    if path is not None and not path.is_file():
        raise click.UsageError(f"{path}: there is no such file")
    with refusing(InputError, ValueError):
        bookmark = Bookmark(resume) if resume else None
        start = bookmark.read() if bookmark else 0
        try:
            count, refused = asyncio.run(_run(settings, path, rate, bookmark, start))
        except (KafkaError, OSError) as error:
            raise Failed(f"Kafka at {settings.broker}: {error}") from None
    after = f" after the first {start}" if start else ""
    console(stderr=True).print(f"{count} messages sent{after}")
    if refused:
        raise Failed(f"too large for Kafka and left out: {len(refused)}, first number {refused[0]}")


async def _run(
    settings: Settings, path: Path | None, rate: float | None, bookmark: Bookmark | None, start: int
) -> tuple[int, list[int]]:
    producer = make_producer(settings.broker)
    try:
        await producer.start()
    except (KafkaError, OSError) as error:
        await producer.stop()
        raise CannotRun(
            f"no Kafka broker answers at {settings.broker} ({error}); "
            "start one, or set BARID_BROKER to its address"
        ) from None
    last = start
    refused: list[int] = []

    def done(number: int) -> None:
        nonlocal last
        last = number
        if bookmark and number % _SAVE_EVERY == 0:
            bookmark.write(number)

    try:
        lines = read_messages(path, sys.stdin.buffer)
        count = await send_all(
            producer,
            raw_messages(lines, skip=start),
            prefix=settings.topic_prefix,
            per_second=rate,
            done=done,
            refused=refused.append,
        )
    finally:
        if bookmark:
            bookmark.write(last)
        await producer.stop()
    return count, refused
