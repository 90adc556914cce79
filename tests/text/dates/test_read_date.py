"""The one date of a publish line, a crawl label or a hint."""

from datetime import UTC, datetime

import pytest

from streams.text.dates import Clock, DateWords, read_date

CRAWLED = Clock(crawled_at=datetime(2025, 3, 19, 19, 36, tzinfo=UTC))

LINES = [
    pytest.param("2024-11-22", "2024-11-22", "day", id="iso_day"),
    pytest.param("2024-11-22T14:35:00Z", "2024-11-22T14:35:00Z", "second", id="iso_utc"),
    pytest.param("2024-11-22T14:35:00.5+03:00", "2024-11-22T11:35:00Z", "second", id="iso_zone"),
    pytest.param("2024-11-22 14:35", "2024-11-22T14:35:00", "minute", id="iso_minute"),
    pytest.param("Tue, 07 May 2024 14:35:00 +0300", "2024-05-07T11:35:00Z", "second", id="rfc822"),
    pytest.param("3 Aug 2015, 14:05 AST", "2015-08-03T11:05:00Z", "minute", id="arabia_time"),
    pytest.param("3rd, October 2024 GMT", "2024-10-03", "day", id="ordinal_zone_no_time"),
    pytest.param("2024-05-07@18:05:09 GMT", "2024-05-07T18:05:09Z", "second", id="at_sign"),
    pytest.param("نشر في: 22 نوفمبر 2024 الساعة 2:35 م", "2024-11-22T14:35:00", "minute", id="ar"),
    pytest.param("تاریخ: ۲ آذر ۱۴۰۳ - ۱۴:۳۵", "2024-11-22T14:35:00", "minute", id="persian"),
    pytest.param("16- نيسان- 2024", "2024-04-16", "day", id="levantine_hyphens"),
    pytest.param("Nov 22, 2024, 2:35 PM", "2024-11-22T14:35:00", "minute", id="us_style"),
    pytest.param("11/22/2024", "2024-11-22", "day", id="month_first_when_it_must_be"),
    pytest.param("22/Nov/2024", "2024-11-22", "day", id="slashes_and_name"),
    pytest.param("20 جمادى الأولى 1446هـ - 22 نوفمبر 2024م", "2024-11-22", "day", id="two_eras"),
    pytest.param("أمس", "2025-03-18", "day", id="relative"),
    pytest.param("7 Mayıs 2024 Salı", "2024-05-07", "day", id="turkish"),
]


@pytest.mark.parametrize(("line", "value", "precision"), LINES)
def test_line_states_its_date(words: DateWords, line: str, value: str, precision: str) -> None:
    found = read_date(line, CRAWLED, words)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)
    assert line[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("", id="empty"),
        pytest.param("بقلم: سامر", id="byline"),
        pytest.param("2024", id="bare_year"),
        pytest.param("1732286100", id="unix_time"),
        pytest.param("منذ 3 ساعات", id="hours_ago"),
        pytest.param("31/02/2024", id="no_such_day"),
        pytest.param("نوفمبر 2024", id="only_a_month"),
    ],
)
def test_line_without_a_day_states_none(words: DateWords, line: str) -> None:
    assert read_date(line, CRAWLED, words) is None
