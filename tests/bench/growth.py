"""Print what dedup and stories cost as they come to know more: on a Redis of its own.

    python -m tests.bench.growth --articles 1000000

Made-up articles, as sketches and terms: three in ten copy one of the last days, cut or with words
added; two in ten are forms; all say some common phrases. CPU is ours and the Redis server's, of the
articles around each mark; memory is the server's own, `MEMORY USAGE` of a sample of keys beside it.
"""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import click
from redis.asyncio import Redis as Client
from rich.console import Console
from rich.table import Table

from streams.dedup.decide import decide
from streams.dedup.judge import Holder, Sighting
from streams.dedup.sketch import LEAD_SHINGLES, Sketch
from streams.dedup.store import RedisFingerprintStore, RedisWindowStore
from streams.dedup.story import Told
from streams.dedup.story_store import RedisStoryStore
from streams.dedup.tell import tell
from tests.services.redis import Redis

BATCH = 64
# A mark is measured over so many articles, half before it and half after it.
_MEASURED = 4_096
_COPIES_RATIO, _FORMS_RATIO = 0.3, 0.2
_RECENT, _FORMS, _FORM_SHINGLES = 20_000, 2_000, 60
# 3-grams kept of an article: 127 on average, half of the articles 77 to 136 (14 outlets).
_LENGTHS = (52, 77, 100, 136, 290)
_PHRASES, _PHRASES_RATIO = 60_000, 0.08
_WORDS, _TERMS = 40_000, 45
_DAYS, _MINUTES_A_DAY, _FIRST_MINUTE = 8, 1_440, 24_000_000
_KEYS_SAMPLED = 2_000
_SEED = 20251015

Made = tuple[Sighting, Told]


def make_articles(count: int) -> Iterator[Made]:
    """Make articles one after the other. Deterministic."""
    chance = random.Random(_SEED)  # noqa: S311 - the same articles each run
    forms = [_fresh(chance, _FORM_SHINGLES) for _ in range(_FORMS)]
    phrases = _fresh(chance, _PHRASES)
    recent: list[tuple[int, ...]] = []
    for number in range(count):
        drawn, length = chance.random(), chance.choice(_LENGTHS)
        common = max(1, int(length * _PHRASES_RATIO))
        said = [phrases[int(_PHRASES * chance.random() ** 3)] for _ in range(common)]
        if recent and drawn < _COPIES_RATIO:
            known = chance.choice(recent)
            kept = known if chance.random() < 0.6 else known[: len(known) * 3 // 5]
            shingles = (*_fresh(chance, chance.randrange(12)), *kept)
        elif drawn < _COPIES_RATIO + _FORMS_RATIO:
            shingles = (*forms[int(_FORMS * chance.random() ** 2)], *_fresh(chance, length // 2))
        else:
            shingles = (*said, *_fresh(chance, length))
            recent.append(shingles)
            if len(recent) > _RECENT:
                recent.pop(chance.randrange(_RECENT // 4))
        minute = _FIRST_MINUTE + number * _DAYS * _MINUTES_A_DAY // count
        yield _article(number, tuple(dict.fromkeys(shingles)), minute, chance)


def _fresh(chance: random.Random, count: int) -> tuple[int, ...]:
    return tuple(chance.getrandbits(32) for _ in range(count))


def _article(number: int, shingles: tuple[int, ...], minute: int, chance: random.Random) -> Made:
    name, tag = f"{number:032x}", chance.getrandbits(32)
    lead = min(LEAD_SHINGLES, len(shingles))
    sketch = Sketch(shingles, lead, False, len(shingles) * 3 // 2, minute, tag)
    holder = Holder(name, f"articles.raw/{number % 8}/{number // 8}#0")
    drawn = dict.fromkeys(int(_WORDS * chance.random() ** 2) for _ in range(_TERMS))
    terms = tuple((word * 2_654_435_761 % 2**32, 1 + (word % 5 == 0)) for word in drawn)
    title = "خبر عن " + "كلمة " * (4 + number % 6) + str(number)
    return Sighting(f"{tag:08x}{number:024x}", holder, sketch), Told(
        name, minute, terms, title=title
    )


class Counted:
    """A client that counts its round trips."""

    def __init__(self, client: Client) -> None:
        self.trips = 0
        self._eval: Callable[..., Any] = client.eval
        self._pipeline: Callable[..., Any] = client.pipeline

    def eval(self, *values: Any) -> Any:
        self.trips += 1
        return self._eval(*values)

    def pipeline(self, **options: Any) -> Any:
        self.trips += 1
        return self._pipeline(**options)


async def grow(client: Client, articles: int, table: Table, *, stories: bool) -> None:
    """Feed articles and add a row at each mark."""
    marks = sorted({10**power for power in range(4, 9) if 10**power < articles} | {articles})
    counted: Any = Counted(client)
    fingerprints, window = RedisFingerprintStore(counted), RedisWindowStore(counted)
    story_store: Any = RedisStoryStore(client)
    made = make_articles(articles)
    known, spent, first = 0, defaultdict[str, float](float), ""
    batch: list[Made] = []
    for mark in marks:
        begin = max(known, mark - _MEASURED)
        while known < mark:
            if known >= begin and not spent["from"]:
                spent["from"], spent["trips"] = known, counted.trips
                spent["redis"] = await _server_seconds(client)
            batch = [one for _, one in zip(range(min(BATCH, mark - known)), made, strict=False)]
            await _step(batch, fingerprints, window, story_store if stories else None, spent)
            known += len(batch)
        count = known - spent["from"]
        redis_ms = (await _server_seconds(client) - spent["redis"]) * 1000 / count
        our_ms = spent["our"] * 1000 / count
        used = (await client.info("memory"))["used_memory"] / known
        trips = (counted.trips - spent["trips"]) / (count / BATCH)
        first = first or f"{our_ms + redis_ms}"
        ratio = (our_ms + redis_ms) / float(first)
        row = [f"{known:,}", f"{our_ms:.2f}", f"{redis_ms:.2f}", f"{our_ms + redis_ms:.2f}"]
        table.add_row(*row, f"{ratio:.2f}", f"{used:.0f}", f"{trips:.1f}")
        print(*row, f"{ratio:.2f}", f"{used:.0f}", f"{trips:.1f}", flush=True)
        spent.clear()


async def _step(
    batch: Sequence[Made],
    fingerprints: RedisFingerprintStore,
    window: RedisWindowStore,
    stories: RedisStoryStore | None,
    spent: dict[str, float],
) -> None:
    began = time.process_time()
    verdicts = await decide([sighting for sighting, _ in batch], fingerprints, window)
    if stories is not None:
        new = [one.duplicate_of is None for one in verdicts]
        await tell([told for (_, told), is_new in zip(batch, new, strict=True) if is_new], stories)
    if spent["from"] or "redis" in spent:
        spent["our"] += time.process_time() - began


async def _server_seconds(client: Client) -> float:
    used = await client.info("cpu")
    return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


async def weigh_keys(client: Client, known: int) -> dict[str, float]:
    """Estimate the bytes an article of each kind of key. Units: by `MEMORY USAGE` of a sample."""
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, list[int]] = defaultdict(list)
    async for key in client.scan_iter(count=1_000):
        kind = key.decode("utf-8").split(":")[2]
        counts[kind] += 1
        if len(sizes[kind]) < _KEYS_SAMPLED:
            sizes[kind].append(await client.memory_usage(key, samples=0) or 0)
    return {
        kind: counts[kind] * sum(size) / len(size) / known for kind, size in sorted(sizes.items())
    }


@click.command()
@click.option("--articles", type=int, default=1_000_000, show_default=True)
@click.option("--stories/--no-stories", default=True, show_default=True)
def main(articles: int, stories: bool) -> None:
    """Measure and print."""
    headings = ("known", "ours ms", "redis ms", "both ms", "times", "bytes/article", "trips/batch")
    table = Table(*headings, box=None, pad_edge=False)

    async def run() -> dict[str, float]:
        with Redis(append_only=False) as server:
            async with Client.from_url(server.url) as client:
                await grow(client, articles, table, stories=stories)
                return await weigh_keys(client, articles)

    sizes = asyncio.run(run())
    console = Console(width=110)
    console.print(table)
    for kind, size in sizes.items():
        console.print(f"{kind:10} {size:6.0f} bytes an article")
    console.print(f"{'all':10} {sum(sizes.values()):6.0f} bytes an article, by MEMORY USAGE")


if __name__ == "__main__":
    main()
