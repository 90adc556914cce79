"""Which pairs are copies, and which only look alike."""

from dataclasses import replace

import pytest

from streams.dedup.likeness import compare, compare_or_refuse, direction
from streams.dedup.sketch import KEEP_ALL_SHINGLES, Sketch, sketch_words
from tests.dedup.reports import BRIDGE, FIRE, SCHOOL, TAIL, prose, sketch

NONE_DEAD: frozenset[int] = frozenset()

COPIES = [
    pytest.param(BRIDGE, BRIDGE, "same", id="the same text"),
    pytest.param(BRIDGE, BRIDGE[:2], "contains", id="cut after two paragraphs"),
    pytest.param(BRIDGE, (*BRIDGE, SCHOOL[1]), "same", id="a paragraph of another pen added"),
    pytest.param(
        ("كتب مراسلنا في الميناء", *BRIDGE), BRIDGE, "same", id="a reporter's line before"
    ),
    pytest.param((*BRIDGE, *SCHOOL), BRIDGE, "contains", id="a round-up that begins with it"),
]
STRANGERS = [
    pytest.param(BRIDGE, SCHOOL, id="other news"),
    pytest.param((*SCHOOL, *FIRE, BRIDGE[1]), (BRIDGE[1],), id="a round-up's tail"),
    pytest.param((*SCHOOL, BRIDGE[3]), BRIDGE, id="one sentence of background shared"),
]


@pytest.mark.parametrize(("one", "other", "said"), COPIES)
def test_copies_are_told_in_both_orders(
    one: tuple[str, ...], other: tuple[str, ...], said: str
) -> None:
    new, known = sketch(*one), sketch(*other)
    likeness = compare(new, known, NONE_DEAD)
    assert likeness is not None
    assert compare(known, new, NONE_DEAD) == likeness
    assert direction(new, known, likeness) == said
    turned = {"contains": "contained", "contained": "contains", "same": "same"}
    assert direction(known, new, likeness) == turned[said]


@pytest.mark.parametrize(("one", "other"), STRANGERS)
def test_strangers_are_told_in_both_orders(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert compare(sketch(*one), sketch(*other), NONE_DEAD) is None
    assert compare(sketch(*other), sketch(*one), NONE_DEAD) is None


def test_a_round_up_that_ends_with_an_item_is_no_copy_of_it_however_much_they_share() -> None:
    item, round_up = sketch(*BRIDGE[1:]), sketch(*SCHOOL, *BRIDGE[1:])
    assert compare_or_refuse(item, round_up, NONE_DEAD) == "round_up"
    assert compare_or_refuse(round_up, item, NONE_DEAD) == "round_up"
    begins_with_it = sketch(*BRIDGE[1:], *SCHOOL)
    assert compare(item, begins_with_it, NONE_DEAD) is not None
    as_long = sketch(SCHOOL[1], *BRIDGE[1:])
    assert compare(item, as_long, NONE_DEAD) is not None


EXCHANGE = (
    "أغلق سوق الأوراق المالية في الميناء جلسة اليوم عند {} نقطة بعد تداول {} سهم بقيمة {} دينار"
)
GOLD = (
    "وبلغ سعر غرام الذهب {} ديناراً وأونصة الفضة {} ديناراً وبرميل النفط الخفيف {} ديناراً "
    "بحسب نشرة غرفة التجارة التي تصدر مساء كل يوم عمل عدا العطل الرسمية"
)


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        pytest.param((4411, 902, 731, 58, 27, 64), "other_numbers", id="none the same"),
        pytest.param((4105, 902, 731, 58, 27, 64), "other_numbers", id="one of six the same"),
        pytest.param((4105, 350, 731, 58, 27, 64), None, id="two of six the same"),
        pytest.param((4105, 350, 120, 41, 19, 80), None, id="all the same"),
    ],
)
def test_a_form_filled_in_with_other_numbers_is_no_copy(
    numbers: tuple[int, ...], said: str | None
) -> None:
    one, other = (
        sketch(EXCHANGE.format(*said_numbers[:3]), GOLD.format(*said_numbers[3:]), BRIDGE[3])
        for said_numbers in ((4105, 350, 120, 41, 19, 80), numbers)
    )
    answers = compare_or_refuse(one, other, NONE_DEAD), compare_or_refuse(other, one, NONE_DEAD)
    assert answers[0] == answers[1]
    assert (answers[0] if isinstance(answers[0], str) else None) == said


def test_too_few_numbers_tell_no_form() -> None:
    one, other = (sketch(*BRIDGE, f"أرقام اليوم {n} و{n + 1} و{n + 2}") for n in (100, 200))
    assert compare(one, other, NONE_DEAD) is not None


def test_what_is_dead_is_not_compared() -> None:
    one, other = sketch(prose("س", 30), TAIL), sketch(prose("ش", 30), TAIL)
    dead = frozenset(sketch(TAIL).shingles)
    assert compare(one, other, NONE_DEAD) is not None
    assert compare(one, other, dead) is None
    assert compare(one, one, dead) is not None


def test_of_two_forms_the_rest_must_be_the_same() -> None:
    facts = prose("س", 14)
    one = sketch(TAIL, facts)
    other = sketch(TAIL, " ".join([*facts.split()[:8], *prose("ش", 6).split()]))
    dead = frozenset(sketch(TAIL).shingles)
    assert compare(one, other, dead) is None
    assert compare(sketch(facts), sketch(*other_facts(facts)), dead) is not None


def test_a_copy_made_of_common_words_is_a_copy_where_living_and_dead_agree_alike() -> None:
    one, other = sketch(*BRIDGE), sketch(SCHOOL[1], *BRIDGE[:2], SCHOOL[2])
    common = {shingle for two in (one, other) for shingle in two.shingles if shingle % 5 < 3}
    likeness = compare(one, other, common)
    assert likeness is not None
    assert likeness.jaccard_ratio < 0.6
    assert compare(other, one, common) == likeness


def other_facts(facts: str) -> tuple[str, ...]:
    return (" ".join([*facts.split()[:8], *prose("ش", 6).split()]),)


@pytest.mark.parametrize(
    ("days", "report", "is_copy"),
    [
        pytest.param(4, BRIDGE[:2], True, id="a cut copy after four days"),
        pytest.param(6, BRIDGE[:2], False, id="a cut copy after six days"),
        pytest.param(7, BRIDGE, True, id="a whole copy after seven days"),
        pytest.param(9, BRIDGE, False, id="a whole copy after nine days"),
    ],
)
def test_the_weaker_the_likeness_the_younger_it_must_be(
    days: int, report: tuple[str, ...], is_copy: bool
) -> None:
    long = (*BRIDGE, *SCHOOL) if report is not BRIDGE else BRIDGE
    old = sketch(*long, crawled_at="2025-10-01T08:00:00Z")
    new = sketch(*report, crawled_at=f"2025-10-{1 + days:02}T08:00:00Z")
    assert (compare(new, old, NONE_DEAD) is not None) is is_copy
    assert compare(replace(new, minutes=0), old, NONE_DEAD) is not None, "no clock, no age"


def long_sketch(count: int) -> Sketch:
    made = sketch_words([f"w{number}" for number in range(count)], None, ())
    assert made is not None
    return made


def test_a_long_text_keeps_a_sample_that_a_short_one_can_be_compared_with() -> None:
    long, short = long_sketch(500), long_sketch(100)
    assert long.sampled
    assert not short.sampled
    assert len(long.shingles) < 300
    likeness = compare(long, short, NONE_DEAD)
    assert likeness is not None
    assert likeness.contained_ratio == 1.0


def test_a_text_on_the_brink_of_sampling_is_a_copy_of_one_just_under_it() -> None:
    over, under = long_sketch(KEEP_ALL_SHINGLES + 3), long_sketch(KEEP_ALL_SHINGLES + 1)
    assert over.sampled
    assert not under.sampled
    likeness = compare(over, under, NONE_DEAD)
    assert likeness is not None
    assert likeness.jaccard_ratio > 0.95


@pytest.mark.parametrize(
    "text", ["", "كلمة", "ثلاث كلمات فقط", "\ud800", "one two three four five six"]
)
def test_too_little_to_compare_has_no_sketch(text: str) -> None:
    assert sketch_words(text.split(), None, ()) is None


@pytest.mark.parametrize("moment", [None, "", "16:00", "0001-01-01", "\ud800"])
def test_an_odd_time_of_the_crawl_is_no_time(moment: str | None) -> None:
    made = sketch_words([f"w{number}" for number in range(50)], moment, ())
    assert made is not None
    assert made.minutes == 0
