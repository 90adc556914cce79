"""What people type into Arabic rules by accident, and what such a term would do."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.alert.rules.faults import Report
from streams.alert.rules.tree import Node
from streams.text.lexicon import read_table
from streams.text.normalize import fold

_SEPARATORS: Final = re.compile("[،؛]")
_QUOTES: Final = re.compile("[\xab\xbb\u201c-\u201e\u2039\u203a]")
_CONTROLS: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c]")
# What YAML 1.1 readers other than ours make true or false, where nothing quotes it.
_BOOLEANS: Final = frozenset({"yes", "no", "on", "off", "true", "false", "y", "n"})
_SHORT_LETTERS: Final = 2


@dataclass(frozen=True, slots=True)
class TermLint:
    """Hold the words that make bad terms."""

    stop_words: frozenset[str]
    false_friends: Mapping[str, tuple[str, str]]

    def term(self, node: Node, words: Sequence[str], level: str, report: Report) -> bool:
        """Say whether a term can be used; note what is wrong or doubtful about it."""
        text = node.text
        if node.plain and text.lower() in _BOOLEANS:
            report.warn(node, "yaml_boolean", value=text)
        if _SEPARATORS.search(text):
            report.error(node, "arabic_comma", value=text)
            return False
        if not words:
            report.error(node, "empty_term", value=text)
            return False
        folded = " ".join(words)
        if folded in self.stop_words:
            report.error(node, "stop_word", value=text)
            return False
        if _QUOTES.search(text):
            report.warn(node, "quotes", value=text)
        if _CONTROLS.search(text):
            report.warn(node, "control", value=_CONTROLS.sub("", text))
        friend = self.false_friends.get(folded)
        if friend is not None and (friend[0] == level or level == "family"):
            report.warn(node, "false_friend", value=text, friends=friend[1], level=level)
        elif len(folded) <= _SHORT_LETTERS:
            report.warn(node, "short_term", value=text)
        return True


def load_term_lint(folder: Path | None = None) -> TermLint:
    """Load stop words and false friends. Errors: LexiconError with file:line."""
    data = folder or Path(str(files("streams.alert"))) / "data"
    return TermLint(
        load_stop_words(data / "stop_words.tsv"), load_friends(data / "false_friends.tsv")
    )


def load_stop_words(path: Path) -> frozenset[str]:
    """Load the words that stand in every article."""
    return frozenset(fold(form) for row in read_table(path) for form in row["form"].split())


def load_friends(path: Path) -> Mapping[str, tuple[str, str]]:
    """Load which terms look like which words, from which level on."""
    friends: dict[str, tuple[str, str]] = {}
    for row in read_table(path, ("form", "value", "phrase")):
        if row["value"] not in ("word", "family"):
            raise row.refuse(f"{row['value']!r} is not word or family")
        friends[fold(row["form"])] = (row["value"], row["phrase"].replace(" | ", ", "))
    return friends
