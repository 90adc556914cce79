"""How the words of a text are read for keyphrases: which end a phrase, which letters come off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from streams.text.lexicon import read_table
from streams.text.normalize import fold
from streams.text.tokens import stems

_DATA = Path(__file__).parent / "data"
_KINDS = ("stop", "weak", "inner", "kept")
Phrase = tuple[str, ...]

_MAX_WORD_LETTERS = 40
_MIN_WORD_LETTERS = 2
_MAX_KEPT = 30_000  # distinct surface words remembered; changes speed only

ARABIC = "ar"
# Proclitics that are sure, because the article follows them; the phrase begins at the article.
_BEFORE_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=..)")
_ARTICLE_LETTERS = 2
_PREPOSITIONS = frozenset("بلك")
_GLUED = frozenset("وفبلك")  # sure only where the text has the word without them too
_MIN_GLUED_LETTERS = 4
# An indefinite word of this form is a verb (يطلق, يستقبل); the names that are not are in the file.
_IMPERFECT = re.compile("[وفس]{0,2}ي[^\\W\\d_]{3,6}")


class Reading(NamedTuple):
    """Read one word: `key` is empty for a word that ends a phrase.

    `cut` letters stand before it; a preposition among them begins a new phrase. `bare` is the
    word without its first letter, if that may be a proclitic.
    """

    key: str
    cut: int = 0
    is_definite: bool = False
    begins: bool = False
    bare: str = ""


_STOP = Reading("")


@dataclass(frozen=True, slots=True)
class Edges:
    """Hold keys that no phrase ends with (`weak`), and those it does not begin with either."""

    weak: frozenset[str]
    inner: frozenset[str]

    def allow(self, phrase: Phrase) -> bool:
        """Say whether a phrase may begin and end as it does."""
        first, last = phrase[0], phrase[-1]
        return last not in self.weak and last not in self.inner and first not in self.inner


@dataclass(frozen=True, slots=True)
class KeyphraseWords:
    """Hold how words are read and what a phrase may begin and end with, by language."""

    readings: Mapping[str, Readings]
    edges: Mapping[str, Edges]


class Readings(dict[str, Reading]):
    """Remember how each word of a language is read."""

    def __init__(
        self,
        stops: frozenset[str],
        weak: frozenset[str],
        kept: frozenset[str],
        *,
        is_arabic: bool,
    ) -> None:
        super().__init__()
        self._stops = stops
        self._weak = weak
        self._kept = kept
        self._is_arabic = is_arabic

    def __missing__(self, word: str) -> Reading:
        if len(self) > _MAX_KEPT:
            self.clear()
        found = self[word] = self._read(word)
        return found

    def _read(self, word: str) -> Reading:
        if not _MIN_WORD_LETTERS <= len(word) <= _MAX_WORD_LETTERS or word in self._stops:
            return _STOP
        return self._read_arabic(word) if self._is_arabic else Reading(word)

    def _read_arabic(self, word: str) -> Reading:
        article = _BEFORE_ARTICLE.match(word)
        if article is not None:
            key = word[article.end() :]
            begins = article[0].lstrip("وف") != "ال"
            cut = article.end() - _ARTICLE_LETTERS
            is_stop = key in self._stops or "ال" + key in self._stops
            return _STOP if is_stop else Reading(key, cut, is_definite=True, begins=begins)
        if word in self._kept:
            return Reading(word)
        if any(form in self._stops for _, form in stems(word)) or _IMPERFECT.fullmatch(word):
            return _STOP
        if word[0] in _PREPOSITIONS and word[1:] in self._weak:
            return Reading(word[1:], 1, begins=True)
        is_glued = word[0] in _GLUED and len(word) >= _MIN_GLUED_LETTERS
        return Reading(word, bare=word[1:] if is_glued else "")


def load_keyphrases(folder: Path = _DATA) -> KeyphraseWords:
    """Load the words no keyphrase is made of. Errors: LexiconError with file:line."""
    found: dict[str, dict[str, set[str]]] = {kind: {} for kind in _KINDS}
    for row in read_table(folder / "keyphrase_stops.tsv", ("form", "value", "language")):
        kind, language = row["value"], row["language"]
        if kind not in _KINDS:
            raise row.refuse(f"value {kind!r} is not one of {', '.join(_KINDS)}")
        for word in row["form"].split():
            folded = fold(word)
            if any(folded in found[other].get(language, ()) for other in _KINDS):
                raise row.refuse(f"{word!r} stands under {language} already, once folded")
            found[kind].setdefault(language, set()).add(folded)
    readings: dict[str, Readings] = {}
    edges: dict[str, Edges] = {}
    for language in found["stop"]:
        stops, weak, inner, kept = (
            frozenset(_without_article(word) for word in found[kind].get(language, ()))
            for kind in _KINDS
        )
        stops |= found["stop"][language]
        edges[language] = Edges(weak, inner)
        readings[language] = Readings(stops, weak, kept, is_arabic=language == ARABIC)
    return KeyphraseWords(readings, edges)


def _without_article(word: str) -> str:
    return _BEFORE_ARTICLE.sub("", word, count=1)
