"""The article's own clock: what its dates are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

# Pages crawled in the small hours still say "today" of the evening before (incident guideline,
# section 4: on the labelled stream "today" is the day before when the stamp is under 08:00).
MORNING_HOUR = 8
# A clock outside these years is broken, and what it says is not used.
_FIRST_YEAR, _LAST_YEAR = 1800, 2400


def local_moment(stamp: str | None, utc_offset_minutes: int | None) -> datetime | None:
    """Read an ISO day or moment, a moment in the zone it was first written in; None for neither."""
    try:
        moment = datetime.fromisoformat(stamp or "")
        if moment.tzinfo is None or not utc_offset_minutes:
            return moment
        return moment.astimezone(timezone(timedelta(minutes=utc_offset_minutes)))
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Clock:
    """Tell when an article was written, or at least when it was fetched.

    `crawled_at` is an upper bound, used only when `written_on` is None.
    """

    written_on: date | None = None
    crawled_at: datetime | None = None

    @property
    def day(self) -> date | None:
        """Name the day the article's words are counted from; None when nothing is known."""
        day = self.written_on
        if day is None and self.crawled_at is not None:
            day = self.crawled_at.date()
        return day if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR else None

    @property
    def today(self) -> date | None:
        """Name the day that a bare "today" means."""
        day = self.day
        if day is None or self.written_on is not None or self.crawled_at is None:
            return day
        return day - timedelta(days=int(self.crawled_at.hour < MORNING_HOUR))

    @property
    def is_exact(self) -> bool:
        """Say whether the day is the article's own, not that of the crawler."""
        return self.written_on is not None

    @property
    def past_midnight(self) -> bool:
        """Say whether the article was fetched in the small hours after the day it was written on.

        What "Saturday morning" means in it is that morning, not the one a week before.
        """
        if self.written_on is None or self.crawled_at is None:
            return False
        next_day = self.crawled_at.date() - self.written_on == timedelta(1)
        return next_day and self.crawled_at.hour < MORNING_HOUR
