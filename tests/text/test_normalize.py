"""Laws of folding: equal for a reader is equal when folded, and every span leads back."""

import sys
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from streams.text.normalize import fold, fold_char, fold_with_offsets
from streams.text.tokens import tokenize

# A machine under load must not fail a law; the same examples every time.
LAW = settings(deadline=None, derandomize=True)

ANY_TEXT = st.text(st.characters(exclude_categories=()))  # lone surrogates and unassigned too
MIXED = st.text(
    st.sampled_from(
        "اأإآءئىيیكکةهەوؤلرسنت"
        "\u0640\u064e\u0651\u200c\u200d\u200f\u202b\ufeff"
        "ﷺﷲﻻﻷ½…İe\u0301é \n.,،٫١٢3۴"
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أإآٱ", "اااا"),
        ("مستشفى", "مستشفي"),
        ("كركوك", "کرکوک"),
        ("مدينة", "مدينه"),
        ("مسؤول", "مسوول"),
        ("رئيس", "رييس"),
        ("سماء", "سما"),
        ("مـــدرسـة", "مدرسه"),
        ("مُحَمَّدٌ", "محمد"),
        ("\u202bبغداد\u202c\u200f", "بغداد"),
        ("ﺑﻐﺪﺍﺩ", "بغداد"),
        ("ﻻ", "لا"),
        ("ﷲ", "الله"),
        ("١٢٣ ۴۵۶", "123 456"),
        ("１２", "12"),
        ("BAGHDAD", "baghdad"),
        ("İstanbul", "istanbul"),
        ("ده\u200cكات", "دەکات"),
    ],
)
def test_spellings_a_reader_takes_for_one_word_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("كتب", "كتاب"), ("سار", "صار"), ("قلب", "كلب"), ("بيت", "بنت"), ("چاپ", "جاب")],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_separators_inside_arabic_numbers_survive() -> None:
    assert fold("١٬٢٣٤٫٥") == "1\u066c234\u066b5"


def test_folding_any_code_point_twice_changes_nothing() -> None:
    unstable = [
        f"U+{point:04X}"
        for point in range(sys.maxunicode + 1)
        if fold(once := fold_char(chr(point))) != once
    ]
    assert unstable == []


def test_offsets_of_every_code_point_fit_its_folded_form() -> None:
    wrong: list[str] = []
    for point in range(sys.maxunicode + 1):
        char = chr(point)
        folded = fold_with_offsets(char)
        places = len(folded.text) if folded.offsets is None else len(folded.offsets)
        if places != len(fold(char)) or (folded.offsets is None and places != 1):
            wrong.append(f"U+{point:04X}")
    assert wrong == []


@LAW
@given(ANY_TEXT)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@LAW
@given(ANY_TEXT | MIXED)
def test_fold_with_offsets_folds_like_fold(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert folded.offsets is None or len(folded.offsets) == len(folded.text)


@LAW
@given(ANY_TEXT, ANY_TEXT)
def test_fold_of_joined_texts_is_joined_folds(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@LAW
@given(ANY_TEXT | MIXED)
@example("قال النبي ﷺ اليوم")
@example("½ كيلو")
def test_every_token_leads_back_to_the_text_it_came_from(text: str) -> None:
    folded = fold_with_offsets(text)
    for token in tokenize(folded.text):
        start, end = folded.span(token.start, token.end)
        assert 0 <= start < end <= len(text)
        assert token.text in fold(text[start:end])


@LAW
@given(MIXED)
def test_spans_of_tokens_follow_one_another(text: str) -> None:
    folded = fold_with_offsets(text)
    spans = [folded.span(token.start, token.end) for token in tokenize(folded.text)]
    for (start, end), (next_start, next_end) in pairwise(spans):
        # Two words can share a ligature, nothing else.
        assert end <= next_start or text[next_start : next_start + 1] in "ﷺ½"
        assert (start, end) <= (next_start, next_end)


@LAW
@given(MIXED)
def test_spans_do_not_end_in_a_control_character(text: str) -> None:
    folded = fold_with_offsets(text)
    if folded.offsets is None:
        return
    for token in tokenize(folded.text):
        _, end = folded.span(token.start, token.end)
        assert unicodedata.category(text[end - 1]) != "Cf"


@LAW
@given(ANY_TEXT | MIXED)
def test_the_whole_folded_text_maps_into_the_whole_original(text: str) -> None:
    folded = fold_with_offsets(text)
    start, end = folded.span(0, len(folded.text))
    assert 0 <= start <= end <= len(text)
    assert fold(text[start:end]) == folded.text or fold(text[:start]) == ""


@LAW
@given(MIXED, st.integers(0, 40))
def test_folded_index_finds_the_first_character_at_or_after_a_position(
    text: str, position: int
) -> None:
    position = min(position, len(text))
    index = fold_with_offsets(text).folded_index(position)
    assert index == len(fold(text[:position]))


@pytest.mark.parametrize(
    ("text", "word", "original"),
    [
        ("قُتِلَ ثَلَاثَةٌ", "ثلاثه", "ثَلَاثَةٌ"),
        ("في بغداد\u200f.", "بغداد", "بغداد"),
        ("\u202bبغداد\u202c", "بغداد", "بغداد"),
        ("سماء صافية", "سما", "سماء"),
        ("بغـــداد", "بغداد", "بغـــداد"),
        ("ﻻ أحد", "لا", "ﻻ"),
        ("النبي ﷺ قال", "الله", "ﷺ"),
    ],
)
def test_span_takes_marks_and_hamza_and_leaves_controls(
    text: str, word: str, original: str
) -> None:
    folded = fold_with_offsets(text)
    at = folded.text.index(word)
    start, end = folded.span(at, at + len(word))
    assert text[start:end] == original


def test_spans_stay_exact_far_into_a_long_text() -> None:
    text = "كلمة " * 3276 + "قُتِلَ ثَلَاثَةٌ " + "كلمة " * 3276 + "\u200fبغـداد"
    folded = fold_with_offsets(text)
    found = [text[slice(*folded.span(t.start, t.end))] for t in tokenize(folded.text)]
    assert found == text.replace("\u200f", "").split()


def test_an_empty_span_is_empty_in_the_original() -> None:
    folded = fold_with_offsets("قُتِلَ")
    assert [folded.span(i, i) for i in range(4)] == [(0, 0), (2, 2), (4, 4), (6, 6)]


@pytest.mark.parametrize(
    "piece",
    ["بغداد ", "بَغْدَادُ ", "\u200f", "\u0640", "ﷺ", "\ud800", "a\u0301", "警方", "ب\u200f", "\x00"],
    ids=[
        "plain",
        "marks",
        "controls",
        "tatweel",
        "ligature",
        "surrogate",
        "accent",
        "han",
        "bidi",
        "nul",
    ],
)
def test_a_long_text_is_folded_and_mapped_in_linear_time(piece: str) -> None:
    text = "ب" + piece * (200_000 // len(piece)) + "ب"
    started = time.process_time()
    folded = fold_with_offsets(text)
    for token in tokenize(folded.text)[:1000]:
        folded.span(token.start, token.end)
    # About 0.1 s, 1 s where each character is four words; quadratic work would take minutes.
    assert time.process_time() - started < 5


@given(
    st.lists(MIXED | st.sampled_from(["القوات العراقية في كركوك ", "قال 15 شخصاً إنّ "]), min_size=3)
)
@LAW
def test_long_text_folds_as_its_characters_do(pieces: list[str]) -> None:
    text = "".join(pieces) * 4
    assert fold(text) == "".join(map(fold_char, text))
    assert fold_with_offsets(text).text == fold(text)
