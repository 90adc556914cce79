"""Find the terms and patterns of all rules in one text, in one pass each.

Terms: an Aho-Corasick automaton over the folded text finds every form as a substring, and each hit
is judged where it stands. Patterns: sets of RE2, which read the text once for many patterns.
"""

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import ahocorasick
import re2

from streams.alert.rules.keys import Key
from streams.alert.rules.said_reader import compile_pattern, fold_pattern, pattern_options
from streams.alert.rules.terms import LEVELS, Endings, Fit, forms, stands

Place = tuple[int, int]
# What joins two words of a phrase beside a single blank: more blanks, or a sign between letters.
_ODD_JOINT: Final = re.compile(
    "[ \\t]{2,}|\\t|(?<=[^\\W\\d_])['\u2019\u2018`\\-\u2010\u2011](?=[^\\W\\d_])"
)
# Patterns read together; with more, one text could exhaust what RE2 may keep for a set.
_SET_PATTERNS: Final = 128
_SET_MEMORY_BYTES: Final = 1 << 27


@dataclass(frozen=True, slots=True)
class Bounds:
    """Say where the parts of a folded text end. Units: folded code points."""

    text: int
    lead: int
    title: int

    def of(self, where: str) -> int:
        """Give the end of a part."""
        return self.title if where == "title" else self.lead if where == "lead" else self.text


@dataclass(slots=True)
class TermScanner:
    """Hold the automaton; its values point into `entries`."""

    automaton: Any
    lengths: "array[int]"
    entries: list[tuple[tuple[Fit, int, str], ...]]
    endings: Endings

    def find(self, folded: str, bounds: Bounds) -> dict[int, Place]:
        """Give the questions answered with yes, each with its first place in folded text."""
        found: dict[int, Place] = {}
        if not self.entries:
            return found
        text, back = _joined(folded)
        lengths, entries, endings = self.lengths, self.entries, self.endings
        for last, index in self.automaton.iter(text):
            end = last + 1
            start = end - lengths[index]
            for fit, number, where in entries[index]:
                if number in found:
                    continue
                stop = stands(text, start, end, fit, endings)
                if not stop:
                    continue
                place = (start, stop) if back is None else (back.place(start), back.place(stop))
                if where == "text" or place[0] < bounds.of(where):
                    found[number] = place
        return found


@dataclass(slots=True)
class PatternScanner:
    """Hold patterns in sets, and singly for the ones whose words are asked for."""

    patterns: Sequence[tuple[str, int, str]]
    sets: Sequence[Any]
    _single: dict[str, Any] = field(default_factory=dict)

    def find(self, folded: str, bounds: Bounds) -> dict[int, Place]:
        """Give the questions answered with yes, each with its first place in folded text."""
        found: dict[int, Place] = {}
        for first, together in enumerate(self.sets):
            for index in sorted(together.Match(folded) or ()):
                pattern, number, where = self.patterns[first * _SET_PATTERNS + index]
                met = self._compiled(pattern).search(folded[: bounds.of(where)])
                if met is not None:
                    found[number] = met.span()
        return found

    def _compiled(self, pattern: str) -> Any:
        compiled = self._single.get(pattern)
        if compiled is None:
            compiled = self._single[pattern] = compile_pattern(pattern)
        return compiled


def scan_terms(keys: Sequence[Key], endings: Endings) -> TermScanner:
    """Build the automaton of all terms."""
    by_form: dict[str, list[tuple[Fit, int, str]]] = {}
    for number, key in enumerate(keys):
        if key[0] == "term":
            _, words, named, where = key
            level = next(level for level in LEVELS if level == named)
            for form, fit in forms(words, level):
                by_form.setdefault(form, []).append((fit, number, where))
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for index, form in enumerate(by_form):
        automaton.add_word(form, index)
    automaton.make_automaton()
    entries = [tuple(asking) for asking in by_form.values()]
    return TermScanner(automaton, array("H", map(len, by_form)), entries, endings)


def scan_patterns(keys: Sequence[Key]) -> PatternScanner:
    """Build the sets of all patterns."""
    patterns = [(key[1], number, key[2]) for number, key in enumerate(keys) if key[0] == "regex"]
    sets = []
    for first in range(0, len(patterns), _SET_PATTERNS):
        together = re2.Set.SearchSet(pattern_options(_SET_MEMORY_BYTES))
        for pattern, _, _ in patterns[first : first + _SET_PATTERNS]:
            together.Add(fold_pattern(pattern))
        together.Compile()
        sets.append(together)
    return PatternScanner(patterns, sets)


@dataclass(frozen=True, slots=True)
class _Back:
    """Map places of the joined text back to the folded one."""

    starts: Sequence[int]
    shifts: Sequence[int]

    def place(self, position: int) -> int:
        return position + self.shifts[bisect_right(self.starts, position) - 1]


def _joined(folded: str) -> tuple[str, _Back | None]:
    """Put one blank where words of a phrase are joined otherwise."""
    if _ODD_JOINT.search(folded) is None:
        return folded, None
    parts: list[str] = []
    starts, shifts = [0], [0]
    at = made = 0
    for joint in _ODD_JOINT.finditer(folded):
        parts += (folded[at : joint.start()], " ")
        made += joint.start() - at + 1
        at = joint.end()
        if at - made != shifts[-1]:
            starts.append(made)
            shifts.append(at - made)
    parts.append(folded[at:])
    return "".join(parts), _Back(starts, shifts) if len(starts) > 1 else None
