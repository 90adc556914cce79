"""Terms: how a word or phrase of a rule meets the words of a text, at three levels.

`exact` takes the word as it stands, `word` lets proclitics stand before it, `family` also known
suffixes after it. A hit is first a substring, found by an automaton; here it is judged.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from streams.text.lexicon import read_table
from streams.text.normalize import fold
from streams.text.tokens import tokenize

Level = Literal["word", "exact", "family"]
LEVELS: Final[tuple[Level, ...]] = ("word", "exact", "family")
ENDINGS: Final = ("plain", "feminine", "latin")

_ARTICLE, _MELTED, _HEH = "ال", "لل", "\u0647"
_CONJUNCTIONS: Final = ("", "و", "ف")
_PREPOSITIONS: Final = ("", "ب", "ل", "ك")
# Everything that `text.tokens.stems` takes off, as strings: what may stand before a term.
PROCLITICS: Final = frozenset(
    conjunction + preposition + article
    for conjunction in _CONJUNCTIONS
    for preposition in _PREPOSITIONS
    for article in ("", _ARTICLE)
) | {conjunction + _MELTED for conjunction in _CONJUNCTIONS}
# Before a form whose article has melted into لل, only these.
BEFORE_MELTED: Final = frozenset(_CONJUNCTIONS)
LONGEST_PROCLITIC: Final = max(map(len, PROCLITICS))
# A word that is nothing without its article or its ending keeps them.
_MIN_STEM_LETTERS: Final = 3

Endings = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Fit:
    """Say what may stand around a form: which proclitics before, which suffixes after it."""

    before: Literal["none", "proclitics", "conjunction"]
    after: Literal["none", "plain", "feminine", "latin"]


EXACT: Final = Fit("none", "none")
WORD: Final = Fit("proclitics", "none")
MELTED: Final = Fit("conjunction", "none")
_FAMILY: Final = {name: Fit("proclitics", name) for name in ("plain", "feminine", "latin")}


def load_endings(path: Path | None = None) -> Endings:
    """Load the suffixes of the level `family`. Errors: LexiconError with file:line."""
    endings: dict[str, set[str]] = {name: {""} for name in ENDINGS}
    endings["feminine"] = set()
    for row in read_table(path or Path(str(files("streams.alert"))) / "data" / "suffixes.tsv"):
        if row["value"] not in endings:
            raise row.refuse(f"{row['value']!r} is not one of {', '.join(ENDINGS)}")
        endings[row["value"]] |= {fold(form) for form in row["form"].split()}
    return {name: frozenset(found) for name, found in endings.items()}


def term_words(text: str) -> tuple[str, ...]:
    """Split a term into folded words; none where nothing is left of it."""
    return tuple(token.text for token in tokenize(fold(text)))


def forms(words: str, level: Level) -> Iterator[tuple[str, Fit]]:
    """Yield the strings to look for, and how each must stand. `words`: folded, a blank between."""
    if level == "exact":
        yield words, EXACT
        return
    first, _, rest = words.partition(" ")
    bare = first.removeprefix(_ARTICLE)
    if level == "word":
        yield words, WORD
        if bare != first and len(bare) >= _MIN_STEM_LETTERS - 1:
            yield _MELTED + words.removeprefix(_ARTICLE), MELTED
        return
    stem = words
    if bare != first and len(bare) >= _MIN_STEM_LETTERS:
        stem = words.removeprefix(_ARTICLE)
    last = rest.rpartition(" ")[2] or bare
    if last.endswith(_HEH) and len(last) >= _MIN_STEM_LETTERS:
        yield stem.removesuffix(_HEH), _FAMILY["feminine"]
    else:
        yield stem, _FAMILY["latin" if last.isascii() else "plain"]


def stands(text: str, start: int, end: int, fit: Fit, endings: Endings) -> int:
    """Say where the word ends that holds the form at `start:end` of folded text; 0 where none does.

    Cost: constant; no more is looked at than the longest proclitic and suffix.
    """
    if start and _joins(text[start - 1], text[start]):
        if fit.before == "none":
            return 0
        at = start - 1
        least = max(0, start - LONGEST_PROCLITIC)
        while at > least and text[at - 1].isalpha():
            at -= 1
        if at and text[at - 1].isalpha():
            return 0
        allowed = PROCLITICS if fit.before == "proclitics" else BEFORE_MELTED
        if text[at:start] not in allowed:
            return 0
    return _end(text, end, fit, endings)


def _end(text: str, end: int, fit: Fit, endings: Endings) -> int:
    size = len(text)
    glued = end < size and _joins(text[end - 1], text[end])
    if fit.after == "none":
        return 0 if glued else end
    allowed = endings[fit.after]
    if not glued:
        return end if "" in allowed else 0
    last = end
    most = min(size, end + _longest(allowed) + 1)
    while last < most and text[last].isalpha():
        last += 1
    return last if text[end:last] in allowed else 0


def _longest(allowed: frozenset[str]) -> int:
    return max(map(len, allowed))


def _joins(left: str, right: str) -> bool:
    """Say whether two neighbours are of one word: letters with letters, digits with digits."""
    if left.isalpha():
        return right.isalpha()
    return left.isdecimal() and right.isdecimal()
