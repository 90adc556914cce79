from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.enrich.keyphrases import find_keyphrases, load_keyphrases
from streams.text.lexicon import LexiconError

WORDS = load_keyphrases()
BRIDGE = (
    "إصلاح جسر الوادي\n\n"
    "بدأت فرق الصيانة إصلاح جسر الوادي أمس. وقال مدير الطرق إن فرق الصيانة وصلت بمعداتها.\n\n"
    "ويمر بجسر الوادي ألف شاحنة في اليوم، وتنتظر الشاحنات عند السوق القديم. وأغلق السوق القديم."
)


def phrases(text: str, language: str = "ar") -> list[str]:
    found = find_keyphrases(text, language, WORDS)
    assert all(text[one.start : one.end] == one.text for one in found)
    return [one.text for one in found]


def test_what_is_said_again_and_stands_in_the_headline_comes_first() -> None:
    found = find_keyphrases(BRIDGE, "ar", WORDS)
    assert [one.text for one in found] == ["إصلاح جسر الوادي", "السوق القديم", "فرق الصيانة"]
    assert found[0].score == 1.0
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("عنوان\n\nوصل إلى مدينة النور. وغادر مدينة النور.", "مدينة النور", id="bare"),
        pytest.param("عنوان\n\nفي مدينة النور ثم بمدينة النور", "مدينة النور", id="preposition"),
        pytest.param("عنوان\n\nللدفاع المدني، والدفاع المدني", "الدفاع المدني", id="melted"),
        pytest.param("عنوان\n\nزار النهر الأسود ثم النَّهر الأسود", "النهر الأسود", id="vowel_marks"),
    ],
)  # fmt: skip
def test_proclitics_do_not_part_a_phrase_from_itself(text: str, expected: str) -> None:
    assert expected in phrases(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("عنوان\n\nقال الوزير. قال الوزير. قال الوزير نعم.", id="verb_of_saying"),
        pytest.param("عنوان\n\nاليوم أمس اليوم أمس اليوم أمس", id="times"),
        pytest.param("عنوان\n\nحفظه الله ورعاه. حفظه الله ورعاه.", id="courtesy"),
    ],
)
def test_function_words_times_and_courtesies_are_no_phrases(text: str) -> None:
    assert not {"قال", "قال الوزير", "اليوم", "أمس", "حفظه", "الله", "اليوم أمس"} & set(
        phrases(text)
    )


def test_a_definite_word_and_an_indefinite_one_are_no_phrase() -> None:
    text = "عنوان\n\nالحكومة تعلن الخطة. الحكومة تعلن الخطة."
    assert "الحكومة تعلن" not in phrases(text)


def test_a_mark_ends_a_phrase() -> None:
    text = "عنوان\n\nالجسر، القديم. الجسر، القديم. الجسر، القديم."
    assert phrases(text) == ["الجسر", "القديم"]


def test_a_short_text_gives_what_its_headline_says() -> None:
    assert phrases("افتتاح مكتبة الوادي الجديدة\n\nحضر الناس.") == ["افتتاح مكتبة الوادي"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Flood\n\nThe river towns were cut off. River towns need boats.", "river towns"),
        ("fa", "سیل\n\nسازمان هلال احمر گفت. سازمان هلال احمر آمد.", "سازمان هلال احمر"),
        ("ckb", "لافاو\n\nتیمەکانی فریاکەوتن هاتن. تیمەکانی فریاکەوتن", "تیمەکانی فریاکەوتن"),
        ("ur", "سیلاب\n\nریسکیو ٹیمیں آئیں۔ ریسکیو ٹیمیں گئیں۔", "ریسکیو ٹیمیں"),
        ("fr", "Crue\n\nLe pont central est fermé. Le pont central rouvre.", "pont central"),
        ("tr", "Sel\n\nKurtarma ekipleri geldi. Kurtarma ekipleri gitti.", "Kurtarma ekipleri"),
    ],
)  # fmt: skip
def test_other_languages_have_stop_words_too(language: str, text: str, expected: str) -> None:
    assert expected in phrases(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [("", "ar"), ("\n\n", "ar"), ("\ud800 12 34", "ar"), ("川 川 川", "ja"), ("x x x", "und")],
)
def test_nothing_to_say_gives_none(text: str, language: str) -> None:
    assert phrases(text, language) == []


def test_there_are_at_most_eight_and_no_two_share_a_word() -> None:
    letters = "بتثجحخدذرزسشصضطظعغفقكمنه"
    names = ["ال" + letters[at : at + 5] for at in range(18)]
    text = "عنوان\n\n" + " ".join(f"{a} {b}." for a, b in pairwise(names)) * 3
    found = phrases(text)
    assert len(found) == 8
    words = [word for phrase in found for word in phrase.split()]
    assert len(words) == len(set(words))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ال وبسمرق.\n\u064b\ud800\u200f«", max_size=200))
def test_phrases_lie_in_the_text(text: str) -> None:
    for one in find_keyphrases(text, "ar", WORDS):
        assert text[one.start : one.end] == one.text
        assert 0.0 < one.score <= 1.0


@pytest.mark.parametrize("unit", ["الجسر ", "قال ", "جسر الوادي. ", "ب"])
def test_a_text_of_one_word_is_read_in_linear_time(unit: str) -> None:
    assert len(phrases(unit * 100_000)) <= 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param("قال\tstop\tar\nقالَ\tweak\tar\n", r":3: 'قالَ' stands under ar", id="twice"),
        pytest.param("قال\tverb\tar\n", r":2: value 'verb'", id="kind"),
    ],
)
def test_a_faulty_row_is_refused_with_its_line(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "keyphrase_stops.tsv").write_text("form\tvalue\tlanguage\n" + rows)
    with pytest.raises(LexiconError, match=rf"keyphrase_stops\.tsv{said}"):
        load_keyphrases(tmp_path)
