"""Markers: the words that name what a line of a page is, read once from the data files.

label    `اقرأ أيضا: …`, `تاريخ النشر`, `المصدر:` (data/labels.tsv)
name     outlets and cities that datelines hold (data/names.tsv)
date     words a line may hold and still be only a date (data/date_words.tsv)
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from streams.text.dates import DateWords, load_date_words
from streams.text.lexicon import Row, read_table
from streams.text.normalize import fold

_DATA = Path(__file__).parent / "data"

KINDS = (
    "more", "publish", "date", "updated", "credit", "byline", "id", "tags",
    "rights", "ui", "comments", "count", "signature", "end",
)  # fmt: skip
_MATCHES = ("line", "lead", "open", "inside")
_ROLES = ("outlet", "city")
_DATE_ROLES = ("month", "weekday", "filler", "ago", "today")

_COUNT_MAX_CHARS = 40
_DIGITS = re.compile(r" ?\d+ ?")
_INSIDE_MAX_CHARS = 200  # a rights line is a line; a paragraph that speaks of rights is not one

_NOT_LETTERS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")
_EDGE = r"[^\w©#]*"  # bullets, brackets, emoji before a label
_SEPARATOR = (
    r"[)\]\s]*(?:\s[-\u2013\u2014]+|[-\u2013\u2014]+\s|\.\.+|[:\uff1a؛;،,|»>…؟?←/\\]+|«+\s)"
    r"[\s:…|.»-]*"
)


def words_of(folded: str) -> str:
    """Reduce folded text to its words with one space between, for comparing whole lines."""
    return _NOT_LETTERS.sub(" ", folded).strip()


@dataclass(frozen=True, slots=True)
class Label:
    """Name a label found on a line. `value` is half-open in the folded line; empty when alone."""

    kind: str
    rule: str
    value: tuple[int, int]
    separated: bool


@dataclass(frozen=True, slots=True)
class Markers:
    """Hold every marker, folded. Made by `load_markers`, passed as an argument."""

    whole: Mapping[str, tuple[str, str]]
    first_words: frozenset[str]
    buttons: frozenset[str]
    counted: frozenset[str]
    leading: re.Pattern[str]
    leading_kinds: Mapping[str, tuple[str, str, bool]]
    inside: re.Pattern[str]
    inside_kinds: Mapping[str, str]
    outlets: frozenset[str]
    cities: frozenset[str]
    date_words: Mapping[str, str]
    today: re.Pattern[str]
    dates: DateWords

    def label(self, folded: str) -> Label | None:
        """Find the label a folded line opens with or consists of, or None."""
        head = _WORD.search(folded)
        first = head[0] if head is not None else ""
        if first in self.first_words:
            found = self._opening(folded)
            if found is not None:
                return found
        if len(folded) > _INSIDE_MAX_CHARS:
            return None
        everything = (len(folded), len(folded))
        if first in self.buttons and self._is_row_of_buttons(folded):
            return Label("ui", "ui.row_of_buttons", everything, separated=True)
        if (
            len(folded) <= _COUNT_MAX_CHARS
            and _DIGITS.sub(" ", words_of(folded)).strip() in self.counted
        ):
            return Label("id", "id.count", everything, separated=True)
        said = self.inside.search(folded)
        if said is None:
            return None
        kind = self.inside_kinds[words_of(said[0]) or said[0]]
        return Label(kind, f"{kind}.inside", everything, separated=False)

    def _opening(self, folded: str) -> Label | None:
        alone = self.whole.get(words_of(folded)) if len(folded) <= _INSIDE_MAX_CHARS else None
        if alone is not None:
            return Label(alone[0], alone[1], (len(folded), len(folded)), separated=True)
        found = self.leading.match(folded)
        return self._leading(found, len(folded)) if found is not None else None

    def _is_row_of_buttons(self, folded: str) -> bool:
        words = words_of(folded[:_INSIDE_MAX_CHARS]).split()
        return len(folded) <= _INSIDE_MAX_CHARS and all(word in self.buttons for word in words)

    def _leading(self, found: re.Match[str], end: int) -> Label | None:
        kind, rule, needs_separator = self.leading_kinds[words_of(found["form"])]
        if found["sep"] is None and needs_separator:
            return None
        return Label(kind, rule, (found.end(), end), separated=found["sep"] is not None)


def load_markers(dates: DateWords | None = None, folder: Path = _DATA) -> Markers:
    """Read the marker files. Errors: LexiconError with file and line for a bad row.

    `dates` are the words of dates when the caller has loaded them already.
    """
    whole: dict[str, tuple[str, str]] = {}
    leading: dict[str, tuple[str, str, bool]] = {}
    inside: dict[str, str] = {}
    counted: set[str] = set()
    for row in read_table(folder / "labels.tsv", ("kind", "match", "form", "gloss")):
        _check(row, "kind", KINDS)
        _check(row, "match", _MATCHES)
        key = words_of(fold(row["form"])) or fold(row["form"])
        if key in whole or key in inside or key in counted:
            raise row.refuse(f"a second row for {row['form']}")
        rule = f"{row['kind']}.{row['match']}"
        if row["match"] == "inside":
            inside[key] = row["kind"]
            continue
        if row["kind"] == "count":
            counted.add(key)
            continue
        whole[key] = (row["kind"], rule)
        if row["match"] != "line":
            leading[key] = (row["kind"], rule, row["match"] == "lead")
    roles: dict[str, set[str]] = {role: set() for role in _ROLES}
    for row in read_table(folder / "names.tsv", ("role", "form", "gloss")):
        _check(row, "role", _ROLES)
        roles[row["role"]].add(words_of(fold(row["form"])))
    date_words = _shape_words(folder / "date_words.tsv")
    return Markers(
        whole=MappingProxyType(whole),
        first_words=frozenset(form.split(" ", 1)[0] for form in (*whole, *leading)),
        buttons=frozenset(
            form for form, (kind, _) in whole.items() if kind == "ui" and " " not in form
        ),
        counted=frozenset(counted | {form for form, (kind, _) in whole.items() if kind == "id"}),
        leading=_leading_pattern(leading),
        leading_kinds=MappingProxyType(leading),
        inside=re.compile("|".join(_spaced(form) for form in inside)),
        inside_kinds=MappingProxyType(inside),
        outlets=frozenset(roles["outlet"]),
        cities=frozenset(roles["city"]),
        # "today" is no part of a date line: "اليوم" is also the name of a newspaper.
        date_words=MappingProxyType({w: r for w, r in date_words.items() if r != "today"}),
        today=_today_pattern(date_words),
        dates=dates if dates is not None else load_date_words(),
    )


def _leading_pattern(forms: Mapping[str, object]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    choice = "|".join(_spaced(form) for form in longest_first)
    return re.compile(rf"{_EDGE}(?P<form>{choice})(?!\w)(?P<sep>{_SEPARATOR})?\s*")


def _today_pattern(date_words: Mapping[str, str]) -> re.Pattern[str]:
    """Match "today, Friday" and "today, Friday 22 November" (group `day`) in folded text."""
    todays = "|".join(re.escape(word) for word, role in date_words.items() if role == "today")
    weekdays = "|".join(re.escape(word) for word, role in date_words.items() if role == "weekday")
    return re.compile(
        rf"(?<!\w)[وف]?(?:{todays})\s*[،,(]?\s*(?:{weekdays})(?!\w)"
        r"(?P<day>\s*[،,)]?\s*\d{1,2}\s+\w{3,10}(?!\w))?"
    )


def _spaced(form: str) -> str:
    return r"[\s/‌'\u2019-]+".join(re.escape(word) for word in form.split(" "))


def _shape_words(path: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table(path, ("role", "form", "gloss")):
        _check(row, "role", _DATE_ROLES)
        for form in fold(row["form"]).split():
            found.setdefault(form, row["role"])
    return found


def _check(row: Row, column: str, allowed: tuple[str, ...]) -> None:
    if row[column] not in allowed:
        raise row.refuse(f"{column} {row[column]!r} is none of {', '.join(allowed)}")
