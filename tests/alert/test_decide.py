"""Articles in, alerts or explained silences out."""

import asyncio
from collections.abc import Sequence

import pytest

from schemas.alert import Toll
from schemas.annotation import EventDate
from schemas.article import EnrichedArticle, PublishedAt
from streams.alert.decide import Alerting, decide
from streams.alert.examine import examine
from streams.alert.rules import RuleSet, load_default_rules, parse_rules
from streams.alert.store import Decision, Ledger, MemoryRegionStore
from tests.making import make_enriched, make_event

RULES = load_default_rules()


def told(number: int, killed: int | None, *, hour: int = 9, **changed: object) -> EnrichedArticle:
    """Give an article of another outlet, crawled at an hour of 15 October 2025."""
    values = {
        "article_id": f"a{number}",
        "source": f"وكالة {number}",
        "crawled_at": f"2025-10-15T{hour:02}:00:00Z",
    }
    return make_enriched(make_event(killed), **{**values, **changed})


def decided(
    *articles: EnrichedArticle,
    rules: RuleSet = RULES,
    store: MemoryRegionStore | None = None,
) -> list[Decision]:
    cases = [examine(article, rules) for article in articles]
    answers = asyncio.run(decide(cases, store or MemoryRegionStore(), Alerting(rules=rules)))
    assert all(isinstance(answer, Decision) for answer in answers)
    return [answer for answer in answers if isinstance(answer, Decision)]


def test_the_first_article_opens_an_alert_with_everything_a_reader_needs() -> None:
    (decision,) = decided(told(1, 10))
    (alert,) = decision.alerts
    assert (alert.status, alert.revision, alert.severity) == ("opened", 1, "high")
    assert (alert.event_type, alert.event_date) == ("bombing", "2025-10-15")
    assert (alert.killed, alert.injured) == (Toll(min=10, max=10), Toll())
    assert alert.changes == ()
    assert [e.field for e in alert.evidence] == ["killed", "event_type"]
    assert alert.article_ids == ("a1",)
    assert alert.outlets == ("وكالة 1",)
    assert alert.first_seen == alert.emitted_for == "2025-10-15T09:00:00Z"
    assert decision.suppressions == ()


def test_one_attack_is_one_alert_revised_as_the_toll_rises_and_falls() -> None:
    correction = make_enriched(
        make_event(14, correction=True), article_id="a5", crawled_at="2025-10-15T13:00:00Z"
    )
    articles = (
        told(1, 10, hour=9),
        told(2, 10, hour=10),
        told(3, 13, hour=11),
        told(4, 15, hour=12),
    )
    decisions = decided(*articles, correction)
    alerts = [alert for decision in decisions for alert in decision.alerts]
    assert len({alert.alert_id for alert in alerts}) == 1
    assert [(a.revision, a.status, a.killed.min) for a in alerts] == [
        (1, "opened", 10),
        (2, "updated", 13),
        (3, "updated", 15),
        (4, "updated", 14),
    ]
    assert [(c.field, c.from_, c.to) for c in alerts[1].changes] == [
        ("killed", Toll(min=10, max=10), Toll(min=13, max=13))
    ]
    assert {e.article_id for e in alerts[1].evidence} == {"a1", "a2", "a3"}


def test_an_article_that_adds_nothing_is_silent_with_no_change() -> None:
    first, second = decided(told(1, 10), told(2, 10, hour=10))
    assert len(first.alerts) == 1
    assert second.alerts == ()
    assert [s.reason for s in second.suppressions] == ["no_change"]
    assert second.suppressions[0].incident_id == first.alerts[0].incident_id


def test_an_article_seen_again_after_a_crash_gets_the_very_same_answer() -> None:
    store = MemoryRegionStore()
    once = decided(told(1, 10), told(2, 13, hour=10), store=store)
    again = decided(told(2, 13, hour=10), told(1, 10), store=store)
    assert again == [once[1], once[0]]


def test_old_news_is_refused_with_the_age_in_the_reason() -> None:
    event = make_event(10, date=EventDate(value="2025-05-01"))
    (decision,) = decided(make_enriched(event, article_id="a1"))
    assert decision.alerts == ()
    (silence,) = decision.suppressions
    assert silence.reason == "stale"
    assert "167 days" in silence.detail


@pytest.mark.parametrize(
    ("value", "crawled", "spoken"),
    [
        pytest.param("2025-10-08", "2025-10-15T23:00:00Z", True, id="seven days"),
        pytest.param("2025-10-07", "2025-10-15T00:01:00Z", False, id="eight days"),
        pytest.param("2025-10", "2025-11-05T00:00:00Z", True, id="some day of last month"),
        pytest.param("2024", "2025-10-15T00:00:00Z", False, id="some day of last year"),
    ],
)
def test_the_age_limit_counts_days_from_the_last_day_of_the_event(
    value: str, crawled: str, *, spoken: bool
) -> None:
    event = make_event(10, date=EventDate(value=value))
    (decision,) = decided(make_enriched(event, crawled_at=crawled))
    assert bool(decision.alerts) is spoken


def test_an_undated_event_is_as_old_as_its_article() -> None:
    old = PublishedAt(value="2025-01-02", precision="day", basis="stated", text="2/1/2025")
    (decision,) = decided(make_enriched(make_event(10, date=None), published_at=old))
    assert [s.reason for s in decision.suppressions] == ["stale"]


def test_background_never_opens_an_alert_and_says_so() -> None:
    (decision,) = decided(make_enriched(make_event(30, status="background")))
    assert decision.alerts == ()
    assert [s.reason for s in decision.suppressions] == ["background"]


@pytest.mark.parametrize("status", ["negated", "conditional"])
def test_what_did_not_happen_never_opens_an_alert(status: str) -> None:
    (decision,) = decided(make_enriched(make_event(30, status=status)))
    assert decision.alerts == ()
    assert [s.reason for s in decision.suppressions] == ["negated"]


def test_background_beside_the_news_adds_nothing_to_its_toll() -> None:
    background = make_event(30, status="background", event_id="e2")
    (decision,) = decided(make_enriched(make_event(10), background))
    assert decision.alerts[0].killed == Toll(min=10, max=10)
    assert decision.suppressions == ()


def test_an_incident_under_the_rules_severity_is_no_match_and_rises_into_one() -> None:
    fire = {"type": "fire_explosion"}
    small = make_enriched(make_event(1, **fire), article_id="a1")
    worse = make_enriched(make_event(4, **fire), article_id="a2", crawled_at="2025-10-15T10:00:00Z")
    first, second = decided(small, worse)
    assert first == Decision(alerts=(), suppressions=())
    assert second.alerts[0].status == "opened"
    assert second.alerts[0].article_ids == ("a1", "a2")


def test_an_article_without_events_causes_nothing() -> None:
    assert decided(make_enriched()) == [Decision(alerts=(), suppressions=())]


def test_each_rule_has_its_own_alert_and_its_own_age_limit() -> None:
    rules = parse_rules(
        "version: 1\nrules:\n"
        "  - {id: fresh, max_age: 1d}\n"
        "  - {id: any-age, when: {event: [bombing], killed: {min: 5}}}\n"
        "  - {id: many, when: {killed: {min: 50}}}\n",
        "rules.yaml",
    )
    event = make_event(10, date=EventDate(value="2025-10-01"))
    (decision,) = decided(make_enriched(event), rules=rules)
    assert [alert.rule_id for alert in decision.alerts] == ["any-age"]
    assert [(s.rule_id, s.reason) for s in decision.suppressions] == [("fresh", "stale")]


def test_a_loser_of_a_race_reads_and_decides_again() -> None:
    class Raced(MemoryRegionStore):
        """Let another worker write between the first load and the first commit."""

        raced = False

        async def commit(self, ledgers: Sequence[Ledger]) -> set[str]:
            if not self.raced:
                self.raced = True
                await decide([examine(told(9, 13), RULES)], self, Alerting(rules=RULES))
            return await super().commit(ledgers)

    store = Raced()
    (late,) = decided(told(1, 15, hour=12), store=store)
    assert late.alerts[0].revision == 2
    assert [(c.from_, c.to) for c in late.alerts[0].changes if c.field == "killed"] == [
        (Toll(min=13, max=13), Toll(min=15, max=15))
    ]
