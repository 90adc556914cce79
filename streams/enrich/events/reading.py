"""Read an article once: fold, tokenise, split into sentences, look every word up.

Everything after this works on token indices and never touches the text again. A gate in front:
a text without a single word of an event or a toll is not read any further.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from schemas.annotation import DateMention, Entity, Span
from schemas.article import DetectedArticle
from streams.enrich.events.words import (
    CASUALTY_ROLES,
    Heard,
    LanguageWords,
    Options,
    Sense,
    matches_rest,
)  # fmt: skip
from streams.text.normalize import Folded, fold_with_offsets
from streams.text.numerals import Number, Numerals, read_numbers
from streams.text.tokens import Words, split_words

# News says what happened at the top; the tail of a page of megabytes is not read.
_MAX_READ_CHARS = 20_000
_THREAT_WORDS = 8  # "threatened ... with": names fit in between
_STOP = re.compile("[.!?\u061f\u061b\u06d4\\n]+")
_HARD_STOPS = frozenset("\u061f\u061b\u06d4\n!?")
_CLOSING_MARKS = frozenset('"»”)]')
_MARK = re.compile('[،,;:()\\[\\]«»"“”\\-\u2013\u2014]')
_COMMAS = frozenset("،,;:-\u2013\u2014")
_EVENTFUL = frozenset({"trigger", *CASUALTY_ROLES})
_NEW = tuple.__new__


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
    words: Sequence[str]
    starts: Sequence[int]  # where each word starts and ends in the folded text
    ends: Sequence[int]
    heard: Sequence[Sequence[Heard]]
    at_role: dict[str, list[int]]  # role -> tokens where a sense of it starts, ascending
    sentences: Sequence[Sentence]
    dated: bytearray  # 1 where the token belongs to a date
    comma: bytearray  # 1 where a comma or dash stands before the token
    marked: bytearray  # 1 where any mark stands before the token
    person_at: dict[int, int]  # token where a named person starts -> token after it
    numbers_from: dict[int, Number]
    numbers_to: dict[int, Number]
    bound_at: dict[int, str]  # word that is its own number -> bound on it
    conjunctions: frozenset[str]  # words for "and"
    untils: frozenset[str]  # words between the first and the last of several days

    def span(self, first: int, last: int) -> Span:
        """Give the original words of tokens `first` to `last`."""
        start, end = self.folded.span(self.starts[first], self.ends[last - 1])
        return Span(text=self.folded.original[start:end], start=start, end=end)

    def sense(self, at: int, *roles: str) -> Found | None:
        """Give the first sense of one of these roles that starts at a token."""
        for sense, length, definite, glued in self.heard[at]:
            if sense.role in roles:
                joined = glued or (at > 0 and self.words[at - 1] in self.conjunctions)
                return _NEW(Found, (sense, at, at + length, definite, joined))
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
        if not self.words[at].startswith("\u0628"):
            return False
        return self.any_between(max(sentence.first, at - _THREAT_WORDS), at, "threat") is not None

    def token_at(self, position: int) -> int:
        """Give the first token at or after a position of the original text."""
        where = self.folded.folded_index(position)
        return bisect_right(self.ends, where)


def read(
    article: DetectedArticle,
    dates: Sequence[DateMention],
    entities: Sequence[Entity],
    words: LanguageWords,
    numerals: Numerals,
) -> Reading | None:
    """Read an article; None when no word of it tells of an event."""
    folded = fold_with_offsets(article.text[:_MAX_READ_CHARS])
    split = split_words(folded.text)
    skimmed = skim(article, words, folded, split)
    if _EVENTFUL.isdisjoint(skimmed.at_role):
        return None
    numbers, bounds = read_numbers(folded.text, split, numerals, words.code, _told_in(skimmed))
    comma, marked = _marks(folded.text, skimmed.starts)
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


def _told_in(reading: Reading) -> list[tuple[int, int]]:
    """Give the sentences with a word of death, injury, loss or arrest: numbers count there only."""
    return [
        (one.first, one.last)
        for one in reading.sentences
        if reading.any_between(one.first, one.last, *CASUALTY_ROLES) is not None
    ]


def skim(article: DetectedArticle, words: LanguageWords, folded: Folded, split: Words) -> Reading:
    """Look the words of an article up, without its numbers, marks, dates and names."""
    memo, texts = words.memo, split.texts
    heard: list[Sequence[Heard]] = []
    at_role: dict[str, list[int]] = {}
    for at, options in enumerate([memo[word] for word in texts]):
        if options is None:
            heard.append(())
            continue
        here = _heard_at(texts, at, options) if options.phrases else options.alone
        heard.append(here)
        for one in here:
            role = one[0].role
            if role in at_role:
                at_role[role].append(at)
            else:
                at_role[role] = [at]
    title_end = folded.folded_index(len(article.title)) if article.title else 0
    sentences = _sentences(folded.text, split.starts, title_end, heard)
    blank = bytearray(len(texts) + 1)
    return Reading(
        folded, *split, heard, at_role, sentences, dated=blank, comma=blank, marked=blank,
        person_at={}, numbers_from={}, numbers_to={}, bound_at={}, conjunctions=words.conjunctions,
        untils=words.untils,
    )  # fmt: skip


def _mark(reading: Reading, start: int, end: int) -> None:
    first = reading.token_at(start)
    last = bisect_left(reading.starts, reading.folded.folded_index(end))
    reading.dated[first:last] = b"\x01" * (last - first)


def _heard_at(texts: Sequence[str], at: int, options: Options) -> Sequence[Heard]:
    """Give the senses that start at a word, one a role, phrases before single words."""
    following = texts[at + 1] if at + 1 < len(texts) else ""
    fitting = options.phrases.get(following)
    if fitting is None:
        return options.alone
    taken: dict[str, Heard] = {}
    for candidate in fitting:
        if candidate.sense.role not in taken and matches_rest(texts, at, candidate.rest):
            taken[candidate.sense.role] = candidate.heard(texts[at])
    for one in options.alone:
        taken.setdefault(one.sense.role, one)
    return tuple(taken.values())


def _marks(text: str, starts: Sequence[int]) -> tuple[bytearray, bytearray]:
    """Mark the words that a comma or dash, or any mark, stands before."""
    comma, marked = bytearray(len(starts) + 1), bytearray(len(starts) + 1)
    for match in _MARK.finditer(text):
        at = bisect_left(starts, match.end())
        if at and at < len(starts):
            marked[at] = 1
            comma[at] |= match.group() in _COMMAS
    return comma, marked


# The lead is what a hurried reader reads: two sentences that say something.
_LEAD_SENTENCES = 2
_MIN_LEAD_TOKENS = 7


def _sentences(
    text: str, starts: Sequence[int], title_end: int, heard: Sequence[Sequence[Heard]]
) -> list[Sentence]:
    ends = [match.end() for match in _STOP.finditer(text) if _ends_sentence(text, match)]
    ends.append(len(text) + 1)
    sentences: list[Sentence] = []
    first = at = lead = 0
    for end in ends:
        at = bisect_left(starts, end, at)
        if at == first:
            continue
        zone = "title" if starts[first] < title_end else "body"
        if zone == "body" and lead < _LEAD_SENTENCES:
            zone = "lead"
            eventful = any(one.sense.role in _EVENTFUL for here in heard[first:at] for one in here)
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
