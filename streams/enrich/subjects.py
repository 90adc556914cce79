"""Subjects: what an article is about, by weighted words, as IPTC Media Topics top-level codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from schemas.annotation import Span, Subject
from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold, fold_with_offsets
from streams.text.tokens import stems

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"[^\W\d_]+")

_TITLE_FACTOR = 3  # a headline word says as much as three of the body
_MIN_EVIDENCE = 6  # two strong words, or one in the headline and one weak one
_FULL_EVIDENCE = 24  # from here on the share alone is the score
_MIN_SHARE_RATIO = 0.15
_MAX_SUBJECTS = 4
_MAX_KEPT = 30_000  # distinct surface words remembered; changes speed only

Votes = tuple[tuple[str, int], ...]


@dataclass(slots=True)
class SubjectWords:
    """Hold subject words by folded form, phrases of two and three words among them."""

    names: Mapping[str, str]
    votes: Mapping[str, Votes]
    openers: Mapping[str, int]
    _kept: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def forms(self, word: str) -> tuple[str, ...]:
        """Give the forms of a word that are listed or open a phrase, proclitics taken off."""
        known = self._kept.get(word)
        if known is None:
            if len(self._kept) > _MAX_KEPT:
                self._kept.clear()
            found = [form for _, form in stems(word) if form in self.votes or form in self.openers]
            known = self._kept[word] = tuple(found)
        return known


def load_subjects(folder: Path = _DATA) -> SubjectWords:
    """Load words and names of subjects. Errors: LexiconError with file:line."""
    names = {row["value"]: row["form"] for row in read_table(folder / "media_topics.tsv")}
    votes: dict[str, Votes] = {}
    openers: dict[str, int] = {}
    for row in read_table(folder / "subjects.tsv", ("form", "value", "weight")):
        code = row["value"]
        if code not in names:
            raise row.refuse(f"{code!r} is no top-level media topic")
        if not row["weight"].isdecimal():
            raise row.refuse(f"weight {row['weight']!r} is no number")
        for form, words in spellings(row):
            key = " ".join(words)
            if any(code == other for other, _ in votes.get(key, ())):
                raise row.refuse(f"{form!r} stands under {code} already, once folded")
            votes[key] = (*votes.get(key, ()), (code, int(row["weight"])))
            if len(words) > 1:
                openers[words[0]] = max(openers.get(words[0], 0), len(words))
    return SubjectWords(names, votes, openers)


def find_subjects(text: str, words: SubjectWords) -> tuple[Subject, ...]:
    """Find what the text is about, the best first; the first line counts as headline.

    Units: score 0.0-1.0, the share of the evidence, less where there is little evidence.
    """
    title, _, body = fold(text).partition("\n")
    evidence: dict[str, int] = {}
    _count(_WORD.findall(title), words, _TITLE_FACTOR, evidence)
    _count(_WORD.findall(body), words, 1, evidence)
    total = sum(evidence.values())
    found = [
        Subject(code=code, name=words.names[code], score=_score(weight, total))
        for code, weight in evidence.items()
        if weight >= _MIN_EVIDENCE and weight / total >= _MIN_SHARE_RATIO
    ]
    found.sort(key=lambda subject: (-subject.score, subject.code))
    return tuple(found[:_MAX_SUBJECTS])


def subject_words(text: str, code: str, words: SubjectWords) -> tuple[Span, ...]:
    """Give the words of the text that speak for a subject, in order, for `barid explain`.

    Shape: spans of the original text, not overlapping.
    """
    folded = fold_with_offsets(text)
    title_end = folded.text.find("\n") % (len(folded.text) + 1)
    found: list[Span] = []
    for first, last in ((0, title_end), (title_end, len(folded.text))):
        places = list(_WORD.finditer(folded.text, first, last))
        for index, size, votes in _votes([place[0] for place in places], words):
            if any(code == voted for voted, _ in votes):
                start, end = folded.span(places[index].start(), places[index + size - 1].end())
                found.append(Span(text=text[start:end], start=start, end=end))
    return tuple(found)


def _count(tokens: list[str], words: SubjectWords, factor: int, evidence: dict[str, int]) -> None:
    for _, _, votes in _votes(tokens, words):
        for code, weight in votes:
            evidence[code] = evidence.get(code, 0) + weight * factor


def _votes(tokens: list[str], words: SubjectWords) -> Iterator[tuple[int, int, Votes]]:
    """Yield the first word, the number of words and the votes of each listed form or phrase."""
    index = 0
    while index < len(tokens):
        size = 1
        votes: Votes = ()
        for form in words.forms(tokens[index]):
            size, votes = _longest(form, tokens, index, words)
            if votes:
                break
        if votes:
            yield index, size, votes
        index += size


def _longest(form: str, tokens: list[str], index: int, words: SubjectWords) -> tuple[int, Votes]:
    for size in range(words.openers.get(form, 1), 1, -1):
        votes = words.votes.get(" ".join((form, *tokens[index + 1 : index + size])))
        if votes:
            return size, votes
    return 1, words.votes.get(form, ())


def _score(weight: int, total: int) -> float:
    return round(weight / total * min(1.0, weight / _FULL_EVIDENCE), 3)
