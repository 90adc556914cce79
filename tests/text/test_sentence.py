"""The sentence around a span, in the original text."""

import pytest

from streams.text.sentence import MAX_SENTENCE_CHARS, sentence_around


def around(text: str, words: str) -> str:
    start = text.index(words)
    first, last = sentence_around(text, start, start + len(words))
    return text[first:last]


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        pytest.param("هدأ القصف. قُتل ثلاثة. نُقل غيرهم.", "ثلاثة", "قُتل ثلاثة.", id="full-stops"),
        pytest.param("عنوان عن قتلى\n\nقُتل ثلاثة", "قتلى", "عنوان عن قتلى", id="title-line"),
        pytest.param("ماذا جرى؟ قُتل ثلاثة", "ثلاثة", "قُتل ثلاثة", id="arabic-question"),
        pytest.param("Who? Two died. Why?", "Two", "Two died.", id="latin"),
        pytest.param(
            "It rose by 3.5 to 7 dead. End.", "7 dead", "It rose by 3.5 to 7 dead.", id="3.5"
        ),
        pytest.param("Said J. Smith, two died.", "two", "Said J. Smith, two died.", id="initial"),
        pytest.param('He said "two died." Then', "two", 'He said "two died."', id="closing-quote"),
        pytest.param("نو افراد جاں بحق ہوئے۔ مزید", "نو", "نو افراد جاں بحق ہوئے۔", id="urdu"),
        pytest.param("two", "two", "two", id="nothing-around"),
    ],
)
def test_sentence_is_found(text: str, words: str, sentence: str) -> None:
    assert around(text, words) == sentence


def test_long_sentence_is_cut_at_words_and_keeps_the_span() -> None:
    text = "كلمة " * 500 + "قُتل ثلاثة" + " كلمة" * 500
    found = around(text, "قُتل ثلاثة")
    assert "قُتل ثلاثة" in found
    assert len(found) <= MAX_SENTENCE_CHARS
    assert set(found.split()) == {"كلمة", "قُتل", "ثلاثة"}


def test_span_longer_than_the_limit_comes_back_whole() -> None:
    text = "قتل " * 200
    assert sentence_around(text, 4, 700) == (4, 700)


def test_empty_span_at_either_end_of_the_text_stays_in_range() -> None:
    assert sentence_around("", 0, 0) == (0, 0)
    assert sentence_around("قتل", 3, 3) == (0, 3)


def test_megabyte_of_one_word_is_answered_from_around_the_span() -> None:
    text = "ق" * 1_000_000
    first, last = sentence_around(text, 500_000, 500_003)
    assert first <= 500_000
    assert last >= 500_003
    assert last - first <= MAX_SENTENCE_CHARS
