from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.annotation import Entity, Quote, Span
from streams.enrich.quotes import find_quotes, load_quotes
from streams.text.lexicon import LexiconError

LONG = "لن نترك أحدا من أهلنا وحيدا في هذه المحنة"


def entity(text: str, name: str, mention: str) -> Entity:
    start = text.index(mention)
    span = Span(text=mention, start=start, end=start + len(mention))
    return Entity(id=f"person:{name}", type="person", name=name, mentions=(span,))


def test_the_subject_after_the_verb_is_the_speaker() -> None:
    text = f"وقال الوزير سامر القيسي: «{LONG}»."
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "سامر القيسي"),))
    assert quote == Quote(speaker="سامر القيسي", text=LONG, start=26, end=67)
    assert text[quote.start : quote.end] == quote.text


def test_a_speaker_may_stand_before_the_verb() -> None:
    text = f"القيسي يؤكد: “{LONG}”"
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "القيسي"),))
    assert quote.speaker == "سامر القيسي"


def test_the_sentence_before_gives_no_speaker() -> None:
    text = f"وصل القيسي صباحا. وأكدت مصادر: «{LONG}»"
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "القيسي"),))
    assert quote.speaker is None


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        pytest.param(f'لافتة كتب عليها أحدهم "{LONG}"', [LONG], id="straight_marks"),
        pytest.param("رفع شعار «دولة العدل» مرتين", [], id="scare_quotes"),
        pytest.param(
            "أكد المصدر «مقتل القائد الميداني» أمس", ["مقتل القائد الميداني"], id="partial"
        ),
        pytest.param("قالت «الأنوار» إن الطريق مغلق", [], id="one_word_is_a_name"),
        pytest.param(f"عنوان طويل «{LONG}» بلا فعل", [LONG], id="long_without_a_verb"),
        pytest.param(f"قال «{LONG}\nثم عاد» مساء", [], id="a_line_ends_an_open_mark"),
        pytest.param(
            "The governor said “we will rebuild it” today", ["we will rebuild it"], id="en"
        ),
        pytest.param("", [], id="empty"),
    ],
)
def test_speech_is_told_from_other_quotation_marks(text: str, quotes: list[str]) -> None:
    assert [quote.text for quote in find_quotes(text, ())] == quotes


def test_a_quoted_outlet_is_no_quote() -> None:
    text = "وقالت صحيفة «صوت الشمال» إن الجسر أغلق"
    outlet = entity(text, "صوت الشمال", "صوت الشمال")
    assert find_quotes(text, (outlet,)) == ()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='«»“”" قال abc.\n\ud800', max_size=120))
def test_quotes_lie_in_the_text(text: str) -> None:
    for quote in find_quotes(text, ()):
        assert text[quote.start : quote.end] == quote.text


def test_one_long_line_of_many_quotes_is_read_in_linear_time() -> None:
    text = "قال سامر القيسي «سنعود إلى بيوتنا قريبا جدا بإذن الله» " * 4000
    speaker = Entity(
        id="person:x",
        type="person",
        name="سامر القيسي",
        mentions=tuple(
            Span(text="سامر القيسي", start=at * 55 + 4, end=at * 55 + 15) for at in range(4000)
        ),
    )
    found = find_quotes(text, (speaker,))
    assert len(found) == 4000
    assert {quote.speaker for quote in found} == {"سامر القيسي"}


def test_a_repeated_verb_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reporting_verbs.tsv").write_text("form\tvalue\n" + "قال\tar\n" * 2)
    with pytest.raises(LexiconError, match=r"reporting_verbs\.tsv:3: "):
        load_quotes(tmp_path)
