"""Lines of a page, with the shapes a line can have whatever its words.

A line is kept beside its folded form: the page is folded once, here, and never again.
"""

import re
from dataclasses import dataclass

from streams.text.normalize import fold

# Blanks, and the controls of direction and joining that scraped lines are wrapped in.
_BLANK = (
    " \t\n\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u200b\u202f\u205f\u3000\ufeff"
)
_CONTROLS = (
    "\xad\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
)
_EDGE = _BLANK + _CONTROLS

_BULLET = re.compile(
    rf"[{_CONTROLS}]*(?:[•●○◦▪▫■□◄►▶◀\u2023\u2043\u2219⦁✓✔➤➢→←»\u203a*·♦◆★☆⭐🔴🔹🔸▸▹❖-]|[\u2013\u2014](?=\s))\ufe0f?[\s{_CONTROLS}]*(?=\S)"
)
# A headline may end in ؟ or ! or "..", so only a single stop says "sentence".
_SENTENCE_END = re.compile(r"(?<!\.)[.\u3002\u06d4\u0964\u1362][\"'”»\u2019)\]\s]*$")
_HEADLINE_BAD_END = re.compile(r"(?:(?<!\.)\.|[،؛;,:])[\"'”»\u2019)\]\s]*$")

PARAGRAPH_MIN_CHARS = 140  # longer than all but 1 in 200 headlines of 31,030 Arabic articles
SENTENCE_MIN_CHARS = 45  # a shorter line that ends in a stop may still be a headline or a caption
HEADLINE_MAX_CHARS = 150
HEADLINE_MIN_WORDS = 3
SHORT_LINE_MAX_CHARS = 90  # signatures, datelines, bylines


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one line that is not blank. Units: half-open code points of the repaired page.

    `gap` counts the blank lines before it.
    """

    text: str
    folded: str
    start: int
    end: int
    gap: int

    @property
    def is_decoration(self) -> bool:
        """Tell whether the line holds no letter and no digit."""
        return len(self.text) <= SHORT_LINE_MAX_CHARS and not any(map(str.isalnum, self.text))

    @property
    def is_paragraph(self) -> bool:
        """Tell whether the line reads as running text: long, or a sentence that ends."""
        size = len(self.text)
        if size >= PARAGRAPH_MIN_CHARS:
            return True
        return size >= SENTENCE_MIN_CHARS and _SENTENCE_END.search(self.folded[-6:]) is not None

    @property
    def is_headline(self) -> bool:
        """Tell whether the line could be a headline: some words, not long, no full stop."""
        return (
            len(self.text) <= HEADLINE_MAX_CHARS
            and self.text.count(" ") + 1 >= HEADLINE_MIN_WORDS
            and _HEADLINE_BAD_END.search(self.folded[-6:]) is None
        )

    @property
    def bullet_chars(self) -> int:
        """Count the characters of the bullet the line opens with; 0 when there is none."""
        found = _BULLET.match(self.text)
        return found.end() if found is not None else 0

    def without(self, cut: int) -> str:
        """Give the text after the first `cut` characters, with the blanks between gone."""
        return trim(self.text[cut:])


def trim(text: str) -> str:
    """Strip blanks and invisible controls from both ends; inside the text they stay."""
    return text.strip(_EDGE)


def split_lines(page: str) -> tuple[Line, ...]:
    """Cut a repaired page into its lines, blank ones counted and left out."""
    lines: list[Line] = []
    at, gap = 0, 0
    for original, folded in zip(page.split("\n"), fold(page).split("\n"), strict=True):
        text = trim(original)
        if text:
            start = at + len(original) - len(original.lstrip(_EDGE))
            lines.append(Line(text, folded.strip(), start, start + len(text), gap))
            gap = 0
        else:
            gap += 1
        at += len(original) + 1
    return tuple(lines)
