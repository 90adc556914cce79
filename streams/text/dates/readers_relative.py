"""Readers of what is counted from the clock: weekdays, yesterday, last week, three months ago."""

from __future__ import annotations

from datetime import date, timedelta

from streams.text.dates.calendars import (
    GREGORIAN,
    HIJRI,
    MONTHS_A_YEAR,
    month_length,
)
from streams.text.dates.readers_day import at_time, read_clock
from streams.text.dates.reading import Place, Value, on_day, on_month, on_year, over
from streams.text.dates.resolve import (
    CURRENT,
    LAST,
    NEXT,
    NEXT_FROM_TODAY,
    WEEK_DAYS,
    correct_by_weekday,
    find_day,
    find_weekday,
    shift_month,
    week_of,
)

_UNIT_OF_KIND = {"Y": "year", "O": "month", "K": "week", "D": "day"}
# Farther back than this, "N years ago" counts something else.
_MAX_UNITS = {"day": 400, "week": 200, "month": 240, "year": 500}
_SUNDAY_WEEK_LANGUAGES = ("ar", "ur", "en")
_FRIDAY_LANGUAGES, FRIDAY, SATURDAY = ("ar",), 4, 5
# Kinds before a weak word such as الغد or جمعة that show it is meant as a day.
_DAY_CUES = "iBtbDpw7"
# "Tuesday 10/12" without a year speaks of these weeks: six either way.
_NUMERIC_REACH_DAYS = 45


def read_weekday(place: Place) -> Value | None:
    """Read a weekday, alone, with "last" or "next", or beside "today" and its like."""
    word, weekday, today = place.word("w"), place.number_of("w"), place.clock.day
    if word is None or weekday is None or today is None:
        return None
    matched = place.match.group()
    # "Sunday Market"; "between the two" is spelled like Monday
    if matched == "W" and (place.is_name(of_places_only=True) or place.kind_before == "b"):
        return None
    if word.word.level and not any(kind in matched for kind in "RQD7p"):
        return None
    offset = place.number_of("r")
    if offset is not None:
        expected = today + timedelta(offset)
        is_exact = place.clock.is_exact
        latest = expected if is_exact else today
        return on_day(correct_by_weekday(weekday, expected, is_exact=is_exact, latest=latest))
    turn = place.number_of("q", "q1")
    if turn is None and place.looks_ahead:
        turn = NEXT_FROM_TODAY
    if turn is None and place.clock.past_midnight and (weekday - today.weekday()) % WEEK_DAYS == 1:
        return on_day(today + timedelta(1))
    return on_day(find_weekday(weekday, today, turn))


def read_weekday_numeric(place: Place) -> Value | None:
    """Read `الأربعاء 5/6`: day and month of the calendar and order that the weekday confirms."""
    weekday, today = place.number_of("w"), place.clock.day
    one, other = place.number_of("a"), place.number_of("b")
    if weekday is None or one is None or other is None or today is None:
        return None
    for system in (GREGORIAN, HIJRI):
        for day, month in ((one, other), (other, one)):
            found = find_day(system, month, day, today, None) if month <= MONTHS_A_YEAR else None
            is_near = found is not None and abs((found - today).days) <= _NUMERIC_REACH_DAYS
            if found is not None and is_near and found.weekday() == weekday:
                return on_day(found, system)
    return None


def read_weekday_range(place: Place) -> Value | None:
    """Read two weekdays as an interval: only behind "the days", a day part or "from", or joined."""
    first, last, today = place.number_of("w"), place.number_of("w2"), place.clock.day
    if first is None or last is None or first == last or today is None:
        return None
    matched = place.match.group()
    joined = any(mark in matched for mark in "-/") and "w" not in matched
    if not joined and not any(kind in matched for kind in "Dpbf"):
        return None
    turn = place.number_of("q")
    if turn is None and place.looks_ahead:
        turn = NEXT_FROM_TODAY
    start = find_weekday(first, today, turn)
    return over(start, start + timedelta((last - first) % WEEK_DAYS))


def read_relative_day(place: Place) -> Value | None:
    """Read today, yesterday, tomorrow, where the words around do not make them a name."""
    word, offset = place.word("r"), place.number_of("r")
    if word is None or offset is None or _is_name_or_other_day(place):
        return None
    if word.word.level and place.kind_before not in _DAY_CUES and "p" not in place.match.group():
        return None
    base = place.clock.day if offset else place.clock.today
    return None if base is None else on_day(base + timedelta(offset))


def _is_name_or_other_day(place: Place) -> bool:
    """Tell `عين اليوم`, `اليوم الوطني`, `اليوم الأول`, `في اليوم` from today."""
    word = place.word("r")
    if word is None or word.word.value != "0" or place.match.group() not in ("R", "R>"):
        return False
    if place.kind_after in "voYu" or place.kind_before in "izLoP":
        return True
    if place.kind_before != "2":
        return False
    start = place.match.start()
    kinds = place.sentence.kinds
    around = kinds[start - 2] if start > 1 else "!"
    return place.kind_after in "-:!'>" or around in "'<"


def read_relative_unit(place: Place) -> Value | None:
    """Read last week, this month, next year. `المدير العام الحالي` is an office."""
    today, turn = place.clock.day, place.number_of("q1", "q", "ry")
    if turn is None and place.word("u3") is not None:
        turn = LAST
    unit = place.word("u") or place.word("u2") or place.word("u3") or place.word("ry")
    if today is None or turn is None or unit is None:
        return None
    is_behind = place.word("q") is not None
    is_bare = unit.word.language == "ar" and unit.word.value != "the"
    is_office = unit.word.kind == "Y" and is_behind and place.kind_before == "r"
    if is_bare or is_office:
        return None
    if unit.word.kind == "K":
        return _week(place, today, turn)
    if unit.word.kind == "O":
        return on_month(GREGORIAN, *shift_month(today.year, today.month, turn))
    return on_year(GREGORIAN, today.year + turn)


def _week(place: Place, day: date, shift: int) -> Value:
    first, last = week_of(day, shift, starts_sunday=place.language in _SUNDAY_WEEK_LANGUAGES)
    return Value(None, first, last, "week")


def read_week_part(place: Place) -> Value | None:
    """Read `مطلع الأسبوع`: in the press the Saturday and Sunday it opens with; else the week."""
    today, part = place.clock.day, place.value_of("p")
    if today is None or part is None:
        return None
    value = _week(place, today, place.number_of("q1", "q") or CURRENT)
    if part != "start" or value.first is None:
        return value
    return over(value.first - timedelta(1), value.first)


def read_weekend(place: Place) -> Value | None:
    """Read a weekend, two days: Friday and Saturday in Arabic, else Saturday and Sunday.

    Without "last" or "next" it is the one under way or behind, unless the words look ahead:
    news tells what happened. "Last" is over, "this" is not, "next" comes after "this".
    """
    today = place.clock.day
    if today is None:
        return None
    arabic = place.language in _FRIDAY_LANGUAGES
    latest = find_weekday(FRIDAY if arabic else SATURDAY, today, None)
    is_over = (today - latest).days > 1
    turn = place.number_of("q1", "q")
    if turn is None:
        shift = int(place.looks_ahead and is_over)
    elif turn == LAST:
        shift = 0 if is_over else LAST
    else:
        shift = turn + int(is_over)
    first = latest + timedelta(WEEK_DAYS * shift)
    return over(first, first + timedelta(1))


def _count(place: Place) -> tuple[str, int] | None:
    """Read how many of which unit a match counts."""
    two = place.word("v")
    if two is not None:
        return two.word.value, 2
    one = place.word("one")
    if one is not None:
        if one.word.value != "a":
            return None
        return _UNIT_OF_KIND.get(one.word.kind, one.word.value), 1
    number, unit = place.number_of("c"), place.word("u")
    if number is None or unit is None:
        return None
    name = _UNIT_OF_KIND.get(unit.word.kind, unit.word.value)
    return (name, number) if 0 < number <= _MAX_UNITS[name] else None


def _step(place: Place, base: date, unit: str, count: int) -> Value | None:
    """Go so many units from a day; the unit is also how exactly the result is known."""
    try:
        if unit == "day":
            return on_day(base + timedelta(count))
        if unit == "week":
            return _week(place, base, count)
        if unit == "month":
            return on_month(GREGORIAN, *shift_month(base.year, base.month, count))
        return on_year(GREGORIAN, base.year + count)
    except (ValueError, OverflowError):
        return None


def read_counted_back(place: Place) -> Value | None:
    """Read `قبل ثلاثة أشهر`, "three years ago"."""
    count, today = _count(place), place.clock.day
    return None if count is None or today is None else _step(place, today, count[0], -count[1])


def read_anchored(place: Place) -> Value | None:
    """Read `قبل ذلك بخمسة أعوام`: counted from the date named before it, else from the clock."""
    count, base = _count(place), place.anchor or place.clock.day
    return None if count is None or base is None else _step(place, base, count[0], -count[1])


def read_counted_span(place: Place) -> Value | None:
    """Read `السنوات الخمس الماضية`: from so long ago up to today, or from today on."""
    today, turn = place.clock.day, place.number_of("q", "q2", "q3", "v")
    number = place.number_of("c", "c2", "c3")
    unit = next(
        (w for w in place.sentence.lexemes[slice(*place.match.span())] if w.word.kind in "UV"), None
    )
    if unit is None or today is None or turn not in (LAST, NEXT):
        return None
    number = 2 if unit.word.kind == "V" else number
    if number is None or not 0 < number <= _MAX_UNITS[unit.word.value]:
        return None
    other = _move(today, unit.word.value, number * turn)
    if other is None:
        return None
    return over(other, today) if turn == LAST else over(today, other)


def _move(day: date, unit: str, count: int) -> date | None:
    try:
        if unit in ("day", "week"):
            return day + timedelta(count * (WEEK_DAYS if unit == "week" else 1))
        year, month = shift_month(day.year, day.month, count * (12 if unit == "year" else 1))
        return date(year, month, min(day.day, month_length(GREGORIAN, year, month)))
    except (ValueError, OverflowError):
        return None


def read_clock_with_zone(place: Place) -> Value | None:
    """Read `الساعة 18:07 بتوقيت غرينتش` on the article's day; without a zone it is no date."""
    word, zone, today = place.word("t"), place.number_of("z"), place.clock.day
    if word is None or zone is None or today is None:
        return None
    text = word.text
    if ":" not in text:
        if len(text) not in (3, 4):
            return None
        text = f"{text[:-2]}:{text[-2:]}"
    found = read_clock(text, place.value_of("ap"))
    if found is None:
        return None
    return at_time(on_day(today), found[0], found[1], found[2], zone)
