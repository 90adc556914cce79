"""The sample stream in any order: its copies are found, its look-alikes stay apart."""

import asyncio
import random
import tomllib
from functools import cache
from importlib.resources import files

import pytest

from schemas.codec import InvalidMessage, decode
from schemas.raw import RawArticle
from streams.dedup.decide import decide, sight
from streams.dedup.judge import Sighting
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.window import MemoryWindowStore
from streams.parse.markers import load_markers
from streams.parse.page import read_page
from streams.samples import sample_messages
from tests.dedup.reports import words

EXPECTED = tomllib.loads((files("streams.samples") / "expected.toml").read_text(encoding="utf-8"))
MAX_BYTES = 20_000_000


@cache
def mains() -> tuple[tuple[str, Sighting], ...]:
    """Give every main article of the samples with the id of its page."""
    markers, found = load_markers(), []
    for place, message in enumerate(sample_messages()):
        try:
            raw = decode(RawArticle, message, max_bytes=MAX_BYTES)
        except InvalidMessage:
            continue
        main = read_page(raw, markers).articles[0]
        found.append((main.raw_id, sight(main, f"articles.raw/0/{place}#0", words())))
    return tuple(found)


@pytest.mark.parametrize("seed", range(40))
def test_sample_stream_in_any_order_has_the_sets_of_copies_it_should_have(seed: int) -> None:
    order = list(mains())
    random.Random(seed).shuffle(order)  # noqa: S311 - an order, no secret
    verdicts = asyncio.run(
        decide([one for _, one in order], MemoryFingerprintStore(), MemoryWindowStore())
    )
    sets: dict[str, set[str]] = {}
    for (raw_id, sighting), verdict in zip(order, verdicts, strict=True):
        first = verdict.duplicate_of or sighting.holder.article_id
        sets.setdefault(first, set()).add(raw_id)
    expected: dict[str, set[str]] = {}
    for raw_id, entry in EXPECTED["articles"].items():
        expected.setdefault(entry.get("duplicate_of", raw_id), set()).add(raw_id)
    assert sorted(map(sorted, sets.values())) == sorted(map(sorted, expected.values()))
