"""Numbers alone: digits of both families, words, compounds, crowds, bounds, ranges."""

from itertools import pairwise

import pytest

from streams.text.normalize import fold
from streams.text.number_words import parse_numerals
from streams.text.numerals import Numerals, dual_forms, find_numbers, load_numerals, read_numbers
from streams.text.tokens import split_words, tokenize


@pytest.fixture(scope="module")
def numerals() -> Numerals:
    return load_numerals()


def counts(text: str, numerals: Numerals, language: str) -> list[tuple[int, int | None, str]]:
    folded = fold(text)
    numbers = find_numbers(folded, tokenize(folded), numerals, language)
    return [(number.min, number.max, number.bound) for number in numbers]


ARABIC = [
    ("نقل 12 راكبا", [(12, 12, "exact")]),
    ("نقل ١٢ راكبا", [(12, 12, "exact")]),
    ("نقل ۱۲ راكبا", [(12, 12, "exact")]),
    ("١٬٥٠٠ نازح", [(1500, 1500, "exact")]),
    ("1,500 نازح", [(1500, 1500, "exact")]),
    ("12 ألف نازح", [(12000, 12000, "exact")]),
    ("12 ألفا و500 نازح", [(12500, 12500, "exact")]),
    ("سبعة ركاب", [(7, 7, "exact")]),
    ("وسبعة ركاب", [(7, 7, "exact")]),
    ("بسبعة ركاب", [(7, 7, "exact")]),
    ("الستة الباقون", [(6, 6, "exact")]),
    ("ثلاثة عشر راكبا", [(13, 13, "exact")]),
    ("اثنا عشر راكبا", [(12, 12, "exact")]),
    ("أحد عشر راكبا", [(11, 11, "exact")]),
    ("خمسة وأربعون راكبا", [(45, 45, "exact")]),
    ("مئة وخمسة وعشرون راكبا", [(125, 125, "exact")]),
    ("مائتان وثلاثة ركاب", [(203, 203, "exact")]),
    ("ثلاثمئة وعشرون راكبا", [(320, 320, "exact")]),
    ("ثلاثة آلاف وخمسمئة راكب", [(3500, 3500, "exact")]),
    ("ألفين وستة", [(2006, 2006, "exact")]),
    ("خمسة وثلاثة", [(5, 5, "exact"), (3, 3, "exact")]),
    ("12 و13", [(12, 12, "exact"), (13, 13, "exact")]),
    ("عشرات الركاب", [(20, None, "at_least")]),
    ("مئات الركاب", [(200, None, "at_least")]),
    ("عشرات الآلاف", [(20000, None, "at_least")]),
    ("عدد من الركاب", [(1, None, "at_least")]),
    ("ما لا يقل عن 14 راكبا", [(14, None, "at_least")]),
    ("مالايقل عن 14 راكبا", [(14, None, "at_least")]),
    ("أكثر من مئة راكب", [(100, None, "at_least")]),
    ("14 راكبا على الأقل", [(14, None, "at_least")]),
    ("14 راكبا، على الأقل قالوا", [(14, 14, "exact")]),
    ("نحو 30 راكبا", [(30, 30, "about")]),
    ("لا يتجاوز 5 ركاب", [(0, 5, "at_most")]),
    ("بين 15 و30 راكبا", [(15, 30, "range")]),
    ("ثلاثة أو أربعة ركاب", [(3, 4, "range")]),
    ("5-7 ركاب", [(5, 7, "range")]),
    ("بطول 2.5 كلم", []),
    ("في 12/5", []),
    ("بلا أرقام", []),
    ("واحدا وثلاثين راكبا", [(31, 31, "exact")]),
    ("وواحد وأربعون راكبا", [(41, 41, "exact")]),
    ("إحدى وعشرين راكبة", [(21, 21, "exact")]),
    ("يوم الثلاثاء والأربعاء", []),
    ("هاتف 00964770123456", []),
]


@pytest.mark.parametrize(("text", "expected"), ARABIC, ids=[text for text, _ in ARABIC])
def test_arabic_number_is_read(
    text: str, expected: list[tuple[int, int | None, str]], numerals: Numerals
) -> None:
    assert counts(text, numerals, "ar") == expected


OTHER = [
    ("en", "twenty-five people", [(25, 25, "exact")]),
    ("en", "one hundred and twenty people", [(120, 120, "exact")]),
    ("en", "seven and eight", [(7, 7, "exact"), (8, 8, "exact")]),
    ("en", "at least 40 people", [(40, None, "at_least")]),
    ("en", "more than 1,500 people", [(1500, None, "at_least")]),
    ("en", "dozens of people", [(20, None, "at_least")]),
    ("en", "between 5 and 7 people", [(5, 7, "range")]),
    ("en", "up to 50 people", [(0, 50, "at_most")]),
    ("fa", "دوازده نفر", [(12, 12, "exact")]),
    ("fa", "بیست و پنج نفر", [(25, 25, "exact")]),
    ("fa", "دست‌کم ۱۲ نفر", [(12, None, "at_least")]),
    ("ckb", "بیست و سێ کەس", [(23, 23, "exact")]),
    ("ur", "کم از کم 5 افراد", [(5, None, "at_least")]),
    ("tr", "on iki kişi", [(12, 12, "exact")]),
    ("tr", "en az 12 kişi", [(12, None, "at_least")]),
    ("fr", "vingt-quatre personnes", [(24, 24, "exact")]),
    ("fr", "dix-sept personnes", [(17, 17, "exact")]),
    ("fr", "quatre-vingt-dix personnes", [(90, 90, "exact")]),
    ("fr", "une vingtaine de personnes", [(20, 20, "exact")]),
    ("en", "a dozen people", [(12, 12, "exact")]),
    ("en", "two dozen people", [(24, 24, "exact")]),
    ("ur", "پچیس افراد", [(25, 25, "exact")]),
    ("fa", "دویست و ده نفر", [(210, 210, "exact")]),
    ("fr", "au moins douze personnes", [(12, None, "at_least")]),
    ("xx", "12 something", [(12, 12, "exact")]),
]


@pytest.mark.parametrize(
    ("language", "text", "expected"), OTHER, ids=[f"{code}: {text}" for code, text, _ in OTHER]
)
def test_number_of_another_language_is_read(
    language: str, text: str, expected: list[tuple[int, int | None, str]], numerals: Numerals
) -> None:
    assert counts(text, numerals, language) == expected


@pytest.mark.parametrize(
    ("singular", "forms"),
    [
        ("شخص", ("شخصان", "شخصين", "شخصي")),
        ("سيده", ("سيدتان", "سيدتين", "سيدتي")),
    ],
    ids=["masculine", "feminine"],
)
def test_dual_is_made_of_the_singular(singular: str, forms: tuple[str, ...]) -> None:
    assert dual_forms(singular) == forms


def test_bound_is_found_on_a_dual_noun(numerals: Numerals) -> None:
    folded = fold("ما لا يقل عن راكبين")
    numbers, bounds = read_numbers(folded, split_words(folded), numerals, "ar")
    assert numbers == ()
    assert bounds == {4: "at_least"}


def test_numbers_are_apart_and_in_order_on_long_odd_text(numerals: Numerals) -> None:
    folded = fold("مئة وخمسة 12 \ud800 و13 بين 5 و7 عشرات " * 400)
    numbers = find_numbers(folded, tokenize(folded), numerals, "ar")
    assert len(numbers) > 400
    assert all(a.last <= b.first for a, b in pairwise(numbers))


@pytest.mark.parametrize(
    "row",
    ["ar\tمئة\thundred", "ar\tمئة\tcount\t100\thundred", "ar\tمئة\thundred\tx\thundred"],
    ids=["short row", "unknown kind", "no value"],
)
def test_bad_row_is_refused_with_its_line(row: str) -> None:
    with pytest.raises(ValueError, match=r"numerals\.tsv:2"):
        parse_numerals("# header\n" + row)


def test_word_with_two_values_is_refused() -> None:
    with pytest.raises(ValueError, match="another value"):
        parse_numerals("ar\tمئة\thundred\t100\tx\nar\tمئه\thundred\t200\tx")
