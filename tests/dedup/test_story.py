"""Stories: reports of one happening in other words, and what keeps two apart."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.choose import Choice, choose_story
from streams.dedup.story import (
    EPOCH_MINUTES,
    Story,
    StoryMember,
    Told,
    crowd_count,
    new_story_id,
    read_told,
    weigh,
)
from streams.dedup.story_memory import MemoryStoryStore
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
    names, event = changed.pop("names", ()), changed.pop("event", None)
    return read_told(article(name, paragraphs, **changed), names, event)


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
        moved = [replace(one, minutes=one.minutes + shift) for one in (first, later)]
        assert len(set(tell_all(moved))) == 1


QUAKE_NAMES = (("admin1:YE-HD", 2), ("person:naji", 1), ("event:quake|2025-10-12|YE|YE-HD", 2))


def test_reports_in_two_languages_meet_by_the_names_they_share() -> None:
    arabic = told("quake", QUAKE, names=QUAKE_NAMES)
    english = told("english", QUAKE_ENGLISH, names=QUAKE_NAMES)
    other = told("other", QUAKE_ENGLISH, names=(("admin1:OM-DA", 2), ("person:salim", 1)))
    assert tell_all([arabic, english]) == [new_story_id("quake")] * 2
    assert len(set(tell_all([arabic, other]))) == 2


def test_the_same_form_on_another_day_is_another_story() -> None:
    # Six of twenty terms are the form's, said every day.
    form, own = tuple((term, 1) for term in range(6)), range(10, 24)
    first = Told("first", 9_999, (*form, *((term, 1) for term in own)), kind=7, day=700_000)
    again = Told("again", 10_999, (*form, *((term + 20, 1) for term in own)), kind=7)
    dated = [replace(again, day=first.day + day) for day in (0, 1, 2)]
    assert [len(set(tell_all([first, one]))) for one in dated] == [1, 1, 2]
    assert len(set(tell_all([first, replace(dated[2], kind=8)]))) == 1


@dataclass(frozen=True)
class Stream:
    """What was heard of an article's terms in a stream, by how many said each."""

    articles: int
    counts: tuple[int, ...]

    def stories(self, term: int) -> tuple[int, ...]:
        return (term,)


def test_a_term_that_one_article_in_ten_says_weighs_nothing_however_many_they_are() -> None:
    quake = told("quake", QUAKE)
    for articles in (100, 10_000):
        most = crowd_count(articles)
        counts = tuple(most + 1 if place < 15 else most for place in range(len(quake.terms)))
        member = weigh(quake, Stream(articles, counts))
        assert {term for term, _ in member.weights} == {term for term, _ in quake.terms[15:]}
    assert (crowd_count(100), crowd_count(10_000)) == (30, 1020)


def test_the_rarer_of_two_terms_weighs_more() -> None:
    short = Told("short", 0, ((7, 1), (8, 1), (9, 1)))
    weights = dict(weigh(short, Stream(100, (29, 0, 9))).weights)
    assert list(weights) == [8, 9, 7]
    assert weights[8] > weights[9] > weights[7]


def test_stories_that_prove_to_be_one_keep_their_ids_and_give_the_older_one_to_what_follows() -> (
    None
):
    number, weights = 7, tuple((term, 5_000) for term in range(4))
    half = tuple((term, 7_000) for term in range(2))
    one = Story("story-one", (StoryMember(90, half, "a"),))
    other = Story("story-other", (StoryMember(95, half, "b"),))
    unlike = Story("story-unlike", (StoryMember(95, ((3, 7_000), (9, 7_000)), "c"),))
    member = StoryMember(100, weights, "new")
    choice = choose_story(member, [(number + 1, other), (number, one), (number + 2, unlike)])
    assert choice is not None
    assert (choice.story_id, choice.merged) == ("story-one", ("story-other",))
    assert choose_story(member, [(number + 2, unlike)]) == Choice(number + 2, "story-unlike")


def test_a_story_is_as_like_an_article_as_its_three_likest_members() -> None:
    member = StoryMember(100, ((1, 5_000), (2, 5_000)), "new")
    like, unlike = (StoryMember(99, ((term, 6_000), (2, 0)), "x") for term in (1, 9))
    drifting = Story("story-a", (unlike, unlike, like, like, like))
    assert choose_story(member, [(1, drifting)]) == Choice(1, "story-a")
    assert choose_story(member, [(1, Story("story-a", (unlike, unlike, like)))]) is None


@pytest.mark.parametrize("body", ["", "خبر", "\ud800", "a"])
def test_a_text_that_tells_nothing_is_a_story_of_its_own(body: str) -> None:
    batch = [told("a", (body,)), told("b", (body,))]
    assert tell_all(batch) == [new_story_id("a"), new_story_id("b")]


CROWD = (
    told("quake", QUAKE),
    told("again", QUAKE_AGAIN),
    told("school", SCHOOL, names=(("admin1:SA-14", 2),)),
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
