"""Read the toll an article opens with: how many killed and injured its title or its lead says.

Only enough to tell a repeat from a revision (6 killed, then 8); what happened is for enrichment.
A number belongs to the nearest toll word; a dual (`قتيلان`) is its own number.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold
from streams.text.numerals import Number, Numerals, find_numbers, load_numerals
from streams.text.tokens import Token, stems, tokenize

_KINDS = ("killed", "injured")
_PAIR = "pair"
# "killed in the blast at least 8", "8 people were killed": so far a number may follow its toll
# word, and so far stand before it. Farther, it counts floors and streets.
_REACH_AFTER_TOKENS = 4
_REACH_BEFORE_TOKENS = 3
# A larger number is no count of persons.
_MAX_TOLL = 10_000_000
# A title longer than this is no title; a lead is shorter.
_MAX_CHARS = 1_000
_FIRST_ARABIC, _LAST_ARABIC = "\u0621", "\u06ff"

# A toll: kind and number of persons.
Toll = tuple[str, int]


@dataclass(frozen=True, slots=True)
class DedupWords:
    """Hold number words and toll words; `tolls` maps a folded form to its kind and own number.

    `pairs` are words for two persons (`عنصرين`): numbers without a number word.
    """

    numerals: Numerals
    tolls: Mapping[str, tuple[str, int | None]]
    pairs: frozenset[str] = frozenset()


def load_dedup_words(numerals: Numerals | None = None) -> DedupWords:
    """Load the shipped words. Errors: LexiconError with file:line for a row that is no toll."""
    tolls: dict[str, tuple[str, int | None]] = {}
    pairs: set[str] = set()
    with as_file(files("streams.dedup").joinpath("data", "tolls.tsv")) as path:
        for row in read_table(path):
            if row["value"] not in (*_KINDS, _PAIR):
                raise row.refuse(f"{row['value']!r} is none of {', '.join((*_KINDS, _PAIR))}")
            own = int(row["count"]) if row["count"].isdecimal() else None
            for form, words in spellings(row):
                if len(words) != 1:
                    raise row.refuse(f"{form!r} is not one word")
                if row["value"] == _PAIR:
                    pairs.add(words[0])
                    continue
                if tolls.get(words[0], (row["value"], own)) != (row["value"], own):
                    raise row.refuse(f"{form!r} already has another meaning")
                tolls[words[0]] = (row["value"], own)
    return DedupWords(numerals or load_numerals(), tolls, frozenset(pairs))


def tolls_said(text: str, words: DedupWords) -> tuple[Toll, ...]:
    """Find the tolls of a title or lead. Shape: sorted, none twice. Cost: linear."""
    folded = fold(text[:_MAX_CHARS])
    tokens = tokenize(folded)
    places = list(_toll_words(tokens, words))
    if not places:
        return ()
    found = {(kind, own) for _, kind, own in places if own is not None}
    numbers = find_numbers(folded, tokens, words.numerals, _language(folded))
    for number in (*numbers, *_pairs(tokens, words)):
        kind = _nearest(number, places)
        toll = number.max if number.max is not None else number.min
        if kind is not None and toll <= _MAX_TOLL:
            found.add((kind, toll))
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
    found: set[int] = {own for _, _, own in _toll_words(tokens, words) if own is not None}
    numbers = find_numbers(folded, tokens, words.numerals, _language(folded))
    for number in (*numbers, *_pairs(tokens, words)):
        found.add(number.min)
        if number.max is not None:
            found.add(number.max)
    return frozenset(found)


def _nearest(number: Number, places: Sequence[tuple[int, str, int | None]]) -> str | None:
    near = []
    for at, kind, own in places:
        after, before = number.first - at, at - number.last + 1
        if own is None and 0 < after <= _REACH_AFTER_TOKENS:
            near.append((after, kind))
        elif own is None and 0 < before <= _REACH_BEFORE_TOKENS:
            near.append((before, kind))
    return min(near)[1] if near else None


def _pairs(tokens: Sequence[Token], words: DedupWords) -> Iterator[Number]:
    for at, token in enumerate(tokens):
        for _, form in stems(token.text):
            if form in words.pairs:
                yield Number(2, 2, at, at + 1, "word", "exact")
                break


def _toll_words(
    tokens: Sequence[Token], words: DedupWords
) -> Iterator[tuple[int, str, int | None]]:
    for at, token in enumerate(tokens):
        for _, form in stems(token.text):
            known = words.tolls.get(form)
            if known is not None:
                yield at, *known
                break


def _language(folded: str) -> str:
    """Choose whose number words to read: the language is named only after dedup."""
    return "ar" if any(_FIRST_ARABIC <= char <= _LAST_ARABIC for char in folded[:200]) else "en"
