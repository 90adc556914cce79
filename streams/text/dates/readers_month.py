"""Readers of months and their parts, and of ranges of months."""

from __future__ import annotations

from datetime import timedelta

from streams.text.dates.calendars import GREGORIAN, month_bounds
from streams.text.dates.readers_day import read_year, split_month
from streams.text.dates.reading import Place, Value, on_month, over
from streams.text.dates.resolve import (
    CURRENT,
    NEXT,
    NEXT_FROM_TODAY,
    WEEK_DAYS,
    find_month,
    shift_month,
    thirds_of_month,
)

# Kinds of words before a weak month name (`في مارس`) that show what it is.
_MONTH_CUES = "iBtbPp"
_HALVES, _THIRDS = 2, 3
_FORTNIGHT_DAYS = 15
_WEEKS_A_MONTH = 5
_PARTS = ("start", "mid", "end")


def _month_of(place: Place) -> tuple[str, int, int, str | None] | None:
    """Resolve the month of a match: calendar, year, month, and the group it ends at if not all."""
    word = place.word("m")
    if word is None:
        return None
    system, month = split_month(word.word.value)
    year, turn, is_no_year = read_year(place, system)
    end_group = "m" if is_no_year else None
    if year is not None:
        return system, year, month, end_group
    if place.clock.day is None:
        return None
    if turn == NEXT and not place.clock.is_exact and place.clock.day.day <= WEEK_DAYS:
        turn = NEXT_FROM_TODAY  # crawled up to a week late, "next August" may have begun
    is_past = place.kind_before == "B"
    found = find_month(system, month, place.clock.day, turn, is_past=is_past)
    return None if found is None else (system, *found, end_group)


def read_month(place: Place) -> Value | None:
    """Read a month, if enough beside it shows that it is one."""
    word, matched = place.word("m"), place.match.group()
    found = _month_of(place)
    if word is None or found is None or (matched == "M" and place.is_name(of_places_only=True)):
        return None
    system, year, month, end_group = found
    has_company = "O" in matched or (len(matched) > 1 and end_group is None)
    if word.word.level and not has_company:
        is_cued = word.word.level == 1 and place.kind_before in _MONTH_CUES
        if not is_cued or place.kind_after == "q":
            return None
    value = on_month(system, year, month)
    if value is None or end_group is None:
        return value
    return Value(value.value, value.first, value.last, "month", system, end_group)


def _may_join(place: Place) -> bool:
    """Say whether two months are one interval: "and" joins only neighbours, unless "between"."""
    first, second = place.word("m"), place.word("m2")
    if first is None or second is None:
        return False
    matched = place.match.group()
    if max(first.word.level, second.word.level) > 1 and "O" not in matched:
        return False
    first_system, first_month = split_month(first.word.value)
    system, month = split_month(second.word.value)
    if first_system != system or first_month == month:
        return False
    is_joined = "w" in matched.replace("wt", "") and "b" not in matched
    return not is_joined or month - first_month == 1


def read_month_range(place: Place) -> Value | None:
    """Read two months: `من أبريل إلى يونيو 2014`."""
    first_word, second_word, today = place.word("m"), place.word("m2"), place.clock.day
    if first_word is None or second_word is None or today is None or not _may_join(place):
        return None
    system, month = split_month(second_word.word.value)
    first_month = split_month(first_word.word.value)[1]
    year, turn, is_no_year = read_year(place, system)
    if year is None:
        found = find_month(system, month, today, turn)
        year = None if found is None else found[0]
    if year is None or is_no_year:
        return None
    first_year = place.number_of("y1") or (year - 1 if first_month > month else year)
    first, last = month_bounds(system, first_year, first_month), month_bounds(system, year, month)
    return None if first is None or last is None else over(first[0], last[1], system)


def read_part_of_month(place: Place) -> Value | None:
    """Read `مطلع أكتوبر`: days 1-10, 11-20 or 21 to the end."""
    found, part = _month_of(place), place.value_of("p")
    if found is None or part is None:
        return None
    system, year, month, end_group = found
    bounds = thirds_of_month(system, year, month, part)
    if bounds is None:
        return None
    return Value(None, *bounds, "range", system, end_group)


def read_part_of_relative_month(place: Place) -> Value | None:
    """Read `نهاية الشهر الماضي`."""
    today, word, turn = place.clock.day, place.word("p"), place.number_of("q1", "q")
    if today is None or word is None or (turn is None and word.word.level):
        return None
    part, turn = word.word.value, turn or CURRENT
    bounds = thirds_of_month(GREGORIAN, *shift_month(today.year, today.month, turn), part)
    return None if bounds is None else over(*bounds)


def read_fraction_of_month(place: Place) -> Value | None:
    """Read halves and thirds of a month: `الثلث الأخير من شهر يوليو`."""
    share = place.share
    found = _month_of(place)
    if found is None or share is None:
        return None
    shares, order = share
    system, year, month, _ = found
    if shares == _THIRDS:
        bounds = thirds_of_month(system, year, month, _PARTS[order - 1])
        return None if bounds is None else over(*bounds, system)
    whole = month_bounds(system, year, month)
    if whole is None or shares != _HALVES:
        return None
    middle = whole[0] + timedelta(_FORTNIGHT_DAYS)
    if order == 1:
        return over(whole[0], middle - timedelta(1), system)
    return over(middle, whole[1], system)


def read_week_of_month(place: Place) -> Value | None:
    """Read `الأسبوع الأول من أغسطس`: days 1-7, 8-14 and so on; "last" is the last seven."""
    found, order = _month_of(place), place.number_of("o")
    whole = None if found is None else month_bounds(*found[:3])
    if found is None or whole is None or order is None or order > _WEEKS_A_MONTH:
        return None
    if order < 0:
        return over(whole[1] - timedelta(WEEK_DAYS - 1), whole[1], found[0])
    first = whole[0] + timedelta(WEEK_DAYS * (order - 1))
    return over(first, min(first + timedelta(WEEK_DAYS - 1), whole[1]), found[0])
