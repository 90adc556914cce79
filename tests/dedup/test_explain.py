"""What is said of a pair is what the stage decides, with the reason."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from streams.dedup.explain import Explanation, explain
from tests.dedup.reports import BRIDGE, FIRE, FIRE_LATER, SCHOOL, article, words

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
