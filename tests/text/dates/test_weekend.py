"""Weekends, and the morrow of Persian news, on Wednesday, 12 June 2024 and on a Sunday."""

from collections.abc import Callable
from datetime import date

import pytest

from streams.text.dates import Clock

Reader = Callable[..., list[tuple[str, str | None]]]
SUNDAY = Clock(written_on=date(2024, 6, 16))

WEEKENDS = [
    pytest.param("ar", "نهاية الأسبوع الماضي", "2024-06-07/2024-06-08", id="ar_last"),
    pytest.param("ar", "عطلة نهاية الأسبوع", "2024-06-07/2024-06-08", id="ar_plain_is_behind"),
    pytest.param("ar", "نهاية الأسبوع الحالي", "2024-06-14/2024-06-15", id="ar_this"),
    pytest.param("ar", "نهاية الأسبوع المقبل", "2024-06-21/2024-06-22", id="ar_next"),
    pytest.param("en", "last weekend", "2024-06-08/2024-06-09", id="en_last"),
    pytest.param("en", "this weekend", "2024-06-15/2024-06-16", id="en_this"),
    pytest.param("en", "next weekend", "2024-06-22/2024-06-23", id="en_next"),
    pytest.param("en", "the weekend", "2024-06-08/2024-06-09", id="en_plain_is_behind"),
]


@pytest.mark.parametrize(("language", "text", "value"), WEEKENDS)
def test_weekend_is_two_days(dates_in: Reader, language: str, text: str, value: str) -> None:
    assert dates_in(text, language) == [(text, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("this weekend", "2024-06-15/2024-06-16", id="under_way"),
        pytest.param("last weekend", "2024-06-08/2024-06-09", id="last_is_over"),
    ],
)
def test_weekend_under_way_is_this_one(dates_in: Reader, text: str, value: str) -> None:
    assert dates_in(text, "en", SUNDAY) == [(text, value)]


def test_beginning_of_the_week_is_still_its_first_days(dates_in: Reader) -> None:
    assert dates_in("مطلع الأسبوع الجاري") == [("مطلع الأسبوع الجاري", "2024-06-08/2024-06-09")]


def test_persian_tomorrow_stands_alone(dates_in: Reader) -> None:
    assert dates_in("نشست فردا آغاز می‌شود", "fa") == [("فردا", "2024-06-13")]


def test_broadcaster_named_tomorrow_is_no_date(dates_in: Reader) -> None:
    assert dates_in("به گزارش رادیو فردا", "fa") == []


def test_year_that_something_dates_from(dates_in: Reader) -> None:
    assert dates_in("The bridge dates back to 1964", "en") == [("1964", "1964")]
