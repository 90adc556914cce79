"""Tables refuse rows that must not be shipped, with the file and the line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from streams.language.tables import (
    load_furniture,
    load_keyboard,
    load_labels,
    load_rates,
    load_scripts,
    load_signs,
    load_words,
)
from streams.text.lexicon import LexiconError

BAD: list[tuple[Callable[[Path], object], str, str]] = [
    (load_scripts, "script\tranges\tlanguage\tweight\nLatn\t0041-005A\tenglish\t1", "ISO 639"),
    (load_scripts, "script\tranges\tlanguage\tweight\nLatn\t0041-005A\t-\tone", "not a number"),
    (
        load_scripts,
        "script\tranges\tlanguage\tweight\nLatn\t0041\t-\t1\nGrek\t0041\tel\t1",
        "overlap",
    ),
    (load_signs, "languages\tscript\tletters\tgloss\nsd\tArab\tڄڃ\tgloss", "single code points"),
    (load_signs, "languages\tscript\tletters\tgloss\tplace\nug\tArab\tى\ti\tend", "place"),
    (load_keyboard, "letters\ttyped\tgloss\nی\tيي\tye", "one letter"),
    (load_keyboard, "letters\ttyped\tgloss\nی\tي\tye\nی\tى\tye", "two ways"),
    (load_keyboard, "letters\ttyped\tgloss\nي\tي\tye", "as itself"),
    (load_rates, "language\tby_letter\tby_all\tgloss\nar\t0\t0\tArabic", "above 0"),
    (load_labels, "label\tcode\tprior\tgloss\nan\tan\t2\tAragonese", "at most 1"),
    (load_labels, "label\tcode\tprior\tgloss\nan\tan\t1\tx\nan\tes\t1\ty", "twice"),
    (load_furniture, "phrase\tgloss\nprint\t", "empty gloss"),
    (
        lambda path: load_words({}, path),
        "language\tscript\tform\tgloss\nen\tLatn\tthe\tx\nen\tLatn\tthe\ty",
        "twice",
    ),
    (
        lambda path: load_words({}, path),
        "language\tscript\tform\tgloss\nen\tLatn\tof the\tx",
        "one word",
    ),
    (lambda path: load_words({}, path), "language\tscript\tform\tgloss\naz\tLatn\t-\tx", "ending"),
]


@pytest.mark.parametrize(
    ("load", "table", "reason"), BAD, ids=[f"{r}-{n}" for n, (_, _, r) in enumerate(BAD)]
)
def test_a_bad_row_is_refused_with_its_line(
    load: Callable[[Path], object], table: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "table.tsv"
    path.write_text(f"# comment\n{table}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=reason) as caught:
        load(path)
    assert caught.value.line == table.count("\n") + 2


def test_a_word_typed_on_any_keyboard_is_one_word() -> None:
    words = load_words(load_keyboard())["Arab"]
    assert "ur" in words.keyed["كي"]
    assert "fa" in words.keyed["اين"]
    assert "این" not in words.keyed


def test_every_sign_belongs_to_a_language_with_a_rate() -> None:
    rates = load_rates()
    assert {c for sign in load_signs() if sign.script == "Arab" for c in sign.languages} <= set(
        rates
    )


def test_furniture_is_matched_as_whole_words() -> None:
    furniture = load_furniture()
    assert furniture.sub("", "Share on Facebook") == " "
    assert furniture.sub("", "The printer and the homeland") == "The printer and the homeland"
