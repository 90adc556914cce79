"""Read the stage's TSV tables: scripts, letters, words, keyboard, furniture, labels.

Every loader refuses a bad row with file:line; nothing is read on import.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from streams.text.lexicon import Row, read_table

_DATA = Path(__file__).parent / "data"
_CODE = re.compile(r"[a-z]{2,3}")
_MAX_ENDING_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Script:
    """Name a script, the weight of its letters, and the language that it alone decides, or ""."""

    name: str
    language: str
    weight: float


@dataclass(frozen=True, slots=True)
class Sign:
    """Hold letters that only these languages write in a script."""

    languages: tuple[str, ...]
    script: str
    letters: frozenset[str]
    inside: bool = False


@dataclass(frozen=True, slots=True)
class WordList:
    """Hold the little words and endings of the languages of one script."""

    keyed: dict[str, tuple[str, ...]]  # form as keyed -> languages
    spelled: dict[str, tuple[str, ...]]  # exact form -> languages
    endings: dict[str, tuple[str, ...]]  # language -> endings


@dataclass(frozen=True, slots=True)
class Rate:
    """Say how many words in a word of a language hold its letters, and any of its signs."""

    by_letter: float
    by_all: float


@dataclass(frozen=True, slots=True)
class Label:
    """Say what a label of the model becomes, and how ready we are to believe it."""

    code: str
    prior: float


def load_scripts(
    path: Path = _DATA / "scripts.tsv",
) -> tuple[tuple[Script, ...], dict[str, Script]]:
    """Load scripts, in file order, and the script of each letter."""
    scripts: list[Script] = []
    letters: dict[str, Script] = {}
    for row in read_table(path, ("script", "ranges", "language", "weight")):
        language = "" if row["language"] == "-" else _code(row, row["language"])
        script = Script(row["script"], language, _number(row, "weight"))
        scripts.append(script)
        for part in row["ranges"].split():
            first, _, last = part.partition("-")
            for point in range(int(first, 16), int(last or first, 16) + 1):
                if letters.setdefault(chr(point), script) is not script:
                    raise row.refuse(f"{part} overlaps another script")
    return tuple(scripts), letters


def load_signs(path: Path = _DATA / "letters.tsv") -> tuple[Sign, ...]:
    """Load letters that tell the languages of a script apart."""
    signs: list[Sign] = []
    for row in read_table(path, ("languages", "script", "letters", "gloss")):
        letters = [_letter(part) for part in row["letters"].split()]
        if any(len(letter) != 1 for letter in letters):
            raise row.refuse("letters must be single code points, separated by a blank")
        languages = tuple(_code(row, code) for code in row["languages"].split("+"))
        if row["place"] not in ("", "inside"):
            raise row.refuse(f"place {row['place']!r} is not empty or inside")
        inside = row["place"] == "inside"
        signs.append(Sign(languages, row["script"], frozenset(letters), inside))
    return tuple(signs)


def load_keyboard(path: Path = _DATA / "keyboard.tsv") -> dict[str, str]:
    """Load the key that types a letter on an Arabic keyboard."""
    table: dict[str, str] = {}
    for row in read_table(path, ("letters", "typed", "gloss")):
        if len(row["typed"]) != 1:
            raise row.refuse("typed must be one letter, so that words keep their length")
        for letter in row["letters"]:
            if letter == row["typed"]:
                raise row.refuse(f"{letter} is typed as itself")
            if table.setdefault(letter, row["typed"]) != row["typed"]:
                raise row.refuse(f"{letter} is typed two ways")
    return table


def load_words(keyboard: dict[str, str], path: Path = _DATA / "words.tsv") -> dict[str, WordList]:
    """Load little words by script."""
    lists: dict[str, WordList] = {}
    seen: set[tuple[str, str, str]] = set()
    for row in read_table(path, ("language", "script", "form", "gloss")):
        key = (row["script"], row["language"], row["form"])
        if key in seen:
            raise row.refuse(f"{row['form']} is given twice for {row['language']}")
        seen.add(key)
        words = lists.setdefault(row["script"], WordList({}, {}, {}))
        code, form = _code(row, row["language"]), row["form"]
        if form.startswith("-"):
            if not 1 < len(form) <= _MAX_ENDING_LETTERS:
                raise row.refuse("an ending has one to seven letters")
            words.endings[code] = (*words.endings.get(code, ()), form[1:])
            continue
        table = words.keyed
        if form.startswith("="):
            table, form = words.spelled, form[1:]
        else:
            form = "".join(keyboard.get(letter, letter) for letter in form.lower())
        if not form or " " in form:
            raise row.refuse("one word a row")
        if code not in table.get(form, ()):  # two spellings of one keyed form are one vote
            table[form] = (*table.get(form, ()), code)
    return lists


def load_rates(path: Path = _DATA / "rates.tsv") -> dict[str, Rate]:
    """Load how often each language of the Arabic script shows its signs."""
    rates: dict[str, Rate] = {}
    for row in read_table(path, ("language", "by_letter", "by_all", "gloss")):
        by_letter = 0.0 if row["by_letter"] == "0" else _number(row, "by_letter")
        rates[_code(row, row["language"])] = Rate(by_letter, _number(row, "by_all"))
    return rates


def load_furniture(path: Path = _DATA / "furniture.tsv") -> re.Pattern[str]:
    """Load phrases of page furniture as one pattern, longest first."""
    phrases = [row["phrase"].lower() for row in read_table(path, ("phrase", "gloss"))]
    phrases.sort(key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)


def load_labels(path: Path = _DATA / "labels.tsv") -> dict[str, Label]:
    """Load what the model's labels become."""
    labels: dict[str, Label] = {}
    for row in read_table(path, ("label", "code", "prior", "gloss")):
        if row["label"] in labels:
            raise row.refuse(f"label {row['label']} is given twice")
        prior = _number(row, "prior")
        if prior > 1:
            raise row.refuse("a prior is at most 1")
        labels[row["label"]] = Label(_code(row, row["code"]), prior)
    return labels


def _letter(part: str) -> str:
    """Read a letter, or a combining mark written as U+XXXX."""
    return chr(int(part.removeprefix("U+"), 16)) if part.startswith("U+") else part


def _code(row: Row, code: str) -> str:
    if not _CODE.fullmatch(code):
        raise row.refuse(f"{code!r} is not an ISO 639 code")
    return code


def _number(row: Row, column: str) -> float:
    try:
        number = float(row[column])
    except ValueError:
        raise row.refuse(f"{column} {row[column]!r} is not a number") from None
    if not number > 0:
        raise row.refuse(f"{column} must be above 0")
    return number
