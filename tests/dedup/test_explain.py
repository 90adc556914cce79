"""What is said of a pair is what the stage decides, with the reason."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from streams.dedup.explain import Explanation, explain
from streams.dedup.judge import NEW
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, TAIL, article, prose, words

Paragraphs = Sequence[str]


def explained(one: Paragraphs, other: Paragraphs, **changed: Any) -> Explanation:
    first, second = article("one", one), article("other", other, **changed)
    return asyncio.run(explain(first, second, words()))


@pytest.mark.parametrize(
    ("one", "other", "changed", "rule"),
    [
        (BRIDGE, BRIDGE, {}, "exact.copy"),
        (BRIDGE, BRIDGE, {"article_id": "one"}, "exact.recrawl"),
        (BRIDGE, (*BRIDGE, SCHOOL[1]), {}, "near.copy"),
        (BRIDGE, BRIDGE[:2], {}, "near.contained"),
        (BRIDGE[:2], BRIDGE, {}, "near.fuller"),
        (FIRE, FIRE_LATER, {}, "revision.toll"),
        (BRIDGE, SCHOOL, {}, "different.few_shared"),
        (BRIDGE, (*SCHOOL, BRIDGE[3]), {}, "different.little_shared"),
        ((*SCHOOL, *FIRE, BRIDGE[1]), (BRIDGE[1],), {}, "different.other_lead"),
        ((*SCHOOL, *BRIDGE[1:]), BRIDGE[1:], {}, "different.round_up"),
        (
            (*BRIDGE, "سعر اليوم 11 و22 و33 و44"),
            (*BRIDGE, "سعر اليوم 12 و23 و34 و45"),
            {},
            "different.other_numbers",
        ),
        (
            BRIDGE,
            (*BRIDGE, SCHOOL[1]),
            {"crawled_at": "2025-10-30T09:00:00Z"},
            "different.too_old",
        ),
        (BRIDGE, ("عاجل",), {}, "different.too_short"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_rule_that_decided_is_named(
    one: Paragraphs, other: Paragraphs, changed: dict[str, Any], rule: str
) -> None:
    said = explained(one, other, **changed)
    assert said.rule == rule
    assert (said.verdict.duplicate_of is None) == rule.startswith(("different.", "revision."))


def test_both_tolls_are_given_and_said_to_differ() -> None:
    said = explained(FIRE, FIRE_LATER)
    assert said.tolls_differ
    assert said.first.tolls == (("injured", 14), ("killed", 6))
    assert said.second.tolls == (("injured", 14), ("killed", 8))
    assert not explained(FIRE, FIRE[:2]).tolls_differ


def test_what_is_shared_is_measured_and_told_in_words() -> None:
    said = explained(("وصل القطار الأول إلى محطة الوادي الجديدة مساء أمس قادماً من الميناء القديم",),
                     ("وصل القطار الأول إلى محطة الوادي الجديدة مساء أمس وعلى متنه أربعون طالباً",),
                     crawled_at="2025-10-15T21:30:00Z")  # fmt: skip
    assert said.measures is not None
    assert said.measures.phrases == ("وصل القطار الاول الي محطه الوادي الجديده مسا امس",)
    assert (said.measures.shared, said.measures.age_hours) == (7, 12.5)
    assert said.measures.jaccard_ratio == round(7 / (11 + 11 - 7), 3)
    assert said.measures.contained_ratio == round(7 / 11, 3)
    assert said.measures.lead_ratio == round(7 / 11, 3)
    assert said.first.shingles == said.second.shingles == 11


def test_every_number_that_only_one_says_is_told_with_its_place() -> None:
    one = (FIRE[0], "وتوقع الخبراء كلفة قدرها 70 ألفاً لإعادة البناء و12 يوماً من العمل", *FIRE[1:])
    other = (FIRE_LATER[0], one[1].replace("70", "90"), *FIRE[1:])
    said = explained(one, other, title="ثمانية قتلى و3 مفقودين")
    assert [(figure.side, figure.place, figure.value) for figure in said.figures] == [
        ("first", "lead", 6),
        ("first", "lead", 70000),
        ("second", "title", 8),
        ("second", "title", 3),
        ("second", "lead", 8),
        ("second", "lead", 90000),
    ]
    assert said.figures[0].text == "لقي سته عمال مصرعهم"


@pytest.mark.parametrize(
    ("one", "other", "changed", "turns"),
    [
        (BRIDGE, BRIDGE, {}, [("other_letters at_least 1",)]),
        (FIRE, FIRE_LATER, {}, [("shared_tolls at_least 1",)]),
        (BRIDGE, ("عاجل",), {}, [("second_3grams at_least 8",)]),
        (BRIDGE, SCHOOL, {}, [("shared at_least 6",)]),
        (
            BRIDGE,
            (*SCHOOL, BRIDGE[3]),
            {},
            [
                ("jaccard_ratio at_least 0.225",),
                ("contained_ratio at_least 0.3", "lead_ratio at_least 0.3"),
            ],
        ),
        (
            (*SCHOOL, *BRIDGE[1:]),
            BRIDGE[1:],
            {},
            [("jaccard_ratio at_least 0.5",), ("lead_ratio over 0",), ("longer_ratio under 1.5",)],
        ),
        (
            BRIDGE,
            (*BRIDGE, SCHOOL[1]),
            {"crawled_at": "2025-10-30T09:00:00Z"},
            [("age_hours under 192",)],
        ),
        (
            BRIDGE,
            BRIDGE[:2],
            {},
            [
                ("jaccard_ratio under 0.225", "contained_ratio under 0.3"),
                ("jaccard_ratio under 0.225", "lead_ratio under 0.3"),
                ("age_hours over 192",),
            ],
        ),
    ],
    ids=["exact", "revision", "short", "strangers", "little", "round-up", "old", "copy"],
)
def test_what_would_have_had_to_differ_is_told(
    one: Paragraphs, other: Paragraphs, changed: dict[str, Any], turns: list[tuple[str, ...]]
) -> None:
    said = explained(one, other, **changed)
    assert [
        tuple(f"{each.measure} {each.turn} {each.limit:g}" for each in way) for way in said.turns
    ] == turns


def test_what_many_of_the_crowd_share_is_left_out_and_the_stream_s_verdict_is_told() -> None:
    briefs = [article(name, (prose(name, 30), TAIL)) for name in ("ا", "ب", "ت", "ث", "ج", "ح")]
    alone = asyncio.run(explain(briefs[4], briefs[5], words()))
    assert alone.measures is not None
    assert (alone.verdict.duplicate_of, alone.in_stream, alone.measures.common) == ("ج", None, 0)
    crowd = [article(name, (prose(name, 90), TAIL)) for name in ("س", "ش", "ص", "ض")]
    among = asyncio.run(explain(briefs[4], briefs[5], words(), [*crowd, *briefs]))
    assert among.measures is not None
    assert among.in_stream == NEW
    assert (among.measures.shared, among.measures.phrases) == (0, ())
    assert among.measures.common == alone.measures.shared
