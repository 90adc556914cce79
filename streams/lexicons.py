"""Check every word and rule file that ships: all faults of all files, not only the first.

Two kinds of checks. Every line of every file under a `data/` folder is held to what no loader may
forgive (invisible characters, presentation forms, unknown columns). Then the file's own loader
reads a copy; a loader stops at its first fault, so the line it names is struck out of the copy and
the loader reads again, until it is content.
"""

import re
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.alert.rules import check_rules as read_rules
from streams.alert.rules import load_rules
from streams.alert.rules.faults import load_messages
from streams.alert.rules.lint import load_friends, load_stop_words
from streams.alert.rules.terms import load_endings
from streams.alert.severity import load_severity_words
from streams.alert.victims import load_role_words
from streams.alert.voice import load_voices
from streams.dedup.tolls import load_dedup_words
from streams.enrich.events.words import read_words
from streams.enrich.keyphrases import load_keyphrases
from streams.enrich.names.words import load_names
from streams.enrich.quotes import load_quotes
from streams.enrich.subjects import load_subjects
from streams.language import tables
from streams.lexicon_lines import line_faults
from streams.parse.markers import load_markers
from streams.rule_names import LoadedNames, load_subject_names
from streams.text.dates import load_date_words
from streams.text.dates.words import parse_row
from streams.text.lexicon import LexiconError, read_table, spellings
from streams.text.number_words import parse_numerals

_SUFFIXES: Final = (".tsv", ".toml", ".yaml")
# A file with more faults than this is another file, not a faulty one.
_MAX_FAULTS = 50
# How our loaders begin an error: a file, a line, and for rules a column.
_PLACE = re.compile(r"(?P<path>[^\n]*?):(?P<line>\d+):(?P<message>(?:\d+:)? .*)", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Say what is wrong where. `line` is 0 for the file as a whole."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold one file, how many rows (or rules) it has, and its faults in line order."""

    path: Path
    rows: int
    faults: tuple[Fault, ...]


def data_files(root: Path) -> tuple[Path, ...]:
    """List the word and rule files under every `data/` folder, relative to `root`, sorted."""
    found = (path.relative_to(root) for path in root.rglob("data/*") if path.suffix in _SUFFIXES)
    return tuple(sorted(found))


def check_lexicons(root: Path | None = None) -> tuple[Checked, ...]:
    """Check all files under `root`, the shipped ones if none; one answer a file, sorted.

    Cost: about three seconds. Errors: none; what cannot be read is a fault.
    """
    shipped = Path(str(files("streams")))
    root = root or shipped
    paths = data_files(root)
    faults: dict[Path, list[Fault]] = {path: [] for path in paths}
    rows: dict[Path, int] = {}
    with tempfile.TemporaryDirectory(prefix="barid-check-") as folder:
        copy = Path(folder)
        for path in paths:
            content, found = _content(root / path)
            rows[path] = sum(1 for line in content if line.strip() and not line.startswith("#"))
            found += line_faults(content, path)
            faults[path] += [Fault(root / path, line, message) for line, message in found]
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, copy / path)
        for path, line, message in _load_all(copy):
            faults[path].append(Fault(root / path, line, message))
    if root == shipped:
        for name, load in _SHIPPED:
            fault = _attempt(load)
            if fault is not None:
                faults[Path(name)].append(Fault(root / name, fault[1], f"{fault[0]}: {fault[2]}"))
    return tuple(Checked(root / path, rows[path], _once_a_line(faults[path])) for path in paths)


def _once_a_line(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Keep one fault a line: what a loader says of a line already named adds nothing."""
    first: dict[int, Fault] = {}
    for fault in faults:
        first.setdefault(fault.line, fault)
    return tuple(first[line] for line in sorted(first))


def check_rules(path: Path) -> Checked:
    """Check one file of alert rules; each error names its line and column."""
    checked = read_rules(path, LoadedNames())
    faults = (
        Fault(Path(fault.file), fault.line, f"{fault.column}: {fault.english}\n    {fault.arabic}")
        for fault in checked.errors
    )
    return Checked(path, 0 if checked.errors else checked.count, tuple(faults))


def _content(path: Path) -> tuple[list[str], list[tuple[int, str]]]:
    content = path.read_bytes()
    try:
        return content.decode("utf-8").split("\n"), []
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return [], [(line, "is not UTF-8; save it as UTF-8")]


@dataclass(frozen=True, slots=True)
class _Loader:
    """Join a loader with the files it reads: one by its name, or all of a folder."""

    folder: str
    load: Callable[[Path], object]
    name: str = ""

    def places(self, root: Path) -> tuple[Path, ...]:
        """List the files, relative to `root`; a name may be a pattern, then each file is read."""
        found = (root / self.folder).glob(self.name or "*.tsv")
        return tuple(sorted(path.relative_to(root) for path in found))


def _read_numerals(path: Path) -> object:
    return parse_numerals(path.read_text("utf-8"))


def _read_dates(path: Path) -> object:
    """Read the rows only: what the words do together is read with the grammar."""
    return [
        parse_row(line, f"{path.name}:{number}")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if line and not line.startswith(("#", "form\t"))
    ]


def _read_enrichment(folder: Path) -> object:
    return load_subjects(folder), load_quotes(folder), load_keyphrases(folder)


def _read_toml(path: Path) -> object:
    return tomllib.loads(path.read_text("utf-8"))


def _read_forms(path: Path) -> object:
    return [spellings(row) for row in read_table(path)]


# Every loader, one list. A test holds that each data file stands in it.
_LOADERS: Final = (
    _Loader("text/data", _read_numerals, "numerals.tsv"),
    _Loader("text/dates/data", _read_dates, "[!.]*.tsv"),
    _Loader("text/dates/data", _read_toml, "grammar.toml"),
    _Loader("parse/data", lambda folder: load_markers(None, folder)),
    _Loader("dedup/data", _read_forms, "tolls.tsv"),
    _Loader("language/data", tables.load_scripts, "scripts.tsv"),
    _Loader("language/data", tables.load_signs, "letters.tsv"),
    _Loader("language/data", tables.load_keyboard, "keyboard.tsv"),
    _Loader("language/data", lambda path: tables.load_words({}, path), "words.tsv"),
    _Loader("language/data", tables.load_rates, "rates.tsv"),
    _Loader("language/data", tables.load_furniture, "furniture.tsv"),
    _Loader("language/data", tables.load_labels, "labels.tsv"),
    _Loader("enrich/data", _read_enrichment),
    _Loader("enrich/events/data", read_words, "[!.]*.tsv"),
    _Loader("enrich/names/data", load_names),
    _Loader("alert/data", load_rules, "*.yaml"),
    _Loader("alert/data", load_messages, "rule_messages.toml"),
    _Loader("alert/data", load_severity_words, "severities.tsv"),
    _Loader("alert/data", load_role_words, "victim_roles.tsv"),
    _Loader("alert/data", load_endings, "suffixes.tsv"),
    _Loader("alert/data", load_stop_words, "stop_words.tsv"),
    _Loader("alert/data", load_friends, "false_friends.tsv"),
    _Loader("alert/data", load_subject_names, "subject_names.tsv"),
    _Loader("alert/data", load_voices, "voices.tsv"),
)
# These know only the shipped files, so they are asked once, about those.
_SHIPPED: Final = (
    ("text/dates/data/grammar.toml", load_date_words),
    ("dedup/data/tolls.tsv", load_dedup_words),
)


def _load_all(copy: Path) -> Iterator[tuple[Path, int, str]]:
    for loader in _LOADERS:
        places = loader.places(copy)
        if not loader.name:
            yield from _struck(copy, places, partial(loader.load, copy / loader.folder))
            continue
        for place in places:
            yield from _struck(copy, (place,), partial(loader.load, copy / place))


def _struck(
    copy: Path, places: Sequence[Path], load: Callable[[], object]
) -> Iterator[tuple[Path, int, str]]:
    """Yield fault after fault of some files, each struck out of the copy once it is named."""
    for _ in range(_MAX_FAULTS):
        fault = _attempt(load)
        if fault is None:
            return
        name, line, message = fault
        place = next((path for path in places if path.name == name), None)
        yield (places[0], 0, message) if place is None else (place, line, message)
        if place is None or not line or not _strike(copy / place, line):
            return


def _attempt(load: Callable[[], object]) -> tuple[str, int, str] | None:
    """Give the name of the file, the line and what is wrong; None where the loader is content."""
    try:
        load()
    except LexiconError as error:
        return error.path.name, error.line, error.reason
    except Exception as error:  # noqa: BLE001 - whatever a loader raises is a fault of its file
        found = _PLACE.fullmatch(str(error))
        if found is None:
            return "", 0, f"{type(error).__name__}: {error}"
        return Path(found["path"]).name, int(found["line"]), found["message"].strip()
    return None


def _strike(path: Path, line: int) -> bool:
    """Make a line a comment, so that the lines after it keep their numbers."""
    lines = path.read_text("utf-8").split("\n")
    if path.suffix != ".tsv" or line > len(lines) or lines[line - 1] == "#":
        return False
    header = next((at for at, one in enumerate(lines, 1) if one.strip() and one[0] != "#"), 0)
    if line == header:
        return False
    lines[line - 1] = "#"
    path.write_text("\n".join(lines), "utf-8")
    return True
