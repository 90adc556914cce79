"""What a reader works with and what it gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from schemas.annotation import DatePrecision
from streams.text.dates.calendars import GREGORIAN, month_bounds, year_bounds
from streams.text.dates.clock import Clock
from streams.text.dates.lexing import Lexeme, Sentence

# How many words back "will" or "is due" still governs a date (runs of other words count as one).
_AHEAD_WORDS = 8


@dataclass(frozen=True, slots=True)
class Value:
    """Hold a date as a mention states it: a value, or the first and last day of an interval."""

    value: str | None = None
    first: date | None = None
    last: date | None = None
    precision: DatePrecision = "day"
    system: str = GREGORIAN
    end_group: str | None = None  # the mention ends before this group after all


# What a reader gives when the words are no date, nor is any part of them.
NO_DATE = Value()


@dataclass(frozen=True, slots=True)
class Place:
    """Let a reader ask about the words of a match and around it."""

    match: re.Match[str]
    sentence: Sentence
    clock: Clock
    language: str
    anchor: date | None = None  # first day of the mention before this one

    def word(self, group: str) -> Lexeme | None:
        """Give the word that a group of the pattern took."""
        start = self.match.start(group) if group in self.match.re.groupindex else -1
        return self.sentence.lexemes[start] if start >= 0 else None

    def value_of(self, *groups: str) -> str | None:
        """Give the meaning of the first of these groups that took a word."""
        for group in groups:
            found = self.word(group)
            if found is not None:
                return found.word.value
        return None

    def number_of(self, *groups: str) -> int | None:
        """Give the meaning of a group as a number."""
        value = self.value_of(*groups)
        return None if value is None or not value.lstrip("-").isdigit() else int(value)

    @property
    def marks(self) -> str:
        """Give the era marks behind the year, as kinds."""
        return (self.match.group("e") or "") if "e" in self.match.re.groupindex else ""

    @property
    def share(self) -> tuple[int, int] | None:
        """Read "second half": into how many shares, and which, from 1. "Last" counts too."""
        shares, order = self.number_of("f", "f2"), self.number_of("o", "o2")
        if self.value_of("f") == "mid":
            shares = 2  # Persian has one word for "half" and "middle"
        if shares is None or order is None:
            return None
        order = shares if order < 0 else order
        return (shares, order) if 1 <= order <= shares else None

    @property
    def kind_before(self) -> str:
        """Give the kind of the word before the match, `!` at the beginning."""
        start = self.match.start()
        return self.sentence.kinds[start - 1] if start else "!"

    def is_name(self, *, of_places_only: bool = False) -> bool:
        """Say whether a street, a movement or the like stands before, which this may be named."""
        start = self.match.start()
        if self.kind_before != "k":
            return False
        return not of_places_only or self.sentence.lexemes[start - 1].word.value == "place"

    @property
    def looks_ahead(self) -> bool:
        """Say whether a word shortly before, in the same sentence, speaks of the future."""
        start = self.match.start()
        before = self.sentence.kinds[max(0, start - _AHEAD_WORDS) : start]
        return "n" in re.split("[~!]", before)[-1]

    @property
    def kind_after(self) -> str:
        """Give the kind of the word after the match, `!` at the end."""
        end = self.match.end()
        return self.sentence.kinds[end] if end < len(self.sentence.kinds) else "!"


def on_day(day: date, system: str = GREGORIAN) -> Value:
    """State one day."""
    return Value(day.isoformat(), day, day, "day", system)


def on_month(system: str, year: int, month: int) -> Value | None:
    """State one month: by value when Gregorian, by its bounds otherwise."""
    bounds = month_bounds(system, year, month)
    if bounds is None:
        return None
    value = f"{year:04d}-{month:02d}" if system == GREGORIAN else None
    return Value(value, *bounds, "month", system)


def on_year(system: str, year: int) -> Value | None:
    """State one year."""
    bounds = year_bounds(system, year)
    if bounds is None:
        return None
    return Value(f"{year:04d}" if system == GREGORIAN else None, *bounds, "year", system)


def over(first: date, last: date, system: str = GREGORIAN) -> Value | None:
    """State an interval; None when it runs backwards."""
    return None if last < first else Value(None, first, last, "range", system)
