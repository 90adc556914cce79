"""Read counts in folded text: digits, number words, crowds, and the bounds around them.

Input is tokens of folded text, output is numbers with their place in the token list. What is
counted (persons, years, metres) is not known here. Dates are not recognised either: callers
pass over the tokens of a date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from streams.text.number_words import BOUNDS, COUNTING, NumberWord, Numerals, load_numerals
from streams.text.tokens import Token, Words

__all__ = ["Number", "Numerals", "dual_forms", "find_numbers", "load_numerals", "read_numbers"]

# A bound after the number ("14 Afghan soldiers at least") stands at most so many words away.
_BOUND_AFTER_WORDS = 5
# Above this, a run of digits is a telephone number or an id, not a count of anything.
_MAX_DIGITS = 9
_THOUSANDS_GROUP_DIGITS = 3
_CROWD_FACTOR = 2
_FIRST_TEEN_UNIT, _MAX_UNIT, _TEN, _HUNDRED = 2, 9, 10, 100
_DASHES = frozenset({"-", "\u2013"})
_SENTENCE_MARKS = frozenset(".!?؟؛;\n،:")
_DECIMAL_MARKS = str.maketrans({"\u066b": ".", "\u066c": ".", ",": "."})


@dataclass(frozen=True, slots=True)
class Number:
    """Count something. Units: `first` and `last` are token indices, half-open.

    `form` is `digits`, `word` or `open` (a crowd); `bound` is `exact`, `about`, `at_least`,
    `at_most` or `range`. `max` is None when open, `min` is 0 for an upper bound alone.
    """

    min: int
    max: int | None
    first: int
    last: int
    form: str
    bound: str


def dual_forms(singular: str) -> tuple[str, ...]:
    """Give the folded dual of a folded Arabic noun: شخص gives شخصان, شخصين and the construct شخصي.

    >>> dual_forms("طفله")
    ('طفلتان', 'طفلتين', 'طفلتي')
    """
    stem = singular[:-1] + "ت" if singular.endswith("\u0647") else singular
    return stem + "ان", stem + "ين", stem + "ي"


def find_numbers(
    text: str, tokens: Sequence[Token], numerals: Numerals, language: str
) -> tuple[Number, ...]:
    """Find every count, left to right, not overlapping. `text` is the folded text of `tokens`."""
    texts, starts, ends = zip(*tokens, strict=True) if tokens else ((), (), ())
    words = Words(list(texts), list(starts), list(ends))
    return read_numbers(text, words, numerals, language)[0]


def read_numbers(
    text: str,
    words: Words,
    numerals: Numerals,
    language: str,
    spans: Sequence[tuple[int, int]] | None = None,
) -> tuple[tuple[Number, ...], dict[int, str]]:
    """Find counts, and bounds on words that are their own number (`ما لا يقل عن قتيلين`).

    `spans` are the stretches of tokens to read, in order; all of the text when None.

    Shape:  numbers as `find_numbers` gives them; token index of a bounded word -> `at_least`,
            `about` or `at_most`
    Errors: none. Cost: linear; one dictionary look-up for a token that is no number.
    """
    whole = ((0, len(words.texts)),)
    finder = _Finder(text, words, numerals, language, whole if spans is None else spans)
    return tuple(finder.numbers()), finder.bounds()


class _Finder:
    """Walk the words of one text. Kept apart so that the rules share text and words."""

    def __init__(
        self,
        text: str,
        words: Words,
        numerals: Numerals,
        language: str,
        spans: Sequence[tuple[int, int]],
    ) -> None:
        self.text = text
        self.texts, self.begins, self.ends = words
        # Arabic says five and twenty; the other languages put the tens first.
        self.tens_first = language != "ar"
        self.readings = numerals.readings(language)
        readings, texts = self.readings, self.texts
        self.starts = [
            at for first, last in spans for at in range(first, last)
            if readings[texts[at]] or texts[at][0].isdecimal()
        ]  # fmt: skip

    def bounds(self) -> dict[int, str]:
        """Map words that a bound stands next to."""
        found: dict[int, str] = {}
        for at in self.starts:
            word, _ = self._word(at)
            if word is None:
                continue
            after = at + 1 + len(word.rest)
            if word.kind in BOUNDS and after < len(self.texts):
                found[after] = word.kind
            elif word.kind == "at_least_after":
                for before in range(max(0, at - _BOUND_AFTER_WORDS), at):
                    found.setdefault(before, "at_least")
        return found

    def numbers(self) -> Iterator[Number]:
        """Yield counts; a bound before and a bound after are read with their number."""
        done, bound, bound_from, between = 0, "exact", -1, False
        for at in self.starts:
            if at < done:
                continue
            if at > done:
                bound, bound_from, between = "exact", -1, False
            word, _ = self._word(at)
            done = at + 1 + (len(word.rest) if word is not None else 0)
            if word is not None and word.kind in BOUNDS:
                bound, bound_from = word.kind, at
                continue
            if word is not None and word.kind == "between":
                between = True
                continue
            got = self._count(at, word)
            if got is not None:
                number = self._bounded(got, bound, bound_from)
                if bound == "exact":
                    number = self._ranged(number, between=between)
                yield number
                done = number.last
            bound, bound_from, between = "exact", -1, False

    def _word(self, at: int) -> tuple[NumberWord | None, bool]:
        """Look a token up, bare or with a glued و ب ل ف; say whether و was glued."""
        if at < len(self.texts):
            for word, glued in self.readings[self.texts[at]]:
                if self._follows(at, word.rest):
                    return word, glued
        return None, False

    def _follows(self, at: int, rest: tuple[str, ...]) -> bool:
        if not rest:
            return True
        return tuple(self.texts[at + 1 : at + 1 + len(rest)]) == rest

    def _count(self, at: int, word: NumberWord | None) -> Number | None:
        digits = self._digits(at)
        if digits is not None:
            return self._scaled(digits, at)
        if word is None:
            return None
        if word.kind == "open":
            least, last = word.value, at + 1 + len(word.rest)
            after, _ = self._word(last)
            if after is not None and after.kind == "thousands":  # عشرات الآلاف
                least, last = least * after.value, last + 1
            return Number(least, None, at, last, "open", "at_least")
        if word.kind == "thousands":
            return Number(word.value * _CROWD_FACTOR, None, at, at + 1, "open", "at_least")
        if word.kind in COUNTING:
            return self._spelled(at, word)
        return None

    def _digits(self, at: int) -> int | None:
        if at >= len(self.texts):
            return None
        form = self.texts[at]
        if not form[0].isdecimal():
            return None
        if form.isdecimal():
            return int(form) if len(form) <= _MAX_DIGITS else None
        parts = form.translate(_DECIMAL_MARKS).split(".")
        grouped = all(
            part.isdecimal() and len(part) == _THOUSANDS_GROUP_DIGITS for part in parts[1:]
        )
        if not grouped or not parts[0].isdecimal() or parts[0] == "0":
            return None
        joined = "".join(parts)
        return int(joined) if len(joined) <= _MAX_DIGITS else None

    def _scaled(self, value: int, at: int) -> Number:
        """Read `12 ألفا` and `12 ألفا و500` after digits."""
        last = at + 1
        word, glued = self._word(last)
        if (
            word is not None
            and not glued
            and word.kind in {"thousand", "thousands"}
            and not word.rest
        ):
            value, last = value * word.value, last + 1
            if self._adjoined(last) and (rest := self._digits(last + 1)) and rest < word.value:
                value, last = value + rest, last + 2
        return Number(value, value, at, last, "digits", "exact")

    def _adjoined(self, at: int) -> bool:
        """Tell whether token `at` is a lone و glued to the digits after it."""
        if at + 1 >= len(self.texts) or self.texts[at] != "و":
            return False
        return self.ends[at] == self.begins[at + 1]

    def _spelled(self, at: int, word: NumberWord) -> Number | None:
        """Add up number words: units, teens, tens, hundreds, thousands, each part smaller."""
        total, part, last = 0, word.value, at + 1 + len(word.rest)
        kind = word.kind
        while last < len(self.texts) and self._near(last):
            after, glued = self._word(last)
            skip = 0
            if after is not None and after.kind == "and":
                skip = 1
                after, _ = self._word(last + 1)
                glued = True
            if after is None or after.kind not in COUNTING:
                break
            joined = self._join(part, kind, after, glued=glued)
            if joined is None:
                break
            part, kind = joined, after.kind
            if kind in {"thousand", "thousands"}:
                total, part = total + part, 0
            last += skip + 1 + len(after.rest)
        value = total + part
        return Number(value, value, at, last, "word", "exact")

    def _join(self, part: int, kind: str, after: NumberWord, *, glued: bool) -> int | None:
        """Say what two parts make together; None when they are two numbers, not one."""
        small = after.kind in {"unit", "one"}
        if after.kind in {"thousand", "thousands"}:
            joins, factor = not glued and part > 0, after.value
        elif after.kind == "hundred" and not glued:
            joins, factor = part <= _MAX_UNIT and kind in {"unit", "one"}, after.value
        elif after.kind == "teen" and not glued:
            joins, factor = _FIRST_TEEN_UNIT <= part <= _MAX_UNIT, 1
        elif kind == "ten" and small and self.tens_first:
            joins, factor = after.value <= _MAX_UNIT or part == _TEN, 1
        else:
            joins, factor = glued and self._descends(part, kind, after), 1
        if not joins:
            return None
        return part * factor if factor > 1 else part + after.value

    def _descends(self, part: int, kind: str, after: NumberWord) -> bool:
        """Tell whether a part glued with و goes on with the number: five and twenty."""
        if kind in {"thousand", "thousands"}:
            return True
        if after.kind == "ten":
            return kind in {"unit", "one", "hundred"} or part >= _HUNDRED
        return kind == "hundred" and after.kind in {"unit", "one", "teen"}

    def _near(self, at: int) -> bool:
        gap = self.text[self.ends[at - 1] : self.begins[at]]
        return not _SENTENCE_MARKS & set(gap)

    def _bounded(self, number: Number, bound: str, bound_from: int) -> Number:
        """Apply the words before the number, or `على الأقل` after it."""
        first = bound_from if bound_from >= 0 else number.first
        if bound == "exact" and number.bound == "exact" and self._bound_after(number.last):
            bound = "at_least"
        if bound == "at_least":
            return Number(number.min, None, first, number.last, number.form, bound)
        if bound == "at_most":
            return Number(0, number.max, first, number.last, number.form, bound)
        if bound == "about" and number.max is not None:
            return Number(number.min, number.max, first, number.last, number.form, bound)
        return Number(number.min, number.max, first, number.last, number.form, number.bound)

    def _bound_after(self, at: int) -> bool:
        for index in range(at, min(at + _BOUND_AFTER_WORDS, len(self.texts))):
            if not self._near(index):
                return False
            word, glued = self._word(index)
            if word is not None and word.kind == "at_least_after":
                return True
            if glued or self.texts[index][0].isdecimal() or self.texts[index] == "و":
                return False
        return False

    def _ranged(self, number: Number, *, between: bool) -> Number:
        """Read `بين 5 و7`, `5-7`, `5 إلى 7`, `ثلاثة أو أربعة`."""
        at = number.last
        if at >= len(self.texts) or number.max is None:
            return number
        gap = self.text[self.ends[at - 1] : self.begins[at]].strip()
        word, glued = self._word(at)
        start = None
        joined = between and (glued or (word is not None and word.kind == "and"))
        spoken = word is not None and word.kind in {"to", "or"} and not gap
        if gap in _DASHES:
            start = at
        elif joined:
            start = at if glued else at + 1
        elif spoken or (between and self._adjoined(at)):
            start = at + 1
        if start is None:
            return number
        other_word, _ = self._word(start)
        other = self._count(start, other_word)
        if other is None or other.max is None or not number.min < other.max:
            return number
        return Number(number.min, other.max, number.first, other.last, number.form, "range")
