"""Read the toll an article opens with: how many killed and injured its title or its lead says.

Only enough to tell a repeat from a revision (6 killed, then 8); what happened is for enrichment.
A number belongs to the nearest toll word; a dual (`قتيلان`) is its own number. What "and" joins to
a number of one kind is added up, for the total may be said instead (`مقتل امرأة و3 أطفال`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import as_file, files
from typing import NamedTuple

from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold
from streams.text.numerals import Number, Numerals, find_numbers, load_numerals
from streams.text.tokens import Token, stems, tokenize

_KINDS = ("killed", "injured")
_PERSON = "person"
# What joins two numbers of one list.
_AND = frozenset({"و", "and"})
_GLUED_AND = "و"
# Between two numbers of a list stand the persons counted and "and": "3 men and 5 women".
_MAX_LIST_GAP_TOKENS = 3
_VAGUE, _WORD = "open", "word"
# "killed in the blast at least 8", "8 people were killed": so far a number may follow its toll
# word, and so far stand before it. Farther, it counts floors and streets.
_REACH_AFTER_TOKENS = 4
_REACH_BEFORE_TOKENS = 3
# "8 killed, 12 wounded": a comma between parts a number from a word as two more words would.
_COMMAS, _COMMA_TOKENS = frozenset(",،؛;"), 2
# A larger number is no count of persons.
_MAX_TOLL = 10_000_000
# A title longer than this is no title; a lead is shorter.
_MAX_CHARS = 1_000
_FIRST_ARABIC, _LAST_ARABIC = "\u0621", "\u06ff"

# A toll: kind and number of persons.
Toll = tuple[str, int]


class _Place(NamedTuple):
    """Hold a toll word. `own`: its own number; `begins`: "and" stands before it or is its head.

    "3 dead and wounding others": a word that begins a clause takes no number from the one before.
    """

    at: int
    kind: str
    own: int | None
    begins: bool


@dataclass(frozen=True, slots=True)
class DedupWords:
    """Hold number words and toll words; `tolls` maps a folded form to its kind and own number.

    `persons` are words for one or two persons (`عنصرين`): numbers without a number word.
    """

    numerals: Numerals
    tolls: Mapping[str, tuple[str, int | None]]
    persons: Mapping[str, int] = field(default_factory=dict)


def load_dedup_words(numerals: Numerals | None = None) -> DedupWords:
    """Load the shipped words. Errors: LexiconError with file:line for a row that is no toll."""
    tolls: dict[str, tuple[str, int | None]] = {}
    persons: dict[str, int] = {}
    with as_file(files("streams.dedup").joinpath("data", "tolls.tsv")) as path:
        for row in read_table(path):
            if row["value"] not in (*_KINDS, _PERSON):
                raise row.refuse(f"{row['value']!r} is none of {', '.join((*_KINDS, _PERSON))}")
            own = int(row["count"]) if row["count"].isdecimal() else None
            if row["value"] == _PERSON and own is None:
                raise row.refuse("a word for persons says how many")
            for form, words in spellings(row):
                if len(words) != 1:
                    raise row.refuse(f"{form!r} is not one word")
                if own is not None and row["value"] == _PERSON:
                    persons[words[0]] = own
                    continue
                if tolls.get(words[0], (row["value"], own)) != (row["value"], own):
                    raise row.refuse(f"{form!r} already has another meaning")
                tolls[words[0]] = (row["value"], own)
    return DedupWords(numerals or load_numerals(), tolls, persons)


def tolls_said(text: str, words: DedupWords) -> tuple[Toll, ...]:
    """Find the tolls of a title or lead. Shape: sorted, none twice. Cost: linear."""
    folded = fold(text[:_MAX_CHARS])
    tokens = tokenize(folded)
    places = list(_toll_words(tokens, words))
    if not places:
        return ()
    found = {(place.kind, place.own) for place in places if place.own is not None}
    first_persons = {place.at + 1 for place in places}
    last: tuple[Number, str, int] | None = None
    for number in numbers_said(folded, tokens, words, singles=True):
        # "Dozens" are no figure.
        kind = None if number.form == _VAGUE else _nearest(number, places, tokens, folded)
        toll = number.max if number.max is not None else number.min
        if kind is None or toll > _MAX_TOLL:
            continue
        total = toll
        if last is not None and last[1] == kind and _is_joined(last[0], number, tokens, places):
            total += last[2]
        # One person is one only right after the toll word, or in a list.
        elif number.form == _PERSON and toll == 1 and number.first not in first_persons:
            continue
        found.update(((kind, toll), (kind, total)))
        last = number, kind, total
    return tuple(sorted(found))


def opening_toll(title: Sequence[Toll], lead: Sequence[Toll]) -> tuple[Toll, ...]:
    """Give what an article asserts: of each kind the highest in its title, or all in its lead.

    A title that counts up ("from 6 to 8") asserts the higher number; a lead may count several
    places, and which of them is the toll is not decided here.
    """
    highest: dict[str, int] = {}
    for kind, number in title:
        highest[kind] = max(number, highest.get(kind, number))
    return tuple(sorted({*highest.items(), *(said for said in lead if said[0] not in highest)}))


def tolls_differ(one: Sequence[Toll], other: Sequence[Toll]) -> bool:
    """Say whether both count the same kind and no number of it is shared. Symmetric."""
    for kind in _KINDS:
        mine = {number for said, number in one if said == kind}
        theirs = {number for said, number in other if said == kind}
        if mine and theirs and not mine & theirs:
            return True
    return False


def numbers_in(text: str, words: DedupWords) -> frozenset[int]:
    """Give every number a text says, in digits or words, duals of toll words included."""
    folded = fold(text)
    tokens = tokenize(folded)
    found: set[int] = {place.own for place in _toll_words(tokens, words) if place.own is not None}
    for number in numbers_said(folded, tokens, words, singles=True):
        found.add(number.min)
        if number.max is not None:
            found.add(number.max)
    return frozenset(found)


def _nearest(
    number: Number, places: Sequence[_Place], tokens: Sequence[Token], folded: str
) -> str | None:
    near = []
    for place in places:
        after, before = number.first - place.at, place.at - number.last + 1
        if place.own is not None:
            continue
        if 0 < after <= _REACH_AFTER_TOKENS:
            distance, gap = after, (place.at, number.first)
        elif 0 < before <= _REACH_BEFORE_TOKENS and not place.begins:
            distance, gap = before, (number.last - 1, place.at)
        else:
            continue
        between = folded[tokens[gap[0]].end : tokens[gap[1]].start]
        apart = _COMMA_TOKENS * sum(char in _COMMAS for char in between)
        near.append((distance + apart, place.kind))
    return min(near)[1] if near else None


def _is_joined(
    one: Number,
    other: Number,
    tokens: Sequence[Token],
    places: Sequence[_Place],
) -> bool:
    """Say whether "and" joins the second of two numbers to the first, as parts of one total."""
    if not 0 <= other.first - one.last <= _MAX_LIST_GAP_TOKENS:
        return False
    if any(one.last <= place.at < other.first for place in places):
        return False
    if other.first > one.last and tokens[other.first - 1].text in _AND:
        return True
    # The Arabic word for one begins like "and" itself.
    is_one = other.form == _WORD and other.min == 1
    return tokens[other.first].text.startswith(_GLUED_AND) and not is_one


def numbers_said(
    folded: str, tokens: Sequence[Token], words: DedupWords, *, singles: bool = False
) -> list[Number]:
    """Give numbers and words for two persons, in order; `singles`: also words for one.

    A word for persons that a number counts says none itself.
    """
    numbers = find_numbers(folded, tokens, words.numerals, _language(folded))
    counted = {number.last for number in numbers}
    found = list(numbers)
    for at, token in enumerate(tokens):
        if at in counted:
            continue
        for _, form in stems(token.text):
            count = words.persons.get(form)
            if count is not None and (singles or count > 1):
                found.append(Number(count, count, at, at + 1, _PERSON, "exact"))
                break
    return sorted(found, key=lambda number: (number.first, number.last))


def _toll_words(tokens: Sequence[Token], words: DedupWords) -> Iterator[_Place]:
    for at, token in enumerate(tokens):
        for cut, form in stems(token.text):
            known = words.tolls.get(form)
            if known is not None:
                glued = cut > 0 and token.text.startswith(_GLUED_AND)
                yield _Place(at, *known, glued or (at > 0 and tokens[at - 1].text in _AND))
                break


def _language(folded: str) -> str:
    """Choose whose number words to read: the language is named only after dedup."""
    return "ar" if any(_FIRST_ARABIC <= char <= _LAST_ARABIC for char in folded[:200]) else "en"
