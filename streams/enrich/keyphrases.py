"""Keyphrases: the few wordings of its own that an article keeps coming back to.

Runs of words without a stop word or a mark between are counted in one, two and more words; the
headline and the first lines weigh more. In Arabic a run also ends between a definite word and an
indefinite one (`الحكومة | تعلن`), which keeps most verbs out without knowing them.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from schemas.annotation import Keyphrase
from streams.enrich.keyphrase_words import (
    ARABIC,
    Edges,
    KeyphraseWords,
    Phrase,
    Reading,
    Readings,
    load_keyphrases,
)
from streams.text.normalize import Folded, fold_with_offsets
from streams.text.tokens import Words, letter_words

__all__ = ["KeyphraseWords", "find_keyphrases", "load_keyphrases"]

_MAX_PHRASES = 8
_MIN_PHRASES = 3  # with fewer, the headline's own runs of words are taken
_MAX_WORDS = 5
_MAX_CANDIDATES = 20
_MIN_ALONE_LETTERS = 4  # one less with an article; قطر and حلب come as places
_MIN_COUNT = 2
_MIN_ALONE_COUNT = 3  # unless it stands in the headline: then twice
_LEAD_CHARS = 400
_MAX_TEXT_CHARS = 20_000  # what an article says after this, it has said before
# Set on 30 articles read by eye, checked on 44 others: a longer wording says more, and a word of
# the headline is no accident.
_LENGTH_BONUS = 0.6
_TITLE_FACTOR = 2.0
_LEAD_FACTOR = 1.3
_MIN_SCORE = 0.2  # of the best phrase's
# A part of a longer phrase stands by itself where it is said this much more often.
_MIN_TIMES_MORE = 1.7


@dataclass(frozen=True, slots=True)
class _Page:
    """Hold a text as read words with their places; the first `title` are the headline's."""

    folded: Folded
    words: Words
    readings: Sequence[Reading]
    keys: Phrase
    title: int

    def is_joined(self, at: int) -> bool:
        """Say whether a word and the next one can belong to one phrase."""
        word, after = self.readings[at], self.readings[at + 1]
        if after.begins or (word.is_definite and not after.is_definite):
            return False
        return self.folded.text[self.words.ends[at] : self.words.starts[at + 1]] == " "


def find_keyphrases(text: str, language: str, words: KeyphraseWords) -> tuple[Keyphrase, ...]:
    """Find the keyphrases of an article, the best first; none in a language without stop words.

    Shape: at most 8; each points at one place where it stands, without a proclitic.
    Units: score 0.0-1.0, a share of the best one's. Cost: 0.1 ms for 1,700 characters.
    """
    if language not in words.readings:
        return ()
    page = _read(text, words.readings[language])
    edges = words.edges[language]
    counts, firsts = _count(page)
    is_arabic = language == ARABIC
    scores = {
        phrase: _score(count, len(phrase), firsts[phrase], page)
        for phrase, count in counts.items()
        if _is_phrase(phrase, count, firsts[phrase], page, edges, is_arabic=is_arabic)
    }
    chosen = _choose(scores, counts)
    if len(chosen) < _MIN_PHRASES:
        for run in _title_runs(page):
            phrase = page.keys[run.start : run.stop]
            while len(phrase) > 1 and phrase[-1] in edges.weak:
                phrase = phrase[:-1]
            if len(phrase) > 1 and phrase not in counts and edges.allow(phrase):
                counts[phrase], firsts[phrase] = 1, run.start
                scores[phrase] = _score(1, len(phrase), run.start, page)
        chosen = _choose(scores, counts)
    best = max((scores[phrase] for phrase in chosen), default=1.0)
    return tuple(
        _keyphrase(firsts[phrase], len(phrase), scores[phrase] / best, page)
        for phrase in chosen
        if scores[phrase] >= _MIN_SCORE * best
    )


def _read(text: str, readings: Readings) -> _Page:
    folded = fold_with_offsets(text)
    words = letter_words(folded.text)
    if len(text) > _MAX_TEXT_CHARS:
        end = bisect_left(words.starts, _MAX_TEXT_CHARS)
        words = Words(words.texts[:end], words.starts[:end], words.ends[:end])
    read = list(map(readings.__getitem__, words.texts))
    keys = [one[0] for one in read]
    vocabulary = set(keys)
    vocabulary.discard("")
    for at in [at for at, one in enumerate(read) if one[4] in vocabulary]:
        keys[at] = read[at].bare
        read[at] = Reading(keys[at], 1, begins=True)
    title_end = folded.text.find("\n") % (len(folded.text) + 1)
    return _Page(folded, words, read, tuple(keys), bisect_left(words.starts, title_end))


def _count(page: _Page) -> tuple[dict[Phrase, int], dict[Phrase, int]]:
    """Count what is said twice or more, longer phrases too; give the word where each begins first.

    A phrase is said twice only where its parts are, so few are ever built.
    """
    keys = page.keys
    said = Counter(keys)
    said[""] = 0
    places = [at for at, key in enumerate(keys) if said[key] >= _MIN_COUNT]
    first = {keys[at]: at for at in reversed(places)}
    counts: dict[Phrase, int] = {}
    firsts: dict[Phrase, int] = {}
    for key, at in first.items():
        if said[key] >= _MIN_ALONE_COUNT or at < page.title:
            counts[key,], firsts[key,] = said[key], at
    starts = [at for at, after in pairwise(places) if after == at + 1 and page.is_joined(at)]
    for size in range(2, _MAX_WORDS + 1):
        phrases = [keys[at : at + size] for at in starts]
        found: dict[Phrase, int] = {}
        for phrase in phrases:
            found[phrase] = found.get(phrase, 0) + 1
        going_on = set()
        for at, phrase in zip(starts, phrases, strict=True):
            if found[phrase] >= _MIN_COUNT:
                going_on.add(at)
                counts[phrase] = found[phrase]
                firsts.setdefault(phrase, at)
        starts = [at for at in starts if at in going_on and at + 1 in going_on]
        if not starts:
            break
    return counts, firsts


def _title_runs(page: _Page) -> Iterator[range]:
    """Yield runs of two and more words of the headline that can belong together."""
    first = 0
    for at in range(page.title):
        if not page.keys[at]:
            first = at + 1
        elif at + 1 == page.title or not page.keys[at + 1] or not page.is_joined(at):
            if at > first:
                yield range(first, min(at + 1, first + _MAX_WORDS))
            first = at + 1


def _places_of(phrase: Phrase, first: int, page: _Page) -> Iterator[int]:
    for at in range(first, len(page.keys) - len(phrase) + 1):
        if page.keys[at] == phrase[0] and page.keys[at : at + len(phrase)] == phrase:
            yield at


def _is_melted(at: int, page: _Page) -> bool:
    word, reading = page.words.texts[at], page.readings[at]
    return reading.is_definite and word.lstrip("وف").startswith("لل")


def _is_phrase(
    phrase: Phrase, count: int, first: int, page: _Page, edges: Edges, *, is_arabic: bool
) -> bool:
    if not edges.allow(phrase):
        return False
    if len(phrase) > 1:
        return True
    # Alone, an indefinite Arabic word is often a verb or has a preposition on it.
    is_sure = page.readings[first].is_definite or not is_arabic
    enough = _MIN_COUNT if is_sure and first < page.title else _MIN_ALONE_COUNT
    return len(phrase[0]) >= _MIN_ALONE_LETTERS - (is_sure and is_arabic) and count >= enough


def _score(count: int, length: int, first: int, page: _Page) -> float:
    score = count * (1 + _LENGTH_BONUS * (length - 1))
    if first < page.title:
        return score * _TITLE_FACTOR
    return score * (_LEAD_FACTOR if page.words.starts[first] < _LEAD_CHARS else 1.0)


def _choose(scores: Mapping[Phrase, float], counts: Mapping[Phrase, int]) -> list[Phrase]:
    """Choose the best phrases, none sharing words: the longer one, unless it is much rarer."""
    best = sorted(scores, key=lambda phrase: (-scores[phrase], phrase))[:_MAX_CANDIDATES]
    in_longer: dict[Phrase, int] = {}
    for phrase in best:
        if len(phrase) > 1:
            count = counts[phrase]
            for part in _parts(phrase):
                if count > in_longer.get(part, 0):
                    in_longer[part] = count
    chosen: list[Phrase] = []
    taken: set[str] = set()
    for phrase in best:
        if counts[phrase] >= _MIN_TIMES_MORE * in_longer.get(phrase, 0) and not any(
            key in taken for key in phrase
        ):
            chosen.append(phrase)
            taken.update(phrase)
            if len(chosen) == _MAX_PHRASES:
                break
    return chosen


def _parts(phrase: Phrase) -> Iterator[Phrase]:
    size = len(phrase)
    for start in range(size):
        for end in range(start + 1, size + 1):
            if end - start < size:
                yield phrase[start:end]


def _keyphrase(first: int, length: int, score: float, page: _Page) -> Keyphrase:
    """Point at the first place that no melted article (للدفاع) hides, if there is one."""
    phrase = page.keys[first : first + length]
    first = next((at for at in _places_of(phrase, first, page) if not _is_melted(at, page)), first)
    start = page.words.starts[first] + page.readings[first].cut
    start, end = page.folded.span(start, page.words.ends[first + length - 1])
    return Keyphrase(
        text=page.folded.original[start:end], start=start, end=end, score=round(score, 3)
    )
