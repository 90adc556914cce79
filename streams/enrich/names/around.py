"""What stands around words: the word before, quotation marks, a list that goes on, a patron."""

from __future__ import annotations

from streams.enrich.names.readings import GIVEN, KUNYA, LOCATIVE, SAYING, TITLE, Wording
from streams.enrich.names.words import NameWords

_OPENING_QUOTES = frozenset("«“\"'(")
_CLOSING_QUOTES = frozenset("»”\"')")
_MAX_PATRON_WORDS = 5
_COMMAS = (",", "،")
_AND = "و"


def has_neighbour(wording: Wording, index: int) -> bool:
    """Say whether the word before belongs to the same phrase."""
    return index > 0 and wording.is_joined(index - 1)


def is_listed_on(wording: Wording, last: int, first: int) -> bool:
    """Say whether a word goes on a list of names: right after one, with `and` or a comma."""
    if last != first:
        return False
    gap = wording.gaps[first - 1].strip()
    return gap in _COMMAS or (not gap and wording.words[first].startswith(_AND))


def is_noted(wording: Wording, index: int) -> bool:
    """Say whether a stroke and a blank stand before a word: على قتل / فلان."""
    return (
        index > 0 and wording.gaps[index - 1].strip() == "/" and wording.gaps[index - 1][-1] == " "
    )


def is_near(wording: Wording, index: int) -> bool:
    """Say whether a word of direction or nearness stands before (`north of`), not just `in`."""
    if not has_neighbour(wording, index):
        return False
    reading = wording.readings[index - 1]
    return bool(reading.role & LOCATIVE) and len(reading.plain) > 3  # noqa: PLR2004  في, من, الي


def quoted_last(wording: Wording, index: int, max_words: int) -> int:
    """Say where a name in quotation marks right after a word ends; 0 where there is none."""
    first = index + 1
    if first >= len(wording.words) or wording.gaps[index].strip() not in _OPENING_QUOTES:
        return 0
    for last in range(first + 1, min(first + max_words, len(wording.words)) + 1):
        if is_quoted(wording, first, last):
            return last
    return 0


def is_quoted(wording: Wording, first: int, last: int) -> bool:
    """Say whether quotation marks or brackets stand right around words."""
    return wording.before(first) in _OPENING_QUOTES and wording.after(last - 1) in _CLOSING_QUOTES


def opens_a_line(wording: Wording, index: int) -> bool:
    """Say whether a name opens a line: headlines begin with whoever acts."""
    if (
        index
        and wording.folded.text[wording.ends[index - 1] : wording.starts[index]].find("\n") < 0
    ):
        return False
    following = wording.readings[index + 1].role if index + 1 < len(wording.words) else 0
    return not following & TITLE or bool(following & SAYING)


def patron_last(wording: Wording, words: NameWords, at: int) -> int:
    """Say where a patron's name ends: hospitals, universities and airports called after a king.

    Gives `at` itself where no title with a given name stands there.
    """
    if wording.words[at] not in words.shapes["patron"]:
        return at
    last = at + 1
    given = False
    while last < len(wording.words) and last - at <= _MAX_PATRON_WORDS:
        reading = wording.readings[last]
        servant = wording.words[last - 1] in words.shapes["servant"]
        part = reading.role & (GIVEN | KUNYA) or (servant and reading.is_definite)
        part = part or (wording.words[last - 1] in words.shapes["son"] and not reading.role)
        family = given and reading.is_definite and not reading.role and not reading.names
        if not wording.is_joined(last - 1) or reading.cut or not (part or family):
            break
        given = given or bool(part)
        last += 1
        if family and not part:
            break
    if wording.words[last - 1] in words.shapes["son"]:
        last -= 1  # the text breaks off after بن
    return last if last > at + 1 else at
