"""Read an article once: fold, tokenise, split into sentences, look every word up.

Everything after this works on token indices and never touches the text again. A gate in front:
a text without a single word of an event or a toll is not read any further.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from schemas.annotation import DateMention, Entity, Span
from schemas.article import DetectedArticle
from streams.enrich.events.words import (
    CASUALTY_ROLES,
    LanguageWords,
    Options,
    Sense,
    matches_rest,
)  # fmt: skip
from streams.text.normalize import Folded, fold_with_offsets
from streams.text.numerals import Number, Numerals, read_numbers
from streams.text.tokens import Token, tokenize

# News says what happened at the top; the tail of a page of megabytes is not read.
_MAX_READ_CHARS = 20_000
_THREAT_WORDS = 8  # "threatened ... with": names fit in between
_STOP = re.compile("[.!?\u061f\u061b\u06d4\\n]+")
_HARD_STOPS = frozenset("\u061f\u061b\u06d4\n!?")
_CLOSING_MARKS = frozenset('"»”)]')
_SOFT_MARKS = frozenset('،,;:()[]«»"“”-\u2013\u2014')
_COMMAS = frozenset("،,;:-\u2013\u2014")
CONJUNCTIONS = frozenset({"and", "و", "et", "ve", "اور", "هروهها"})
_EVENTFUL = frozenset({"trigger", *CASUALTY_ROLES})


class Found(NamedTuple):
    """A sense at its place. Units: token indices, half-open; `glued` when و stood before it.

    A tuple, because a text makes hundreds of them and a frozen dataclass costs three times more.
    """

    sense: Sense
    first: int
    last: int
    definite: bool
    glued: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Delimit a sentence by token indices; `zone` is title, lead or body."""

    first: int
    last: int
    zone: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold all that is known of the words of one article."""

    folded: Folded
    tokens: Sequence[Token]
    found: Sequence[Sequence[Found]]
    at_role: dict[str, list[int]]  # role -> tokens where a sense of it starts, ascending
    sentences: Sequence[Sentence]
    dated: bytearray  # 1 where the token belongs to a date
    comma: bytearray  # 1 where a comma or dash stands before the token
    marked: bytearray  # 1 where any mark stands before the token
    person_at: dict[int, int]  # token where a named person starts -> token after it
    numbers_from: dict[int, Number]
    numbers_to: dict[int, Number]
    bound_at: dict[int, str]  # word that is its own number -> bound on it

    def span(self, first: int, last: int) -> Span:
        """Give the original words of tokens `first` to `last`."""
        start, end = self.folded.span(self.tokens[first].start, self.tokens[last - 1].end)
        return Span(text=self.folded.original[start:end], start=start, end=end)

    def sense(self, at: int, *roles: str) -> Found | None:
        """Give the first sense of one of these roles that starts at a token."""
        for found in self.found[at]:
            if found.sense.role in roles:
                return found
        return None

    def any_between(self, first: int, last: int, *roles: str) -> Found | None:
        """Give the first sense of one of these roles between two tokens."""
        nearest, chosen = last, ""
        for role in roles:
            places = self.at_role.get(role)
            if places is None:
                continue
            index = bisect_left(places, first)
            if index < len(places) and places[index] < nearest:
                nearest, chosen = places[index], role
        return self.sense(nearest, chosen) if chosen else None

    def places(self, first: int, last: int, role: str) -> list[int]:
        """Give the tokens between two tokens where a sense of a role starts."""
        places = self.at_role.get(role)
        if places is None:
            return []
        return places[bisect_left(places, first) : bisect_left(places, last)]

    def is_unreal(self, sentence: Sentence, at: int, modal_words: int) -> bool:
        """Tell whether a word is only feared, planned or attempted, or threatened with (ب)."""
        if self.any_between(max(sentence.first, at - modal_words), at, "modal") is not None:
            return True
        if not self.tokens[at].text.startswith("\u0628"):
            return False
        return self.any_between(max(sentence.first, at - _THREAT_WORDS), at, "threat") is not None

    def token_at(self, position: int) -> int:
        """Give the first token at or after a position of the original text."""
        where = self.folded.folded_index(position)
        low, high = 0, len(self.tokens)
        while low < high:
            middle = (low + high) // 2
            if self.tokens[middle].end <= where:
                low = middle + 1
            else:
                high = middle
        return low


def read(
    article: DetectedArticle,
    dates: Sequence[DateMention],
    entities: Sequence[Entity],
    words: LanguageWords,
    numerals: Numerals,
) -> Reading | None:
    """Read an article; None when no word of it tells of an event."""
    skimmed = skim(article, words, max_chars=_MAX_READ_CHARS)
    if _EVENTFUL.isdisjoint(skimmed.at_role):
        return None
    folded, tokens = skimmed.folded, skimmed.tokens
    numbers, bounds = read_numbers(folded.text, tokens, numerals, words.code)
    comma, marked = _marks(folded.text, tokens)
    reading = replace(
        skimmed, comma=comma, marked=marked, bound_at=bounds,
        numbers_from={number.first: number for number in numbers},
        numbers_to={number.last: number for number in numbers},
    )  # fmt: skip
    for date in dates:
        if date.end <= len(folded.original):
            _mark(reading, date.start, date.end)
    for entity in entities:
        if entity.type == "person":
            for mention in entity.mentions:
                if mention.end <= len(folded.original):
                    first = reading.token_at(mention.start)
                    reading.person_at.setdefault(first, reading.token_at(mention.end))
    return reading


def skim(article: DetectedArticle, words: LanguageWords, *, max_chars: int) -> Reading:
    """Look the words of an article up, without its numbers, marks, dates and names."""
    folded = fold_with_offsets(article.text[:max_chars])
    tokens = tokenize(folded.text)
    known = [words.options(token.text) for token in tokens]
    found: list[Sequence[Found]] = [
        _senses_at(tokens, at, some) if some else () for at, some in enumerate(known)
    ]
    at_role: dict[str, list[int]] = {}
    for at, here in enumerate(found):
        for one in here:
            at_role.setdefault(one.sense.role, []).append(at)
    title_end = folded.folded_index(len(article.title)) if article.title else 0
    sentences = _sentences(folded.text, tokens, title_end, found)
    blank = bytearray(len(tokens) + 1)
    return Reading(
        folded, tokens, found, at_role, sentences, dated=blank, comma=blank, marked=blank,
        person_at={}, numbers_from={}, numbers_to={}, bound_at={},
    )  # fmt: skip


def _mark(reading: Reading, start: int, end: int) -> None:
    first = reading.token_at(start)
    while first < len(reading.tokens):
        begin, _ = reading.folded.span(reading.tokens[first].start, reading.tokens[first].end)
        if begin >= end:
            return
        reading.dated[first] = 1
        first += 1


def _senses_at(tokens: Sequence[Token], at: int, options: Options) -> Sequence[Found]:
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    candidates = options.single
    if options.phrases and following in options.phrases:
        fitting = options.phrases[following]
        candidates = (*(one for one in fitting if matches_rest(tokens, at, one.rest)), *candidates)
    if not candidates:
        return ()
    glued_before = at > 0 and tokens[at - 1].text in CONJUNCTIONS
    taken: dict[str, Found] = {}
    for candidate in candidates:
        sense = candidate.sense
        if sense.role not in taken:
            glued = glued_before or (candidate.cut > 0 and tokens[at].text[0] in "وف")
            last = at + 1 + len(candidate.rest)
            taken[sense.role] = Found(sense, at, last, candidate.definite, glued)
    return tuple(taken.values())


def _marks(text: str, tokens: Sequence[Token]) -> tuple[bytearray, bytearray]:
    comma, marked = bytearray(len(tokens) + 1), bytearray(len(tokens) + 1)
    for at in range(1, len(tokens)):
        gap = text[tokens[at - 1].end : tokens[at].start]
        if gap != " " and gap:
            comma[at] = 1 if _COMMAS & set(gap) else 0
            marked[at] = 1 if _SOFT_MARKS & set(gap) else 0
    return comma, marked


# The lead is what a hurried reader reads: two sentences that say something.
_LEAD_SENTENCES = 2
_MIN_LEAD_TOKENS = 7


def _sentences(
    text: str, tokens: Sequence[Token], title_end: int, found: Sequence[Sequence[Found]]
) -> list[Sentence]:
    ends = [match.end() for match in _STOP.finditer(text) if _ends_sentence(text, match)]
    ends.append(len(text) + 1)
    sentences: list[Sentence] = []
    first = at = lead = 0
    for end in ends:
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        if at == first:
            continue
        zone = "title" if tokens[first].start < title_end else "body"
        if zone == "body" and lead < _LEAD_SENTENCES:
            zone = "lead"
            eventful = any(one.sense.role in _EVENTFUL for here in found[first:at] for one in here)
            lead += at - first >= _MIN_LEAD_TOKENS or eventful
        sentences.append(Sentence(first, at, zone))
        first = at
    return sentences


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    """Tell a full stop from the dots of د.ب.أ and of 2.5: two letters or a closing mark before."""
    start, end = stop.span()
    if end - start > 1 or text[start] in _HARD_STOPS:
        return True
    before = text[start - 1 : start]
    if before.isdecimal():
        return not text[end : end + 1].strip()
    return before in _CLOSING_MARKS or (text[max(0, start - 2) : start].isalpha() and start > 1)
