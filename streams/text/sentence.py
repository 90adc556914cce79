"""The sentence around a span: what a reader wants to see beside the words a decision rests on."""

import re
from typing import Final

# Longer "sentences" are lists and paragraphs without a full stop; a reader needs the words near
# the span. Of sentences with a toll in the samples, none is longer than 240 characters.
MAX_SENTENCE_CHARS: Final = 320
# A full stop ends a sentence only before white space: 3.5 and b.c do not; nor after one letter
# ("J. Smith", "د. علي").
_STOP: Final = re.compile(
    r"""
      [!?\u061f\u06d4\u3002]+ ["'»”\u2019)]*
    | (?<![\s.]\w)(?<!^\w) \.+ ["'»”\u2019)]* (?=\s|$)
    | \n+
    """,
    re.VERBOSE,
)
_SPACE: Final = re.compile(r"\s")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Find the sentence that holds a span, at most `MAX_SENTENCE_CHARS` of it.

    Shape: half-open, code points of `text`, no white space at either end; holds the span, unless
    the span is longer than the limit, which then is what comes back. Never looks further than the
    limit, so a megabyte without a full stop costs no more than a line.

    >>> text = "مقدمة. قُتل 3.5 في المئة؟ خاتمة."
    >>> text[slice(*sentence_around(text, 12, 15))]
    'قُتل 3.5 في المئة؟'
    """
    if end - start >= MAX_SENTENCE_CHARS:
        return start, end
    floor = max(0, start - MAX_SENTENCE_CHARS)
    ceiling = min(len(text), end + MAX_SENTENCE_CHARS)
    first = max((stop.end() for stop in _STOP.finditer(text, floor, start)), default=floor)
    after = _STOP.search(text, end, ceiling)
    last = after.end() if after else ceiling
    first, last = _within_limit(text, first, last, start, end)
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def _within_limit(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Cut at word borders, keeping as much before the span as after it where both are long."""
    spare = MAX_SENTENCE_CHARS - (end - start)
    before = min(start - first, max(spare // 2, spare - (last - end)))
    after = min(last - end, spare - before)
    cut_first, cut_last = start - before, end + after
    if cut_first > first:
        space = _SPACE.search(text, cut_first, start)
        cut_first = space.end() if space else start
    if cut_last < last:
        while cut_last > end and not text[cut_last - 1].isspace():
            cut_last -= 1
    return cut_first, cut_last
