from collections.abc import Callable
from datetime import date

import pytest

from streams.text.dates import Clock, DateWords, find_dates, load_date_words

Reader = Callable[..., list[tuple[str, str | None]]]


@pytest.fixture(scope="session")
def words() -> DateWords:
    return load_date_words()


@pytest.fixture(scope="session")
def clock() -> Clock:
    """Wednesday, 12 June 2024."""
    return Clock(written_on=date(2024, 6, 12))


@pytest.fixture(scope="session")
def dates_in(words: DateWords, clock: Clock) -> Reader:
    """Give the mentions of a text as `(text, value or from/to)`."""

    def read(
        text: str, language: str = "ar", when: Clock | None = None
    ) -> list[tuple[str, str | None]]:
        found = find_dates(text, when or clock, words, language)
        return [
            (item.text, item.value or (f"{item.from_}/{item.to}" if item.from_ else None))
            for item in found
        ]

    return read
