"""What no loader may forgive in a line of a word file: letters, columns, glosses, repeats."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from streams.text.normalize import fold

_PRESENTATION_FORM = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
# The zero-width non-joiner is missing here: Persian writes it.
_CONTROL = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# A lone letter is written with a tatweel (هـ, لـ); anywhere else it only stretches a word.
_LONE_LETTER = re.compile("(?<![^\\W\\d])\\w\u0640(?!\\w)")
_TATWEEL = "\u0640"
# Every column that a file of ours has; another name is a typing mistake that a loader would read
# as an absent column.
_COLUMNS = frozenset({
    "admin1", "by_all", "by_letter", "code", "count", "country", "form", "forms", "geonameid",
    "geonames", "gloss", "kind", "label", "language", "languages", "lat", "letters", "level",
    "lon", "match", "name", "note", "parent", "phrase", "place", "population", "prior", "ranges",
    "role", "rule", "scope", "script", "source", "typed", "value", "weight",
})  # fmt: skip
# The one file without a line of column names; its header comment names these six.
_HEADERLESS: Final = {"text/data/numerals.tsv": 6}
# Where each row is written by hand and read by its folded form. Gazetteers and date tables keep
# spellings that fold alike, as compiled from CLDR and GeoNames, or for what is shown.
_DISTINCT: Final = ("alert/data/", "dedup/data/", "enrich/data/", "enrich/events/data/")
# These say something about a row and do not tell it from another.
_REMARKS: Final = frozenset({"form", "gloss", "source", "note"})
_ARABIC_LETTER = re.compile("[\u0620-\u06d3]")
_LATIN_LETTER = re.compile("[A-Za-z]")


def line_faults(lines: list[str], path: Path) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a line, whatever the file's loader makes of it."""
    columns = _HEADERLESS.get(path.as_posix(), 0)
    header: list[str] = []
    earlier: dict[tuple[str, ...], int] | None = None
    if path.as_posix().startswith(_DISTINCT):
        earlier = {}
    for number, line in enumerate(lines, start=1):
        is_comment = not line.strip() or line.startswith("#")
        yield from ((number, problem) for problem in _letter_faults(line, is_comment=is_comment))
        if is_comment or path.suffix != ".tsv":
            continue
        cells = line.split("\t")
        if not columns:
            header, columns = cells, len(cells)
            yield from ((number, problem) for problem in _header_faults(cells))
            continue
        if len(cells) > columns:
            yield number, f"{len(cells)} cells under {columns} columns"
        named = dict(zip(header, cells, strict=False))
        if any(not part.strip() for part in named.get("form", "x").split("|")):
            yield number, "an empty form, or an empty spelling between two |"
        if _is_no_gloss(named.get("gloss", "")):
            yield number, f"the gloss {named['gloss']!r} has no word of English"
        if earlier is not None:
            yield from ((number, problem) for problem in _repeats(named, earlier, number))
    if path.suffix == ".tsv" and not columns:
        yield 0, "no row and no column names"


def _letter_faults(line: str, *, is_comment: bool) -> Iterator[str]:
    if line != line.rstrip(" \r"):
        yield "blanks at the end of the line"
    if found := _CONTROL.search(line):
        yield f"an invisible control character, U+{ord(found[0]):04X}"
    if is_comment:
        return
    if _PRESENTATION_FORM.search(line):
        yield "an Arabic presentation form; write the plain letters"
    if _TATWEEL in _LONE_LETTER.sub("", line):
        yield "a tatweel"


def _header_faults(cells: list[str]) -> Iterator[str]:
    for cell in cells:
        if cell not in _COLUMNS:
            yield f"unknown column {cell!r}; the columns are {', '.join(sorted(_COLUMNS))}"
    if len(set(cells)) < len(cells):
        yield "a column is named twice"


def _is_no_gloss(gloss: str) -> bool:
    """Say whether a gloss only repeats the word in its own script."""
    return bool(_ARABIC_LETTER.search(gloss)) and not _LATIN_LETTER.search(gloss)


def _repeats(
    named: Mapping[str, str], earlier: dict[tuple[str, ...], int], number: int
) -> Iterator[str]:
    """Yield spellings that fold to one of the same cell, or of an earlier row with that sense."""
    sense = tuple(cell for column, cell in named.items() if column not in _REMARKS)
    seen: set[str] = set()
    for part in named.get("form", "").split("|"):
        folded = " ".join(fold(part).split())
        line = earlier.setdefault((folded, *sense), number)
        if line < number:
            yield f"{part.strip()!r} stands in line {line} already, once folded"
        elif folded and folded in seen:
            yield f"{part.strip()!r} stands in this cell already, once folded"
        seen.add(folded)
