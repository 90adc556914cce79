"""Folded text as a string of kinds, one letter a word, which the grammar's patterns run over.

Words that mean nothing to a date collapse into one `x`; a line end is `!`. Clock times and
numeric dates (`19:36:33`, `20/10/1436`) are one word each. Two names of one month in a row
(`يوليو (تموز)`) are one month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from streams.text.dates.words import NUMERIC, OTHER, TIME, Vocabulary, Word

_TOKEN = re.compile(
    r"""
      [^\W\d_]+
    | \d{1,2}:\d\d(?::\d\d)?(?!\d)(?:[.,]\d{1,9})?(?:\ ?(?:z(?!\w)|[+-]\d\d:?\d\d(?!\d)))?
    | \d{1,4}\ ?(?P<mark>[-/.])\ ?\d{1,2}\ ?(?P=mark)\ ?\d{1,4}(?!\d)(?![-/.]\d)
    | \d+(?:[.,\u066b\u066c]\d+)*
    | \n
    | [^\s\w]
    | _+
    """,
    re.VERBOSE,
)
_TIME_START = re.compile(r"\d\d?:")
_OTHER_WORD = Word(OTHER, "")
_TIME_WORD = Word(TIME, "")
_NUMERIC_WORD = Word(NUMERIC, "")
_DIGITS = frozenset("0123456789")
# Words on each side of a telling word that are read too. The longest pattern without a second
# telling word ("Sunday, the 7th of the month of ...") spans seven.
_REACH_WORDS = 9


@dataclass(frozen=True, slots=True)
class Lexeme:
    """Point at one word. Units: half-open, code points of the folded text."""

    word: Word
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """Hold the words of a text that may matter, and their kinds as one string."""

    kinds: str
    lexemes: list[Lexeme]


_Raw = re.Match[str]


def read_words(folded: str, vocabulary: Vocabulary) -> Sentence:
    """Read folded text into kinds. Cost: linear."""
    raw = list(_TOKEN.finditer(folded))
    pieces = [piece[0] for piece in raw]
    telling, known = vocabulary.telling, vocabulary.known
    kinds: list[str] = []
    lexemes: list[Lexeme] = []
    reached = 0  # pieces read into words so far
    horizon = 0  # pieces that are near enough to a telling one
    centers = [
        place
        for place, piece in enumerate(pieces)
        if piece in telling or (piece[0] in _DIGITS and piece not in known)
    ]
    for center in centers:
        index = max(center - _REACH_WORDS, horizon, reached)
        horizon = min(center + _REACH_WORDS + 1, len(pieces))
        while index < horizon:
            if pieces[index] not in known and pieces[index][0] not in _DIGITS:
                index += 1
                continue
            if index > reached:
                _append_other(kinds, lexemes, raw[reached], raw[index - 1])
            word, length = _word_at(pieces, index, vocabulary)
            _append(kinds, lexemes, word, raw[index], raw[index + length - 1])
            index += length
            reached = index
    if reached < len(raw):
        _append_other(kinds, lexemes, raw[reached], raw[-1])
    return Sentence("".join(kinds), lexemes)


def _append_other(kinds: list[str], lexemes: list[Lexeme], first: _Raw, last: _Raw) -> None:
    kinds.append(OTHER)
    lexemes.append(Lexeme(_OTHER_WORD, "", first.start(), last.end()))


def _word_at(pieces: list[str], index: int, vocabulary: Vocabulary) -> tuple[Word, int]:
    """Read the longest word that begins at a piece: what it means and how many pieces it takes."""
    piece = pieces[index]
    for rest, word in vocabulary.several.get(piece, ()):
        length = 1 + len(rest)
        if tuple(pieces[index + 1 : index + length]) == rest:
            return word, length
    known = vocabulary.single.get(piece)
    if known is not None:
        return known, 1
    if _TIME_START.match(piece):
        return _TIME_WORD, 1
    if piece[0] in _DIGITS and any(mark in piece for mark in "-/."):
        return _NUMERIC_WORD, 1
    return _OTHER_WORD, 1


def _append(kinds: list[str], lexemes: list[Lexeme], word: Word, first: _Raw, last: _Raw) -> None:
    start = first.start()
    if word.has_and:
        kinds.append("w")
        lexemes.append(Lexeme(word, "", start, start + 1))
    start += word.cut
    width = _double_name(kinds, lexemes, word) if word.kind == "M" else 0
    if width:
        opened = lexemes[-width]
        is_open = kinds[-1] == "<"
        del kinds[-width:], lexemes[-width:]
        merged = Word("M", word.value, 0, word.language)
        kinds.append("M")
        lexemes.append(Lexeme(merged, "(" if is_open else "", opened.start, last.end()))
        return
    if word.kind == ">" and kinds and kinds[-1] == "M" and lexemes[-1].text == "(":
        month = lexemes[-1]
        lexemes[-1] = Lexeme(month.word, "", month.start, last.end())
        return
    kinds.append(word.kind)
    lexemes.append(Lexeme(word, first[0], start, last.end()))


def _double_name(kinds: list[str], lexemes: list[Lexeme], word: Word) -> int:
    """Count the words that a second name of the same month takes in: 0 when it is none."""
    for width in (1, 2):
        if len(kinds) >= width and kinds[-width] == "M":
            if width > 1 and kinds[-1] not in "-/<":
                return 0
            return width if lexemes[-width].word.value == word.value else 0
    return 0
