"""What holds for any text at all: an answer in range, the same each time, at a bounded cost."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.language.detect import Detector, detect, load_detector
from streams.language.reading import read

LAW = settings(deadline=None, derandomize=True)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=80)
LETTERS = st.text(
    st.sampled_from(
        "ابتسنويىیکكگپچہےںٹڈەۆێڕڵۇېڭټښڪڻۄؠ abcdehiñ379 абвії 漢字かなハン한글 אבג\u064b\u0655\u200c"
    ),
    max_size=60,
)
RULE = re.compile(r"nothing|py3langid|arabizi\.digits|script\.[a-z]{4}|letters\.[a-z]{2,3}")


@pytest.fixture(scope="module")
def twin() -> Detector:
    return load_detector()


@LAW
@given(text=ANY_TEXT | LETTERS)
def test_any_text_gets_an_answer_in_range(detector: Detector, text: str) -> None:
    language = detect(text, detector)
    assert re.fullmatch(r"[a-z]{2,3}", language.code)
    assert re.fullmatch(r"[A-Z][a-z]{3}", language.script)
    assert 0.0 <= language.confidence <= 1.0
    assert RULE.fullmatch(language.rule)
    assert (language.rule == "nothing") == (language.script == "Zzzz")


@LAW
@given(text=ANY_TEXT | LETTERS)
def test_two_detectors_agree(detector: Detector, twin: Detector, text: str) -> None:
    assert detect(text, detector) == detect(text, twin)


@LAW
@given(text=LETTERS)
def test_controls_of_direction_and_outer_blanks_change_nothing(
    detector: Detector, text: str
) -> None:
    assert detect(f"\u202b{text}\u202c\u200f", detector) == detect(text, detector)


@LAW
@given(text=LETTERS)
def test_reading_keeps_no_letter_that_was_not_there(detector: Detector, text: str) -> None:
    reading = read(text, detector.letters, detector.furniture)
    assert all(weight > 0 for _, weight in reading.scripts)
    assert sum(reading.ratio(script.name) for script, _ in reading.scripts) <= 1.0 + 1e-9


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "\u0627",
        "@",
        "<",
        "&",
        "www.",
        "a@",
        "://",
        "3a",
        "\u06d5",
        "\u0655",
        "\ud800",
        "漢",
        "ﷺ",
    ],
)
def test_a_megabyte_costs_no_more_than_its_head(piece: str, detector: Detector) -> None:
    text = piece * (1_000_000 // len(piece))
    started = time.process_time()
    for _ in range(10):
        detect(text, detector)
    assert time.process_time() - started < 1  # 10 answers of about a millisecond
