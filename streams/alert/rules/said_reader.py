"""Read the conditions that an article decides alone, each into the questions that answer it."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import re2

from streams.alert.rules.fields import Fields
from streams.alert.rules.keys import Asked, Keys, Where
from streams.alert.rules.lint import TermLint
from streams.alert.rules.names import Named, Names
from streams.alert.rules.terms import LEVELS, Level, term_words
from streams.alert.rules.tree import Node
from streams.alert.rules.watchlists import Watchlist, Watchlists
from streams.text.normalize import fold

WHERE: Final[tuple[Where, ...]] = ("text", "lead", "title")
ROLES: Final = ("perpetrator", "target", "official")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_IN: Final = ("in", "match")
# RE2 keeps what it has compiled; a pattern that needs more than this is a program, not a pattern.
_MAX_PATTERN_BYTES: Final = 1 << 20
Numbers = tuple[int, ...]


@dataclass(slots=True)
class SaidReader:
    """Read single conditions; what cannot be read is reported, and None given."""

    fields: Fields
    keys: Keys
    names: Names
    lint: TermLint
    _listed: dict[tuple[str, Where], int] = field(default_factory=dict)
    _resolved: dict[tuple[str, str], tuple[Named, ...]] = field(default_factory=dict)

    def terms(self, node: Node) -> Numbers | None:
        """Read `[a, b]`, or `{of: [a, b], match: family, in: title}`: one of them is enough."""
        items, level, where = node, LEVELS[0], WHERE[0]
        if node.kind == "mapping":
            fields = self.fields.mapping(node, ("of", *_IN))
            if fields is None or "of" not in fields:
                self.fields.report.error(node, "needs", field="of")
                return None
            items = fields["of"]
            read_level, read_where = self.level(fields.get("match")), self.where(fields.get("in"))
            if read_level is None or read_where is None:
                return None
            level, where = read_level, read_where
        found = [self.term(item, level, where) for item in self.fields.one_or_more(items)]
        numbers = tuple(number for number in found if number is not None)
        if not found and items.kind == "list" and not items.items:
            self.fields.report.error(items, "empty_list")
        return numbers if numbers and len(numbers) == len(found) else None

    def term(self, node: Node, level: Level, where: Where) -> int | None:
        """Read one word or phrase."""
        words = term_words(node.text)
        if not self.lint.term(node, words, level, self.fields.report):
            return None
        return self.keys.number("term", " ".join(words), level, where)

    def regex(self, node: Node) -> Numbers | None:
        """Read a pattern, or `{pattern: ..., in: title}`; it meets folded text."""
        where = WHERE[0]
        if node.kind == "mapping":
            fields = self.fields.mapping(node, ("pattern", "in"))
            if fields is None or "pattern" not in fields:
                self.fields.report.error(node, "needs", field="pattern")
                return None
            read = self.where(fields.get("in"))
            if read is None:
                return None
            node, where = fields["pattern"], read
        numbers = []
        for item in self.fields.one_or_more(node):
            try:
                compiled = compile_pattern(item.text)
            except re2.error as error:
                said = error.args[0] if error.args else error
                said = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
                self.fields.report.error(item, "regex", problem=said)
                return None
            if compiled.match("") is not None:
                self.fields.report.error(item, "regex_empty", value=item.text)
                return None
            numbers.append(self.keys.number("regex", item.text, where))
        return tuple(numbers) or None

    def entities(self, node: Node) -> Numbers | None:
        """Read ids or names; a name on no list is compared as written."""
        numbers: list[int] = []
        for item in self.fields.one_or_more(node):
            numbers += [self.keys.number(*key) for key in self._entity(item)]
        return tuple(numbers) or None

    def actors(self, node: Node, watchlists: Watchlists) -> Numbers | None:
        """Read who must take part in the event: `[a]`, or `{of: [a], role: perpetrator}`."""
        roles: tuple[str, ...] = ("",)
        items: tuple[tuple[str, str], ...] = ()
        if node.kind == "mapping":
            fields = self.fields.mapping(node, ("of", "role", "watchlist"))
            if fields is None or not ("of" in fields or "watchlist" in fields):
                self.fields.report.error(node, "needs", field="of")
                return None
            if "role" in fields:
                roles = tuple(item.text for item in self.fields.one_or_more(fields["role"]))
            if "watchlist" in fields:
                listed = self._watchlist(fields["watchlist"], watchlists)
                if listed is None:
                    return None
                items = (*(("entity", one) for one in listed.entities),)
                items += tuple(("name", " ".join(words)) for words, _ in listed.terms)
            node = fields.get("of", Node("list", node.line, node.column))
        for item in self.fields.one_or_more(node):
            items += self._entity(item)
        return tuple(self.keys.number("actor", role, *who) for role in roles for who in items)

    def affiliations(self, node: Node | None) -> tuple[str, ...] | None:
        """Read whose victims are: ids or names, folded as articles name them; none for None."""
        if node is None:
            return ()
        names: list[str] = []
        for item in self.fields.one_or_more(node):
            found = self._resolve("entity", item.text)
            if not found:
                self.fields.report.warn(item, "unlisted_entity", value=item.text)
            names += [fold(one.name).strip() for one in found] or [fold(item.text).strip()]
        if not names:
            self.fields.report.error(node, "empty_list")
        return tuple(names) or None

    def subjects(self, node: Node) -> Numbers | None:
        """Read subjects by code or name; a parent stands for all beneath it."""
        codes: list[str] = []
        for item in self.fields.one_or_more(node):
            found = self.names.subjects(fold(item.text).strip())
            if not found:
                self._unknown(item, "subject")
                return None
            codes += found
        return tuple(self.keys.number("subject", code) for code in dict.fromkeys(codes)) or None

    def languages(self, node: Node) -> Numbers | None:
        """Read language codes."""
        numbers: list[int] = []
        for item in self.fields.one_or_more(node):
            if not _LANGUAGE.fullmatch(item.text):
                self.fields.report.error(item, "language", value=item.text)
                return None
            numbers.append(self.keys.number("language", item.text))
        return tuple(numbers) or None

    def outlets(self, node: Node) -> Numbers | None:
        """Read outlets as articles name them, or hosts."""
        items = self.fields.one_or_more(node)
        return tuple(self.keys.number("outlet", fold(item.text).strip()) for item in items) or None

    def watchlist(self, node: Node, watchlists: Watchlists) -> Numbers | None:
        """Read the name of a watchlist, or `{name: ..., in: title}`."""
        where = WHERE[0]
        if node.kind == "mapping":
            fields = self.fields.mapping(node, ("name", "in"))
            if fields is None or "name" not in fields:
                self.fields.report.error(node, "needs", field="name")
                return None
            read = self.where(fields.get("in"))
            if read is None:
                return None
            node, where = fields["name"], read
        numbers: list[int] = []
        for item in self.fields.one_or_more(node):
            listed = self._watchlist(item, watchlists)
            if listed is None:
                return None
            numbers.append(self._listing(listed, where))
        return tuple(numbers) or None

    def place(self, node: Node) -> Named | None:
        """Resolve a name to one place."""
        found = self._resolve("place", node.text)
        if len(found) == 1:
            return found[0]
        if found:
            among = "; ".join(map(str, found))
            self.fields.report.error(node, "ambiguous", value=node.text, among=among)
        else:
            self._unknown(node, "place")
        return None

    def level(self, node: Node | None) -> Level | None:
        """Read a match level."""
        if node is None:
            return LEVELS[0]
        for level in LEVELS:
            if node.text == level:
                return level
        self.fields.report.error(node, "level", value=node.text, known=", ".join(LEVELS))
        return None

    def where(self, node: Node | None) -> Where | None:
        """Read where a term must stand."""
        if node is None:
            return WHERE[0]
        for where in WHERE:
            if node.text == where:
                return where
        self.fields.report.error(node, "where", value=node.text, known=", ".join(WHERE))
        return None

    def _watchlist(self, node: Node, watchlists: Watchlists) -> Watchlist | None:
        listed = watchlists.get(node.text)
        if listed is None and node.text not in watchlists:
            known = ", ".join(sorted(watchlists)) or "-"
            self.fields.report.error(node, "watchlist", value=node.text, known=known)
        return listed

    def _listing(self, listed: Watchlist, where: Where) -> int:
        """Give the one number that stands for all of a watchlist."""
        key = (listed.name, where)
        number = self._listed.get(key)
        if number is None:
            members = [
                self.keys.number("term", " ".join(words), level, where)
                for words, level in listed.terms
            ]
            members += [self.keys.number("entity", entity) for entity in listed.entities]
            number = self._listed[key] = self.keys.group(
                members, "watchlist", listed.name, where, listed.digest
            )
        return number

    def _entity(self, node: Node) -> tuple[tuple[Asked, str], ...]:
        found = self._resolve("entity", node.text)
        if found:
            return tuple(("entity", one.id) for one in found)
        self.fields.report.warn(node, "unlisted_entity", value=node.text)
        return (("name", fold(node.text).strip()),)

    def _resolve(self, what: str, name: str) -> tuple[Named, ...]:
        key = (what, fold(name).strip())
        known = self._resolved.get(key)
        if known is None:
            ask = self.names.places if what == "place" else self.names.entities
            known = self._resolved[key] = ask(key[1]) or ask(name.strip())
        return known

    def _unknown(self, node: Node, what: str) -> None:
        near = self.names.near(fold(node.text).strip())
        code = f"unknown_{what}"
        self.fields.report.error(node, code, value=node.text, near=", ".join(near) or "-")


def compile_pattern(pattern: str) -> Any:
    """Compile a pattern for folded text. Errors: re2.error."""
    return re2.compile(fold_pattern(pattern), pattern_options(_MAX_PATTERN_BYTES))


def pattern_options(memory_bytes: int) -> Any:
    """Give what all patterns are read with: any case, no line to the log, so much memory."""
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = memory_bytes
    return options


def fold_pattern(pattern: str) -> str:
    """Fold the letters of a pattern that are not ASCII: its syntax is left alone."""
    return "".join(char if char.isascii() else fold(char) for char in pattern)
