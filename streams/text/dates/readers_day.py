"""Readers of days: day and month, numeric dates, day ranges, feasts, and the clock time on them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from schemas.annotation import DatePrecision
from streams.text.dates.calendars import (
    GREGORIAN,
    HIJRI,
    JALALI,
    JALALI_CENTURY,
    MONTHS_A_YEAR,
    system_of_year,
    to_day,
    year_and_month,
)
from streams.text.dates.reading import NO_DATE, Place, Value, on_day, over
from streams.text.dates.resolve import NEXT_FROM_TODAY, find_day, settle_hijri, shift_month

# A month name of these levels needs more than a plain day number beside it (صفر is also "nil").
PLAIN_DAY_LEVEL = 2
# Years beside a Gregorian month; smaller numbers count things (`في يوليو 1500 مقاتل`).
_MODERN_YEARS = (1700, 2150)
_LATIN_LANGUAGES = ("en", "kmr", "tr", "fr", "de")
_CLOCK = re.compile(r"(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)? ?(z|[+-]\d\d:?\d\d)?")
_NUMERIC = re.compile(r"(\d+)\D+(\d+)\D+(\d+)")
_YEAR_DIGITS, _SHORT_YEAR_DIGITS = 4, 2
_HIJRI_CENTURY = 1400
_WEEKS_A_MONTH = 5
_NOON_HOUR, _DAY_HOURS, _HOUR_MINUTES = 12, 24, 60
_MORNING_PARTS = ("am", "dawn", "morning")


def split_month(value: str) -> tuple[str, int]:
    """Read a month's value: its calendar and number."""
    system, _, number = value.partition(":")
    return system, int(number)


def read_year(place: Place, system: str) -> tuple[int | None, int | None, bool]:
    """Read what stands for the year: `(year, turn, was it a number that is no year)`."""
    year = place.number_of("y")
    if year is not None:
        word = place.word("y")
        if word is not None and word.word.kind == "9":
            if system == JALALI:
                return JALALI_CENTURY + year, None, False
            return None, None, True
        low, high = _MODERN_YEARS if system == GREGORIAN else (1200, 1500)
        return (year, None, False) if low <= year <= high else (None, None, True)
    of_year = place.number_of("q1", "q2", "ry")
    if of_year is not None:
        today = place.clock.day
        if today is None:
            return None, None, False
        return year_and_month(system, today)[0] + of_year, None, False
    turn = place.number_of("q", "q0")
    return None, (NEXT_FROM_TODAY if turn is None and place.looks_ahead else turn), False


def read_day(place: Place) -> Value | None:
    """Read a day and month, or a numeric date, with the weekday and clock time beside it."""
    weekday = place.number_of("w")
    if place.word("n") is not None:
        value = _read_numeric(place, weekday)
        return None if value is None else _with_time(place, value)
    month_word, number = place.word("m"), place.number_of("d")
    if month_word is None or number is None or not _has_company(place, month_word.word.level):
        return None
    system, month = split_month(month_word.word.value)
    year, turn, is_no_year = read_year(place, system)
    if year is turn is weekday is None and place.is_name():
        return NO_DATE
    found = None if year is None else to_day(system, year, month, number)
    if year is None and place.clock.day is not None:
        found = find_day(system, month, number, place.clock.day, turn, weekday)
    if found is None:
        return None
    if weekday not in (None, found.weekday()) and _counts_weekdays(place, number, system):
        found += timedelta((int(weekday or 0) - found.replace(day=1).weekday()) % 7 - found.day + 1)
        found += timedelta(7 * (number - 1))
    value = on_day(settle_hijri(found, weekday, system), system)
    if is_no_year:
        return Value(value.value, value.first, value.last, "day", system, end_group="m")
    return _with_time(place, value)


def _counts_weekdays(place: Place, number: int, system: str) -> bool:
    """Tell "the first Sunday of September" from "Sunday, the first of September"."""
    day = place.word("d")
    is_ordinal = day is not None and day.word.kind == "o" and "f" in place.match.group()
    return is_ordinal and number <= _WEEKS_A_MONTH and system == GREGORIAN


def read_numeric_range(place: Place) -> Value | None:
    """Read `من 20/8/2015 وحتى 5/9/2015`."""
    matched = place.match.group()
    first, last = _read_numeric(place, None), _read_numeric(place, None, "n2")
    if first is None or last is None or first.first is None or last.first is None:
        return None
    is_joined = "t" in matched or matched[0] == "b"
    is_one = first.system == last.system and first.first < last.first
    return over(first.first, last.first, first.system) if is_joined and is_one else None


def read_month_first(place: Place) -> Value | None:
    """Read an English date, month before day."""
    month = place.word("m")
    if month is None or month.word.language not in _LATIN_LANGUAGES or place.kind_after == "u":
        return None
    return read_day(place)


def _has_company(place: Place, level: int) -> bool:
    if level <= PLAIN_DAY_LEVEL:
        return True
    matched = place.match.group()
    day = place.word("d")
    return place.word("y") is not None or bool(
        (day is not None and day.word.kind == "o" and "-" not in matched)
        or "f" in matched
        or "O" in matched
    )


def _read_numeric(place: Place, weekday: int | None, group: str = "n") -> Value | None:
    word = place.word(group)
    parts = _NUMERIC.fullmatch(word.text) if word is not None else None
    if parts is None:
        return None
    if len(parts[1]) == _YEAR_DIGITS:
        year, month, day = int(parts[1]), int(parts[2]), int(parts[3])
    elif len(parts[3]) == _YEAR_DIGITS:
        day, month, year = int(parts[1]), int(parts[2]), int(parts[3])
    elif "h" in place.marks and len(parts[3]) == _SHORT_YEAR_DIGITS:
        day, month, year = int(parts[1]), int(parts[2]), _HIJRI_CENTURY + int(parts[3])
    else:
        return None
    if month > MONTHS_A_YEAR >= day:
        day, month = month, day
    system = era_system(place.marks) or system_of_year(year, place.language)
    found = to_day(system, year, month, day)
    return None if found is None else on_day(settle_hijri(found, weekday, system), system)


def era_system(marks: str) -> str | None:
    """Read era marks: the calendar they name."""
    for mark, system in (("j", JALALI), ("h", HIJRI), ("g", GREGORIAN)):
        if mark in marks:
            return system
    return None


def _with_time(place: Place, value: Value) -> Value:
    clock = place.word("t")
    found = read_clock(clock.text if clock else "", place.value_of("ap"))
    if found is None or value.first is None:
        return value
    hour, minute, second, zone = found
    named = place.number_of("z")
    if named is not None and zone is None:
        zone = named
    return at_time(value, hour, minute, second, zone)


def at_time(value: Value, hour: int, minute: int, second: int | None, zone: int | None) -> Value:
    """Put a clock time on a day; in UTC when the zone is known (minutes east), else as written."""
    day = value.first or date.min
    moment = datetime(  # noqa: DTZ001 - a time without a zone stays without one
        day.year, day.month, day.day, hour, minute, second or 0
    )
    precision: DatePrecision = "minute" if second is None else "second"
    text = moment.isoformat()
    if zone is not None:
        east = timezone(timedelta(minutes=zone))
        try:
            text = moment.replace(tzinfo=east).astimezone(UTC).isoformat().replace("+00:00", "Z")
        except OverflowError:
            return value
    return Value(text, day, day, precision, value.system)


def read_clock(text: str, half: str | None) -> tuple[int, int, int | None, int | None] | None:
    """Read `19:36:33 +0300` and a.m. or p.m.: hour, minute, second, minutes east of UTC."""
    parts = _CLOCK.fullmatch(text)
    if parts is None:
        return None
    hour, minute = int(parts[1]), int(parts[2])
    second = int(parts[3]) if parts[3] else None
    if half is not None and hour <= _NOON_HOUR:
        hour = hour % _NOON_HOUR + (0 if half in _MORNING_PARTS else _NOON_HOUR)
    if hour >= _DAY_HOURS or minute >= _HOUR_MINUTES or (second or 0) >= _HOUR_MINUTES:
        return None
    zone: int | None = None
    if parts[4] == "z":
        zone = 0
    elif parts[4]:
        digits = parts[4][1:].replace(":", "")
        zone = int(digits[:2]) * _HOUR_MINUTES + int(digits[2:])
        zone = -zone if parts[4][0] == "-" else zone
        if abs(zone) >= _DAY_HOURS * _HOUR_MINUTES:
            zone = None
    return hour, minute, second, zone


def read_day_range(place: Place) -> Value | None:
    """Read two days of one month, or of two: `16 و17 سبتمبر`, `من 28 فبراير إلى 3 مارس`."""
    first_word, last_word = place.word("m"), place.word("m2") or place.word("m")
    low, high = place.number_of("d"), place.number_of("d2")
    if first_word is None or last_word is None or low is None or high is None:
        return None
    system, month = split_month(last_word.word.value)
    first_system, first_month = split_month(first_word.word.value)
    matched = place.match.group()
    is_and = place.word("m2") is not None and "w" in matched.replace("wt", "")
    if is_and and not matched.startswith("b"):
        return None
    if first_system != system or not _has_company(place, first_word.word.level):
        return None
    year, is_no_year = _year_of_range(place, system, month, high)
    if year is None:
        return None
    first_year = place.number_of("y1") or (year - 1 if first_month > month else year)
    first, last = to_day(system, first_year, first_month, low), to_day(system, year, month, high)
    if first is None or last is None or first >= last:
        return None
    end_group = None if not is_no_year else "m" if place.word("m2") is None else "m2"
    return Value(None, first, last, "range", system, end_group)


def _year_of_range(place: Place, system: str, month: int, day: int) -> tuple[int | None, bool]:
    year, turn, is_no_year = read_year(place, system)
    if year is None and place.clock.day is not None:
        last = find_day(system, month, day, place.clock.day, turn)
        year = None if last is None else year_and_month(system, last)[0]
    return year, is_no_year


def read_day_range_month_first(place: Place) -> Value | None:
    """Read `Sept. 28-30`: in Latin scripts only, as with one day."""
    month = place.word("m")
    return read_day_range(place) if month and month.word.language in _LATIN_LANGUAGES else None


def read_day_range_of_relative_month(place: Place) -> Value | None:
    """Read `من العاشر إلى العشرين من الشهر الجاري`."""
    low, high = place.number_of("d"), place.number_of("d2")
    turn, today = place.number_of("q1", "q"), place.clock.day
    if low is None or high is None or turn is None or today is None:
        return None
    month = shift_month(today.year, today.month, turn)
    first, last = to_day(GREGORIAN, *month, low), to_day(GREGORIAN, *month, high)
    return None if first is None or last is None else over(first, last)


def read_day_of_relative_month(place: Place) -> Value | None:
    """Read `الثامن من الشهر المقبل`."""
    number, turn = place.number_of("d"), place.number_of("q1", "q", "q2")
    today, matched = place.clock.day, place.match.group()
    is_cued = place.kind_before == "i" or any(kind in matched for kind in "ODWi")
    if number is None or turn is None or today is None or not is_cued:
        return None
    found = to_day(GREGORIAN, *shift_month(today.year, today.month, turn), number)
    return None if found is None else on_day(found)
