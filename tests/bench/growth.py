"""Print what dedup and stories cost as they come to know more: each on a Redis of its own.

    python -m tests.bench.growth --articles 1000000
    python -m tests.bench.growth --articles 1000000 --window-seconds 40

Up to a mark, articles are stored the quick way; around it they are decided as in the stream, turn
by turn with a second Redis that knows ten thousand, so that a busy machine slows both alike. CPU
is ours and the servers'. With a short window, memory is printed as it fills and after.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click
from redis.asyncio import Redis as Client
from rich.console import Console
from rich.table import Table

from streams.dedup.decide import decide
from streams.dedup.store import RedisFingerprintStore, RedisWindowStore
from streams.dedup.story_store import RedisStoryStore
from streams.dedup.tell import tell
from tests.bench.stream_of_articles import ArticleStream, QuickStore
from tests.services.redis import Redis

BATCH = 64
_FEW = 10_000
_QUICK_BATCH = 512
# A mark is measured over so many articles, half before it and half after it.
_MEASURED, _WARM = 4_096, 512
_KEYS_SAMPLED = 2_000
# What the project wants to keep to, from ten thousand articles known to a million.
_TIMES_AIM, _BYTES_AIM = 1.3, 3_200
_HEADINGS = ("known", "ours ms", "redis ms", "both ms", "times", "bytes/article", "trips/batch")


class Counted:
    """A client that counts its round trips."""

    def __init__(self, client: Client) -> None:
        self.trips = 0
        self._eval: Callable[..., Any] = client.eval
        self._pipeline: Callable[..., Any] = client.pipeline

    def eval(self, *values: Any) -> Any:
        """Run a script."""
        self.trips += 1
        return self._eval(*values)

    def pipeline(self, **options: Any) -> Any:
        """Begin a pipeline, which is executed once."""
        self.trips += 1
        return self._pipeline(**options)


@dataclass(frozen=True, slots=True)
class Cost:
    """Units: CPU ms an article, ours and the server's; round trips of dedup a batch."""

    our_ms: float
    redis_ms: float
    trips: float

    @property
    def both_ms(self) -> float:
        """Add them."""
        return self.our_ms + self.redis_ms


class Grown:
    """A Redis, and the stream that has been fed to it."""

    def __init__(self, client: Client, *, stories: bool, window_seconds: int | None = None) -> None:
        self.client, self.counted = client, Counted(client)
        counted: Any = self.counted
        ttl = {} if window_seconds is None else {"ttl_seconds": window_seconds}
        ttls = {f"{kind}_{name}": ttl[name] for kind in ("verdict", "window") for name in ttl}
        self.fingerprints = RedisFingerprintStore(counted, **ttl)
        self.window = RedisWindowStore(counted, **ttls)
        self.stories = RedisStoryStore(client) if stories else None
        self.stream = ArticleStream()
        self._quick = QuickStore(self.fingerprints, self.window, self.stories)
        self._our_seconds = self._redis_from = 0.0
        self._made_from = self._trips_from = 0

    async def fill(self, known: int) -> None:
        """Store articles the quick way until so many are known."""
        while self.stream.made < known:
            count = min(_QUICK_BATCH, known - self.stream.made)
            await self._quick.put(self.stream.take(count))

    async def begin(self) -> None:
        """Measure from here."""
        self._our_seconds, self._redis_from = 0.0, await self._server_seconds()
        self._made_from, self._trips_from = self.stream.made, self.counted.trips

    async def step(self) -> None:
        """Decide and tell a batch, as in the stream."""
        batch = self.stream.take(BATCH)
        began = time.process_time()
        verdicts = await decide([one.sighting for one in batch], self.fingerprints, self.window)
        if self.stories is not None:
            pairs = zip(batch, verdicts, strict=True)
            await tell([one.told for one, said in pairs if said.duplicate_of is None], self.stories)
        self._our_seconds += time.process_time() - began

    async def cost(self) -> Cost:
        """Give what it cost since the beginning."""
        count = self.stream.made - self._made_from
        redis_seconds = await self._server_seconds() - self._redis_from
        return Cost(
            self._our_seconds * 1000 / count,
            redis_seconds * 1000 / count,
            (self.counted.trips - self._trips_from) / (count / BATCH),
        )

    async def bytes_used(self) -> int:
        """Give the memory of the server."""
        return int((await self.client.info("memory"))["used_memory"])

    async def _server_seconds(self) -> float:
        used = await self.client.info("cpu")
        return float(used["used_cpu_user"]) + float(used["used_cpu_sys"])


@dataclass(frozen=True, slots=True)
class Mark:
    """Units: cost beside that of one that knows ten thousand; bytes an article."""

    known: int
    cost: Cost
    times: float
    bytes_used: float


async def measure(
    articles: int, show: Callable[[Mark], None], *, stories: bool
) -> dict[str, float]:
    """Grow one Redis, show each mark when it is reached, and weigh the keys at the last."""
    with Redis(append_only=False) as server:
        async with Client.from_url(server.url) as client:
            grown = Grown(client, stories=stories)
            empty = await grown.bytes_used()
            marks = sorted({10**n for n in range(4, 9) if 10**n < articles} | {articles})
            for mark in marks:
                await grown.fill(mark - _MEASURED // 2 - _WARM)
                few, many = await beside_few(grown, stories=stories)
                used = (await grown.bytes_used() - empty) / grown.stream.made
                show(Mark(mark, many, many.both_ms / few.both_ms, used))
            return await weigh_keys(client, grown.stream.made)


async def beside_few(grown: Grown, *, stories: bool) -> tuple[Cost, Cost]:
    """Measure a Redis turn by turn with one that knows few: what they cost, it and this one."""
    with Redis(append_only=False) as server:
        async with Client.from_url(server.url) as client:
            few = Grown(client, stories=stories)
            await few.fill(_FEW - _MEASURED // 2 - _WARM)
            both = (few, grown)
            for turn in range((_WARM + _MEASURED) // BATCH):
                if turn == _WARM // BATCH:
                    for one in both:
                        await one.begin()
                for one in both:
                    await one.step()
            return await few.cost(), await grown.cost()


async def weigh_keys(client: Client, known: int) -> dict[str, float]:
    """Estimate the bytes an article of each kind of key, and count the keys that never expire.

    Units: by `MEMORY USAGE` of a sample.
    """
    counts: dict[str, int] = defaultdict(int)
    sizes: dict[str, list[int]] = defaultdict(list)
    lasting = 0
    async for key in client.scan_iter(count=1_000):
        kind = key.decode("utf-8").split(":")[2]
        counts[kind] += 1
        if len(sizes[kind]) < _KEYS_SAMPLED:
            # What a great hash weighs is taken from a hundred of its fields.
            sizes[kind].append(await client.memory_usage(key, samples=100) or 0)
            lasting += await client.ttl(key) < 0
    held = (await client.info("keyspace"))["db0"]
    return {
        kind: counts[kind] * sum(size) / len(size) / known for kind, size in sorted(sizes.items())
    } | {"lasting": held["keys"] - held["expires"] + lasting}


async def fill_window(articles: int, window_seconds: int, table: Table) -> None:
    """Feed a window that is shorter than the stream, and add a row at each twentieth of it."""
    with Redis(append_only=False) as server:
        async with Client.from_url(server.url) as client:
            grown = Grown(client, stories=False, window_seconds=window_seconds)
            for part in range(1, 21):
                await grown.fill(articles * part // 20)
                held = (await client.info("keyspace"))["db0"]
                row = [f"{grown.stream.made:,}", f"{held['keys']:,}"]
                row += [
                    f"{held['keys'] - held['expires']}",
                    f"{await grown.bytes_used() / 1e6:.0f}",
                ]
                table.add_row(*row)
                print(*row, flush=True)


def add_growth(table: Table, articles: int) -> None:
    """Add what an article costs at ten thousand known, and at each power of ten up to so many."""

    def show(mark: Mark) -> None:
        what = f"dedup and stories, {mark.known:,} known"
        note = (
            f"{mark.times:.2f} times that of 10,000 (aim {_TIMES_AIM}); {mark.bytes_used:,.0f} B an"
            f" article in Redis (aim {_BYTES_AIM:,}); {mark.cost.trips:.1f} round trips a batch"
        )
        table.add_row(what, f"{mark.cost.both_ms:.2f}", "ms CPU/article", note)

    asyncio.run(measure(articles, show, stories=True))


@click.command()
@click.option("--articles", type=int, default=1_000_000, show_default=True)
@click.option("--stories/--no-stories", default=True, show_default=True)
@click.option("--window-seconds", type=int, help="Only feed a window so long, and print memory.")
def main(articles: int, stories: bool, window_seconds: int | None) -> None:
    """Measure and print."""
    console = Console(width=110)
    if window_seconds is not None:
        table = Table("articles", "keys", "without end", "MB", box=None, pad_edge=False)
        asyncio.run(fill_window(articles, window_seconds, table))
        console.print(table)
        return
    table = Table(*_HEADINGS, box=None, pad_edge=False)

    def show(mark: Mark) -> None:
        cost = mark.cost
        row = [f"{mark.known:,}", f"{cost.our_ms:.2f}", f"{cost.redis_ms:.2f}"]
        row += [f"{cost.both_ms:.2f}", f"{mark.times:.2f}"]
        row += [f"{mark.bytes_used:.0f}", f"{cost.trips:.1f}"]
        table.add_row(*row)
        print(*row, flush=True)

    sizes = asyncio.run(measure(articles, show, stories=stories))
    lasting = sizes.pop("lasting")
    console.print(table)
    for kind, size in sizes.items():
        console.print(f"{kind:10} {size:6.0f} bytes an article")
    console.print(f"{'all':10} {sum(sizes.values()):6.0f} bytes an article, by MEMORY USAGE")
    console.print(f"{lasting:.0f} keys without a time to live")


if __name__ == "__main__":
    main()
