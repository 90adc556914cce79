"""Tolls of titles and leads: enough to tell a revision from a repeat."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.tolls import numbers_in, opening_toll, tolls_differ, tolls_said
from tests.dedup.reports import words


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        pytest.param("مقتل 8 في تفجير", (("killed", 8),), id="digits after"),
        pytest.param("ثلاثة قتلى و18 جريحاً في حادث", (("injured", 18), ("killed", 3)), id="two"),
        pytest.param("لقي ستة عمال مصرعهم", (("killed", 6),), id="a word before"),
        pytest.param("سقوط قتيلين بانهيار سقف", (("killed", 2),), id="dual"),
        pytest.param("ارتفاع القتلى من 6 إلى 8", (("killed", 8),), id="counted up"),
        pytest.param("Six killed, 14 wounded in blast", (("injured", 14), ("killed", 6)), id="en"),
        pytest.param(
            "انهيار عقار من خمسة طوابق غرب البلدة ومصرع ثلاثة", (("killed", 3),), id="floors"
        ),
        pytest.param("مقتل شخصين بحادث", (("killed", 2),), id="dual of a person"),
        pytest.param("مقتل مسلحين في كمين", (), id="dual or plural, not known"),
        pytest.param("مقتل مسلحان في كمين", (("killed", 2),), id="nominative dual, no plural"),
        pytest.param("مقتل خمسة عسكريين", (("killed", 5),), id="a plural like its dual"),
        pytest.param(
            "إصابة 5 أشخاص وشخصين",
            (("injured", 2), ("injured", 5), ("injured", 7)),
            id="a list and its total",
        ),
        pytest.param(
            "مقتل امرأة وطفلين", (("killed", 1), ("killed", 2), ("killed", 3)), id="one and a dual"
        ),
        pytest.param(
            "مقتل 3 رجال وخمس نساء",
            (("killed", 3), ("killed", 5), ("killed", 8)),
            id="two numbers, joined",
        ),
        pytest.param("مقتل شخص واحد", (("killed", 1),), id="one, said twice"),
        pytest.param("مقتل عشرات في زلزال", (), id="dozens are no figure"),
        pytest.param("لقيا مصرعهما غرقاً", (("killed", 2),), id="dual pronoun"),
        pytest.param("سقوط 25 قتيلاً", (("killed", 25),), id="counted noun after tens"),
        pytest.param("انفجار يودي بحياة 8", (("killed", 8),), id="claims lives"),
        pytest.param("Blast kills 8, wounding 12", (("injured", 12), ("killed", 8)), id="verbs"),
        pytest.param("إصابة 99999999999 شخصاً", (), id="no count of persons"),
        pytest.param("افتتاح 8 مدارس", (), id="no toll word"),
        pytest.param("", (), id="empty"),
        pytest.param("قتلى\ud800 8", (("killed", 8),), id="a lone surrogate"),
    ],
)
def test_tolls_stand_beside_their_words(text: str, tolls: tuple[tuple[str, int], ...]) -> None:
    assert tolls_said(text, words()) == tolls


@pytest.mark.parametrize(
    ("title", "lead", "asserted"),
    [
        ((("killed", 6), ("killed", 8)), (("killed", 6),), (("killed", 8),)),
        ((), (("killed", 6), ("killed", 2)), (("killed", 2), ("killed", 6))),
        ((("killed", 8),), (("killed", 6), ("injured", 5)), (("injured", 5), ("killed", 8))),
        ((), (), ()),
    ],
    ids=["the title's highest", "all of the lead", "each kind by itself", "none"],
)
def test_the_title_speaks_before_the_lead(
    title: tuple[tuple[str, int], ...],
    lead: tuple[tuple[str, int], ...],
    asserted: tuple[tuple[str, int], ...],
) -> None:
    assert opening_toll(title, lead) == asserted


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ((("killed", 6),), (("killed", 8),), True),
        ((("killed", 6), ("killed", 2)), (("killed", 6),), False),
        ((("killed", 6),), (("injured", 8),), False),
        ((("killed", 6),), (), False),
        ((("injured", 4), ("killed", 6)), (("injured", 5), ("killed", 6)), True),
    ],
    ids=["other", "one shared", "other kinds", "not said", "one of two kinds"],
)
def test_tolls_differ_where_a_kind_shares_no_number(
    one: tuple[tuple[str, int], ...], other: tuple[tuple[str, int], ...], differ: bool
) -> None:
    assert tolls_differ(one, other) is differ
    assert tolls_differ(other, one) is differ


# One to say a number: digits, Arabic-Indic digits, words of both genders.
SAID = {
    3: ("3", "٣", "ثلاثة", "ثلاث"),
    6: ("6", "٦", "ستة", "ست"),
    8: ("8", "٨", "ثمانية", "ثماني"),
    11: ("11", "١١", "أحد عشر", "إحدى عشرة"),
    25: ("25", "٢٥", "خمسة وعشرين", "خمس وعشرين"),
    140: ("140", "١٤٠", "مئة وأربعين", "مائة وأربعين"),
}
HEADLINES = (
    "مقتل {} في تفجير بسوق شعبي",
    "تفجير يودي بحياة {} في سوق شعبي",
    "ارتفاع قتلى تفجير السوق إلى {}",
    "{} قتلى بتفجير سوق",
    "مصرع {} أشخاص بانفجار في السوق",
    "تفجير السوق: استشهاد {} وإصابة آخرين",
)
ENGLISH = {3: ("3", "three"), 6: ("6", "six"), 8: ("8", "eight"), 11: ("11", "eleven")}
ENGLISH_HEADLINES = (
    "{} killed in market blast",
    "Market blast kills {}",
    "{} people dead in blast",
)


@st.composite
def said(draw: st.DrawFn, ways: Mapping[int, tuple[str, ...]], forms: tuple[str, ...]) -> str:
    """Say one of the numbers in one of the ways; the number stands before the bar."""
    number = draw(st.sampled_from(sorted(ways)))
    headline = draw(st.sampled_from(forms)).format(draw(st.sampled_from(ways[number])))
    return f"{number}|{headline}"


@pytest.mark.parametrize(
    "headlines",
    [
        pytest.param(said(SAID, HEADLINES), id="ar"),
        pytest.param(said(ENGLISH, ENGLISH_HEADLINES), id="en"),
    ],
)
def test_another_number_is_a_revision_and_another_wording_is_none(
    headlines: st.SearchStrategy[str],
) -> None:
    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(headlines, headlines)
    def check(one: str, other: str) -> None:
        (number, first), (rival, second) = one.split("|"), other.split("|")
        tolls = [opening_toll(tolls_said(text, words()), ()) for text in (first, second)]
        assert tolls[0] == (("killed", int(number)),)
        assert tolls_differ(*tolls) is (number != rival)

    check()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        pytest.param("مقتل شخصين في حادث", "مقتل 3 في حادث", True, id="two, then three"),
        pytest.param("مقتل شخصين في حادث", "قتيلان في حادث", False, id="two duals"),
        pytest.param("مقتل شخصين في حادث", "مقتل ٢ في حادث", False, id="dual and digit"),
        pytest.param("مقتل شخص في حادث", "مقتل شخصين في حادث", True, id="one, then two"),
        pytest.param("مقتل امرأة و3 أطفال", "مقتل 4 من أسرة واحدة", False, id="list and total"),
        pytest.param("مقتل مسلحين في كمين", "مقتل 5 في كمين", False, id="dual or plural"),
        pytest.param("مقتل خمسة عسكريين", "مقتل 5 جنود", False, id="counted plural"),
        pytest.param("مقتل العشرات", "مقتل 40", False, id="dozens, then a figure"),
        pytest.param("6 قتلى و14 جريحاً", "6 قتلى و20 جريحاً", True, id="the injured only"),
    ],
)
def test_duals_lists_and_crowds_differ_only_where_the_figures_do(
    one: str, other: str, differ: bool
) -> None:
    asserted = [opening_toll(tolls_said(text, words()), ()) for text in (one, other)]
    assert tolls_differ(*asserted) is differ


def test_all_numbers_of_a_body_are_read() -> None:
    assert numbers_in("قتل جنديان و7 مدنيين وأصيب أحد عشر", words()) >= {7, 11}
    assert numbers_in("سقط شهيدان", words()) == {2}
