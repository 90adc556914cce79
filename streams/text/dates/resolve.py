"""Finish dates that the text leaves open: which year, which week, counted from the article's clock.

News looks back. A day without a year is the latest one that is not far ahead; a weekday is the
latest one up to the day; "last" and "next" are strict.
"""

from __future__ import annotations

from datetime import date, timedelta

from streams.text.dates.calendars import (
    GREGORIAN,
    HIJRI,
    MONTHS_A_YEAR,
    month_bounds,
    to_day,
    year_and_month,
)

LAST, CURRENT, NEXT = -1, 0, 1
# Not "next" but "still to come": today or this month will do.
NEXT_FROM_TODAY = 9
BEFORE_LAST, AFTER_NEXT = -2, 2

# How far ahead a day or month without a year may lie before it means last year's. Announcements
# of days reach two months, a bare month is at most the next one; news looks back further than
# that (labelled forms: +37 days to -9 months).
AHEAD_DAYS = 60
AHEAD_MONTH_DAYS = 45
WEEK_DAYS = 7


def find_day(
    system: str, month: int, day: int, today: date, turn: int | None, weekday: int | None = None
) -> date | None:
    """Find the year of a day and month, and with it the day."""
    year = year_and_month(system, today)[0]
    candidates = [
        found
        for near in (year - 1, year, year + 1)
        if (found := to_day(system, near, month, day)) is not None
    ]
    if not candidates:
        return None
    if weekday is not None and turn is None:
        agreeing = [found for found in candidates if found.weekday() == weekday]
        candidates = agreeing or candidates
    return _choose(candidates, today, turn)


def find_month(
    system: str, month: int, today: date, turn: int | None, *, is_past: bool = False
) -> tuple[int, int] | None:
    """Find the year of a month: `(year, month)` of its calendar."""
    year, this_month = year_and_month(system, today)
    if turn in (BEFORE_LAST, AFTER_NEXT):
        step = LAST if turn == BEFORE_LAST else NEXT
        found = find_month(system, month, today, step)
        return None if found is None else (found[0] + step, month)
    if turn == LAST:
        return (year - 1 if month >= this_month else year), month
    if turn == CURRENT:
        return year, month
    if turn in (NEXT, NEXT_FROM_TODAY):
        comes = month > this_month or (turn == NEXT_FROM_TODAY and month == this_month)
        return (year if comes else year + 1), month
    for near in (year + 1, year, year - 1):
        bounds = month_bounds(system, near, month)
        ahead = 0 if is_past else AHEAD_MONTH_DAYS
        if bounds is not None and (bounds[0] - today).days <= ahead:
            return near, month
    return None


def _choose(candidates: list[date], today: date, turn: int | None) -> date | None:
    if turn == LAST:
        past = [found for found in candidates if found < today]
        return past[-1] if past else candidates[0]
    if turn in (NEXT, NEXT_FROM_TODAY):
        earliest = today + timedelta(int(turn == NEXT))
        coming = [found for found in candidates if found >= earliest]
        return coming[0] if coming else candidates[-1]
    if turn == CURRENT:
        return min(candidates, key=lambda found: abs((found - today).days))
    near = [found for found in candidates if (found - today).days <= AHEAD_DAYS]
    return near[-1] if near else candidates[0]


def find_weekday(weekday: int, today: date, turn: int | None) -> date:
    """Find the day of a weekday: the latest up to today, or strictly the last or next one."""
    if turn in (BEFORE_LAST, AFTER_NEXT):
        step = LAST if turn == BEFORE_LAST else NEXT
        return find_weekday(weekday, today, step) + timedelta(WEEK_DAYS * step)
    back = timedelta((today.weekday() - weekday) % WEEK_DAYS)
    if turn == NEXT:
        return today + timedelta((weekday - today.weekday() - 1) % WEEK_DAYS + 1)
    if turn == NEXT_FROM_TODAY:
        return today + timedelta((weekday - today.weekday()) % WEEK_DAYS)
    if turn == LAST and not back:
        return today - timedelta(WEEK_DAYS)
    return today - back


def correct_by_weekday(weekday: int, expected: date, *, is_exact: bool, latest: date) -> date:
    """Trust a weekday above "today" or "yesterday": pages are crawled up to a week late.

    A clock may be behind instead, up to `latest`: an exact one for it is kept in UTC, a crawler's
    for tomorrow's paper ("yesterday, Friday") is on the web on Friday evening.
    """
    ahead = (weekday - expected.weekday()) % WEEK_DAYS
    if is_exact and ahead == 1:
        return expected + timedelta(1)
    if ahead and expected + timedelta(ahead) <= latest:
        return expected + timedelta(ahead)
    return find_weekday(weekday, expected, None)


def shift_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Move a month forward or back."""
    index = year * MONTHS_A_YEAR + month - 1 + by
    return index // MONTHS_A_YEAR, index % MONTHS_A_YEAR + 1


def week_of(day: date, shift: int, *, starts_sunday: bool) -> tuple[date, date]:
    """Give the first and last day of a week: Sunday to Saturday in Arabic, else Monday on."""
    weekday = (day.weekday() + int(starts_sunday)) % WEEK_DAYS
    first = day - timedelta(weekday) + timedelta(WEEK_DAYS * shift)
    return first, first + timedelta(WEEK_DAYS - 1)


def settle_hijri(day: date, weekday: int | None, system: str) -> date:
    """Move a Hijri day by one where the weekday beside it says so: moons are sighted."""
    if system != HIJRI or weekday is None:
        return day
    for shift in (0, 1, -1):
        if (day + timedelta(shift)).weekday() == weekday:
            return day + timedelta(shift)
    return day


def thirds_of_month(system: str, year: int, month: int, part: str) -> tuple[date, date] | None:
    """Give days 1-10, 11-20 or 21 to the end of a month."""
    bounds = month_bounds(system, year, month)
    if bounds is None:
        return None
    first, last = bounds
    if part == "start":
        return first, first + timedelta(9)
    if part == "mid":
        return first + timedelta(10), first + timedelta(19)
    return first + timedelta(20), last


def share_of_year(year: int, shares: int, place: int) -> tuple[date, date]:
    """Give the place-th of so many equal shares of a Gregorian year (place from 1)."""
    months = MONTHS_A_YEAR // shares
    first = months * (place - 1) + 1
    last = month_bounds(GREGORIAN, year, first + months - 1)
    end = last[1] if last else date(year, 12, 31)
    return date(year, first, 1), end
