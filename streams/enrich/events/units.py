"""Tell numbers that count persons from those that count years, metres, bullets or raids."""

from dataclasses import replace

from streams.enrich.events.reading import Reading, Sentence
from streams.text.numerals import Number

# A toll of one event; more in one text are running totals of a war or an epidemic.
_MAX_TOLL = 400_000
_FROM = frozenset({"\u0645\u0646", "from", "de", "\u0627\u0632"})  # من, از
_RISE_WORDS = 8


def counts_persons(reading: Reading, sentence: Sentence, number: Number) -> bool:
    """Refuse numbers of dates, upper bounds, impossible tolls, and counts of other things."""
    if reading.dated[number.first] or number.bound == "at_most":
        return False
    if not 1 <= number.min <= _MAX_TOLL:
        return False
    last = number.last
    unit = reading.sense(last, "unit") if last < sentence.last else None
    if unit is not None and not unit.definite and not reading.marked[last]:
        return False
    if number.first and reading.sense(number.first - 1, "unit"):
        return False
    return last >= len(reading.words) or not _percent(reading, last)


def _percent(reading: Reading, last: int) -> bool:
    end = reading.ends[last - 1]
    return reading.folded.text[end : end + 2].lstrip()[:1] in {"%", "٪"}


def latest(reading: Reading, sentence: Sentence, number: Number) -> Number:
    """Give what a count rose to: "rose from 10 to 13" is 13, "between 10 and 13" is a range."""
    if number.bound != "range" or number.max is None or number.first <= sentence.first:
        return number
    if reading.words[number.first - 1] not in _FROM:
        return number
    start = max(sentence.first, number.first - _RISE_WORDS)
    if reading.any_between(start, number.first, "rise") is None:
        return number
    return replace(number, min=number.max, bound="exact")
