"""The date grammar read from its file: patterns over kinds of words, each with a reader's name.

All patterns form one regular expression that finds the places where a rule may begin; there the
rules are tried in order until one reads a date.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib import resources

_MACRO = re.compile(r"\{([a-z]\w*)\}")
_NAMED = re.compile(r"\(\?P<\w+>")


@dataclass(frozen=True, slots=True)
class Rule:
    """Join a pattern over kinds with the reader of what it matches."""

    name: str
    reader: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Hold the rules in order; `anywhere` finds where one of them begins."""

    rules: tuple[Rule, ...]
    anywhere: re.Pattern[str]


def load_grammar(readers: frozenset[str]) -> Grammar:
    """Read the grammar file. Errors: ValueError for a rule that names no known reader."""
    file = resources.files(__package__).joinpath("data", "grammar.toml")
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    macros: dict[str, str] = content["macros"]
    rules: list[Rule] = []
    for entry in content["rules"]:
        if entry["reader"] not in readers or not entry["example"]:
            raise ValueError(f"grammar.toml: rule {entry['name']!r}: no such reader or no example")
        source = _MACRO.sub(lambda found: macros[found[1]], entry["pattern"]).replace(" ", "")
        rules.append(Rule(entry["name"], entry["reader"], re.compile(source)))
    union = "|".join(_NAMED.sub("(?:", rule.pattern.pattern) for rule in rules)
    starts: str = content["starts"]
    return Grammar(tuple(rules), re.compile(f"(?=[{starts}])(?:{union})"))
