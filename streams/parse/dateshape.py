"""Tell by its shape that a line, or a field of one, is nothing but a date or a crawl stamp.

The value of a date is read elsewhere; segmentation only has to know that the line is no text.
"""

import re
from dataclasses import dataclass

from streams.parse.markers import Markers
from streams.text.tokens import token_texts

_MAX_DATE_CHARS = 90
_MIN_DAY_NUMBERS = 1

_STAMP = re.compile(
    r"(?P<day>(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2})\s*(?P<joint>[@t]|\s)\s*"
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*"
    r"(?P<zone>gmt|utc|z|[+-]\d{2}:?\d{2})?(?![\d:])"
)
_NUMERIC_DATE = re.compile(r"(?<!\d)\d{1,4}\s?[-/.\\]\s?\d{1,2}\s?[-/.\\]\s?\d{1,4}(?!\d)")
_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_AGO_LEADS = ("منذ", "قبل")


@dataclass(frozen=True, slots=True)
class Stamp:
    """Hold a crawl stamp found in a folded line: the moment as written and where it stood."""

    day: str
    time: str
    zone: str
    start: int
    end: int
    is_at: bool


def find_stamp(folded: str) -> Stamp | None:
    """Find `2025-03-19@19:36:33 GMT` or its ISO forms in a short folded line."""
    if len(folded) > _MAX_DATE_CHARS or ":" not in folded:
        return None
    found = _STAMP.search(folded)
    if found is None:
        return None
    return Stamp(
        found["day"], found["time"], found["zone"] or "", found.start(), found.end(),
        is_at=found["joint"] == "@",
    )  # fmt: skip


def is_date(folded: str, markers: Markers) -> bool:
    """Tell whether folded text is only a date: a day with its month, or "3 hours ago"."""
    if len(folded) > _MAX_DATE_CHARS:
        return False
    if not any(map(str.isdigit, folded)) and not folded.startswith(_AGO_LEADS):
        return False
    numbers = months = agos = weekdays = 0
    for word in token_texts(folded):
        if word[0].isdigit():
            numbers += 1
            continue
        role = markers.date_words.get(word) or markers.date_words.get(word[1:])
        if role is None:
            return False
        months += role == "month"
        agos += role == "ago"
        weekdays += role == "weekday"
    if _NUMERIC_DATE.search(folded):
        return True
    if months and numbers + weekdays > _MIN_DAY_NUMBERS:
        return True
    return bool(agos > 1 and folded.startswith(_AGO_LEADS)) or folded.endswith(" ago")


def is_time(folded: str) -> bool:
    """Tell whether folded text is only a time of day."""
    return len(folded) <= _MAX_DATE_CHARS and _TIME.fullmatch(folded.strip()) is not None
