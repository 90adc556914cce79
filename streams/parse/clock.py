"""Read moments: crawl stamps, `fetched_at`, ISO 8601 and RFC 822 dates, each in its own zone."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from streams.parse.dateshape import Stamp
from streams.text.normalize import fold

_ISO = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
    r"(?:[ t@]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
    r"\s*(?P<zone>z|gmt|utc|[+-]\d{2}:?\d{2})?)?"
)
_RFC822 = re.compile(r"(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{2,4} \d{1,2}:\d{2}(?::\d{2})? \S+")
_ARABIA_STANDARD_TIME = re.compile(r"\bast\b")  # +03:00 in Arab feeds; the library reads -04:00


def iso_utc(moment: datetime) -> str:
    """Write a moment as `2025-03-19T19:36:33Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def offset_minutes(moment: datetime) -> int | None:
    """Give the zone a moment was written in, None for UTC. Units: minutes east of it."""
    offset = moment.utcoffset() or timedelta()
    return int(offset.total_seconds() // 60) or None


def stamp_moment(stamp: Stamp) -> datetime | None:
    """Read a crawl stamp; one without a zone is taken for UTC, as crawlers write it."""
    found = _ISO.fullmatch(f"{stamp.day}@{stamp.time}{stamp.zone}")
    return _moment(found, default_zone=UTC) if found is not None else None


def read_moment(text: str) -> datetime | None:
    """Read `fetched_at`: ISO 8601 or RFC 822; without a zone it is taken for UTC."""
    folded = fold(text).strip()
    found = _ISO.fullmatch(folded)
    if found is not None:
        return _moment(found, default_zone=UTC)
    return _rfc822(folded)


def read_stated(text: str) -> tuple[datetime | date, bool] | None:
    """Read a whole text that is one ISO or RFC 822 date: (moment or day, "has seconds").

    A time without a zone is no moment in UTC, so only its day is given.
    """
    folded = fold(text).strip()
    found = _ISO.fullmatch(folded)
    if found is None:
        moment = _rfc822(folded)
        return None if moment is None else (moment, folded.count(":") > 1)
    moment = _moment(found, default_zone=UTC)
    if moment is None:
        return None
    if found["hour"] is None or found["zone"] is None:
        return moment.date(), False
    return moment, found["second"] is not None


def _moment(found: re.Match[str], *, default_zone: timezone) -> datetime | None:
    try:
        return datetime(
            int(found["year"]), int(found["month"]), int(found["day"]),
            int(found["hour"] or 0), int(found["minute"] or 0), int(found["second"] or 0),
            tzinfo=_zone(found["zone"]) or default_zone,
        )  # fmt: skip
    except (ValueError, OverflowError):
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _rfc822(folded: str) -> datetime | None:
    if _RFC822.fullmatch(folded) is None:
        return None
    text = _ARABIA_STANDARD_TIME.sub("+0300", folded)
    try:
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError):
        return None
