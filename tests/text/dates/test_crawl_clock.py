"""Weekdays on a crawler's clock: papers of tomorrow, pages of the small hours."""

from datetime import UTC, datetime

import pytest

from streams.text.dates import Clock, DateWords, find_dates


@pytest.mark.parametrize(
    ("text", "crawled", "value"),
    [
        ("قتل اثنان مساء أول أمس السبت.", "2024-05-12T22:30", "2024-05-11"),
        ("وقع الحادث أمس الجمعة.", "2024-05-10T21:00", "2024-05-10"),
        ("وقع الحادث أمس الجمعة.", "2024-05-11T09:00", "2024-05-10"),
        ("وقع الحادث أمس الجمعة.", "2024-05-14T09:00", "2024-05-10"),
    ],
    ids=["paper of tomorrow, two days", "paper of tomorrow, one", "plain", "crawled late"],
)
def test_weekday_beside_yesterday_is_the_latest_one(
    text: str, crawled: str, value: str, words: DateWords
) -> None:
    clock = Clock(crawled_at=datetime.fromisoformat(crawled).replace(tzinfo=UTC))
    assert [found.value for found in find_dates(text, clock, words)] == [value]


def test_morning_of_the_crawl_is_not_a_week_old(words: DateWords) -> None:
    text = "قالت الهيئة اليوم الجمعة إن الزلزال وقع صباح السبت بالتوقيت المحلي."
    clock = Clock(crawled_at=datetime(2024, 5, 11, 1, 30, tzinfo=UTC))
    assert [found.value for found in find_dates(text, clock, words)] == ["2024-05-10", "2024-05-11"]
