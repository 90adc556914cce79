"""Hijri and solar dates, and dates said in two calendars."""

from datetime import date

import pytest

from streams.text.dates import Clock, DateWords, find_dates
from streams.text.dates.calendars import GREGORIAN, HIJRI, JALALI, month_bounds, to_day


@pytest.mark.parametrize(
    ("system", "year", "month", "day", "expected"),
    [
        pytest.param(HIJRI, 1436, 10, 20, date(2015, 8, 5), id="umm_al_qura"),
        pytest.param(HIJRI, 1436, 10, 1, date(2015, 7, 17), id="fitr_1436"),
        pytest.param(HIJRI, 1343, 1, 1, date(1924, 8, 1), id="first_year_of_the_table"),
        pytest.param(HIJRI, 1, 1, 1, date(622, 7, 19), id="first_day_of_the_era_proleptic"),
        pytest.param(HIJRI, 1445, 13, 1, None, id="no_thirteenth_month"),
        pytest.param(JALALI, 1400, 6, 28, date(2021, 9, 19), id="solar"),
        pytest.param(JALALI, 1357, 11, 22, date(1979, 2, 11), id="solar_1357"),
        pytest.param(JALALI, 1402, 12, 30, None, id="solar_1402_is_no_leap_year"),
        pytest.param(GREGORIAN, 2024, 2, 30, None, id="thirtieth_of_february"),
        pytest.param(GREGORIAN, 9999, 1, 1, None, id="year_out_of_reach"),
    ],
)
def test_day_of_a_calendar(
    system: str, year: int, month: int, day: int, expected: date | None
) -> None:
    assert to_day(system, year, month, day) == expected


def test_ramadan_1436_has_its_bounds() -> None:
    assert month_bounds(HIJRI, 1436, 9) == (date(2015, 6, 18), date(2015, 7, 16))


HIJRI_FORMS = [
    pytest.param("20/10/1436هـ", "2015-08-05", id="numeric"),
    pytest.param("1436/10/20 هـ", "2015-08-05", id="numeric_year_first"),
    pytest.param("٢٠-١٠-١٤٣٦", "2015-08-05", id="numeric_without_a_mark"),
    pytest.param("20 شوال 1436هـ", "2015-08-05", id="month_name"),
    pytest.param("العشرين من شهر شوال من العام 1436هـ", "2015-08-05", id="ordinal"),
    pytest.param("غرة ذي القعدة 1444هـ", "2023-05-21", id="first_of_the_month"),
    pytest.param("5 ربيع الآخر 1441هـ", "2019-12-02", id="month_of_two_words"),
    pytest.param("الجمعة 9 ذي القعدة 1445", "2024-05-17", id="weekday_agrees"),
    pytest.param("الخميس 9 ذي القعدة 1445", "2024-05-16", id="weekday_moves_it_by_a_day"),
]


@pytest.mark.parametrize(("text", "value"), HIJRI_FORMS)
def test_hijri_form_is_read_by_umm_al_qura(
    words: DateWords, clock: Clock, text: str, value: str
) -> None:
    (found,) = find_dates(text, clock, words)
    assert (found.text, found.value, found.calendar) == (text, value, "islamic-umalqura")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "12 ربيع الأول 1440هـ الموافق 21 نوفمبر 2018م",
            [("12 ربيع الأول 1440هـ", "2018-11-21"), ("21 نوفمبر 2018م", "2018-11-21")],
            id="gregorian_half_wins",
        ),
        pytest.param(
            "20 نوفمبر 2018 الموافق 13 ربيع الأول 1440هـ",
            [("20 نوفمبر 2018", "2018-11-20"), ("13 ربيع الأول 1440هـ", "2018-11-20")],
            id="gregorian_half_first",
        ),
        pytest.param(
            "يوم الاثنين الموافق 3 يونيو 2024",
            [("يوم الاثنين", "2024-06-03"), ("3 يونيو 2024", "2024-06-03")],
            id="weekday_takes_the_date_beside_it",
        ),
        pytest.param(
            "22 بهمن 1399 (10 فوریه 2021)",
            [("22 بهمن 1399", "2021-02-10"), ("10 فوریه 2021", "2021-02-10")],
            id="solar_with_gregorian_in_brackets",
        ),
        pytest.param("عام 1400/ 1980", [("عام 1400/ 1980", "1980")], id="years_of_two_eras"),
    ],
)
def test_date_in_two_calendars_has_one_value(
    words: DateWords, clock: Clock, text: str, expected: list[tuple[str, str]]
) -> None:
    assert [(item.text, item.value) for item in find_dates(text, clock, words)] == expected


def test_hijri_year_is_an_interval(words: DateWords, clock: Clock) -> None:
    (found,) = find_dates("عام 1395هـ", clock, words)
    assert (found.value, found.from_, found.to) == (None, "1975-01-13", "1976-01-01")
    assert (found.precision, found.calendar) == ("year", "islamic-umalqura")


def test_hijri_day_without_a_year_is_near_the_clock(words: DateWords, clock: Clock) -> None:
    (found,) = find_dates("في 10 محرم", clock, words)
    assert found.value == "2024-07-16"
