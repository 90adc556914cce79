"""Three calendars on one number line: Gregorian, Hijri (Umm al-Qura) and solar Hijri (Jalali).

Everything is turned into Gregorian days. Umm al-Qura is a table for 1343-1500 AH; outside it the
arithmetic calendar stands in, right to a day or two. Errors: None for a date that does not exist.
"""

from __future__ import annotations

import calendar as gregorian_calendar
from datetime import date, timedelta

import jdatetime
from hijridate import Gregorian, Hijri

GREGORIAN = "gregorian"
HIJRI = "hijri"
JALALI = "jalali"

# What `DateMention.calendar` says: the CLDR calendar names.
PUBLIC_NAMES = {GREGORIAN: "gregorian", HIJRI: "islamic-umalqura", JALALI: "persian"}

# Years a news text plausibly means, per calendar; outside it a number is no year.
PLAUSIBLE_YEARS = {GREGORIAN: (1000, 2199), HIJRI: (1, 1500), JALALI: (1200, 1500)}

MONTHS_A_YEAR = 12
_UMM_AL_QURA_YEARS = range(1343, 1501)
_HIJRI_EPOCH_ORDINAL = 227_015  # 1 Muharram 1 AH, arithmetic civil calendar (16 July 622 Julian)

_SOLAR_LANGUAGES = ("fa", "prs", "ckb")

# Short Jalali years: 57 is 1357, 90 is 1390 (no text writes 14xx with 32-99).
JALALI_CENTURY = 1300


def month_length(system: str, year: int, month: int) -> int:
    """Count the days of a month."""
    if system == GREGORIAN:
        return gregorian_calendar.monthrange(year, month)[1]
    following = (year, month + 1) if month < MONTHS_A_YEAR else (year + 1, 1)
    first, beyond = to_day(system, year, month, 1), to_day(system, *following, 1)
    return (beyond - first).days if first and beyond else 29


def to_day(system: str, year: int, month: int, day: int) -> date | None:
    """Turn a date of a calendar into the Gregorian day, or None when there is no such date."""
    low, high = PLAUSIBLE_YEARS[system]
    if not low <= year <= high:
        return None
    try:
        if system == GREGORIAN:
            return date(year, month, day)
        if system == JALALI:
            converted: date = jdatetime.date(year, month, day).togregorian()
            return converted
        if year in _UMM_AL_QURA_YEARS:
            found = Hijri(year, month, day).to_gregorian()
            return date(found.year, found.month, found.day)
    except (ValueError, OverflowError):
        return None
    return _arithmetic_hijri(year, month, day)


def _arithmetic_hijri(year: int, month: int, day: int) -> date | None:
    if not (1 <= month <= MONTHS_A_YEAR and 1 <= day <= 30):  # noqa: PLR2004 - longest Hijri month
        return None
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(_HIJRI_EPOCH_ORDINAL - 1 + days)


def year_and_month(system: str, day: date) -> tuple[int, int]:
    """Read a Gregorian day in a calendar: its year and month there."""
    if system == JALALI:
        solar = jdatetime.date.fromgregorian(date=day)
        return solar.year, solar.month
    if system == HIJRI:
        try:
            lunar = Gregorian(day.year, day.month, day.day).to_hijri()
        except (ValueError, OverflowError):
            return (day.year - 622) * 33 // 32 + 1, 1
        return lunar.year, lunar.month
    return day.year, day.month


def month_bounds(system: str, year: int, month: int) -> tuple[date, date] | None:
    """Give the first and last Gregorian day of a month of a calendar."""
    first = to_day(system, year, month, 1)
    if first is None:
        return None
    return first, first + timedelta(days=month_length(system, year, month) - 1)


def year_bounds(system: str, year: int) -> tuple[date, date] | None:
    """Give the first and last Gregorian day of a year of a calendar."""
    first = to_day(system, year, 1, 1)
    last = month_bounds(system, year, MONTHS_A_YEAR)
    return None if first is None or last is None else (first, last[1])


def system_of_year(year: int, language: str) -> str:
    """Tell the calendar of a four-digit year from its size and the language.

    In Persian and Sorani 12xx-14xx is solar; elsewhere 1343-1460 is Hijri (1924-2038 CE).
    """
    if language in _SOLAR_LANGUAGES and 1280 <= year <= 1450:  # noqa: PLR2004 - 1901-2071 CE
        return JALALI
    if 1300 <= year <= 1460:  # noqa: PLR2004 - 1883-2038 CE
        return HIJRI
    return GREGORIAN
