"""The page's texts: there in both languages, for every closed set, and used."""

import re
from importlib.resources import files
from typing import get_args

import pytest

from schemas.alert import AlertStatus, FigureStanding, Severity, SuppressionReason
from streams.alert.severity import TYPE_GROUPS
from streams.deliver.page import words as words_module
from streams.deliver.page.words import LANGUAGES, TextsError, is_language_tag, load_words

PAGE = files("streams.deliver.page")
SOURCES = "\n".join(
    item.read_text("utf-8")
    for folder in (PAGE, PAGE / "templates")
    for item in folder.iterdir()
    if item.name.endswith((".html", ".py"))
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("severity", get_args(Severity)),
        ("status", get_args(AlertStatus)),
        ("reason", get_args(SuppressionReason)),
        ("why", get_args(SuppressionReason)),
        ("type", tuple(TYPE_GROUPS)),
        ("standing", get_args(FigureStanding)),
        ("ended", ("reopened", "merged", "split")),
        ("field", ("killed", "injured", "missing", "arrested", "severity", "place")),
    ],
)
def test_every_value_of_a_closed_set_has_its_word(
    language: words_module.Language, kind: str, values: tuple[str, ...]
) -> None:
    texts = load_words()[language].texts
    assert [value for value in values if f"{kind}.{value}" not in texts] == []


def test_every_text_that_a_template_asks_for_is_there_and_none_lies_idle() -> None:
    texts = load_words()["ar"].texts
    asked = set(re.findall(r"\bt\('([a-z_.]+)'", SOURCES)) | set(
        re.findall(r'(?:\bt|title\(request, )\(?"([a-z_]+\.[a-z_.]+)"', SOURCES)
    )
    assert sorted(asked - texts.keys()) == []
    by_kind = tuple(
        f"{kind}."
        for kind in ("severity", "status", "reason", "why", "type", "field", "standing", "ended")
    )
    idle = [code for code in texts if code not in asked and not code.startswith(by_kind)]
    assert idle == []


def test_both_languages_take_the_same_values() -> None:
    arabic, english = (load_words()[language].texts for language in LANGUAGES)
    for code, text in arabic.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", english[code])), code


def test_days_hours_and_countries_are_written_as_readers_do() -> None:
    arabic, english = (load_words()[language] for language in LANGUAGES)
    assert arabic.day("2025-04-28") == "28 نيسان 2025"
    assert english.day("2025-04-28T09:00:00Z") == "28 April 2025"
    assert english.day("2024-11") == "2024-11"
    assert english.day(None) == ""
    assert english.hour("2025-04-28T09:05:59+03:00") == "06:05"
    assert english.hour("soon") == ""
    assert arabic.country("IQ") == "العراق"
    assert english.country("XX") == "XX"
    assert english.term("type", "volcano_eruption") == "volcano eruption"
    assert arabic.term("type", None) == "تنبيه بالكلمات"


@pytest.mark.parametrize(
    ("code", "sound"), [("ar", True), ("ckb", True), ("und", False), ("x y", False), (None, False)]
)
def test_language_code_may_stand_in_html(code: str | None, sound: bool) -> None:
    assert is_language_tag(code) is sound


@pytest.mark.parametrize(
    ("row", "said"),
    [
        pytest.param("a.b\tنص", "text in each language", id="one-missing"),
        pytest.param("a.b\tنص\t ", "text in each language", id="one-empty"),
        pytest.param("a.b\tنص\ttext\na.b\tنص\ttext", ":2: a.b is told twice", id="twice"),
    ],
)
def test_row_that_cannot_be_used_is_named_with_its_line(row: str, said: str) -> None:
    with pytest.raises(TextsError, match=said):
        words_module.parse_texts(row)
