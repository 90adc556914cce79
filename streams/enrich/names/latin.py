"""Persons in Latin script: a title, then words with capitals (President Salih, Gen. Naji)."""

from __future__ import annotations

from streams.enrich.names.listing import Found
from streams.enrich.names.readings import COMMON, LATIN_TITLE, LATIN_TITLE_LINK, NATION, Wording
from streams.enrich.names.words import NameWords

_MAX_WORDS = 5
_MIN_LETTERS = 2
_OF = "of"
_RULE = "person.latin_title"


def latin_person_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find a person named after the title at a word; the title is no part of the name.

    Titles may follow one another: Deputy Prime Minister, Secretary of State.
    """
    if not is_capital(wording, index):
        return None
    first = index + 1
    while _is_title(wording, first - 1, first):
        first += 1
    last = _name_end(wording, words, first)
    if last == first or not _is_name(wording, words, first, last):
        return None
    start, end = wording.starts[first], wording.ends[last - 1]
    return Found(index, last, start, end, "person", _RULE)


def is_capital(wording: Wording, index: int) -> bool:
    """Say whether a word is written with a capital."""
    begin, _ = wording.folded.span(wording.starts[index], wording.ends[index])
    return wording.folded.original[begin : begin + 1].isupper()


def _is_title(wording: Wording, before: int, index: int) -> bool:
    if not _is_next(wording, before):
        return False
    if wording.words[index] == _OF:  # Secretary of State, not President of Iraq
        return _is_next(wording, index) and bool(
            wording.readings[index + 1].role & LATIN_TITLE_LINK
        )
    return bool(wording.readings[index].role & (LATIN_TITLE | LATIN_TITLE_LINK))


def _is_next(wording: Wording, index: int) -> bool:
    """Say whether the next word may go on the name: a blank, a hyphen, or the stop of Gen."""
    if index + 1 >= len(wording.words):
        return False
    if wording.is_joined(index):
        return True
    return wording.gaps[index] == ". " and bool(wording.readings[index].role & LATIN_TITLE)


def _name_end(wording: Wording, words: NameWords, first: int) -> int:
    last = first
    particles = words.shapes["latin_particle"]
    while last < len(wording.words) and last - first < _MAX_WORDS and _is_next(wording, last - 1):
        word, reading = wording.words[last], wording.readings[last]
        if word not in particles and (
            not is_capital(wording, last) or reading.role & (COMMON | NATION | LATIN_TITLE)
        ):
            break
        last += 1
    while last > first and wording.words[last - 1] in particles:
        last -= 1
    return last


def _is_name(wording: Wording, words: NameWords, first: int, last: int) -> bool:
    """Say whether what stands after a title is a name: letters, no body, place or abbreviation."""
    word = wording.words[first]
    if not set(words.shapes["latin_body"]).isdisjoint(wording.words[first:last]):
        return False
    if any(one.type == "place" for one in words.phrases.get(word, ())):
        return False
    begin, end = wording.folded.span(wording.starts[first], wording.ends[first])
    if not word.isalpha() or len(word) < _MIN_LETTERS or not word.isascii():
        return not word.isascii() and word.isalpha()
    return last > first + 1 or not wording.folded.original[begin:end].isupper()
