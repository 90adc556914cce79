"""Later mentions of a person by the last part of the name: السوداني after محمد شياع السوداني."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streams.enrich.names.around import has_neighbour
from streams.enrich.names.latin import is_capital
from streams.enrich.names.listing import Found
from streams.enrich.names.readings import (
    COMMON,
    DOUBTFUL_GIVEN,
    FOREIGN,
    GIVEN,
    NATION,
    ORG_HEAD,
    PLACE_CUE,
    SAYING,
    TITLE,
    Wording,
    proclitic_variants,
)
from streams.enrich.names.words import NameWords

_MIN_REPEAT_LETTERS = 3
_NISBA = "\u064a"
_ARTICLE = "ال"


def repeats(
    wording: Wording, found: Iterable[Found], words: NameWords
) -> Iterator[tuple[Found, Found]]:
    """Yield `(repeat, person)`: later mentions of a person by the last part of the name."""
    surnames: dict[str, tuple[int, Found]] = {}
    taken: set[int] = set()
    for one in found:
        taken.update(range(one.first, one.last))
        if one.type == "person" and _has_surname(wording, one, words):
            for cut, variant in proclitic_variants(wording.words[one.last - 1]):
                surnames.setdefault(variant, (cut, one))
    if surnames.keys().isdisjoint(wording.words):
        return
    for index, word in enumerate(wording.words):
        if word in surnames and index not in taken and not _is_adjective(wording, index):
            if word.isascii() and not is_capital(wording, index):
                continue  # Rice the person, rice the food
            cut, person = surnames[word]
            start, end = wording.starts[index] + cut, wording.ends[index]
            yield Found(index, index + 1, start, end, "person", "person.surname"), person


def _has_surname(wording: Wording, one: Found, words: NameWords) -> bool:
    """Say whether the last word of a name can stand for the person."""
    word, role = wording.words[one.last - 1], wording.readings[one.last - 1].role
    if one.last - one.first < 2 or len(word) < _MIN_REPEAT_LETTERS:  # noqa: PLR2004
        return False
    if word in words.shapes["second_half"] or role & (SAYING | PLACE_CUE | ORG_HEAD):
        return False
    if wording.words[one.last - 2] in words.shapes["son"]:
        return False  # the son of Abdulaziz is not Abdulaziz
    if role & (COMMON | TITLE):
        return False
    if one.options:
        return True
    return not role & GIVEN or bool(role & (FOREIGN | DOUBTFUL_GIVEN))


def _is_adjective(wording: Wording, index: int) -> bool:
    """Say whether an adjective stands after a noun it can belong to: `the Sudanese army`.

    A nationality also belongs to a title and a body, another nisba only to a noun with the article.
    """
    reading = wording.readings[index]
    if not has_neighbour(wording, index):
        return False
    before = wording.readings[index - 1]
    if reading.role & NATION:
        return before.is_definite or bool(before.role & (ORG_HEAD | TITLE))
    word = wording.words[index]
    nisba = word.startswith(_ARTICLE) and word.endswith(_NISBA)
    return nisba and before.is_definite and not before.role & (TITLE | SAYING | GIVEN)
