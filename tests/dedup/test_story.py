"""Stories: reports of one happening in other words, and what keeps two apart."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.stories import MemoryStoryStore
from streams.dedup.story import EPOCH_MINUTES, Told, new_story_id, read_told, weigh
from streams.dedup.tell import tell
from tests.dedup.reports import FIRE, SCHOOL, article

QUAKE = (
    "ضرب زلزال بلدة سوق الجمعة فجر اليوم وهدم منازل طينية في قرية وادي الزيتون",
    "وقال الدفاع المدني إن فرقه وصلت إلى وادي الزيتون وتبحث عن عالقين تحت الأنقاض",
    "وهذا أقوى زلزال تشهده سوق الجمعة منذ عقود",
)
QUAKE_AGAIN = (
    "تبحث فرق الدفاع المدني في وادي الزيتون عن عالقين بعد زلزال سوق الجمعة",
    "وروى سكان وادي الزيتون أن الأنقاض سدت الطريق وأن هزات تبعت الزلزال",
    "وتستقبل مدرسة في سوق الجمعة أسراً فقدت بيوتها",
)
QUAKE_ENGLISH = ("A quake struck the town and rescue teams have reached the valley",)


def told(name: str, paragraphs: Sequence[str], **changed: Any) -> Told:
    own_story = changed.pop("own_story", None)
    return read_told(article(name, paragraphs, **changed), own_story)


def tell_all(batch: Sequence[Told], size: int = 64) -> list[str]:
    store = MemoryStoryStore()

    async def run() -> list[str]:
        answers: list[str] = []
        for start in range(0, len(batch), size):
            told_all = await tell(batch[start : start + size], store)
            answers += [one.story_id for one in told_all]
        return answers

    return asyncio.run(run())


def test_reports_of_one_happening_in_other_words_are_one_story() -> None:
    stories = tell_all([told("quake", QUAKE), told("school", SCHOOL), told("again", QUAKE_AGAIN)])
    assert stories == [new_story_id("quake"), new_story_id("school"), new_story_id("quake")]


@pytest.mark.parametrize(
    ("other", "why"),
    [(SCHOOL, "other news"), (FIRE, "another incident"), (QUAKE_ENGLISH, "another language")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_unlike_reports_are_two_stories(other: tuple[str, ...], why: str) -> None:
    assert len(set(tell_all([told("quake", QUAKE), told("other", other)]))) == 2, why


@pytest.mark.parametrize(
    ("day", "one_story"), [("12", True), ("13", False)], ids=["after two days", "after three"]
)
def test_a_story_ends_when_nothing_has_been_said_for_two_days(day: str, one_story: bool) -> None:
    first = told("quake", QUAKE, crawled_at="2025-10-10T09:00:00Z")
    later = told("again", QUAKE_AGAIN, crawled_at=f"2025-10-{day}T08:00:00Z")
    assert (len(set(tell_all([first, later]))) == 1) is one_story


def test_a_story_goes_on_over_the_border_of_the_days_it_is_counted_in() -> None:
    first = told("quake", QUAKE, crawled_at="2025-10-12T23:50:00Z")
    later = told("again", QUAKE_AGAIN, crawled_at="2025-10-13T00:10:00Z")
    borders = range(first.minutes - 4 * EPOCH_MINUTES, first.minutes)
    assert any(minute % EPOCH_MINUTES == 0 for minute in borders)
    for shift in range(0, EPOCH_MINUTES, 600):
        moved = [
            Told(one.article_id, one.minutes + shift, one.terms, None) for one in (first, later)
        ]
        assert len(set(tell_all(moved))) == 1


def test_a_story_named_by_its_event_keeps_its_name_and_lends_it() -> None:
    event = "story-of-the-event"
    batch = [
        told("quake", QUAKE, own_story=event),
        told("again", QUAKE_AGAIN),
        told("third", QUAKE, own_story="story-of-another-event"),
    ]
    assert tell_all(batch) == [event, event, "story-of-another-event"]


def test_a_term_in_too_many_stories_weighs_nothing() -> None:
    quake = told("quake", QUAKE)
    crowded = {term for term, _ in quake.terms[:15]}
    member = weigh(quake, lambda term: None if term in crowded else ())
    assert {term for term, _ in member.weights} == {term for term, _ in quake.terms} - crowded


def test_the_rarer_of_two_terms_weighs_more() -> None:
    quake = told("quake", QUAKE)
    (rare, _), (common, _) = quake.terms[:2]
    weights = dict(weigh(quake, lambda term: tuple(range(9)) if term == common else ()).weights)
    assert weights[rare] > weights.get(common, 0)


@pytest.mark.parametrize("body", ["", "خبر", "\ud800", "a"])
def test_a_text_that_tells_nothing_is_a_story_of_its_own(body: str) -> None:
    batch = [told("a", (body,)), told("b", (body,))]
    assert tell_all(batch) == [new_story_id("a"), new_story_id("b")]


CROWD = (
    told("quake", QUAKE),
    told("again", QUAKE_AGAIN),
    told("school", SCHOOL, own_story="story-school"),
    told("school-2", (SCHOOL[1], SCHOOL[0])),
    told("fire", FIRE),
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.permutations(CROWD), st.integers(1, 5))
def test_the_size_of_a_batch_changes_nothing(crowd: list[Told], size: int) -> None:
    assert tell_all(crowd, size) == tell_all(crowd)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.permutations(CROWD), st.integers(0, 5))
def test_articles_told_again_are_told_the_same(crowd: list[Told], prefix: int) -> None:
    again = tell_all([*crowd[:prefix], *crowd[:prefix], *crowd[prefix:]], size=3)
    assert again[prefix:] == tell_all(crowd)
    assert again[:prefix] == again[prefix : 2 * prefix]
