"""Load the words of numbers: digits need none, `مئة`, `twenty`, `عشرات` and `at least` do.

One table for all languages; a row says what a word counts (unit, ten, hundred ...) or how it
bounds the number beside it. Looked up bare first, then without the proclitics of Arabic.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from streams.text.normalize import fold

_DATA = "numerals.tsv"
_MIN_COLUMNS = 5
BOUNDS = frozenset({"at_least", "about", "at_most"})
COUNTING = frozenset({"one", "unit", "ten", "teen", "hundred", "thousand", "thousands"})
_KINDS = BOUNDS | COUNTING | {"open", "at_least_after", "between", "to", "or", "and"}
_MIN_STEM_LETTERS = 2
# The memo of looked-up words stays small: news repeats itself.
_MEMO_WORDS = 50_000


@dataclass(frozen=True, slots=True)
class NumberWord:
    """One row of the list: `rest` are the words that follow the first one."""

    rest: tuple[str, ...]
    kind: str
    value: int


@dataclass(frozen=True, slots=True)
class Numerals:
    """Number words by language code, then by first word. `memo` keeps looked-up tokens."""

    words: dict[str, dict[str, tuple[NumberWord, ...]]]
    memo: dict[str, "Memo"] = field(default_factory=dict, compare=False, repr=False)

    def of(self, language: str) -> dict[str, tuple[NumberWord, ...]]:
        """Give the words of a language; empty for one that has none (digits still count)."""
        return self.words.get(language, {})

    def readings(self, language: str) -> "Memo":
        """Give what each folded token of a language may be; see `Memo`."""
        memo = self.memo.get(language)
        if memo is None:
            memo = self.memo[language] = Memo(self.of(language))
        return memo


class Memo(dict[str, tuple[tuple[NumberWord, bool], ...]]):
    """Map a folded token to what it may be, and whether و was glued to it; mostly to nothing.

    Looked up once a word, then remembered, up to a bound.
    """

    def __init__(self, words: dict[str, tuple[NumberWord, ...]]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, form: str) -> tuple[tuple[NumberWord, bool], ...]:
        known = tuple(_readings(form, self._words))
        if len(self) < _MEMO_WORDS:
            self[form] = known
        return known


@cache
def load_numerals() -> Numerals:
    """Load the shipped number words, once for all who read with them.

    Errors: ValueError with file and line for a bad row.
    """
    text = files("streams.text").joinpath("data", _DATA).read_text(encoding="utf-8")
    return parse_numerals(text)


def parse_numerals(text: str) -> Numerals:
    """Parse rows of language, form, kind, value, gloss. Errors: ValueError with the line."""
    rows: dict[str, dict[str, dict[tuple[str, ...], NumberWord]]] = {}
    for line_number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < _MIN_COLUMNS or cells[2] not in _KINDS or not cells[3].isdecimal():
            raise ValueError(f"{_DATA}:{line_number}: unreadable row {line!r}")
        first, *rest = fold(cells[1]).split()
        word = NumberWord(tuple(rest), cells[2], int(cells[3]))
        known = rows.setdefault(cells[0], {}).setdefault(first, {})
        if known.get(word.rest, word) != word:
            raise ValueError(f"{_DATA}:{line_number}: {cells[1]!r} already has another value")
        known[word.rest] = word
    return Numerals({
        language: {
            first: tuple(sorted(words.values(), key=lambda word: -len(word.rest)))
            for first, words in by_first.items()
        }
        for language, by_first in rows.items()
    })  # fmt: skip


def _readings(
    form: str, words: dict[str, tuple[NumberWord, ...]]
) -> Iterator[tuple[NumberWord, bool]]:
    """Yield the number words a token may be, bare first, then without و ف ب ل, then without ال."""
    for cut in (0, 1, 2):
        if cut and (len(form) - cut < _MIN_STEM_LETTERS or form[cut - 1] not in "وبلف"):
            break
        for word in words.get(form[cut:], ()):
            yield word, cut > 0 and form[0] in "وف"
    if form.startswith("ال"):
        for word in words.get(form[2:], ()):
            if not word.rest and word.kind in COUNTING:
                yield word, False
