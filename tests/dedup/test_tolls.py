"""Tolls of titles and leads: enough to tell a revision from a repeat."""

import pytest

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


def test_all_numbers_of_a_body_are_read() -> None:
    assert numbers_in("قتل جنديان و7 مدنيين وأصيب أحد عشر", words()) >= {7, 11}
    assert numbers_in("سقط شهيدان", words()) == {2}
