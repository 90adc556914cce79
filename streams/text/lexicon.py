"""Tables of words and phrases: TSV files read with file and line, so that a bad row is refused.

A file has comment lines (`#`), one line of column names, then rows. `form` and `value` are
usually required, `gloss`, `source`, `note` and `level` are usual, further columns are the
reader's own. A form may give several spellings, separated by `|`; the first is the main one.

    LexiconError (file:line: what is wrong)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from streams.text.normalize import fold
from streams.text.tokens import token_texts

_MIN_FORM_LETTERS = 2  # one letter is a proclitic or an initial, never a word worth listing

_PRESENTATION_FORM = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_CONTROL = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TATWEEL = "\u0640"


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
        words = tuple(token_texts(fold(form)))
        if sum(map(len, words)) < _MIN_FORM_LETTERS:
            raise row.refuse(f"{form!r} folds to fewer than {_MIN_FORM_LETTERS} letters")
        found.append((form, words))
    return tuple(found)
