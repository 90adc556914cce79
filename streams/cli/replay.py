"""`barid replay`: the whole pipeline over files, without services."""

import asyncio
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from streams.agents import OUTAGES
from streams.alert.rules import load_rules
from streams.app import (
    CannotStart,
    load_words,
    memory_stores,
    open_redis,
    redis_stores,
    rules_of,
)
from streams.batch import Handled
from streams.cli.starting import console, refusing, settings_or_exit
from streams.pipeline import Stores, Words
from streams.replay import InputError, Replay, TopicFiles, read_messages, replay
from streams.rule_names import LoadedNames
from streams.settings import Settings


@click.command("replay")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write to.")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Alert rules; the shipped ones if none."
)
@click.option("--redis", "redis_url", help="Keep the state in this Redis instead of in memory.")
def replay_command(
    inputs: tuple[str, ...], out: Path, rules: Path | None, redis_url: str | None
) -> None:
    """Run the whole pipeline over files; write one JSONL file a topic.

    INPUT is .jsonl, .json (a list) or .jsonl.gz of raw articles, `-` for JSONL on standard input,
    or a .txt or .html page. The same input gives the same output, byte for byte. A line that
    cannot be read becomes a dead letter.

    \b
    Examples:
      barid replay crawl.jsonl.gz --out out/
      barid replay page.txt --out out/ && cat out/alerts.suppressed.jsonl
      zcat crawl.gz | barid replay - --out out/ --rules my-rules.yaml
    """
    settings = settings_or_exit()
    paths = [None if name == "-" else Path(name) for name in inputs]
    for path in paths:
        if path is not None and not path.is_file():
            raise click.UsageError(f"{path}: there is no such file")
        if path is not None and path.resolve().parent == out.resolve():
            raise click.UsageError(f"{path}: is in {out}, whose files are replaced; copy it first")
    with refusing(CannotStart, InputError, *OUTAGES):
        in_force = load_rules(rules, LoadedNames()) if rules else rules_of(settings)
        words = load_words(in_force, settings.enrichers, settings.quiet_hours)
        with TopicFiles(out) as files:
            count = asyncio.run(_run(settings, redis_url, paths, words, files))
    console(stderr=True).print(f"{count} messages replayed into {out}")


async def _run(
    settings: Settings,
    redis_url: str | None,
    paths: list[Path | None],
    words: Words,
    files: TopicFiles,
) -> int:
    if redis_url is None:
        return await _replay(settings, memory_stores(), paths, words, files)
    async with open_redis(replace(settings, redis=redis_url)) as redis:
        return await _replay(settings, redis_stores(redis), paths, words, files)


async def _replay(
    settings: Settings,
    stores: Stores,
    paths: list[Path | None],
    words: Words,
    files: TopicFiles,
) -> int:
    run = Replay(words, stores, max_bytes=settings.max_body_bytes, outages=OUTAGES)
    with _progress() as progress:
        task = progress.add_task("replaying", total=None)

        def sink(handled: list[Handled]) -> None:
            files.write(handled)
            progress.advance(task, sum(one.message.topic == "articles.raw" for one in handled))

        return await replay(_messages(paths), run, sink)


def _messages(paths: Iterable[Path | None]) -> Iterator[bytes]:
    for path in paths:
        yield from read_messages(path, sys.stdin.buffer)


def _progress() -> Progress:
    """Show messages so far on a terminal, and nothing elsewhere."""
    talk = console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:.0f} messages"),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=talk, transient=True, disable=not talk.is_terminal)
