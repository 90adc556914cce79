"""Print what alerting costs as a country grows hot: `python -m tests.bench.alerting`.

Made-up reports of one family of kinds in one country, over five days and 18 provinces, by twelve
outlets: six in ten date and place their event, the others say only the country or no day. Each
batch is decided as a worker does it, in memory and on a Redis of its own. CPU of the process, a
claim; the first batches are cold, the last are what a claim costs at that size.
"""

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from statistics import mean, median
from typing import Final

import click
from redis.asyncio import Redis as Client
from rich.console import Console
from rich.table import Table

from schemas.annotation import Casualty, Event, EventDate, EventPlace, Span
from schemas.article import EnrichedArticle
from streams.alert.agenda import MemoryAgenda
from streams.alert.decide import Alerting, decide
from streams.alert.examine import examine
from streams.alert.redis_store import RedisRegionStore
from streams.alert.rules import RuleSet
from streams.alert.store import MemoryRegionStore, RegionStore
from streams.pipeline import QUIET_SECONDS
from tests.bench.replaying import load
from tests.making import make_enriched
from tests.services.kafka import ServiceMissing
from tests.services.redis import Redis

SIZES: Final = (50, 200, 600)
# What the project keeps to, at 600 claims.
AIM_MS: Final = 2
_BATCH: Final = 16
_PROVINCES, _TOWNS, _DAYS, _OUTLETS = 18, 4, 5, 12
_FIRST_DAY: Final = 10
_KINDS: Final = ("bombing", "armed_attack", "armed_clash", "crime_violence", "airstrike_shelling")
_WORDS: Final = (
    "انفجار", "مسلحون", "مدنيين", "السوق", "الطريق", "حاجز", "الشرطة", "مقتل", "إصابة",
    "هجوم", "قرية", "عبوة", "ناسفة", "دورية", "قصف", "المدينة", "اشتباكات", "مصدر",
)  # fmt: skip
_SEED: Final = 20251015


def make_reports(count: int) -> Iterator[EnrichedArticle]:
    """Make reports in the order of their crawl. Deterministic."""
    chance = random.Random(_SEED)  # noqa: S311 - the same reports each run
    for number in range(count):
        minute = number * _DAYS * 1_440 // count
        day = _FIRST_DAY + minute // 1_440
        crawled = f"2025-10-{day:02}T{minute // 60 % 24:02}:{minute % 60:02}:00Z"
        drawn = chance.random()
        is_dated = drawn < 0.75
        basis = "weekday" if is_dated else "published"
        killed = chance.choice((None, 1, 1, 2, 3, 5, 9))
        toll = (Casualty(kind="killed", min=killed, max=killed),) if killed else ()
        title = " ".join(chance.sample(_WORDS, 6))
        event = Event(
            event_id=f"e{number}",
            type=chance.choice(_KINDS),
            status="current",
            date=EventDate(value=f"2025-10-{day - chance.randrange(2):02}", basis=basis),
            place=_place(chance) if drawn < 0.9 else _COUNTRY,
            casualties=toll,
            evidence=(Span(text=title[:6], start=0, end=6),),
        )
        yield make_enriched(
            event,
            article_id=f"{number:032x}",
            title=f"{title} {number}",
            source=f"وكالة {chance.randrange(_OUTLETS)}",
            crawled_at=crawled,
            story_id=f"story-{number // 3}",
        )


_COUNTRY: Final = EventPlace(id="country:IQ", name="العراق", country="IQ", precision="country")


def _place(chance: random.Random) -> EventPlace:
    province = chance.randrange(_PROVINCES)
    town = chance.randrange(_TOWNS + 1)
    name = f"admin1:{province}" if not town else f"place:{province}.{town}"
    return EventPlace(
        id=name,
        name=name,
        country="IQ",
        admin1=f"IQ-{province}",
        precision="town" if town else "admin1",
    )


async def spend(
    articles: Sequence[EnrichedArticle], store: RegionStore, rules: RuleSet
) -> list[float]:
    """Decide reports batch by batch. Units: milliseconds of CPU a report, one a batch."""
    alerting = Alerting(rules=rules, agenda=MemoryAgenda(), quiet_seconds=QUIET_SECONDS)
    spent = []
    for at in range(0, len(articles), _BATCH):
        batch = articles[at : at + _BATCH]
        cases = [examine(one, rules) for one in batch]
        began = time.process_time()
        for answer in await decide(cases, store, alerting):
            if isinstance(answer, Exception):
                raise answer
        spent.append((time.process_time() - began) * 1_000 / len(batch))
    return spent


def add_alerting(table: Table, *, services: bool = True) -> None:
    """Add a row for each size and store: mean, and the last tenth of the claims."""
    rules = load().rules
    for size in SIZES:
        articles = list(make_reports(size))
        _add(table, size, "memory", asyncio.run(spend(articles, MemoryRegionStore(), rules)))
        if services:
            try:
                spent = asyncio.run(_on_redis(articles, rules))
            except ServiceMissing as missing:
                table.add_row(f"alerting, {size} claims", "-", "", f"skipped: {missing}")
                continue
            _add(table, size, "Redis", spent)


async def _on_redis(articles: Sequence[EnrichedArticle], rules: RuleSet) -> list[float]:
    with Redis(append_only=False) as server:
        async with Client.from_url(server.url) as client:
            return await spend(articles, RedisRegionStore(client), rules)


def _add(table: Table, size: int, where: str, spent: Sequence[float]) -> None:
    last = median(spent[-max(1, len(spent) // 10) :])
    note = f"last tenth; mean {mean(spent):.2f}, worst batch {max(spent):.2f}; {where}"
    table.add_row(f"alerting, {size} claims in a country", f"{last:.2f}", "ms CPU/claim", note)


@click.command()
@click.option("--no-services", is_flag=True, help="In memory only.")
def main(no_services: bool) -> None:
    """Measure and print."""
    table = Table("what", "figure", "unit", "note", box=None, pad_edge=False)
    add_alerting(table, services=not no_services)
    console = Console(width=110)
    console.print(table)
    console.print(f"aim {AIM_MS} ms at 600 claims")


if __name__ == "__main__":
    main()
