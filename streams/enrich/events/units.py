"""Tell numbers that count persons from those that count years, metres, bullets or raids."""

from streams.enrich.events.reading import Reading, Sentence
from streams.text.numerals import Number

# A toll of one event; more in one text are running totals of a war or an epidemic.
_MAX_TOLL = 400_000


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
    return last >= len(reading.tokens) or not _percent(reading, last)


def _percent(reading: Reading, last: int) -> bool:
    end = reading.tokens[last - 1].end
    return reading.folded.text[end : end + 2].lstrip()[:1] in {"%", "٪"}
