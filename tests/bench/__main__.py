"""Print what Barid costs on this machine: `make bench`, or `python -m tests.bench --quick`.

Figures only, nothing is asserted: machines are shared. CPU times are those of the process, so a
busy machine changes them little; wall times are what they are.
"""

import os
import platform
from contextlib import ExitStack
from statistics import median, quantiles

import click
import orjson
from rich.console import Console
from rich.table import Table

from streams.embedded import EmbeddedUnavailable
from streams.embedded.broker import find_broker_binary
from tests.bench.alerting import add_alerting
from tests.bench.feeding import CLIENTS, feed_clients
from tests.bench.growth import add_growth
from tests.bench.pages import ARTICLE_CHARS, make_pages
from tests.bench.processes import Streamed, first_alert_seconds, stream_once
from tests.bench.replaying import EXTRACTORS, codec_ms, load, replay_ms, stages_ms
from tests.services.kafka import Kafka, ServiceMissing
from tests.services.redis import Redis

# What the project wants to keep to, on a machine like the one it was written on.
_EXTRACTORS_MS_AIM = 1.5
_PEAK_MB_AIM, _READY_SECONDS_AIM, _FIRST_ALERT_SECONDS_AIM = 250, 8, 15


@click.command()
@click.option("--quick", is_flag=True, help="Fewer pages and runs: a look, not a measurement.")
@click.option("--no-services", is_flag=True, help="Only what needs no Kafka and no Redis.")
@click.option("--full", is_flag=True, help="Let dedup grow to a million articles; half an hour.")
def main(quick: bool, no_services: bool, full: bool) -> None:
    """Measure and print."""
    few, many, repeats = (60, 400, 3) if quick else (300, 2_000, 5)
    table = Table("what", "figure", "unit", "note", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    pages = make_pages(many)
    sizes = [len(page) for page in pages]
    chars = [len(orjson.loads(page)["body"]) for page in pages]
    table.add_row("pages", str(many), "", f"median {median(chars):.0f} characters, {_kb(sizes)}")
    words = load()
    replay_ms(pages[:few], words)  # warm: caches, and what is compiled at first use
    notes = {
        "parse": f"{few} pages, best of {repeats} runs",
        EXTRACTORS: f"of {ARTICLE_CHARS:,} characters; aim {_EXTRACTORS_MS_AIM}",
    }
    for name, spent in stages_ms(pages[:few], words, repeats).items():
        indent = "    " if ": " in name else "  "
        table.add_row(indent + name, f"{spent:.2f}", "ms CPU/page", notes.get(name, ""))
    for name, spent in codec_ms(pages[:few], words, repeats).items():
        table.add_row(f"  {name} an enriched article", f"{spent:.2f}", "ms CPU/article", "")
    alone = median(replay_ms(pages, words) for _ in range(2 if quick else 3))
    table.add_row("replay, all of it", f"{alone:.2f}", "ms CPU/page", f"{many} pages, one core")
    add_alerting(table, services=not no_services)
    _add_feed(table)
    if no_services:
        table.add_row("stream", "-", "", "skipped: --no-services")
    else:
        _add_stream(table, pages, alone)
        _add_up(table)
        _add_growth(table, 1_000_000 if full else 10_000 if quick else 30_000)
    console = Console(width=110)
    load_average = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {load_average}\n"
    )
    console.print(table)


def _add_stream(table: Table, pages: list[bytes], alone_ms: float) -> None:
    with ExitStack() as stack:
        try:
            kafka, redis = stack.enter_context(Kafka()), stack.enter_context(Redis())
        except ServiceMissing as missing:
            table.add_row("stream", "-", "", f"skipped: {missing}")
            return
        runs: dict[str, Streamed] = {}
        for name, fused in (("staged", False), ("fused", True)):
            runs[name] = stream_once(kafka, redis, pages, fused=fused)
            note = f"{runs[name].cpu_ms / alone_ms:.2f} times replay; Kafka, Redis, 1 worker"
            table.add_row(f"stream, {name}", f"{runs[name].cpu_ms:.2f}", "ms CPU/page", note)
            table.add_row("  until all is written", f"{runs[name].wall_ms:.2f}", "ms/page", "")
        peak = max(run.peak_mb for run in runs.values())
        ready = min(run.ready_seconds for run in runs.values())
        table.add_row("worker, peak memory", f"{peak:.0f}", "MB", f"aim {_PEAK_MB_AIM}")
        table.add_row("worker, start to ready", f"{ready:.1f}", "s", f"aim {_READY_SECONDS_AIM}")


def _add_growth(table: Table, articles: int) -> None:
    try:
        add_growth(table, articles)
    except ServiceMissing as missing:
        table.add_row("dedup and stories", "-", "", f"skipped: {missing}")


def _add_feed(table: Table) -> None:
    for asleep in (False, True):
        fed = feed_clients(asleep=asleep)
        beside = ", one more asleep" if asleep else ""
        note = f"to the last of {CLIENTS} clients{beside}; worst {fed.worst_ms:.0f} ms"
        name = "feed, one client asleep" if asleep else "feed, an event"
        table.add_row(name, f"{fed.median_ms:.0f}", "ms", note)
        size = f"{fed.event_bytes / 1000:.1f} kB"
        table.add_row("  CPU of the server", f"{fed.cpu_ms:.1f}", "ms/event", f"{size} an event")


def _add_up(table: Table) -> None:
    name = "barid up, to first alert"
    try:
        find_broker_binary()
        seconds = first_alert_seconds()
    except (EmbeddedUnavailable, RuntimeError) as error:
        table.add_row(name, "-", "", f"skipped: {error}")
        return
    table.add_row(name, f"{seconds:.1f}", "s", f"aim {_FIRST_ALERT_SECONDS_AIM}")


def _kb(sizes: list[int]) -> str:
    low, *_, high = quantiles(sizes, n=10)
    return f"{median(sizes) / 1000:.1f} kB of JSON (8 of 10: {low / 1000:.1f} to {high / 1000:.1f})"


if __name__ == "__main__":
    main()
