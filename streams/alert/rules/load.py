"""Load rules: one file, or a folder of files that share their watchlists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import IO, Final

from streams.alert.rules.condition_reader import ConditionReader
from streams.alert.rules.facts import Annotated
from streams.alert.rules.faults import Fault, Report, RulesError, load_messages
from streams.alert.rules.fields import Fields
from streams.alert.rules.index import build_index
from streams.alert.rules.keys import Keys
from streams.alert.rules.lint import TermLint, load_term_lint
from streams.alert.rules.names import NO_NAMES, Names
from streams.alert.rules.rule import Rule
from streams.alert.rules.rule_reader import RuleReader, RuleTest
from streams.alert.rules.ruleset import RuleSet
from streams.alert.rules.said_reader import SaidReader
from streams.alert.rules.scan import scan_patterns, scan_terms
from streams.alert.rules.terms import load_endings
from streams.alert.rules.tree import Node, NoYaml, Reading
from streams.alert.rules.watchlists import Watchlist, read_watchlist
from streams.alert.severity import load_severity_words
from streams.alert.victims import load_role_words

_FIELDS: Final = ("version", "watchlists", "rules")
_VERSION: Final = 1
SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Checked:
    """Hold what reading gave: the rules, if they can be used, and all faults in file order."""

    rules: RuleSet | None
    count: int
    faults: tuple[Fault, ...]

    @property
    def errors(self) -> tuple[Fault, ...]:
        """Give what makes the rules unusable."""
        return tuple(fault for fault in self.faults if fault.error)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """Give what is likely a mistake."""
        return tuple(fault for fault in self.faults if not fault.error)


def shipped_rules() -> Path:
    """Say where the rules stand that Barid ships with."""
    return Path(str(files("streams.alert"))) / "data" / "rules.yaml"


def load_default_rules() -> RuleSet:
    """Load the shipped rules."""
    return load_rules(shipped_rules())


def load_rules(path: Path | None, names: Names = NO_NAMES) -> RuleSet:
    """Load rules from a file or a folder, or the shipped ones. Errors: RulesError."""
    return _rules_or_error(check_rules(path or shipped_rules(), names))


def parse_rules(text: str, name: str, names: Names = NO_NAMES) -> RuleSet:
    """Read rules from YAML text; `name` stands in errors. Errors: RulesError."""
    return _rules_or_error(check_text(text, name, names))


def check_text(text: str, name: str, names: Names = NO_NAMES) -> Checked:
    """Read rules from YAML text, and say all that is wrong or doubtful. Errors: none."""
    loader = _Loader(_reading(names))
    loader.file(name, text)
    return loader.finish()


def check_rules(path: Path, names: Names = NO_NAMES) -> Checked:
    """Read rules from a file or a folder; say all that is wrong or doubtful. Errors: none."""
    loader = _Loader(_reading(names))
    if path.is_dir():
        found = sorted(one for one in path.iterdir() if one.suffix in SUFFIXES)
        if not found:
            loader.report.file = str(path)
            loader.report.error_at(1, 1, "empty_folder")
    else:
        found = [path]
    for one in found:
        try:
            with one.open("rb") as content:
                loader.file(str(one), content, alone=not path.is_dir())
        except OSError as error:
            loader.report.file = str(one)
            loader.report.error_at(1, 1, "unreadable", problem=error.strerror)
    return loader.finish()


def _rules_or_error(checked: Checked) -> RuleSet:
    if checked.rules is None:
        raise RulesError(checked.errors)
    return checked.rules


@dataclass(frozen=True, slots=True)
class _Parts:
    """Hold the readers of one load; they share the report, the questions and the watchlists."""

    report: Report
    keys: Keys
    fields: Fields
    lint: TermLint
    rules: RuleReader
    watchlists: dict[str, Watchlist | None]


def _reading(names: Names) -> _Parts:
    report = Report(load_messages())
    keys, lint = Keys(), load_term_lint()
    fields = Fields(report, load_severity_words(), load_role_words())
    watchlists: dict[str, Watchlist | None] = {}
    said = SaidReader(fields, keys, names, lint)
    conditions = ConditionReader(fields, keys, names, said, watchlists)
    return _Parts(report, keys, fields, lint, RuleReader(fields, conditions), watchlists)


@dataclass(slots=True)
class _Loader:
    """Read file after file; rules whose watchlist is not met yet wait for the end."""

    parts: _Parts
    rules: dict[str, Rule] = field(default_factory=dict)
    tests: list[RuleTest] = field(default_factory=list)
    _where: dict[str, str] = field(default_factory=dict)
    _listed: dict[str, tuple[str, Node]] = field(default_factory=dict)
    _waiting: list[tuple[str, Node]] = field(default_factory=list)
    _used: set[str] = field(default_factory=set)
    _order: dict[str, int] = field(default_factory=dict)
    _count: int = 0

    @property
    def report(self) -> Report:
        return self.parts.report

    def file(self, name: str, content: str | IO[bytes], *, alone: bool = True) -> None:
        """Read one file."""
        self.report.file = name
        try:
            self._document(Reading(content), alone=alone)
        except NoYaml as error:
            self.report.error_at(error.line, error.column, "no_yaml", problem=str(error))

    def finish(self) -> Checked:
        """Read the rules that waited, and build what finds them all."""
        for file, node in self._waiting:
            self.report.file = file
            self._rule(node)
        for name, (file, node) in self._listed.items():
            if name not in self._used and self.parts.watchlists[name] is not None:
                self.report.file = file
                self.report.warn(node, "unused_watchlist", value=name)
        faults = tuple(sorted(self.report.faults))
        if self.report.failed:
            return Checked(None, self._count, faults)
        return Checked(self._built(), self._count, faults)

    def _built(self) -> RuleSet:
        keys = self.parts.keys
        rules = tuple(sorted(self.rules.values(), key=lambda rule: self._order[rule.id]))
        return RuleSet(
            rules=rules,
            tests=tuple(self.tests),
            keys=keys.asked,
            groups=keys.groups,
            annotated=Annotated(keys.numbers),
            terms=scan_terms(keys.asked, load_endings()),
            patterns=scan_patterns(keys.asked),
            index=build_index(rules, keys.asked),
            by_id={rule.id: rule for rule in rules},
            has_article_rules=any(rule.kind == "article" for rule in rules),
        )

    def _document(self, reading: Reading, *, alone: bool) -> None:
        seen: set[str] = set()
        first: Node | None = None
        for key, value in reading.top():
            first = first or key
            if not key.text and value is not None:
                self.report.error(value, "need_mapping", known=", ".join(_FIELDS))
                return
            if key.text in seen:
                self.report.error(key, "twice_field", field=key.text)
            seen.add(key.text)
            if key.text == "rules":
                self._list(reading, value)
            else:
                self._section(key, value or reading.list_node)
        if first is None:
            self.report.error_at(1, 1, "empty_file")
        elif "version" not in seen:
            self.report.error(first, "version")
        elif "rules" not in seen and (alone or "watchlists" not in seen):
            self.report.error(first, "no_rules")

    def _section(self, key: Node, value: Node) -> None:
        if key.text == "version":
            number = value.text.strip()
            if not number.isdecimal() or int(number) != _VERSION:
                self.report.error(value, "version")
        elif key.text == "watchlists":
            self._watchlists(value)
        else:
            self.parts.fields.mapping(Node("mapping", 0, 0, pairs=((key, value),)), _FIELDS)

    def _watchlists(self, node: Node) -> None:
        if node.kind != "mapping":
            self.report.error(node, "need_mapping", known="names of watchlists")
            return
        watchlists = self.parts.watchlists
        for key, value in node.pairs:
            if key.text in watchlists:
                file, other = self._listed[key.text]
                where = f"{file}:{other.line}"
                self.report.error(key, "same_watchlist", value=key.text, where=where)
                continue
            self._listed[key.text] = (self.report.file, key)
            watchlists[key.text] = read_watchlist(
                key.text, value, self.parts.fields, self.parts.lint
            )

    def _list(self, reading: Reading, value: Node | None) -> None:
        if value is not None and value.kind != "list":
            self.report.error(value, "need_list")
            return
        listed = reading.list_node if value is None else value
        nodes: Iterable[Node] = reading.items() if value is None else value.items
        before = self._count
        for node in nodes:
            self._count += 1
            named = tuple(watchlists_of(node))
            self._used.update(named)
            if any(name not in self.parts.watchlists for name in named):
                self._waiting.append((self.report.file, node))
            self._place(node)
            if not self._waiting or self._waiting[-1][1] is not node:
                self._rule(node)
        if self._count == before:
            self.report.error(listed, "no_rule")

    def _place(self, node: Node) -> None:
        """Keep the order of the files, whoever has to wait; an id is taken by the first."""
        for key, value in node.pairs:
            if key.text != "id" or value.kind != "scalar":
                continue
            first = self._where.setdefault(value.text, f"{self.report.file}:{value.line}")
            if value.text in self._order:
                self.report.error(value, "same_id", value=value.text, where=first)
            self._order.setdefault(value.text, len(self._order))

    def _rule(self, node: Node) -> None:
        made = self.parts.rules.read(node, self.report.file)
        if made is None:
            return
        rule, tests = made
        self.rules.setdefault(rule.id, rule)
        self.tests += tests


def watchlists_of(node: Node) -> Iterator[str]:
    """Name the watchlists that a rule refers to."""
    for key, value in node.pairs:
        if key.text == "watchlist":
            named: Mapping[str, Node] = {one.text: inner for one, inner in value.pairs}
            target = named.get("name", value)
            yield from (item.text for item in (target.items or (target,)) if item.text)
        else:
            yield from watchlists_of(value)
    for item in node.items:
        yield from watchlists_of(item)
