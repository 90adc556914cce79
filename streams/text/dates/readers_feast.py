"""Readers of feasts: by Umm al-Qura, or on their fixed days."""

from __future__ import annotations

from datetime import date, timedelta

from streams.text.dates.calendars import (
    GREGORIAN,
    HIJRI,
    JALALI,
    PLAUSIBLE_YEARS,
    to_day,
    year_and_month,
)
from streams.text.dates.reading import Place, Value, on_day
from streams.text.dates.resolve import find_day

_FEASTS = {
    "fitr": ((HIJRI, 10, 1),),
    "adha": ((HIJRI, 12, 10),),
    "eid": ((HIJRI, 10, 1), (HIJRI, 12, 10)),  # "the Eid" is the nearer one
    "arafa": ((HIJRI, 12, 9),),
    "newyear": ((HIJRI, 1, 1),),
    "ashura": ((HIJRI, 1, 10),),
    "mawlid": ((HIJRI, 3, 12),),
    "qadr": ((HIJRI, 9, 27),),
    "christmas": ((GREGORIAN, 12, 25),),
    "januaryfirst": ((GREGORIAN, 1, 1),),
    "nowruz": ((JALALI, 1, 1),),
}
_CUES = "iBtbp"
_NEEDS_ORDER_LEVEL = 2


def read_holiday(place: Place) -> Value | None:
    """Read a feast, with `second day of` before it and a year or "last" behind it."""
    feast, order = place.word("h"), place.number_of("o")
    if feast is None:
        return None
    level = feast.word.level
    is_alone = len(place.match.group()) == 1
    if level and is_alone and place.kind_before not in _CUES:
        return None
    if level == _NEEDS_ORDER_LEVEL and order is None:
        return None
    found = [
        (day, system)
        for system, month, number in _FEASTS[feast.word.value]
        if (day := _find(place, system, month, number)) is not None
    ]
    today = place.clock.day
    if not found:
        return None
    day, system = found[0] if today is None else min(found, key=lambda item: abs(item[0] - today))
    return on_day(day + timedelta(max(order or 1, 1) - 1), system)


def _find(place: Place, system: str, month: int, day: int) -> date | None:
    """Find a feast's day: in the year named, by "last" or "next", or nearest to the clock."""
    year, of_year = place.number_of("y"), place.number_of("q1", "q2", "ry")
    today, turn = place.clock.day, place.number_of("q")
    if year is None and of_year is not None and today is not None:
        year = today.year + of_year
    if year is not None:
        return _feast_in(system, month, day, year)
    if today is None:
        return None
    if turn is not None:
        return find_day(system, month, day, today, turn)
    now = year_and_month(system, today)[0]
    days = (to_day(system, near, month, day) for near in (now - 1, now, now + 1))
    return min((d for d in days if d), key=lambda found: abs(found - today), default=None)


def _feast_in(system: str, month: int, day: int, year: int) -> date | None:
    """Find a feast in a Gregorian year, or in a year of its own calendar."""
    if system == GREGORIAN or year <= PLAUSIBLE_YEARS[HIJRI][1]:
        return to_day(system, year, month, day)
    own_year = year_and_month(system, date(year, 7, 1))[0]
    for near in (own_year, own_year + 1, own_year - 1):
        found = to_day(system, near, month, day)
        if found is not None and found.year == year:
            return found
    return None
