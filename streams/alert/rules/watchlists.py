"""Watchlists: named sets of terms and entities that rules share."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from streams.alert.rules.fields import Fields
from streams.alert.rules.lint import TermLint
from streams.alert.rules.terms import LEVELS, Level, term_words
from streams.alert.rules.tree import Node

_DIGEST_BYTES: Final = 8
FIELDS: Final = ("terms", "entities", "match", "title")


@dataclass(frozen=True, slots=True)
class Watchlist:
    """Hold folded words with their level, and entity ids."""

    name: str
    terms: tuple[tuple[tuple[str, ...], Level], ...]
    entities: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Change with what the list holds."""
        said = repr((self.terms, self.entities)).encode("utf-8")
        return blake2b(said, digest_size=_DIGEST_BYTES).hexdigest()


# A name that stands for None was declared, and could not be read.
Watchlists = Mapping[str, Watchlist | None]


def read_watchlist(name: str, node: Node, fields: Fields, lint: TermLint) -> Watchlist | None:
    """Read `{terms: [...], entities: [ids], match: word}`, or a plain list of terms."""
    level, terms, entities = LEVELS[0], node, Node("list", node.line, node.column)
    if node.kind == "mapping":
        found = fields.mapping(node, FIELDS)
        if found is None:
            return None
        terms = found.get("terms", Node("list", node.line, node.column))
        entities = found.get("entities", entities)
        if "match" in found:
            named = fields.text(found["match"])
            if named not in LEVELS:
                known = ", ".join(LEVELS)
                fields.report.error(found["match"], "level", value=named, known=known)
                return None
            level = next(one for one in LEVELS if one == named)
    read: dict[tuple[str, ...], Level] = {}
    for item in fields.one_or_more(terms):
        words = term_words(item.text)
        if lint.term(item, words, level, fields.report):
            read[words] = level
    ids = tuple(dict.fromkeys(item.text.strip() for item in fields.one_or_more(entities)))
    if not read and not ids:
        fields.report.error(node, "empty_watchlist", value=name)
        return None
    return Watchlist(name, tuple(read.items()), ids)
