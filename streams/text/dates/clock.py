"""The article's own clock: what its dates are counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

# Pages crawled in the small hours still say "today" of the evening before (incident guideline,
# section 4: on the labelled stream "today" is the day before when the stamp is under 08:00).
MORNING_HOUR = 8


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
        if self.written_on is not None:
            return self.written_on
        return None if self.crawled_at is None else self.crawled_at.date()

    @property
    def today(self) -> date | None:
        """Name the day that a bare "today" means."""
        if self.written_on is not None or self.crawled_at is None:
            return self.written_on
        early = self.crawled_at.hour < MORNING_HOUR
        return self.crawled_at.date() - timedelta(days=int(early))

    @property
    def is_exact(self) -> bool:
        """Say whether the day is the article's own, not that of the crawler."""
        return self.written_on is not None
