"""Exact fingerprints: what makes two texts the same, decided from each alone."""

import pytest

from tests.dedup.reports import FIRE, SCHOOL, seen


def fingerprint_of(paragraphs: tuple[str, ...], **changed: object) -> str:
    return seen("a", paragraphs, **changed).fingerprint


@pytest.mark.parametrize(
    "copied",
    [
        pytest.param(lambda text: text.replace(" ", "  ").replace("،", " "), id="spacing"),
        pytest.param(lambda text: text.replace("أ", "إ").replace("ي", "ى"), id="letters"),
        pytest.param(lambda text: text.replace("م", "مُ"), id="vowel marks"),
        pytest.param(lambda text: text.replace(" و", " و "), id="words glued or parted"),
    ],
)
def test_copies_have_one_fingerprint(copied: object) -> None:
    assert callable(copied)
    other = tuple(copied(paragraph) for paragraph in SCHOOL)
    assert fingerprint_of(other, source="صحيفة ثانية") == fingerprint_of(SCHOOL)


def test_a_decimal_is_not_the_number_without_its_point() -> None:
    one = ("نما الناتج بنسبة 1.5 في المئة خلال الربع الأول من العام الجاري بحسب الهيئة",)
    other = (one[0].replace("1.5", "15"),)
    assert fingerprint_of(one) != fingerprint_of(other)


def test_empty_bodies_are_told_apart_by_title_address_and_page() -> None:
    assert fingerprint_of((), title="كاريكاتير") != fingerprint_of((), title="صورة")
    assert fingerprint_of((), url="https://a.example/1") != fingerprint_of(
        (), url="https://a.example/2"
    )
    assert fingerprint_of((), raw_id="r1") != fingerprint_of((), raw_id="r2")


@pytest.mark.parametrize(
    ("title", "is_revision"),
    [
        pytest.param("حريق في مصنع للطلاء", False, id="no toll"),
        pytest.param("مصرع ستة في حريق مصنع", False, id="the body's toll"),
        pytest.param("مصرع 6 وإصابة 14 في حريق مصنع", False, id="the body's toll in digits"),
        pytest.param("ارتفاع قتلى حريق المصنع إلى ثمانية", True, id="a new toll over the old body"),
    ],
)
def test_a_toll_only_the_title_knows_makes_another_text(title: str, is_revision: bool) -> None:
    assert (fingerprint_of(FIRE, title=title) != fingerprint_of(FIRE)) is is_revision
