"""Readers of years and their parts, of year ranges, decades and centuries."""

from __future__ import annotations

from datetime import date, timedelta

from streams.text.dates.calendars import (
    GREGORIAN,
    HIJRI,
    JALALI,
    JALALI_CENTURY,
    MONTHS_A_YEAR,
    month_bounds,
    system_of_year,
)
from streams.text.dates.readers_day import era_system
from streams.text.dates.reading import Place, Value, on_year, over
from streams.text.dates.resolve import CURRENT, LAST, NEXT, share_of_year, shift_month

# Kinds of words before a bare number that show it is a year.
_YEAR_CUES = "iBt6"
_PAIR_CUES = "iBbft6"
# Bare numbers taken for years: what news looks back to; ahead of the clock by this many at most.
_FIRST_BARE_YEAR = 1900
_BARE_YEARS_AHEAD = 30
# With a word or mark that says it is a year, or beside another year.
_FIRST_MARKED_YEAR, _LAST_MARKED_YEAR = 1500, 2150
_FIRST_PAIR_YEAR = 1800
_HIJRI_MARKED_YEARS = range(1300, 1501)
_PARTS = ("start", "mid", "end")
_SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_SEASON_MONTHS = 3
_DECADE_YEARS, _CENTURY_YEARS = 10, 100
_LAST_CENTURY = 21


def _system(year: int, marks: str, language: str) -> str:
    return era_system(marks) or system_of_year(year, language)


def _own_system(place: Place) -> str:
    """Tell the calendar of the year in a match, Gregorian when there is none."""
    year = place.number_of("y")
    return GREGORIAN if year is None else _system(year, place.marks, place.language)


def _gregorian_year(place: Place) -> int | None:
    """Resolve the year of a quarter, season or part: named, or counted from the clock."""
    year = place.number_of("y")
    if year is not None:
        return year if _FIRST_MARKED_YEAR < year <= _LAST_MARKED_YEAR else None
    turn = place.number_of("q1", "q2", "ry")
    return None if place.clock.day is None else place.clock.day.year + (turn or CURRENT)


def _share_of(system: str, year: int, shares: int, order: int) -> Value | None:
    """Give one of the equal shares of a year of any calendar."""
    if system == GREGORIAN:
        return over(*share_of_year(year, shares, order))
    months = MONTHS_A_YEAR // shares
    first = month_bounds(system, year, months * (order - 1) + 1)
    last = month_bounds(system, year, months * order)
    return None if first is None or last is None else over(first[0], last[1], system)


def read_fraction_of_year(place: Place) -> Value | None:
    """Read halves, thirds and quarters of a year."""
    share, system = place.share, _own_system(place)
    year = _gregorian_year(place) if system == GREGORIAN else place.number_of("y")
    return None if share is None or year is None else _share_of(system, year, *share)


def read_first_months(place: Place) -> Value | None:
    """Read `الأشهر الستة الأولى من العام الحالي`."""
    count, year = place.number_of("c", "c2"), _gregorian_year(place)
    words = place.sentence.lexemes[slice(*place.match.span())]
    is_months = any(item.word.kind == "U" and item.word.value == "month" for item in words)
    if count is None or year is None or not (is_months and 1 < count < MONTHS_A_YEAR):
        return None
    last = month_bounds(GREGORIAN, year, count)
    return None if last is None else over(date(year, 1, 1), last[1])


def read_season(place: Place) -> Value | None:
    """Read a season of a year, or the last or next one. Winter runs over the year's end.

    Seasons of a solar year are its quarters.
    """
    name, today = place.value_of("s"), place.clock.day
    if name is None:
        return None
    system = _own_system(place)
    named = place.number_of("y")
    if system == JALALI and named is not None:
        return _share_of(JALALI, named, len(_SEASONS), [*_SEASONS].index(name) + 1)
    year, turn = _gregorian_year(place), place.number_of("q")
    if turn in (LAST, NEXT) and today is not None and named is None:
        return _season_beside(name, today, turn)
    return None if year is None else over(*_season_bounds(name, year))


def _season_beside(name: str, today: date, turn: int) -> Value | None:
    years = (today.year + 1, today.year, today.year - 1)
    for year in years if turn == LAST else reversed(years):
        first, last = _season_bounds(name, year)
        if (turn == LAST and last < today) or (turn == NEXT and first > today):
            return over(first, last)
    return None


def _season_bounds(name: str, year: int) -> tuple[date, date]:
    month = _SEASONS[name]
    beyond = shift_month(year, month, _SEASON_MONTHS)
    return date(year, month, 1), date(*beyond, 1) - timedelta(1)


def read_year_value(place: Place) -> Value | None:
    """Read a year behind the word "year"; short ones only in Persian."""
    year, word = place.number_of("y"), place.word("y")
    if year is not None and word is not None and word.word.kind == "9":
        return on_year(JALALI, JALALI_CENTURY + year) if place.language == "fa" else None
    return None if year is None else on_year(_own_system(place), year)


def read_year_before_word(place: Place) -> Value | None:
    """Read a year before the word, as Turkish writes it; elsewhere that counts years."""
    year, word = place.number_of("y"), place.word("u")
    if year is None or word is None or word.word.language != "tr":
        return None
    return on_year(GREGORIAN, year)


def read_bare_year(place: Place) -> Value | None:
    """Read a year without the word: behind a cue, with an era mark, or heading a line."""
    year, today = place.number_of("y"), place.clock.day
    if year is None:
        return None
    if place.marks:
        system = _own_system(place)
        is_modern = _FIRST_MARKED_YEAR < year <= _LAST_MARKED_YEAR
        fits = year in _HIJRI_MARKED_YEARS if system == HIJRI else is_modern or system == JALALI
        return on_year(system, year) if fits else None
    latest = today.year + _BARE_YEARS_AHEAD if today else _LAST_MARKED_YEAR
    heads_line = place.kind_before == "!" and place.kind_after in "-:"
    if not (place.kind_before in _YEAR_CUES or heads_line):
        return None
    return on_year(GREGORIAN, year) if _FIRST_BARE_YEAR <= year <= latest else None


def read_year_range(place: Place) -> Value | None:
    """Read two years: `بين 2005 و2008`. A Hijri year beside its Gregorian one is one year."""
    first, last = place.number_of("y"), _second_year(place)
    matched, marks2 = place.match.group(), place.match.group("e2") or ""
    if first is None or last is None or first >= last:
        return None
    system = _system(first, place.marks or marks2, place.language)
    slashed = any(mark in matched for mark in "/<-")
    if system == HIJRI and _system(last, marks2, place.language) == GREGORIAN:
        return on_year(GREGORIAN, last) if slashed else None
    is_cued = matched[0] in "fbYU" or place.kind_before in _PAIR_CUES
    is_joined = is_cued or (last == first + 1 and slashed)
    is_modern = first >= _FIRST_PAIR_YEAR and last <= _LAST_MARKED_YEAR
    same = system == _system(last, marks2 or place.marks, place.language)
    if not is_joined or not same or (system == GREGORIAN and not is_modern):
        return None
    begin, end = on_year(system, first), on_year(system, last)
    if begin is None or end is None or begin.first is None or end.last is None:
        return None
    return over(begin.first, end.last, system)


def _second_year(place: Place) -> int | None:
    """Read the second year of two, also short: "season 2014/15", but not "2014/11"."""
    first, last = place.number_of("y"), place.number_of("y2")
    if first is None or last is None or last >= _CENTURY_YEARS:
        return last
    follows = last == (first + 1) % _CENTURY_YEARS
    is_season = place.match.group()[0] == "Y" or place.kind_before == "6"
    return first + 1 if follows and is_season else None


def read_part_of_year(place: Place) -> Value | None:
    """Read `مطلع العام 2008`: a third of the year."""
    part, word, named = place.value_of("p"), place.word("p"), place.number_of("y")
    matched = place.match.group()
    if part is None or word is None or part not in _PARTS:
        return None
    if named is not None and "Y" not in matched and word.word.level:
        return None
    if named is None and matched.endswith("Y") and "7" not in matched:
        last = place.sentence.lexemes[place.match.end() - 1]
        if last.word.value != "the" or word.word.level:
            return None
    system = _own_system(place)
    if system != GREGORIAN and named is not None:
        return part_of(on_year(system, named), part)
    year = _gregorian_year(place)
    return None if year is None else over(*share_of_year(year, 3, _PARTS.index(part) + 1))


def part_of(whole: Value | None, part: str | None) -> Value | None:
    """Cut a third out of a long interval."""
    if whole is None or whole.first is None or whole.last is None or part not in _PARTS:
        return whole
    third = ((whole.last - whole.first).days + 1) // len(_PARTS)
    first = whole.first + timedelta(third * _PARTS.index(part))
    last = whole.last if part == "end" else first + timedelta(third - 1)
    return over(first, last, whole.system)


def _century_start(place: Place) -> int | None:
    order = place.number_of("o", "o2")
    if order is not None:
        return (order - 1) * _CENTURY_YEARS if 1 <= order <= _LAST_CENTURY else None
    turn, today = place.number_of("q"), place.clock.day
    if turn is None or today is None:
        return None
    return (today.year // _CENTURY_YEARS + turn) * _CENTURY_YEARS


def read_century(place: Place) -> Value | None:
    """Read `القرن العشرين`: 1900-1999, as the press counts."""
    start = _century_start(place)
    if start is None:
        return None
    if "h" in place.marks:
        begin, end = on_year(HIJRI, max(start, 1)), on_year(HIJRI, start + _CENTURY_YEARS - 1)
        if begin is None or end is None or begin.first is None or end.last is None:
            return None
        return part_of(over(begin.first, end.last, HIJRI), place.value_of("p"))
    whole = over(date(max(start, 1), 1, 1), date(start + _CENTURY_YEARS - 1, 12, 31))
    return part_of(whole, place.value_of("p"))


def read_decade(place: Place) -> Value | None:
    """Read `الخمسينات`: of the century named, else of the twentieth."""
    tens = place.number_of("e")
    century = _century_start(place) if "C" in place.match.group() else 1900
    if tens is None or century is None:
        return None
    return part_of(_decade(GREGORIAN, century + tens), place.value_of("p"))


def read_decade_by_number(place: Place) -> Value | None:
    """Read `the 1990s` and Persian `دهه ۸۰`, the solar eighties."""
    year, plural = place.number_of("y", "y2"), place.word("s")
    if year is None or (plural is not None and plural.text != "s") or year % _DECADE_YEARS:
        return None
    if year < _CENTURY_YEARS:
        return _decade(JALALI, JALALI_CENTURY + year)
    return part_of(_decade(system_of_year(year, place.language), year), place.value_of("p"))


def _decade(system: str, year: int) -> Value | None:
    first, last = on_year(system, year), on_year(system, year + _DECADE_YEARS - 1)
    if first is None or last is None or first.first is None or last.last is None:
        return None
    return over(first.first, last.last, system)
