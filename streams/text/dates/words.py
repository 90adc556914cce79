"""The date words: read once from the data files, folded, with their glued-on forms spelled out.

A word has a kind (one letter of the grammar's alphabet) and a value. Several words may form one
(`تشرين الأول`). Glued و is kept as a word of its own, since "and" joins dates; other clitics are
left out of the span.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import resources

from streams.text.dates.grammar import Grammar
from streams.text.normalize import fold

# The grammar writes a sentence as one letter a word; these are the letters.
KINDS = {
    "month": "M",
    "weekday": "W",
    "relative_day": "R",
    "part": "P",
    "season": "S",
    "fraction": "F",
    "ordinal": "o",
    "cardinal": "c",
    "units": "U",
    "two_units": "V",
    "year_word": "Y",
    "month_word": "O",
    "week_word": "K",
    "weekend": "d",
    "day_word": "D",
    "qualifier": "Q",
    "qualifier_before": "7",
    "relative_year": "3",
    "before": "B",
    "ago": "G",
    "of": "f",
    "to": "t",
    "between": "b",
    "and": "w",
    "in": "i",
    "day_part": "p",
    "meridiem": "a",
    "concord": "J",
    "holiday": "H",
    "decade": "E",
    "decade_word": "e",
    "century": "C",
    "clock": "X",
    "zone": "Z",
    "letter_t": "5",
    "hijri_mark": "h",
    "gregorian_mark": "g",
    "jalali_mark": "j",
    "suffix": "s",
    "article": "I",
    "that": "L",
    "thereupon": "l",
    "outlet_head": "z",
    "outlet_place": "2",
    "named_head": "k",
    "today_tail": "v",
    "office": "r",
    "counted": "u",
    "age": "A",
    "ahead": "n",
    "about": "8",
    "year_event": "6",
    "name_tail": "q",
    "little": "y",
}
# Letters that no data file gives: other word, line end, clock time, numeric date.
OTHER, LINE, TIME, NUMERIC = "x", "!", "T", "N"
_DAY_NUMBERS, _SHORT_YEARS, _YEARS = range(1, 32), range(32, 100), range(1000, 2200)
# Marks that dates are written with; every other mark is an `x`.
_MARKS = {
    ",": ",،؛",
    "-": "-\u2013\u2014\u2212|•",
    "/": "/\\",
    "<": "([",
    ">": ")]",
    "~": ".",
    "@": "@",
    ":": ":",
    "'": "«»\"“”'\u2018\u2019",
    LINE: "\n",
}
LANGUAGES = ("ar", "fa", "ckb", "en", "kmr", "fr", "de", "tr", "ur")
_ALIASES = {"ku": "kmr", "prs": "fa"}
_FILES = ("cldr.tsv", "months.tsv", "words.tsv", "numbers.tsv", "traps.tsv")
_COLUMNS = 8
_SCOPES = ("all", "own")
_MAX_LEVEL = 3

_ARABIC_GLUE = ("ب", "ل", "ك", "ف")
# Shorter words with a letter glued on are other words: باب is a door, not "in August".
_MIN_GLUED_LETTERS = 4
_MIN_AND_LETTERS = 3
_PERSIAN_MONTH_ENDING = "ماه"
_SORANI_ENDINGS = ("ی", "دا", "یدا", "\u0647", "ەوە", "ش")
_SORANI_IN = "\u0644\u0647"  # لە, "in"
# Every pattern of the grammar holds a word of one of these kinds.
_TELLING_KINDS = frozenset("MWRSUVYOKDHEC34Zd")
_GLUED_KINDS = frozenset("MWRPSFoUVYOKEpHCDctfbiBJLd")
_AND_ONLY_KINDS = frozenset("tfbiBJL")
_SORANI_KINDS = frozenset("MWRQYOH")


@dataclass(frozen=True, slots=True)
class Word:
    """Say what a folded form means.

    `cut` letters of glue stand before it; `has_and` says that one of them is و.
    """

    kind: str
    value: str
    level: int = 0
    language: str = ""
    cut: int = 0
    has_and: bool = False


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Hold the words as one language reads them.

    `known` are the first pieces of all words; `telling` those without which there is no date.
    """

    single: dict[str, Word]
    several: dict[str, tuple[tuple[tuple[str, ...], Word], ...]]
    known: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class DateWords:
    """Hold the vocabularies of all languages, of which `of` picks one, and the grammar."""

    vocabularies: dict[str, Vocabulary] = field(repr=False)
    grammar: Grammar = field(repr=False)

    def of(self, language: str) -> Vocabulary:
        """Pick the vocabulary for a language code; unknown codes read what all languages share."""
        code = _ALIASES.get(language, language)
        return self.vocabularies.get(code) or self.vocabularies["und"]


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one line of a words file: the pieces of its form, its meaning, who may read it."""

    forms: tuple[str, ...]
    word: Word
    scope: str


def load_vocabularies() -> dict[str, Vocabulary]:
    """Read the words from the package's data files, once per language.

    Errors: ValueError with file and line for a row that cannot be right.
    """
    rows = [row for name in _FILES for row in _read_rows(name)]
    return {code: _vocabulary(rows, code) for code in (*LANGUAGES, "und")}


def _read_rows(name: str) -> list[Row]:
    rows: list[Row] = []
    content = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    for number, line in enumerate(content.splitlines(), 1):
        if not line or line.startswith(("#", "form\t")):
            continue
        rows.append(parse_row(line, f"{name}:{number}"))
    return rows


def parse_row(line: str, where: str) -> Row:
    """Read one line of a words file. Errors: ValueError that begins with `where`."""
    columns = line.split("\t")
    if len(columns) != _COLUMNS:
        raise ValueError(f"{where}: {len(columns)} columns, not {_COLUMNS}")
    form, kind, value, language, level, scope, gloss, source = columns
    if kind not in KINDS:
        raise ValueError(f"{where}: unknown kind {kind!r}")
    if language not in LANGUAGES or scope not in _SCOPES:
        raise ValueError(f"{where}: unknown language or scope")
    if not (level.isdigit() and int(level) <= _MAX_LEVEL) or not gloss or not source:
        raise ValueError(f"{where}: level, gloss and source are needed")
    forms = split_words(fold(form))
    if not forms:
        raise ValueError(f"{where}: nothing left of {form!r} after folding")
    return Row(forms, Word(KINDS[kind], value, int(level), language), scope)


def split_words(folded: str) -> tuple[str, ...]:
    """Split a folded form as the grammar splits text: letters, digits and marks apart."""
    words: list[str] = []
    for chunk in folded.split():
        run = ""
        for char in chunk:
            if char.isalpha() and (not run or run[-1].isalpha()):
                run += char
                continue
            if run:
                words.append(run)
            run = char
        words.append(run)
    return tuple(words)


def _vocabulary(rows: list[Row], code: str) -> Vocabulary:
    own = [row for row in rows if row.word.language == code]
    shared = [row for row in rows if row.word.language != code and row.scope == "all"]
    order = {language: rank for rank, language in enumerate(LANGUAGES)}
    shared.sort(key=lambda row: order[row.word.language])
    plain: dict[tuple[str, ...], Word] = {}
    for row in (*own, *shared):
        plain.setdefault(row.forms, row.word)
    every = dict(plain)
    for forms, word in plain.items():
        for glued, meaning in _glued(forms, word):
            every.setdefault(glued, meaning)
    single = _numbers_and_marks()
    several: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for forms, word in every.items():
        if len(forms) == 1:
            single[forms[0]] = word
        else:
            several.setdefault(forms[0], []).append((forms[1:], word))
    return Vocabulary(
        single,
        {
            first: tuple(sorted(rest, key=lambda item: (-len(item[0]), item[0])))
            for first, rest in several.items()
        },
        known=frozenset(single) | frozenset(several),
        telling=_telling(single, several),
    )


def _telling(
    single: dict[str, Word], several: dict[str, list[tuple[tuple[str, ...], Word]]]
) -> frozenset[str]:
    telling = {form for form, word in single.items() if word.kind in _TELLING_KINDS}
    for first, rests in several.items():
        for rest, word in rests:
            if word.kind in _TELLING_KINDS and telling.isdisjoint((first, *rest)):
                telling.add(first)
    return frozenset(telling)


def _numbers_and_marks() -> dict[str, Word]:
    found: dict[str, Word] = {}
    for number in range(_YEARS.stop):
        kind = "4" if number in _YEARS else "9" if number in _SHORT_YEARS else "0"
        found[str(number)] = Word("1" if number in _DAY_NUMBERS else kind, str(number))
    for number in range(10):
        found[f"0{number}"] = Word("1" if number else "0", str(number))
    for kind, marks in _MARKS.items():
        for mark in marks:
            found[mark] = Word(kind, mark)
    return found


def _glued(forms: tuple[str, ...], word: Word) -> list[tuple[tuple[str, ...], Word]]:
    """Spell out the glued forms of a word: clitics before it, endings after it."""
    if word.kind not in _GLUED_KINDS:
        return []
    if word.language == "fa" and word.kind == "M":
        plain = replace(word, level=0)
        return [((*forms[:-1], forms[-1] + _PERSIAN_MONTH_ENDING), plain)]
    if word.language == "ckb":
        return _sorani_glued(forms, word) if word.kind in _SORANI_KINDS else []
    return _arabic_glued(forms, word) if word.language == "ar" else []


def _sorani_glued(forms: tuple[str, ...], word: Word) -> list[tuple[tuple[str, ...], Word]]:
    ended = [(*forms[:-1], forms[-1] + fold(ending)) for ending in _SORANI_ENDINGS]
    found = [(form, word) for form in ended]
    inside = replace(word, cut=len(_SORANI_IN))
    return found + [((_SORANI_IN + form[0], *form[1:]), inside) for form in (forms, *ended)]


def _arabic_glued(forms: tuple[str, ...], word: Word) -> list[tuple[tuple[str, ...], Word]]:
    first, rest = forms[0], forms[1:]
    found: list[tuple[tuple[str, ...], Word]] = []
    if len(first) >= _MIN_AND_LETTERS:
        found.append((("و" + first, *rest), replace(word, cut=1, has_and=True)))
    if len(first) < _MIN_GLUED_LETTERS or word.kind in _AND_ONLY_KINDS:
        return found
    found += [((letter + first, *rest), replace(word, cut=1)) for letter in _ARABIC_GLUE]
    both = replace(word, cut=2, has_and=True)
    found += [((pair + first, *rest), both) for pair in ("وب", "ول", "فب")]
    if first.startswith("ال"):
        found.append((("لل" + first[2:], *rest), replace(word, cut=1)))
        found.append((("ولل" + first[2:], *rest), both))
    return found
