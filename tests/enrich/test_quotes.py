from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.annotation import Entity, Quote, Span
from streams.enrich.quotes import find_quotes, load_quotes
from streams.text.lexicon import LexiconError

WORDS = load_quotes()
NAME = "سامر القيسي"
LONG = "لن نترك أحدا من أهلنا وحيدا في هذه المحنة"


def entity(text: str, name: str, mention: str) -> Entity:
    start = text.index(mention)
    span = Span(text=mention, start=start, end=start + len(mention))
    return Entity(id=f"person:{name}", type="person", name=name, mentions=(span,))


def test_the_subject_after_the_verb_is_the_speaker() -> None:
    text = f"وقال الوزير سامر القيسي: «{LONG}»."
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "سامر القيسي"),), WORDS)
    verb, name = Span(text="وقال", start=0, end=4), Span(text="سامر القيسي", start=12, end=23)
    assert quote == Quote(
        speaker="سامر القيسي", text=LONG, start=26, end=67, rule="quote.verb_first",
        evidence=(verb, name),
    )  # fmt: skip
    assert text[quote.start : quote.end] == quote.text


def test_a_speaker_may_stand_before_the_verb() -> None:
    text = f"القيسي يؤكد: “{LONG}”"
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "القيسي"),), WORDS)
    assert quote.speaker == "سامر القيسي"


def test_the_sentence_before_gives_no_speaker() -> None:
    text = f"وصل القيسي صباحا. وأكدت مصادر: «{LONG}»"
    (quote,) = find_quotes(text, (entity(text, "سامر القيسي", "القيسي"),), WORDS)
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
    assert [quote.text for quote in find_quotes(text, (), WORDS)] == quotes


def test_a_quoted_outlet_is_no_quote() -> None:
    text = "وقالت صحيفة «صوت الشمال» إن الجسر أغلق"
    outlet = entity(text, "صوت الشمال", "صوت الشمال")
    assert find_quotes(text, (outlet,), WORDS) == ()


def speakers(text: str, *names: str) -> list[tuple[str | None, str, str]]:
    found = find_quotes(text, tuple(entity(text, name, name) for name in names), WORDS)
    assert all(text[quote.start : quote.end] == quote.text for quote in found)
    return [(quote.speaker, quote.form, quote.text) for quote in found]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        pytest.param(f"«{LONG}»، كما قال {NAME}.", [NAME], NAME, id="verb_after"),
        pytest.param(f"قال {NAME} في «ميدان»: «{LONG}»", [NAME], NAME, id="name_first"),
        pytest.param(f"قال للناس في ملعب {NAME}: «{LONG}»", [NAME], None, id="a_place"),
        pytest.param(f"قال ل{NAME}: «{LONG}»", [NAME], None, id="spoken_to"),
        pytest.param(f"قال المدير لدى {NAME}: «{LONG}»", [NAME], None, id="preposition"),
        pytest.param(f"وعن {NAME} قال: «{LONG}»", [NAME], None, id="spoken_about"),
        pytest.param(f"نقلت الضفاف عن {NAME} «{LONG}»", ["الضفاف", NAME], NAME, id="relayed"),
        pytest.param(f"قال النقل مهم. «{LONG}»", [], None, id="a_noun_is_no_verb"),
        pytest.param(f"Minister Laura Lee said: “{LONG}”", [], "Laura Lee", id="latin_before"),
        pytest.param(f"Transport Minister Laura Lee said “{LONG}”", [], "Laura Lee", id="office"),
        pytest.param(f'"{LONG}," said Mayor Peter Hanley.', [], "Peter Hanley", id="latin_after"),
    ],
)
def test_the_speaker_is_whom_the_verb_names(
    text: str, names: list[str], expected: str | None
) -> None:
    assert [one[0] for one in speakers(text, *names) if one[1] == "direct"] == [expected]


def test_a_person_speaks_for_his_office_and_an_unknown_one_does_not() -> None:
    text = f"أوضح قائد حرس الوادي العميد سامر القيسي: «{LONG}»"
    office = replace(entity(text, "حرس الوادي", "حرس الوادي"), type="organisation")
    person = entity(text, "سامر القيسي", "سامر القيسي")
    assert find_quotes(text, (office, person), WORDS)[0].speaker == "سامر القيسي"
    assert find_quotes(text, (office,), WORDS)[0].speaker is None


def test_a_verb_without_a_subject_goes_on_with_the_speaker_and_a_new_subject_does_not() -> None:
    text = f"قال سامر القيسي إن الطريق مفتوح. وأضاف: «{LONG}». وقال مسؤول آخر: «{LONG} اليوم»."
    assert (
        speakers(text, "سامر القيسي")
        == [
            ("سامر القيسي", "reported", "الطريق مفتوح"),
            ("سامر القيسي", "direct", LONG),
            (None, "direct", LONG + " اليوم"),
        ][1:]
    )


def test_a_pronoun_goes_on_with_the_speaker() -> None:
    text = f'Minister Laura Lee said the road was open. "{LONG}," she told reporters.'
    assert speakers(text) == [("Laura Lee", "direct", f"{LONG},")]


def test_what_follows_a_particle_is_reported_up_to_the_next_verb() -> None:
    text = "وأكد سامر القيسي أن الجسر سيفتح يوم الأحد، مضيفا أنه سيتسع لألف سيارة في الساعة."
    assert speakers(text, "سامر القيسي") == [
        ("سامر القيسي", "reported", "الجسر سيفتح يوم الأحد"),
        ("سامر القيسي", "reported", "سيتسع لألف سيارة في الساعة"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("طالب سامر القيسي بأن يفتح الجسر أمام السيارات", id="a_request"),
        pytest.param("قال سامر القيسي نعم إلا أن الجسر ظل مغلقا طويلا", id="an_objection"),
        pytest.param("قال مسؤول إن الجسر سيفتح يوم الأحد القادم", id="nobody_named"),
    ],
)
def test_no_report_is_made_of_other_clauses(text: str) -> None:
    assert speakers(text, *([NAME] if NAME in text else [])) == []


def test_marks_inside_marks_belong_to_the_outer_quotation() -> None:
    text = f"قال: «{LONG}، كما كتب «الشاعر» قديما» ثم مضى"
    (quote,) = find_quotes(text, (), WORDS)
    assert quote.text == f"{LONG}، كما كتب «الشاعر» قديما"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("أكدت أن «مجلس الوادي» للحركة عقد جلسة", id="a_clause_goes_on"),
        pytest.param("ذكر أنه قرأ رواية «الطريق الطويل إلى بيت جدي القديم»", id="a_title"),
        pytest.param("وأوضح عضو في «مجلس الوادي»، أن الطريق مفتوح", id="after_a_preposition"),
        pytest.param("أوضح الراعي «شركة الوادي» بأن العقد انتهى", id="a_particle_follows"),
    ],
)
def test_names_in_marks_are_no_quotes(text: str) -> None:
    assert [quote.text for quote in find_quotes(text, (), WORDS)] == []


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet='«»“”" قال abc.\n\ud800', max_size=120))
def test_quotes_lie_in_the_text(text: str) -> None:
    for quote in find_quotes(text, (), WORDS):
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
    found = find_quotes(text, (speaker,), WORDS)
    assert len(found) == 4000
    assert {quote.speaker for quote in found} == {"سامر القيسي"}


@pytest.mark.parametrize("unit", ["«", "قال إن ", "قال سامر «", '"'])
def test_marks_and_verbs_without_end_are_read_in_linear_time(unit: str) -> None:
    assert len(find_quotes(unit * 40_000, (), WORDS)) <= 40_000


def test_a_repeated_verb_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reporting_verbs.tsv").write_text("form\tvalue\n" + "قال\tverb\n" * 2)
    with pytest.raises(LexiconError, match=r"reporting_verbs\.tsv:3: "):
        load_quotes(tmp_path)


def test_an_unknown_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "reporting_verbs.tsv").write_text("form\tvalue\nقال\tar\n")
    with pytest.raises(LexiconError, match=r"reporting_verbs\.tsv:2: value 'ar'"):
        load_quotes(tmp_path)
