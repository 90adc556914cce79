"""Find the dates of a text and resolve them on the article's clock.

Fold, read into kinds, let the grammar's patterns find places, let the readers decide. Mentions
come sorted and do not overlap; spans are in the original text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schemas.annotation import DateMention
from streams.text.dates.calendars import GREGORIAN, PUBLIC_NAMES
from streams.text.dates.clock import Clock
from streams.text.dates.lexing import Sentence, read_words
from streams.text.dates.readers import READERS
from streams.text.dates.reading import NO_DATE, Place, Value
from streams.text.dates.resolve import correct_by_weekday
from streams.text.dates.words import DateWords
from streams.text.normalize import Folded, fold_with_offsets

# Between a date and the same date in another calendar: `الموافق`, a bracket, a slash.
_PERSIAN_DIGIT = re.compile("[\u06f0-\u06f9]")
# Languages that short Persian text is taken for; Arabic writes other digits.
_MAYBE_PERSIAN = ("ar", "und", "")
_CONCORD = re.compile(r"[,>'-]?<?J:?<?[iD,]*")
_BESIDE = re.compile(r"[</-]|<W")
# Without الموافق two dates are one only when they are this close (moon sighting).
_SAME_DAY_TOLERANCE_DAYS = 2
_TRAILING = "-,/<:'fi!@5~"
_DAY_AND_WEEKDAY = re.compile(r"(?P<r>R)p?,?<?p?D?(?P<w>W)")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: Value
    rule: str


def find_dates(
    text: str, clock: Clock, words: DateWords, language: str = "ar"
) -> tuple[DateMention, ...]:
    """Find every date and interval that a text names.

    Shape: sorted, not overlapping; `value`, or `from_` and `to`. Errors: none; what cannot be
    resolved is left out. Cost: linear, about 0.3 ms for an article of 1,700 characters.
    """
    if language in _MAYBE_PERSIAN and _PERSIAN_DIGIT.search(text):
        language = "fa"
    folded = fold_with_offsets(text)
    sentence = read_words(folded.text, words.of(language))
    clock = _own_day(clock, sentence)
    found = _agree(_find(sentence, clock, words, language), sentence)
    return tuple(_mention(folded, sentence, item) for item in found)


def read_date(line: str, clock: Clock, words: DateWords) -> DateMention | None:
    """Read the one date that a short line states (`نشر في: 3rd, October 2024 GMT`).

    The most exact one wins, then the first. Bare years and vague parts are no date of a line.
    """
    language = "fa" if any(char in line for char in "پچژگیک") else "ar"
    mentions = find_dates(line, clock, words, language)
    exact = [item for item in mentions if item.precision in _LINE_PRECISIONS and item.value]
    return min(exact, key=lambda item: _LINE_PRECISIONS.index(item.precision), default=None)


_LINE_PRECISIONS = ("second", "minute", "hour", "day")


def _own_day(clock: Clock, sentence: Sentence) -> Clock:
    """Set a crawler's clock right by the first "today, Friday" or "yesterday, Friday"."""
    if clock.is_exact or clock.day is None:
        return clock
    match = _DAY_AND_WEEKDAY.search(sentence.kinds)
    if match is None:
        return clock
    offset = int(sentence.lexemes[match.start("r")].word.value)
    weekday = int(sentence.lexemes[match.start("w")].word.value)
    named = correct_by_weekday(
        weekday, clock.day + timedelta(offset), is_exact=False, latest=clock.day
    )
    return Clock(written_on=named - timedelta(offset), crawled_at=clock.crawled_at)


def _find(sentence: Sentence, clock: Clock, words: DateWords, language: str) -> list[_Found]:
    found: list[_Found] = []
    anchor: date | None = None
    position, kinds = 0, sentence.kinds
    while (hit := words.grammar.anywhere.search(kinds, position)) is not None:
        position = hit.start() + 1
        for rule in words.grammar.rules:
            match = rule.pattern.match(kinds, hit.start())
            if match is None:
                continue
            value = READERS[rule.reader](Place(match, sentence, clock, language, anchor))
            if value is None:
                continue
            position = match.end(value.end_group) if value.end_group else match.end()
            if value is not NO_DATE:
                found.append(_Found(match.start(), position, value, rule.name))
                anchor = value.first
            break
    return found


def _agree(found: list[_Found], sentence: Sentence) -> list[_Found]:
    """Let the Gregorian half of a date in two calendars decide for both."""
    agreed = list(found)
    for index in range(len(agreed) - 1):
        left, right = agreed[index], agreed[index + 1]
        between = sentence.kinds[left.end : right.start]
        is_said = _CONCORD.fullmatch(between) is not None
        if not is_said and _BESIDE.fullmatch(between) is None:
            continue
        if left.rule.startswith("weekday") and is_said and right.value.precision == "day":
            agreed[index] = replace(left, value=right.value)
            continue
        if (left.value.system == GREGORIAN) == (right.value.system == GREGORIAN):
            continue
        if not is_said and not _is_same_day(left.value, right.value):
            continue
        if left.value.precision != right.value.precision:
            continue
        if left.value.system == GREGORIAN:
            agreed[index + 1] = replace(right, value=replace(left.value, system=right.value.system))
        else:
            agreed[index] = replace(left, value=replace(right.value, system=left.value.system))
    return agreed


def _is_same_day(left: Value, right: Value) -> bool:
    if left.first is None or right.first is None:
        return False
    return abs((left.first - right.first).days) <= _SAME_DAY_TOLERANCE_DAYS


def _mention(folded: Folded, sentence: Sentence, found: _Found) -> DateMention:
    first, last = _trim(sentence, found.start, found.end)
    start, end = folded.span(sentence.lexemes[first].start, sentence.lexemes[last - 1].end)
    value = found.value
    is_interval = value.value is None and value.first is not None and value.last is not None
    return DateMention(
        text=folded.original[start:end],
        start=start,
        end=end,
        value=value.value,
        from_=value.first.isoformat() if is_interval and value.first else None,
        to=value.last.isoformat() if is_interval and value.last else None,
        precision=value.precision,
        calendar=PUBLIC_NAMES[value.system],
        rule=found.rule,
    )


def _trim(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Leave out joining words and marks at the ends, and a bracket without its other half."""
    kinds = sentence.kinds
    while end - start > 1 and kinds[start] in ",-/<>:'@~i":
        start += 1
    while end - start > 1 and (
        kinds[end - 1] in _TRAILING or (kinds[end - 1] == ">" and "<" not in kinds[start:end])
    ):
        end -= 1
    return start, end
