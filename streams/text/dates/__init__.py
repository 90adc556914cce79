"""Dates in text: a hand-made grammar over folded words, in three calendars and nine languages."""

from streams.text.dates.clock import Clock, local_moment
from streams.text.dates.find import find_dates, read_date
from streams.text.dates.load import load_date_words
from streams.text.dates.words import DateWords

__all__ = ["Clock", "DateWords", "find_dates", "load_date_words", "local_moment", "read_date"]
