"""Lexicons: words and phrases from TSV files, found in folded text with Arabic proclitics.

A file has comment lines (`#`), one line of column names, then rows. `form` and `value` are
required, `gloss`, `source`, `note` and `level` are usual, further columns are the reader's own.
A form may give several spellings, separated by `|`; the first is the main one. `level` says how
a form meets a word: `word` (default) lets proclitics stand before it, `exact` does not.

    LexiconError (file:line: what is wrong)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from streams.text.normalize import fold
from streams.text.tokens import Token, stems, tokenize

LEVELS = ("exact", "word")
_MIN_FORM_LETTERS = 2  # one letter is a proclitic or an initial, never a word worth listing

_PRESENTATION_FORM = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_CONTROL = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TATWEEL = "\u0640"

# What may stand between two words of one name: nothing (a number touching a word), blanks, or one
# hyphen or apostrophe. Never a line end, and no dash between blanks.
_JOINT = re.compile("[ \\t\\xa0]*|['\u2019\u2018`\\-\u2010\u2011]")


class LexiconError(ValueError):
    """Report a row that must not be shipped, with the file and the line."""

    def __init__(self, path: Path, line: int, reason: str) -> None:
        """Name the place first, so that an editor can jump to it."""
        super().__init__(f"{path}:{line}: {reason}")
        self.path = path
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row of a table by column name; an absent cell is the empty string."""

    path: Path
    line: int
    cells: MappingProxyType[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def refuse(self, reason: str) -> LexiconError:
        """Make the error that names this row."""
        return LexiconError(self.path, self.line, reason)


@dataclass(frozen=True, slots=True)
class Entry:
    """Hold one spelling: its folded words and the row it came from."""

    form: str
    words: tuple[str, ...]
    value: str
    level: str
    row: Row


@dataclass(frozen=True, slots=True)
class Match:
    """Say where an entry stands. Units: tokens `first` to `last` (half-open); folded code points.

    `start` leaves out proclitics, but keeps the article, and لل whose article has melted in.
    """

    entry: Entry
    first: int
    last: int
    start: int
    end: int


def read_table(path: Path, required: Sequence[str] = ("form", "value")) -> tuple[Row, ...]:
    """Read a TSV file. Errors: LexiconError for a bad header, a short row or an unclean cell."""
    rows: list[Row] = []
    header: list[str] = []
    for line, content in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not content.strip() or content.startswith("#"):
            continue
        cells = [cell.strip() for cell in content.split("\t")]
        if not header:
            header = cells
            missing = [column for column in required if column not in header]
            if missing:
                raise LexiconError(path, line, f"no column {', '.join(missing)}")
            continue
        if len(cells) > len(header):
            raise LexiconError(path, line, f"{len(cells)} cells under {len(header)} columns")
        row = Row(path, line, MappingProxyType(dict(zip(header, cells, strict=False))))
        for column in required:
            if not row[column]:
                raise row.refuse(f"empty {column}")
        _refuse_unclean(row, content)
        rows.append(row)
    return tuple(rows)


def _refuse_unclean(row: Row, content: str) -> None:
    if _PRESENTATION_FORM.search(content):
        raise row.refuse("an Arabic presentation form; write the plain letters")
    if _CONTROL.search(content):
        raise row.refuse("an invisible control character (direction or joining)")
    if _TATWEEL in content:
        raise row.refuse("a tatweel")


def spellings(row: Row, column: str = "form") -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Split a cell into `(form, folded words)`. Errors: LexiconError for a form too short."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for part in row[column].split("|"):
        form = part.strip()
        if not form:
            raise row.refuse("an empty spelling between two |")
        words = tuple(token.text for token in tokenize(fold(form)))
        if sum(map(len, words)) < _MIN_FORM_LETTERS:
            raise row.refuse(f"{form!r} folds to fewer than {_MIN_FORM_LETTERS} letters")
        found.append((form, words))
    return tuple(found)


def load_lexicon(*paths: Path) -> Lexicon:
    """Load files into one lexicon. Errors: LexiconError with file:line."""
    return Lexicon(entry for path in paths for row in read_table(path) for entry in _entries(row))


def _entries(row: Row) -> list[Entry]:
    level = row["level"] or "word"
    if level not in LEVELS:
        raise row.refuse(f"level {level!r} is not one of {', '.join(LEVELS)}")
    return [Entry(form, words, row["value"], level, row) for form, words in spellings(row)]


def name_start(word: str, cut: int, form: str) -> int:
    """Say how many letters of a word stand before the name that `stems` found in it.

    The article belongs to the name, also where it has melted into لل: `للعراق` stays whole,
    `بالعراق` loses one letter.
    """
    if word[cut:] != form:
        return cut - 1
    if word[cut - 2 : cut] in ("ال", "لل") and cut > 1:
        return cut - 2
    return cut


def is_joined(folded: str, left: Token, right: Token) -> bool:
    """Say whether two neighbouring tokens can belong to one name: no stop or line between."""
    gap = folded[left.end : right.start]
    return gap == " " or _JOINT.fullmatch(gap) is not None


class Lexicon:
    """Find listed phrases in tokens: the longest first, proclitics off the first word.

    Nothing is stripped from a word that is itself an entry: the bare word is tried first.
    """

    __slots__ = ("_by_first", "entries")

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Index entries by first word. Errors: LexiconError for one phrase given twice."""
        self.entries = tuple(entries)
        seen: dict[tuple[str, ...], Entry] = {}
        by_first: dict[str, list[Entry]] = {}
        for entry in self.entries:
            earlier = seen.setdefault(entry.words, entry)
            if earlier is not entry:
                where = f"{earlier.row.path.name}:{earlier.row.line}"
                raise entry.row.refuse(f"{entry.form!r} is already in {where} once folded")
            by_first.setdefault(entry.words[0], []).append(entry)
        self._by_first = {
            first: tuple(sorted(group, key=lambda entry: -len(entry.words)))
            for first, group in by_first.items()
        }

    def find(self, folded: str, tokens: Sequence[Token]) -> list[Match]:
        """Find matches from left to right; they do not overlap. Cost: linear in tokens."""
        matches: list[Match] = []
        index = 0
        while index < len(tokens):
            match = self.at(folded, tokens, index)
            if match is None:
                index += 1
            else:
                matches.append(match)
                index = match.last
        return matches

    def at(self, folded: str, tokens: Sequence[Token], index: int) -> Match | None:
        """Find the longest entry that starts at one token, or none."""
        token = tokens[index]
        for cut, form in stems(token.text):
            for entry in self._by_first.get(form, ()):
                if cut and entry.level == "exact":
                    continue
                last = _end_of(entry.words, folded, tokens, index)
                if last:
                    start = token.start + name_start(token.text, cut, form)
                    return Match(entry, index, last, start, tokens[last - 1].end)
        return None


def _end_of(words: tuple[str, ...], folded: str, tokens: Sequence[Token], index: int) -> int:
    last = index + len(words)
    if last > len(tokens):
        return 0
    for offset in range(1, len(words)):
        token = tokens[index + offset]
        if token.text != words[offset] or not is_joined(folded, tokens[index + offset - 1], token):
            return 0
    return last
