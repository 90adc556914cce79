"""Print what rules cost, by their number: `python -m tests.bench.rules`.

Articles are those of the bench, enriched once; each set of rules is loaded in a process of its
own, so that the memory is its own. CPU times of the process; nothing is asserted.
"""

import asyncio
import gc
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import click
import orjson
from rich.console import Console
from rich.table import Table

from schemas.article import EnrichedArticle
from streams.alert.rules import RuleSet, load_rules
from streams.app import memory_stores
from streams.batch import Handled
from streams.replay import Replay, replay
from streams.rule_names import LoadedNames
from streams.settings import Settings
from tests.bench.making_rules import RuleMaker
from tests.bench.pages import make_pages
from tests.bench.replaying import load

_COUNTS: Final = (1_000, 10_000, 100_000)
# What the project keeps to.
_RATIO_AIM, _P99_MS_AIM, _MEMORY_MB_AIM, _LOAD_SECONDS_AIM = 3, 5, 300, 15
_PASSES: Final = 5


@click.command()
@click.option("--articles", default=400, help="How many articles to read.")
@click.option("--one", nargs=2, type=click.Path(path_type=Path), hidden=True)
def main(articles: int, one: "tuple[Path, Path] | None") -> None:
    """Measure sets of rules and print a table."""
    if one is not None:
        click.echo(orjson.dumps(_measure(*one)))
        return
    table = Table("rules", "load s", "memory MB", "median ms", "p99 ms", "candidates", "matches")
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "articles"
        texts.write_bytes(pickle.dumps(_enriched(articles)))
        maker = RuleMaker()
        rows = []
        for count in _COUNTS:
            rules = Path(folder) / f"{count}.yaml"
            rules.write_text(maker.file(count), "utf-8")
            command = [sys.executable, "-m", "tests.bench.rules", "--one", str(rules), str(texts)]
            rows.append(orjson.loads(subprocess.check_output(command)))
    for count, row in zip(_COUNTS, rows, strict=True):
        table.add_row(f"{count:,}", *(f"{value:.2f}" for value in row.values()))
    console = Console(width=110)
    console.print(table)
    first, last = rows[0], rows[-1]
    console.print(
        f"median at {_COUNTS[-1]:,}: {last['median_ms'] / first['median_ms']:.2f} times that at "
        f"{_COUNTS[0]:,} (aim {_RATIO_AIM}); p99 {last['p99_ms']:.2f} ms (aim {_P99_MS_AIM}); "
        f"memory {last['memory_mb']:.0f} MB (aim {_MEMORY_MB_AIM}); "
        f"load {last['load_seconds']:.1f} s (aim {_LOAD_SECONDS_AIM})"
    )


def _enriched(count: int) -> list[EnrichedArticle]:
    found: list[EnrichedArticle] = []

    def keep(handled: list[Handled]) -> None:
        made = (one.content for each in handled for one in each.produced)
        found.extend(content for content in made if isinstance(content, EnrichedArticle))

    run = Replay(load(), memory_stores(), max_bytes=Settings().max_body_bytes)
    asyncio.run(replay(make_pages(count), run, keep))
    return found


def _measure(rules_file: Path, texts: Path) -> dict[str, float]:
    articles: list[EnrichedArticle] = pickle.loads(texts.read_bytes())  # noqa: S301 - our own file
    names = LoadedNames()
    names.places("")  # the lists are there in a worker anyway
    gc.collect()
    before = _resident_mb()
    began = time.process_time()
    rules = load_rules(rules_file, names)
    loaded = time.process_time() - began
    gc.collect()
    memory = _peak_mb() - before
    gc.freeze()
    spent, matches = _read(rules, articles)
    return {
        "load_seconds": loaded,
        "memory_mb": memory,
        "median_ms": median(spent),
        "p99_ms": quantiles(spent, n=100)[98],
        "candidates": median(len(rules.candidates(article)) for article in articles),
        "matches": median(matches),
    }


def _read(rules: RuleSet, articles: Sequence[EnrichedArticle]) -> tuple[list[float], list[int]]:
    """Read articles. Units: milliseconds of CPU each; the best of a few passes, not the first."""
    best = [float("inf")] * len(articles)
    matches = [0] * len(articles)
    for _ in range(_PASSES):
        for index, article in enumerate(articles):
            began = time.process_time()
            matches[index] = len(rules.read(article))
            best[index] = min(best[index], (time.process_time() - began) * 1000)
    return best, matches


def _resident_mb() -> float:
    return _status("VmRSS")


def _peak_mb() -> float:
    return _status("VmHWM")


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    line = next(line for line in lines if line.startswith(field))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
