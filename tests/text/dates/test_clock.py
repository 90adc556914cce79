"""What a crawl stamp allows when the article's own date is not known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

import pytest

from streams.text.dates import Clock

Reader = Callable[..., list[tuple[str, str | None]]]
ARABIA = timezone(timedelta(hours=3))


def crawled(day: int, hour: int) -> Clock:
    """June 2024; the 12th is a Wednesday."""
    return Clock(crawled_at=datetime(2024, 6, day, hour, tzinfo=ARABIA))


@pytest.mark.parametrize(
    ("hour", "text", "value"),
    [
        pytest.param(12, "اليوم", "2024-06-12", id="today_is_the_crawl_day"),
        pytest.param(7, "اليوم", "2024-06-11", id="today_before_eight_is_the_day_before"),
        pytest.param(8, "اليوم", "2024-06-12", id="eight_is_no_longer_early"),
        pytest.param(7, "أمس", "2024-06-11", id="yesterday_is_not_moved_by_the_hour"),
        pytest.param(12, "الأربعاء", "2024-06-12", id="weekday_of_the_crawl_is_that_day"),
        pytest.param(12, "اليوم الخميس", "2024-06-06", id="weekday_beats_today_up_to_a_week_back"),
        pytest.param(2, "غدا الأربعاء", "2024-06-12", id="tomorrow_crawled_after_midnight"),
    ],
)
def test_crawl_stamp_is_an_upper_bound(dates_in: Reader, hour: int, text: str, value: str) -> None:
    assert dates_in(text, when=crawled(12, hour)) == [(text, value)]


def test_today_with_weekday_sets_the_clock_for_the_whole_text(dates_in: Reader) -> None:
    text = "وصل أمس إلى المدينة. وقال اليوم الاثنين إنه سيغادر غدا."
    assert dates_in(text, when=crawled(12, 12)) == [
        ("أمس", "2024-06-09"),
        ("اليوم الاثنين", "2024-06-10"),
        ("غدا", "2024-06-11"),
    ]


def test_own_date_is_not_moved_by_an_early_crawl(dates_in: Reader) -> None:
    clock = Clock(date(2024, 6, 10), datetime(2024, 6, 12, 3, tzinfo=ARABIA))
    assert dates_in("اليوم", when=clock) == [("اليوم", "2024-06-10")]


def test_without_a_clock_only_full_dates_are_read(dates_in: Reader) -> None:
    text = "أمس والخميس وفي أكتوبر، ثم في 3 مايو 2019 وعام 2009"
    assert dates_in(text, when=Clock()) == [("3 مايو 2019", "2019-05-03"), ("عام 2009", "2009")]


def test_offset_counts_from_the_date_named_before(dates_in: Reader) -> None:
    text = "انتهت الحرب مطلع العام 2008 وكانت قد بدأت قبل ذلك بخمسة أعوام"
    assert dates_in(text)[1] == ("قبل ذلك بخمسة أعوام", "2003")


@pytest.mark.parametrize("day", [date(1, 1, 1), date(9999, 12, 31)])
def test_broken_clock_is_no_clock(dates_in: Reader, day: date) -> None:
    assert dates_in("أمس والأسبوع المقبل وقبل عامين", when=Clock(written_on=day)) == []


@pytest.mark.parametrize(
    ("when", "value"),
    [
        pytest.param(crawled(3, 12), "2024-06", id="crawl_in_the_first_week"),
        pytest.param(Clock(written_on=date(2024, 6, 3)), "2025-06", id="own_date"),
        pytest.param(crawled(20, 12), "2025-06", id="crawl_later_in_the_month"),
    ],
)
def test_next_june_crawled_in_june(dates_in: Reader, when: Clock, value: str) -> None:
    assert dates_in("في يونيو المقبل", when=when) == [("يونيو المقبل", value)]
