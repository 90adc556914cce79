"""Related articles: earlier ones of other stories on one matter, and none by common words."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.annotation import Related
from streams.dedup.related import (
    MAX_RELATED,
    MIN_SCORE,
    choose_links,
    choose_related,
    linking_count,
)
from streams.dedup.stories import Telling
from streams.dedup.story import Story, StoryMember, Told
from streams.dedup.story_memory import MemoryStoryStore
from streams.dedup.tell import tell
from tests.dedup.reports import BRIDGE, FIRE, SCHOOL
from tests.dedup.test_story import QUAKE, QUAKE_AGAIN, Stream, told

# The same bridge a week before it was closed: another happening, the same names.
BRIDGE_BEFORE = (
    "اشتكى سائقون من ازدحام الجسر القديم عند مدخل بلدية الميناء وطالبوا ببناء معبر ثان",
    "وقال المهندس رامي العطار إن الجسر القديم صمم قبل أن يفتح السوق المركزي على الضفة المقابلة",
)
BRIDGE_NAMES = (("person:rami", 1), ("place:bridge", 2))
ORDER_ONE = ("قال مدير تنظيم المرور إن العمل على تنظيم المواقف بدأ وإن الخطة ستعلن قريباً",)
ORDER_TWO = ("طالب رئيس لجنة الفرق بإعادة تنظيم البطولة وإعلان الخطة قبل بدء الموسم الجديد",)


def tell_all(batch: Sequence[Told], size: int = 64) -> list[Telling]:
    store = MemoryStoryStore()

    async def run() -> list[Telling]:
        answers: list[Telling] = []
        for start in range(0, len(batch), size):
            answers += await tell(batch[start : start + size], store)
        return answers

    return asyncio.run(run())


def of_day(name: str, paragraphs: Sequence[str], day: int, **changed: Any) -> Told:
    return told(name, paragraphs, crawled_at=f"2025-10-{day:02}T09:00:00Z", **changed)


def test_an_earlier_article_on_the_same_matter_is_related_with_its_title() -> None:
    before = of_day(
        "before", BRIDGE_BEFORE, 12, title="ازدحام على\nالجسر القديم", names=BRIDGE_NAMES
    )
    answers = tell_all(
        [before, of_day("school", SCHOOL, 13), of_day("now", BRIDGE, 15, names=BRIDGE_NAMES)]
    )
    assert answers[0].related == answers[1].related == ()
    (found,) = answers[2].related
    assert (found.article_id, found.title) == ("before", "ازدحام على الجسر القديم")
    assert MIN_SCORE <= found.score < 1
    assert answers[2].story_id != answers[0].story_id


@pytest.mark.parametrize(
    ("names", "event", "count"),
    [
        (BRIDGE_NAMES, ("fire", "2025-10-12", None), 1),
        (BRIDGE_NAMES, ("fire", "2025-10-14", None), 0),
        ((("person:hasan", 3), ("country:NE", 3)), ("fire", "2025-10-12", None), 0),
    ],
    ids=["a later chapter", "another fire", "the form of another one's report"],
)
def test_a_form_links_nothing_unless_the_names_and_the_day_are_the_same(
    names: Any, event: Any, count: int
) -> None:
    first_day = ("fire", "2025-10-12", None)
    before = of_day("before", BRIDGE_BEFORE, 12, names=BRIDGE_NAMES, event=first_day)
    now = of_day("now", (*BRIDGE_BEFORE, *BRIDGE[2:]), 15, names=names, event=event)
    assert len(tell_all([before, now])[1].related) == count


def test_a_later_chapter_names_the_chapter_before() -> None:
    answers = tell_all([of_day("quake", QUAKE, 12), of_day("again", QUAKE_AGAIN, 15)])
    assert answers[0].story_id != answers[1].story_id
    assert [one.article_id for one in answers[1].related] == ["quake"]


def test_articles_of_its_own_story_are_not_related() -> None:
    answers = tell_all([told("quake", QUAKE), told("again", QUAKE_AGAIN)])
    assert answers[0].story_id == answers[1].story_id
    assert answers[1].related == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [(ORDER_ONE, ORDER_TWO), (BRIDGE, SCHOOL), (FIRE, QUAKE)],
    ids=["a common noun said by both", "other news", "another incident"],
)
def test_other_news_is_not_related(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert tell_all([told("one", one), told("other", other)])[1].related == ()


WEIGHTS = tuple((term, 5_000) for term in range(4))
NEW = Told("new", 100, tuple((term, 1) for term in range(4)))
MEMBER = StoryMember(100, WEIGHTS, "new", None)
FEW = Stream(1_000, (1, 1, 1, 1))


class Daily(Stream):
    """A stream in which two of the terms open a new story every day."""

    def stories(self, term: int) -> tuple[int, ...]:
        return tuple(range(7 if term < 2 else 6))


def story(name: str, weight: int = 5_000, terms: int = 4, minutes: int = 90) -> Story:
    weights = tuple((term, weight) for term in range(terms))
    return Story(f"story-{name}", (StoryMember(minutes, weights, name, f"خبر {name}"),))


def test_terms_of_many_articles_and_too_few_terms_link_nothing() -> None:
    for articles in (100, 100_000):
        most = linking_count(articles)
        few, many = (Stream(articles, (1, 1, count, count)) for count in (most, most + 1))
        assert len(choose_related(NEW, MEMBER, [story("a")], few)) == 1
        assert choose_related(NEW, MEMBER, [story("a")], many) == ()
    daily = Daily(1_000, (1, 1, 1, 1))
    assert choose_related(NEW, MEMBER, [story("a")], daily) == ()
    assert choose_related(NEW, MEMBER, [story("a", terms=2)], FEW) == ()
    assert choose_related(NEW, MEMBER, [story("a", weight=900)], FEW) == ()


def test_the_most_related_come_first_then_the_later_and_no_more_than_ten() -> None:
    stories = [
        story("weak", weight=2_000), story("old", minutes=10), story("strong"), story("new"),
        *(story(f"other-{number}", weight=1_500) for number in range(MAX_RELATED)), story(""),
    ]  # fmt: skip
    found = choose_related(NEW, MEMBER, stories, FEW)
    assert [one.article_id for one in found[:3]] == ["strong", "old", "weak"]
    assert found[0] == Related(article_id="strong", title="خبر strong", score=1.0)
    assert len(found) == MAX_RELATED
    assert {"", "new"}.isdisjoint(one.article_id for one in found)


def test_a_link_names_the_terms_it_rests_on_the_strongest_first() -> None:
    weights = ((0, 2_000), (1, 3_000), (2, 5_000), (9, 5_000))
    (link,) = choose_links(NEW, MEMBER, [Story("story-a", (StoryMember(9, weights, "a"),))], FEW)
    assert link.terms == (2, 1, 0)
    assert link.related == Related(article_id="a", title=None, score=0.5)


MIXED = (
    of_day("before", BRIDGE_BEFORE, 12, title="ازدحام"),
    of_day("quake", QUAKE, 12),
    of_day("bridge", BRIDGE, 15, title="20 شاحنة على الجسر"),
    of_day("again", QUAKE_AGAIN, 15),
    of_day("school", SCHOOL, 15),
)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.permutations(MIXED), st.integers(1, 5), st.integers(0, 5))
def test_neither_batches_nor_articles_told_again_change_what_is_related(
    articles: list[Told], size: int, prefix: int
) -> None:
    whole = tell_all(articles)
    again = tell_all([*articles[:prefix], *articles[:prefix], *articles[prefix:]], size)
    assert again[prefix:] == whole
    assert again[:prefix] == whole[:prefix]
