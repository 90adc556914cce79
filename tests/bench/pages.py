"""Pages to measure on: the sample articles, cut up and put together again to a size that news has.

Each is an aggregator's page of about 5 kB with one Arabic article of about 1,700 characters; each
is another text, on another day, so that neither dedup nor one incident swallows them all.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from schemas.codec import InvalidMessage, decode, encode
from schemas.raw import RawArticle
from streams.samples import sample_messages

ARTICLE_CHARS = 1_700
_RELATED = 12
_PARAGRAPH_CHARS = 80
# Plain text in the Arabic alphabet, without the letters that only its neighbours write.
_ARABIC = re.compile(r"[^a-z<\u067e\u0686\u0698\u06a9\u06af\u06c1\u06cc\u06d5]+")
# Samples are of October 2025 and name weekdays; moved by whole weeks they stay true.
_WEEKS = 200
_FIRST_DAY = datetime.fromisoformat("2025-10-13T06:00:00+00:00")


@dataclass(frozen=True, slots=True)
class _Kit:
    """Titles with the lead that belongs to each, and paragraphs to go on with."""

    leads: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]


def make_pages(count: int, seed: int = 20251015) -> list[bytes]:
    """Make raw messages. Shape: encoded RawArticle, all different, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - any mixture will do, the same each run
    kit = _kit()
    return [_page(number, kit, chance) for number in range(count)]


def _page(number: int, kit: _Kit, chance: random.Random) -> bytes:
    title, lead = chance.choice(kit.leads)
    paragraphs = [lead]
    while sum(map(len, paragraphs)) < ARTICLE_CHARS - len(lead) // 2:
        paragraphs.append(chance.choice(kit.paragraphs))
    crawled = _FIRST_DAY + timedelta(weeks=number % _WEEKS, days=number % 5, minutes=number % 900)
    outlet = f"وكالة المرفأ {number % 40}"
    related = [f"• {other}" for other, _ in chance.sample(kit.leads, _RELATED)]
    lines = [
        f"{outlet}:",
        f"{crawled:%Y-%m-%d@%H:%M:%S} GMT",
        title,
        f"تاريخ النشر: {crawled:%Y-%m-%d}",
        *paragraphs,
        f"المصدر: {outlet}",
        "مقالات مشابهة",
        *related,
    ]
    raw = RawArticle(
        body="\n".join(lines),
        raw_id=f"bench-{number}",
        url=f"https://marfa-{number % 40}.example/news/{number}",
        fetched_at=crawled.isoformat(),
    )
    return encode(raw)


def _kit() -> _Kit:
    leads: list[tuple[str, str]] = []
    paragraphs: list[str] = []
    for raw in _samples():
        own = [line for line in raw.body.split("\n") if len(line) > _PARAGRAPH_CHARS]
        if raw.title and own and _ARABIC.fullmatch(raw.title) and _ARABIC.fullmatch(raw.body):
            leads.append((raw.title, own[0]))
            paragraphs += own[1:]
    return _Kit(tuple(leads), tuple(dict.fromkeys(paragraphs)))


def _samples() -> Sequence[RawArticle]:
    found = []
    for line in sample_messages():
        try:
            found.append(decode(RawArticle, line))
        except InvalidMessage:  # the poison among the samples
            continue
    return found
