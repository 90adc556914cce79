"""Rules on articles: one alert a story, also where stories prove to be one."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from schemas.alert import Change
from schemas.article import EnrichedArticle
from streams.alert.decide import Alerting, decide
from streams.alert.examine import examine
from streams.alert.rules import parse_rules
from streams.alert.store import Decision, MemoryRegionStore
from tests.making import make_enriched

WORDS = parse_rules(
    "version: 1\nrules:\n  - {id: w, when: {terms: [زلزال]}, escalate: {high: {outlets_min: 3}}}\n",
    "w",
)


def article(name: str, hour: int, story: str = "story-1", **changed: Any) -> EnrichedArticle:
    """Make an article of an hour that says the word, in words of its own."""
    merged = changed.pop("story_merged", ())
    made = make_enriched(
        body="وقع زلزال قوي صباحا. ولم ترد تفاصيل.",
        article_id=name,
        story_id=story,
        source=changed.pop("source", f"وكالة {name}"),
        crawled_at=f"2025-10-15T{hour:02}:00:00Z",
        title=changed.pop("title", f"{name * 5} خبر عاجل {name * 6} مدينة {name * 4} جديدة"),
        **changed,
    )
    return replace(made, story_merged=merged)


def tell(store: MemoryRegionStore, *articles: EnrichedArticle) -> list[Decision]:
    cases = [examine(one, WORDS) for one in articles]
    answers = asyncio.run(decide(cases, store, Alerting(rules=WORDS)))
    assert all(isinstance(one, Decision) for one in answers), answers
    return [one for one in answers if isinstance(one, Decision)]


def sent(decisions: list[Decision]) -> list[tuple[str, int, str, str | None]]:
    """Give story, revision, status and reason of what was sent."""
    made = [alert for one in decisions for alert in one.alerts]
    return [(one.story_id or "", one.revision, one.status, one.reason) for one in made]


def test_a_story_has_one_alert_that_says_who_else_tells_it() -> None:
    store = MemoryRegionStore()
    (first,) = tell(store, article("ا", 9))[0].alerts
    assert (first.incident_id, first.story_id, first.severity) == (None, "story-1", "medium")
    assert [(e.text, e.sentence) for e in first.evidence] == [("زلزال", "وقع زلزال قوي صباحا.")]
    (second,) = tell(store, article("ب", 10))[0].alerts
    assert (second.alert_id, second.revision) == (first.alert_id, 2)
    assert second.changes == (Change(field="outlets", from_="1", to="2"),)
    (third,) = tell(store, article("ج", 11))[0].alerts
    assert third.changes == (
        Change(field="severity", from_="medium", to="high"),
        Change(field="outlets", from_="2", to="3"),
    )


def test_the_same_outlet_again_changes_nothing_and_a_copy_is_called_one() -> None:
    store = MemoryRegionStore()
    tell(store, article("ا", 9))
    (again,) = tell(store, article("ب", 10, source="وكالة ا"))[0].suppressions
    assert again.reason == "no_change"
    title = article("ا", 9).title
    (copy,) = tell(store, article("ج", 11, source="وكالة ا", title=title))[0].suppressions
    assert copy.reason == "duplicate"


@pytest.mark.parametrize("batched", [False, True], ids=["one by one", "in one batch"])
def test_two_alerts_on_what_proves_one_story_become_one(*, batched: bool) -> None:
    told = [
        article("ا", 9),
        article("ب", 10, "story-2"),
        article("ج", 11, "story-1", story_merged=("story-2",)),
        article("د", 12, "story-2"),
    ]
    store = MemoryRegionStore()
    decisions = tell(store, *told) if batched else [tell(store, one)[0] for one in told]
    assert sent(decisions) == [
        ("story-1", 1, "opened", None),
        ("story-2", 1, "opened", None),
        ("story-2", 2, "retracted", "merged"),
        ("story-1", 2, "updated", None),
        ("story-1", 3, "updated", None),
    ]
    assert decisions[2].alerts[0].merged_into == "story-1"
    assert decisions[3].alerts[0].outlets == ("وكالة ا", "وكالة ب", "وكالة ج", "وكالة د")
    assert tell(store, *told) == decisions


def test_an_alert_of_the_story_that_is_gone_goes_on_as_that_of_the_other() -> None:
    store = MemoryRegionStore()
    (opened,) = tell(store, article("ا", 9, "story-2"))[0].alerts
    silent = article("ب", 10, "story-1", story_merged=("story-2",))
    silent = replace(silent, text="خبر آخر", title="خبر آخر", body="خبر آخر")
    assert tell(store, silent) == [Decision(alerts=(), suppressions=())]
    (revised,) = tell(store, article("ج", 11, "story-1"))[0].alerts
    assert (revised.alert_id, revised.revision) == (opened.alert_id, 2)
    (late,) = tell(store, article("د", 12, "story-2"))[0].alerts
    assert (late.alert_id, late.revision, late.severity) == (opened.alert_id, 3, "high")


def test_a_story_that_ended_twice_over_is_followed_to_the_last() -> None:
    store = MemoryRegionStore()
    (opened,) = tell(store, article("ا", 9, "story-3"))[0].alerts
    tell(store, article("ب", 10, "story-2", story_merged=("story-3",)))
    tell(store, article("ج", 11, "story-1", story_merged=("story-2",)))
    (late,) = tell(store, article("د", 12, "story-3"))[0].alerts
    assert (late.alert_id, late.revision) == (opened.alert_id, 4)
    assert len(late.outlets) == 4


def test_what_was_lost_between_two_stories_is_said_again_in_the_same_words() -> None:
    store = MemoryRegionStore()
    tell(store, article("ا", 9), article("ب", 10, "story-2"))
    proof = article("ج", 11, "story-1", story_merged=("story-2",))

    class Half(MemoryRegionStore):
        """Writes the story that is gone, and then the worker dies."""

        async def commit(self, ledgers: Any) -> set[str]:
            await store.commit([one for one in ledgers if one.read.name == "story:story-2"])
            raise ConnectionError

    half = Half()
    half.load = store.load  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        tell(half, proof)
    assert sent(tell(store, proof)) == [
        ("story-2", 2, "retracted", "merged"),
        ("story-1", 2, "updated", None),
    ]
    (last,) = tell(store, article("د", 12, "story-2"))[0].alerts
    assert last.outlets == ("وكالة ا", "وكالة ب", "وكالة ج", "وكالة د")
