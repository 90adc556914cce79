"""Memory forgets by the articles' time, as Redis does by its own."""

import asyncio

import pytest

from streams.dedup.ageing import Ageing
from streams.dedup.decide import decide
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.window import MemoryWindowStore, Query
from tests.dedup.reports import BRIDGE, FIRE, SCHOOL, prose, seen

DAY_SECONDS, DAY_MINUTES = 86_400, 1_440
NOON = 29_000_000


def test_what_was_touched_last_is_kept_longest() -> None:
    ages = Ageing[str](DAY_SECONDS)
    for key, minutes in (("a", NOON), ("b", NOON + 600), ("a", NOON + 900)):
        ages.see(minutes)
        ages.touch(key)
    ages.see(NOON + 600 + DAY_MINUTES)
    assert list(ages.forget()) == []
    ages.see(NOON + 601 + DAY_MINUTES)
    assert list(ages.forget()) == ["b"]
    assert list(ages.forget()) == []


def test_what_came_before_any_time_was_known_is_as_old_as_the_first_time() -> None:
    ages = Ageing[str](DAY_SECONDS)
    ages.touch("a")
    ages.see(NOON)
    assert list(ages.forget()) == []
    ages.see(NOON + 1 + DAY_MINUTES)
    assert list(ages.forget()) == []  # a day at most is believed of one article
    ages.see(NOON + 1 + DAY_MINUTES)
    assert list(ages.forget()) == ["a"]


def test_one_article_of_a_wrong_clock_wipes_out_nothing() -> None:
    ages = Ageing[str](8 * DAY_SECONDS)
    ages.see(NOON)
    ages.touch("a")
    ages.see(NOON * 2)
    ages.see(0)
    assert list(ages.forget()) == []


@pytest.mark.parametrize(("last_day", "is_known"), [(9, True), (16, False)])
def test_a_window_forgets_reports_verdicts_and_phrases(last_day: int, is_known: bool) -> None:
    days = [f"2025-10-{day:02d}T08:00:00Z" for day in range(1, last_day + 1)]
    report = seen("first", BRIDGE, crawled_at=days[0])

    async def check() -> None:
        ten_days = 10 * DAY_SECONDS
        window = MemoryWindowStore(ten_days, ten_days)
        fingerprints = MemoryFingerprintStore(ten_days)
        await decide([report], fingerprints, window)
        for day, letter in zip(days[1:], "بتثجحخدذرزسشصضط", strict=False):
            other = seen(day, (prose(letter, 60),), crawled_at=day)
            await decide([other], fingerprints, window)
        assert report.sketch is not None
        reading = await window.look([Query(report.holder.message, report.sketch.shingles)])
        assert bool(reading.verdicts) is is_known
        assert len(reading.postings) == (len(report.sketch.shingles) if is_known else 0)
        assert bool((await window.open([1], ())).families) is is_known
        again = seen("again", BRIDGE, crawled_at=days[-1])
        assert (await fingerprints.claim([again]))[0].article_id == (
            "first" if is_known else "again"
        )

    asyncio.run(check())


def test_what_is_forgotten_leaves_what_others_say() -> None:
    first = seen("first", (BRIDGE[0], *SCHOOL), crawled_at="2025-10-01T08:00:00Z")
    second = seen("second", (BRIDGE[0], *FIRE), crawled_at="2025-10-02T10:00:00Z")
    third = seen("third", (prose("س", 60),), crawled_at="2025-10-03T07:00:00Z")
    fourth = seen("fourth", (prose("ش", 60),), crawled_at="2025-10-03T07:30:00Z")

    async def check() -> None:
        window, fingerprints = MemoryWindowStore(DAY_SECONDS, DAY_SECONDS), MemoryFingerprintStore()
        for one in (first, second, third, fourth):
            await decide([one], fingerprints, window)
        assert first.sketch is not None
        assert second.sketch is not None
        both = set(first.sketch.shingles) & set(second.sketch.shingles)
        reading = await window.look([Query("m", (*first.sketch.shingles, *both))])
        assert reading.postings == dict.fromkeys(both, (2,))

    asyncio.run(check())
