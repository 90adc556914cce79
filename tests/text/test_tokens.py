"""Laws of tokens and of taking proclitics off."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.text.normalize import fold
from streams.text.tokens import letter_words, split_runs, split_words, stems, token_texts, tokenize

# A machine under load must not fail a law; the same examples every time.
LAW = settings(deadline=None, derandomize=True)

ANY_TEXT = st.text(st.characters(exclude_categories=()))
NEWS = st.text(st.sampled_from("قتل ابن في 12 3.5، (a_b) «x» – ؟;:/\n\u2022\xa0٬½²\u0301"))
WORDS = st.text(st.sampled_from("والفبلكسرعنهي"), max_size=12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("قتل 12 شخصا", ["قتل", "12", "شخصا"]),
        ("و12 جريحا", ["و", "12", "جريحا"]),
        ("2025م", ["2025", "م"]),
        ("1,234.5 دولار", ["1,234.5", "دولار"]),
        ("١٬٢٣٤٫٥ دينار", ["1\u066c234\u066b5", "دينار"]),
        ("22/11/2024", ["22/11/2024"]),
        ("في 3، 4 و 5", ["في", "3", "4", "و", "5"]),
        ("النهاية. 7", ["النهايه", "7"]),
        ("بغداد-الموصل", ["بغداد", "الموصل"]),
        ("snake_case", ["snake", "case"]),
        ("«نعم!»", ["نعم"]),
        ("...", []),
        ("", []),
    ],
)
def test_words_and_numbers_are_split(text: str, words: list[str]) -> None:
    assert [token.text for token in tokenize(fold(text))] == words


@LAW
@given(ANY_TEXT)
def test_tokens_are_slices_in_order_without_overlap(text: str) -> None:
    folded = fold(text)
    reached = 0
    for token in tokenize(folded):
        assert reached <= token.start < token.end <= len(folded)
        assert folded[token.start : token.end] == token.text
        reached = token.end


@LAW
@given(ANY_TEXT)
def test_no_letter_or_digit_is_left_out(text: str) -> None:
    folded = fold(text)
    kept = "".join(token.text for token in tokenize(folded))
    assert sum(char.isalnum() for char in kept) == sum(char.isalnum() for char in folded)


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("بغداد", [(0, "بغداد"), (1, "غداد")]),
        ("والموصل", [(0, "والموصل"), (1, "الموصل"), (3, "موصل")]),
        ("ببغداد", [(0, "ببغداد"), (1, "بغداد")]),
        ("للعراق", [(0, "للعراق"), (1, "العراق"), (2, "عراق"), (1, "لعراق")]),
        ("فبالبصره", [(0, "فبالبصره"), (1, "بالبصره"), (2, "البصره"), (4, "بصره")]),
        ("من", [(0, "من")]),
        ("و", [(0, "و")]),
        ("", [(0, "")]),
    ],
)
def test_proclitics_come_off_bare_word_first(word: str, forms: list[tuple[int, str]]) -> None:
    assert list(stems(word)) == forms


@LAW
@given(WORDS)
def test_a_stem_is_an_end_of_the_word_or_has_its_article_restored(word: str) -> None:
    for cut, form in stems(word):
        assert 0 <= cut <= len(word)
        assert form == word[cut:] or (form.startswith("ال") and form[2:] == word[cut + 1 :])


@LAW
@given(WORDS)
def test_no_stem_is_given_twice_or_too_short(word: str) -> None:
    forms = list(stems(word))
    assert forms[0] == (0, word)
    assert len(set(forms)) == len(forms)
    assert all(len(form) > 1 for _, form in forms[1:])


@pytest.mark.parametrize("piece", ["1.", "1", "ا", "ا ", "1,1", "_", "و1"])
def test_long_runs_are_split_in_linear_time(piece: str) -> None:
    started = time.process_time()
    tokenize(piece * (200_000 // len(piece)))
    assert time.process_time() - started < 5


@LAW
@given(ANY_TEXT)
def test_split_words_finds_the_words_of_tokenize(text: str) -> None:
    folded = fold(text)
    words = split_words(folded)
    assert list(zip(*words, strict=True)) == [tuple(token) for token in tokenize(folded)]


def test_split_words_reads_a_table_of_numbers_in_one_pass() -> None:
    folded = "عدد 7 و12 " * 4_000
    started = time.process_time()
    words = split_words(folded)
    assert list(zip(*words, strict=True)) == [tuple(token) for token in tokenize(folded)]
    assert time.process_time() - started < 1


@LAW
@given(NEWS | ANY_TEXT)
def test_everyday_text_is_split_as_text_with_an_odd_letter_is(text: str) -> None:
    folded = fold(text)
    odd = folded + " \u3042"
    assert token_texts(folded) == token_texts(odd)[:-1]
    assert tokenize(folded) == tokenize(odd)[:-1]
    assert split_runs(folded).texts == split_runs(odd).texts[:-1]


@LAW
@given(NEWS | ANY_TEXT)
def test_runs_and_the_gaps_after_them_make_up_the_text(text: str) -> None:
    folded = fold(text)
    texts, gaps, starts, ends = split_runs(folded)
    assert texts == [folded[start:end] for start, end in zip(starts, ends, strict=True)]
    following = [*starts, len(folded)][1:]
    between = [folded[end:start] for end, start in zip(ends, following, strict=True)]
    assert [*gaps, ""][: len(texts)] == between
    assert not any(char.isalnum() for gap in gaps for char in gap)


@LAW
@given(NEWS | ANY_TEXT)
def test_letter_words_are_the_words_of_tokenize_without_the_numbers(text: str) -> None:
    folded = fold(text)
    words = [tuple(one) for one in tokenize(folded) if not one.text[0].isdecimal()]
    assert list(zip(*letter_words(folded), strict=True)) == words


def test_a_word_too_long_to_be_remembered_loses_its_proclitics_too() -> None:
    long = "عراق" * 20
    assert stems(f"ال{long}") == ((0, f"ال{long}"), (2, long))
