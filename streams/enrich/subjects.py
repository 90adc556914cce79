"""Subjects: what an article is about, by weighted words, as codes of IPTC Media Topics.

Two levels: words count for the code they are listed under and for the code above it, so an article
about a battle is `conflict, war and peace` and, below that, `armed conflict`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from schemas.annotation import Span, Subject
from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold_with_offsets
from streams.text.tokens import letter_words, stems

_DATA = Path(__file__).parent / "data"

_TITLE_FACTOR = 3  # a headline word says as much as three of the body
_MIN_EVIDENCE = 6  # two strong words, or one in the headline and one weak one
_FULL_EVIDENCE = 24  # from here on the share alone is the score
_MIN_SHARE_RATIO = 0.15
# A second or third subject below this was wrong in half of 60 articles read by eye; the first one
# may be lower, as a short text has few words.
_MIN_SCORE = 0.1
_MAX_SUBJECTS = 4
# A subject of the second level needs a word and a half of its own, and a fair part of the words
# of the one above it.
_MIN_PART_EVIDENCE = 4
_MIN_PART_RATIO = 0.3
_MIN_PART_SCORE = 0.05
_MAX_PARTS = 2
_MAX_SPANS = 5  # different words shown for a subject; each costs 60 bytes of every message
_NOTHING = ""  # the code that words of weight 0 count for
_MAX_KEPT = 30_000  # distinct surface words remembered; changes speed only

Votes = tuple[tuple[str, int], ...]


class Form(NamedTuple):
    """Hold what a word says alone, and the second words and length of phrases it may open."""

    text: str
    votes: Votes
    seconds: frozenset[str]
    longest: int


class Known(NamedTuple):
    """Hold what a word can say: its listed forms, what it says alone, what makes it a phrase."""

    forms: tuple[Form, ...]
    alone: Votes
    seconds: frozenset[str]


class _Forms(dict[str, Known | None]):
    """Remember for each word its forms that are listed or open a phrase, proclitics taken off."""

    def __init__(self, listed: Mapping[str, Form]) -> None:
        super().__init__()
        self._listed = listed

    def __missing__(self, word: str) -> Known | None:
        if len(self) > _MAX_KEPT:
            self.clear()
        found = self[word] = self._known(word)
        return found

    def _known(self, word: str) -> Known | None:
        forms = tuple([self._listed[form] for _, form in stems(word) if form in self._listed])
        if not forms:
            return None
        alone = next((form.votes for form in forms if form.votes), ())
        return Known(forms, alone, frozenset[str]().union(*[form.seconds for form in forms]))


@dataclass(frozen=True, slots=True)
class SubjectWords:
    """Hold the codes with their names and parents, and subject words and phrases by folded form."""

    names: Mapping[str, str]
    parents: Mapping[str, str]
    phrases: Mapping[str, Votes]
    forms: _Forms


def load_subjects(folder: Path = _DATA) -> SubjectWords:
    """Load words, names and parents of subjects. Errors: LexiconError with file:line."""
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for row in read_table(folder / "media_topics.tsv", ("code", "name")):
        code, parent = row["code"], row["parent"]
        if code in names:
            raise row.refuse(f"{code} stands in this file already")
        if parent and (parent not in names or parent in parents):
            raise row.refuse(f"{parent!r} is no top-level media topic in a line above")
        names[code] = row["name"]
        if parent:
            parents[code] = parent
    votes: dict[str, Votes] = {}
    seconds: dict[str, set[str]] = {}
    listed_under: dict[tuple[str, str], str] = {}
    for row in read_table(folder / "subjects.tsv", ("form", "value", "weight")):
        code = row["value"]
        if code not in names:
            raise row.refuse(f"{code!r} is no media topic of media_topics.tsv")
        if not row["weight"].isdecimal():
            raise row.refuse(f"weight {row['weight']!r} is no number")
        top = parents.get(code, code)
        weight = int(row["weight"])
        levels = dict.fromkeys((code, top)) if weight else {_NOTHING: None}
        for form, words in spellings(row):
            key = " ".join(words)
            if (top, key) in listed_under:
                where = listed_under[top, key]
                raise row.refuse(f"{form!r} stands under {where} already, once folded")
            listed_under[top, key] = code
            votes[key] = (*votes.get(key, ()), *((level, weight) for level in levels))
            seconds.setdefault(words[0], set()).update(words[1:2])
    return SubjectWords(names, parents, votes, _Forms(_listed(votes, seconds)))


def _listed(votes: Mapping[str, Votes], seconds: Mapping[str, set[str]]) -> dict[str, Form]:
    longest: dict[str, int] = {}
    for phrase in votes:
        words = phrase.split()
        longest[words[0]] = max(longest.get(words[0], 1), len(words))
    return {
        first: Form(first, votes.get(first, ()), frozenset(seconds[first]), size)
        for first, size in longest.items()
    }


def find_subjects(text: str, words: SubjectWords) -> tuple[Subject, ...]:
    """Find what the text is about, the best first, each followed by its parts of the second level.

    The first line counts as headline.
    Units: score 0.0-1.0, the share of the evidence, less where there is little evidence.
    """
    folded = fold_with_offsets(text)
    tokens, starts, ends = letter_words(folded.text)
    title_end = folded.text.find("\n") % (len(folded.text) + 1)
    title = bisect_left(starts, title_end)
    weights, hits = _count(tokens, title, words)
    scores = _chosen(weights, words.parents)
    evidence: dict[str, dict[str, Span]] = {code: {} for code in scores}
    wanting = evidence.copy()
    for first, last, votes in hits:
        if not wanting:
            break
        span: Span | None = None
        for code, _ in votes:
            spans = wanting.get(code)
            if spans is None:
                continue
            wording = folded.text[starts[first] : ends[last]]
            if wording in spans:
                continue
            if span is None:
                start, end = folded.span(starts[first], ends[last])
                span = Span(text=text[start:end], start=start, end=end)
            spans[wording] = span
            if len(spans) == _MAX_SPANS:
                del wanting[code]
    return tuple(
        Subject(
            code=code,
            name=words.names[code],
            score=score,
            parent=words.parents.get(code),
            evidence=tuple(evidence[code].values()),
        )
        for code, score in scores.items()
    )


def _count(
    tokens: Sequence[str], title: int, words: SubjectWords
) -> tuple[dict[str, int], list[tuple[int, int, Votes]]]:
    """Add up what listed words and phrases say for each code; give their first and last words."""
    weights: dict[str, int] = {}
    hits: list[tuple[int, int, Votes]] = []
    taken = 0
    following = [*tokens[1:], ""]
    for index, known in enumerate(map(words.forms.__getitem__, tokens)):
        if known is None or index < taken:
            continue
        size, votes = 1, known.alone
        if following[index] in known.seconds:
            size, votes = _longest(known.forms, tokens, index, words.phrases)
        if not votes:
            continue
        taken = index + size
        hits.append((index, taken - 1, votes))
        factor = _TITLE_FACTOR if index < title else 1
        for code, weight in votes:
            weights[code] = weights.get(code, 0) + weight * factor
    weights.pop(_NOTHING, None)
    return weights, hits


def _chosen(weights: Mapping[str, int], parents: Mapping[str, str]) -> dict[str, float]:
    """Choose codes with their scores: the best first, parts behind the one they are part of."""
    tops = {code: weight for code, weight in weights.items() if code not in parents}
    total = sum(tops.values())
    chosen: dict[str, float] = {}
    for top in sorted(tops, key=lambda code: (-tops[code], code))[:_MAX_SUBJECTS]:
        weight = tops[top]
        score = _score(weight, total)
        is_enough = weight >= _MIN_EVIDENCE and weight / total >= _MIN_SHARE_RATIO
        if not is_enough or (chosen and score < _MIN_SCORE):
            break
        chosen[top] = score
        parts = {
            code: said
            for code, said in weights.items()
            if parents.get(code) == top
            and said >= _MIN_PART_EVIDENCE
            and said / weight >= _MIN_PART_RATIO
            and _score(said, total) >= _MIN_PART_SCORE
        }
        for part in sorted(parts, key=lambda code: (-parts[code], code))[:_MAX_PARTS]:
            chosen[part] = _score(parts[part], total)
    return chosen


def _longest(
    forms: tuple[Form, ...], tokens: Sequence[str], index: int, phrases: Mapping[str, Votes]
) -> tuple[int, Votes]:
    """Give the longest listed phrase that starts at a word, in the form that leaves most of it."""
    left = len(tokens) - index
    for form in forms:
        if left > 1 and tokens[index + 1] in form.seconds:
            for size in range(min(form.longest, left), 1, -1):
                votes = phrases.get(" ".join((form.text, *tokens[index + 1 : index + size])))
                if votes:
                    return size, votes
        if form.votes:
            return 1, form.votes
    return 1, ()


def _score(weight: int, total: int) -> float:
    return round(weight / total * min(1.0, weight / _FULL_EVIDENCE), 3)
