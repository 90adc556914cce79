"""Choose when an article was published, among all that its page says about it.

    label        a line such as `تاريخ النشر: …`
    json_ld      datePublished of the page's JSON-LD
    meta         article:published_time and its kin, `<time>`
    hint         what the scraper said
    dateline     a date line or dateline in the head, then one at the end
    agency       a city, a date and an agency at the start of the text
    updated      "last update" (an upper bound, used when nothing better is there)
    inferred     "today, Friday 22 November" in the text: worked out, and said to be so

The crawl time bounds the answer and never is the answer.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from schemas.article import PublishedAt
from streams.parse.clock import iso_utc, offset_minutes, read_stated
from streams.parse.markers import Markers, words_of
from streams.parse.sheet import DateClue
from streams.text.dates import Clock, find_dates
from streams.text.normalize import fold, fold_with_offsets

Basis = Literal["stated", "inferred"]

RANKS = (
    "published.label", "published.json_ld", "published.meta", "published.hint",
    "published.head_dateline", "published.head_date", "published.head_iso",
    "published.tail_dateline", "published.tail_date", "published.tail_iso",
    "published.agency_dateline", "published.head_updated", "published.tail_updated",
)  # fmt: skip
_RANK = {rule: rank for rank, rule in enumerate(RANKS)}

_FUTURE_TOLERANCE = timedelta(days=1)  # time zones; a later date is not this article's
_EARLIEST = date(1990, 1, 1)  # before that there was no web to scrape
_AGENCY_MAX_CHARS = 110  # "الرياض 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس" is 50
_AGENCY_DATE_WITHIN_CHARS = 45
_LEAD_PARAGRAPHS = 6
_LEAD_CHARS = 600
_LANGUAGE_SAMPLE_CHARS = 300  # header, headline and the start of the text

_TIME_OF_DAY = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(gmt|utc|z)(?!\w)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d)")
_PERSIAN = re.compile("[\u067e\u0686\u0698\u06a9\u06af\u06cc]")
_ARABIC_ONLY = re.compile("[\u0629\u064a\u0643]")
_LATIN = re.compile("[A-Za-z]")
_ARABIC_LETTER = re.compile("[\u0621-\u06d3]")


def language_of_dates(text: str) -> str:
    """Guess which month names and calendar a page uses: `ar`, `fa` or `en`, by its letters."""
    sample = text[:_LANGUAGE_SAMPLE_CHARS]
    if len(_LATIN.findall(sample)) > len(_ARABIC_LETTER.findall(sample)):
        return "en"
    return "fa" if len(_PERSIAN.findall(sample)) > len(_ARABIC_ONLY.findall(sample)) else "ar"


def choose_published(
    clues: Sequence[DateClue],
    paragraphs: Sequence[str],
    folded_paragraphs: Sequence[str],
    crawled: datetime | None,
    markers: Markers,
    language: str,
) -> PublishedAt | None:
    """Choose the best clue that can be read and lies not after the crawl; None without one."""
    clock = Clock(written_on=None, crawled_at=crawled)
    agency = _agency_dateline(paragraphs, markers)
    every = [*clues, agency] if agency is not None else list(clues)
    for clue in sorted(every, key=lambda clue: _RANK.get(clue.rule, len(_RANK))):
        read = _read(clue, clock, markers, language)
        if read is not None and _is_possible(read, clue, crawled):
            return read
    return _inferred(paragraphs, folded_paragraphs, clock, markers, language)


def _read(clue: DateClue, clock: Clock, markers: Markers, language: str) -> PublishedAt | None:
    stated = read_stated(clue.text)
    if stated is not None:
        moment, has_seconds = stated
        if isinstance(moment, datetime):
            precision: Literal["second", "minute"] = "second" if has_seconds else "minute"
            return PublishedAt(
                value=iso_utc(moment), precision=precision, basis="stated",
                text=clue.text, rule=clue.rule, utc_offset_minutes=offset_minutes(moment),
            )  # fmt: skip
        return _on_day(moment.isoformat(), "stated", clue.text, clue.rule)
    day = _first_day(clue.text, clock, markers, language)
    if day is None:
        return None
    folded = fold(clue.text)
    basis: Basis = "stated" if _YEAR.search(folded) else "inferred"
    time = _TIME_OF_DAY.search(folded)
    if time is None:
        return _on_day(day, basis, clue.text, clue.rule)
    hour, minute, second = (int(part or 0) for part in time.group(1, 2, 3))
    try:
        moment = datetime.fromisoformat(day).replace(
            hour=hour, minute=minute, second=second, tzinfo=UTC
        )
    except ValueError:
        return _on_day(day, basis, clue.text, clue.rule)
    return PublishedAt(
        value=iso_utc(moment), precision="second" if time[3] else "minute",
        basis=basis, text=clue.text, rule=clue.rule,
    )  # fmt: skip


def _first_day(text: str, clock: Clock, markers: Markers, language: str) -> str | None:
    for found in find_dates(text, clock, markers.dates, language):
        if found.value is not None and len(found.value) >= len("2024-11-22"):
            return found.value[: len("2024-11-22")]
    return None


def _on_day(day: str, basis: Basis, text: str, rule: str) -> PublishedAt:
    return PublishedAt(value=day, precision="day", basis=basis, text=text, rule=rule)


def _is_possible(read: PublishedAt, clue: DateClue, crawled: datetime | None) -> bool:
    day = date.fromisoformat(read.value[: len("2024-11-22")])
    if day < _EARLIEST:
        return False
    if crawled is None:
        return True
    if read.precision != "day" and clue.rule.endswith("_iso") and read.value == iso_utc(crawled):
        return False  # an unlabelled moment that equals the crawl is the crawl
    return day <= (crawled + _FUTURE_TOLERANCE).date()


def _agency_dateline(paragraphs: Sequence[str], markers: Markers) -> DateClue | None:
    """Find `الرياض 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس` at the start of the text."""
    if not paragraphs:
        return None
    head = paragraphs[0][:_AGENCY_MAX_CHARS]
    folded = fold(head)
    year = _YEAR.search(folded)
    words = words_of(folded).split()
    if year is None or year.start() > _AGENCY_DATE_WITHIN_CHARS or not words:
        return None
    opens = words[0] in markers.cities or " ".join(words[:2]) in markers.cities
    closes = any(word in markers.outlets for word in words[3:])
    if not (opens and closes):
        return None
    last = [match.end() for match in _YEAR.finditer(folded)][-1]
    begin, end = fold_with_offsets(head).span(0, last)
    return DateClue("published.agency_dateline", head[begin:end])


def _inferred(
    paragraphs: Sequence[str],
    folded_paragraphs: Sequence[str],
    clock: Clock,
    markers: Markers,
    language: str,
) -> PublishedAt | None:
    """Work out the day from "today, Friday 22 November" or "today, Sunday" in the lead."""
    if clock.crawled_at is None:
        return None
    weak: PublishedAt | None = None
    leads = zip(paragraphs[:_LEAD_PARAGRAPHS], folded_paragraphs, strict=False)
    for paragraph, already_folded in leads:
        if markers.today.search(already_folded, 0, _LEAD_CHARS) is None:
            continue
        text = paragraph[:_LEAD_CHARS]
        folded = fold_with_offsets(text)
        for today in markers.today.finditer(folded.text):
            begin, end = folded.span(*today.span())
            words = text[begin:end]
            day = _first_day(words, clock, markers, language)
            if day is None or date.fromisoformat(day) > clock.crawled_at.date():
                continue
            if today["day"]:
                return _on_day(day, "inferred", words, "published.today_weekday_date")
            weak = weak or _on_day(day, "inferred", words, "published.today_weekday")
    return weak
