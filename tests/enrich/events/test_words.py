"""The word tables load, and bad rows are refused with file and line."""

from pathlib import Path

import pytest

from streams.enrich.events.find import EventWords
from streams.enrich.events.words import read_words
from streams.text.lexicon import LexiconError


def test_every_language_is_loaded(words: EventWords) -> None:
    assert sorted(words.languages) == ["ar", "ckb", "en", "fa", "fr", "tr", "ur"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("قتل\tmurder\tnoun", "unknown role"),
        ("غارة\ttrigger\tairstrike_shelling", "name:3"),
        ("غارة\ttrigger", "empty value"),
        ("غـارة\ttrigger\tairstrike_shelling:3", "tatweel"),
        ("قتل\tkilled\tnoun\nقَتَل\tkilled\tverb", "already"),
    ],
    ids=["role", "weight", "value", "tatweel", "twice"],
)
def test_bad_row_is_refused(row: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "ar.tsv"
    path.write_text("form\trole\tvalue\n" + row + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=reason):
        read_words(path)
