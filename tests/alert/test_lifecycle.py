"""An alert's life: denied, merged, split, silenced, throttled, closed and opened again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from schemas.alert import Alert, Toll
from schemas.annotation import EventDate, EventPlace
from schemas.article import EnrichedArticle
from streams.alert.agenda import MemoryAgenda
from streams.alert.decide import Alerting, decide
from streams.alert.examine import examine
from streams.alert.rules import RuleSet, load_default_rules, parse_rules
from streams.alert.silences import Silence
from streams.alert.store import Decision, Ledger, MemoryRegionStore
from streams.alert.voice import load_voices
from tests.making import make_enriched, make_event

RULES = load_default_rules()
VOICES = load_voices()
IRAQ = EventPlace(id="country:IQ", name="العراق", country="IQ", precision="country")
KHALIS = EventPlace(
    id="place:khalis", name="الخالص", country="IQ", admin1="IQ-DI", precision="town"
)
THREE_DAYS = 72 * 3600


class Stream:
    """Feed articles one by one, and keep what they cause."""

    def __init__(self, rules: RuleSet = RULES, silences: Sequence[Silence] = ()) -> None:
        self.store = MemoryRegionStore()
        self.alerting = Alerting(
            rules=rules, silences=silences, agenda=MemoryAgenda(), quiet_seconds=THREE_DAYS
        )
        self.alerts: list[Alert] = []

    def tell(self, article: EnrichedArticle) -> Decision:
        case = examine(article, self.alerting.rules, VOICES)
        (answer,) = asyncio.run(decide([case], self.store, self.alerting))
        assert isinstance(answer, Decision)
        self.alerts += answer.alerts
        return answer

    def last(self) -> dict[str, Alert]:
        return {alert.alert_id: alert for alert in self.alerts}


def told(name: str, killed: int | None, at: str, **event: Any) -> EnrichedArticle:
    """Give an article of an outlet of its own, crawled at a time of October 2025."""
    about = {key: event.pop(key) for key in ("claimed_by", "title", "source") if key in event}
    values = {"source": f"وكالة {name}", "title": f"عنوان {name}", **about}
    article = make_enriched(
        make_event(killed, **event),
        article_id=name,
        crawled_at=f"2025-10-{at}:00Z",
        **{key: value for key, value in values.items() if key != "claimed_by"},
    )
    return replace(article, claimed_by=about.get("claimed_by"))


def quiet(name: str, at: str) -> EnrichedArticle:
    """Give an article in which nothing happens: it moves the time on."""
    return make_enriched(article_id=name, crawled_at=f"2025-10-{at}:00Z")


def test_a_report_that_names_only_the_country_joins_the_one_attack_it_agrees_with() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    decision = stream.tell(told("a2", 13, "15T10:00", place=IRAQ))
    assert [(a.status, a.revision, a.killed.min) for a in stream.alerts] == [
        ("opened", 1, 10),
        ("updated", 2, 13),
    ]
    assert decision.alerts[0].place is not None
    assert decision.alerts[0].place.name == "بعقوبة"


def test_two_towns_of_one_province_are_two_attacks() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    stream.tell(told("a2", 4, "15T10:00", place=KHALIS))
    assert sorted(alert.killed.min or 0 for alert in stream.last().values()) == [4, 10]


def test_a_day_told_wrong_by_one_outlet_is_merged_and_both_sides_hear_of_it() -> None:
    stream = Stream()
    wrong = told("a1", 10, "16T09:00", date=EventDate(value="2025-10-16"))
    stream.tell(wrong)
    stream.tell(told("a2", 10, "16T10:00"))
    assert len(stream.last()) == 2
    decision = stream.tell(told("a3", 12, "16T11:00"))
    retracted = next(a for a in decision.alerts if a.status == "retracted")
    updated = next(a for a in decision.alerts if a.status == "updated")
    assert (retracted.reason, retracted.merged_into) == ("merged", updated.incident_id)
    assert (updated.killed, set(updated.article_ids)) == (
        Toll(min=12, max=12),
        {"a1", "a2", "a3"},
    )
    assert [(c.field, c.from_, c.to) for c in retracted.changes] == [
        ("status", "opened", "retracted")
    ]


def test_a_ministry_that_denies_a_rumour_retracts_its_alert() -> None:
    stream = Stream()
    stream.tell(told("a1", None, "15T09:00"))
    decision = stream.tell(
        told("a2", None, "15T10:00", status="negated", claimed_by="وزارة الداخلية")
    )
    (alert,) = decision.alerts
    assert (alert.status, alert.revision, alert.reason) == (
        "retracted",
        2,
        "retract.denied_by_official",
    )
    assert [s.reason for s in decision.suppressions] == ["negated"]
    assert decision.suppressions[0].incident_id == alert.incident_id


@pytest.mark.parametrize(
    ("confirming", "denying"),
    [
        pytest.param("وزارة الصحة", "وزارة الداخلية", id="another ministry confirmed it"),
        pytest.param(None, "طالبان", id="who denies is a party"),
        pytest.param(None, None, id="nobody is named for the denial"),
    ],
)
def test_a_denial_that_is_not_believed_changes_nothing(
    confirming: str | None, denying: str | None
) -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00", claimed_by=confirming))
    decision = stream.tell(told("a2", None, "15T10:00", status="negated", claimed_by=denying))
    assert decision.alerts == ()
    assert [s.reason for s in decision.suppressions] == ["negated"]


def test_an_incident_denied_and_told_again_stands_again() -> None:
    stream = Stream()
    stream.tell(told("a1", 2, "15T09:00"))
    stream.tell(told("a2", None, "15T10:00", status="negated", claimed_by="وزارة الداخلية"))
    (alert,) = stream.tell(told("a3", 3, "15T11:00")).alerts
    assert (alert.status, alert.revision, alert.reason) == ("updated", 3, "reopened")
    assert [c.field for c in alert.changes] == ["status", "killed"]


def test_a_reminder_supports_an_incident_and_opens_none() -> None:
    stream = Stream()
    reminder = told("a1", 10, "16T09:00", status="background")
    assert [s.reason for s in stream.tell(reminder).suppressions] == ["background"]
    assert stream.alerts == []
    (alert,) = stream.tell(told("a2", 10, "16T10:00")).alerts
    assert (alert.article_ids, alert.supports) == (("a2",), ("a1",))


def test_an_official_figure_beats_that_of_a_party_and_both_are_shown() -> None:
    stream = Stream()
    stream.tell(told("a1", 9, "15T09:00", claimed_by="وزارة الدفاع"))
    (alert,) = stream.tell(told("a2", 40, "15T10:00", claimed_by="طالبان")).alerts
    assert alert.killed == Toll(min=9, max=9)
    assert alert.killed_range == Toll(min=9, max=40)
    assert [(f.min, f.standing, f.is_official, f.outlets) for f in alert.figures] == [
        (9, "in_force", True, ("وكالة a1",)),
        (40, "disputed", False, ("وكالة a2",)),
    ]


def test_a_slow_outlet_with_an_old_figure_is_no_disagreement() -> None:
    stream = Stream()
    stream.tell(told("a1", 9, "15T09:00"))
    stream.tell(told("a2", 12, "15T10:00"))
    decision = stream.tell(told("a3", 10, "15T11:00"))
    assert decision.alerts == ()
    assert [s.reason for s in decision.suppressions] == ["no_change"]


def rules(said: str) -> RuleSet:
    return parse_rules(f"version: 1\nrules:\n  - {{id: r, when: {{event: any}}, {said}}}\n", "r")


def test_within_the_minimum_interval_changes_wait_and_the_next_tells_all() -> None:
    stream = Stream(rules("min_interval: 30m"))
    stream.tell(told("a1", 10, "15T09:00"))
    held = stream.tell(told("a2", 12, "15T09:10"))
    assert (held.alerts, [s.reason for s in held.suppressions]) == ((), ["throttled"])
    (alert,) = stream.tell(told("a3", 12, "15T09:40")).alerts
    assert [(c.field, c.from_, c.to) for c in alert.changes] == [
        ("killed", Toll(min=10, max=10), Toll(min=12, max=12)),
    ]


def test_a_rule_that_sends_for_some_changes_only_stays_silent_about_others() -> None:
    stream = Stream(rules("on: [opened, severity_up]"))
    stream.tell(told("a1", 10, "15T09:00"))
    held = stream.tell(told("a2", 12, "15T09:10"))
    assert [s.reason for s in held.suppressions] == ["no_change"]
    assert "killed changed" in held.suppressions[0].detail
    (alert,) = stream.tell(told("a3", 25, "15T09:20")).alerts
    assert [(c.field, c.from_, c.to) for c in alert.changes] == [
        ("killed", Toll(min=10, max=10), Toll(min=25, max=25)),
        ("severity", "high", "critical"),
    ]


def test_a_rule_that_does_not_send_for_new_incidents_sends_its_first_when_they_change() -> None:
    stream = Stream(rules("on: [killed_changed]"))
    assert stream.tell(told("a1", 10, "15T09:00")).alerts == ()
    (alert,) = stream.tell(told("a2", 12, "15T09:10")).alerts
    assert (alert.revision, alert.status) == (1, "opened")


def silence(**matchers: Any) -> Silence:
    return Silence(
        silence_id="s1",
        author="سلمى",
        reason="مناورة معلنة",
        created_at="2025-10-15T08:00:00Z",
        expires_at="2025-10-15T12:00:00Z",
        **matchers,
    )


@pytest.mark.parametrize(
    "matchers",
    [
        pytest.param({"rule": "incident"}, id="rule"),
        pytest.param({"place": "IQ-DI"}, id="province"),
        pytest.param({"place": "IQ"}, id="country"),
        pytest.param({"place": "بعقوبه"}, id="name, folded"),
        pytest.param({"severity": "high"}, id="severity"),
        pytest.param({"rule": "incident", "place": "IQ"}, id="both"),
    ],
)
def test_a_silenced_incident_goes_on_and_is_told_whole_after_the_silence(
    matchers: dict[str, Any],
) -> None:
    stream = Stream(silences=[silence(**matchers)])
    quietly = stream.tell(told("a1", 10, "15T09:00"))
    assert (quietly.alerts, [s.reason for s in quietly.suppressions]) == ((), ["silenced"])
    assert "سلمى" in quietly.suppressions[0].detail
    stream.tell(told("a2", 12, "15T11:00"))
    (alert,) = stream.tell(told("a3", 12, "15T12:00")).alerts
    assert (alert.status, alert.killed.min, alert.article_ids) == (
        "opened",
        12,
        ("a1", "a2", "a3"),
    )


@pytest.mark.parametrize(
    "matchers",
    [
        pytest.param({"rule": "other"}, id="another rule"),
        pytest.param({"place": "IQ-KI"}, id="another province"),
        pytest.param({"severity": "medium"}, id="a lower severity"),
        pytest.param({"rule": "incident", "place": "SY"}, id="one of two"),
        pytest.param({"incident": "inc-0"}, id="another incident"),
    ],
)
def test_a_silence_that_does_not_match_is_no_silence(matchers: dict[str, Any]) -> None:
    assert len(Stream(silences=[silence(**matchers)]).tell(told("a1", 10, "15T09:00")).alerts) == 1


def test_an_incident_closes_when_two_crawls_agree_that_three_days_have_passed() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    assert stream.tell(quiet("q1", "28T09:00")).alerts == ()
    (alert,) = stream.tell(quiet("q2", "18T09:00")).alerts
    assert (alert.status, alert.revision, alert.reason) == ("closed", 2, "quiet")
    assert [(c.field, c.from_, c.to) for c in alert.changes] == [("status", "opened", "closed")]
    assert stream.tell(quiet("q3", "19T09:00")).alerts == ()


def test_an_incident_that_is_told_of_stays_open() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    stream.tell(told("a2", 10, "17T09:00"))
    stream.tell(quiet("q1", "19T09:00"))
    assert stream.tell(quiet("q2", "19T10:00")).alerts == ()
    assert len(stream.tell(quiet("q3", "20T10:00")).alerts) == 0
    (alert,) = stream.tell(quiet("q4", "20T10:00")).alerts
    assert alert.status == "closed"


def test_a_late_report_opens_a_closed_incident_again_and_it_closes_again() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    stream.tell(quiet("q1", "18T09:00"))
    stream.tell(quiet("q2", "18T09:00"))
    late = stream.tell(told("a2", 14, "15T20:00"))
    assert [(a.status, a.revision, a.reason) for a in late.alerts] == [
        ("updated", 3, "reopened"),
    ]
    assert late.alerts[0].killed.min == 14
    stream.tell(quiet("q3", "18T20:00"))
    (alert,) = stream.tell(quiet("q4", "18T21:00")).alerts
    assert (alert.status, alert.revision) == ("closed", 4)


def test_what_an_article_closed_it_closes_again_when_it_comes_again() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    stream.tell(quiet("q1", "18T09:00"))
    once = stream.tell(quiet("q2", "18T09:00"))
    stream.tell(told("a2", 14, "18T10:00"))
    assert stream.tell(quiet("q2", "18T09:00")) == once


class DyingStore(MemoryRegionStore):
    """Lose one commit, as a worker does that is killed before it."""

    dies_at_next = False

    async def commit(self, ledgers: Sequence[Ledger]) -> set[str]:
        if self.dies_at_next:
            self.dies_at_next = False
            raise ConnectionError
        return await super().commit(ledgers)


@pytest.mark.parametrize("batches", [(4,), (2, 2), (3, 1), (1, 1, 1, 1)], ids=str)
def test_what_closes_is_said_by_the_same_article_after_a_crash_in_whatever_batches(
    batches: tuple[int, ...],
) -> None:
    first = told("a1", 10, "15T09:00")
    rest = [quiet(f"q{number}", f"18T{9 + number:02}:00") for number in range(4)]
    calm = Stream()
    calm.tell(first)
    wanted = [calm.tell(one) for one in rest]
    assert [len(one.alerts) for one in wanted] == [0, 1, 0, 0]

    stream = Stream()
    stream.store = store = DyingStore()
    stream.tell(first)
    cases = [examine(one, RULES, VOICES) for one in rest]
    store.dies_at_next = True
    with pytest.raises(ConnectionError):
        asyncio.run(decide(cases, store, stream.alerting))
    for _ in range(2):  # and once more, as if it had died after the commit
        start, answers = 0, []
        for size in batches:
            batch = cases[start : start + size]
            answers += asyncio.run(decide(batch, store, stream.alerting))
            start += size
        assert answers == wanted


def test_an_incident_that_a_late_report_opened_again_closes_again_at_the_same_hour() -> None:
    stream = Stream()
    stream.tell(told("a1", 10, "15T09:00"))
    stream.tell(quiet("q1", "18T09:00"))
    (closed,) = stream.tell(quiet("q2", "18T09:00")).alerts
    assert closed.status == "closed"
    again = stream.tell(told("a2", 14, "15T08:00"))  # crawled before what is known
    assert [(a.status, a.revision) for a in again.alerts] == [("updated", 3), ("closed", 4)]
    assert again.alerts[1].killed.min == 14


def test_a_rule_on_words_alerts_once_a_story_and_not_for_what_is_old() -> None:
    stream = Stream(
        parse_rules("version: 1\nrules:\n  - {id: w, when: {terms: [عنوان]}, max_age: 2d}\n", "w")
    )
    (alert,) = stream.tell(make_enriched(article_id="a1", crawled_at="2025-10-15T09:00:00Z")).alerts
    assert (alert.incident_id, alert.event_type, alert.story_id) == (None, None, "story-1")
    assert [e.field for e in alert.evidence] == ["terms"]
    again = stream.tell(make_enriched(article_id="a2", crawled_at="2025-10-15T10:00:00Z"))
    assert [s.reason for s in again.suppressions] == ["no_change"]
    other = make_enriched(article_id="a3", story_id="story-2", crawled_at="2025-10-15T10:00:00Z")
    assert len(stream.tell(other).alerts) == 1


@pytest.mark.parametrize(
    ("title", "killed", "incidents"),
    [
        pytest.param("مقتل عشرة متسوقين بانفجار قرب المحطة القديمة", 10, 1, id="toll and words"),
        pytest.param("مقتل عشرة متسوقين بانفجار قرب المحطة القديمة", 4, 2, id="words alone"),
        pytest.param("عنوان آخر", 4, 2, id="neither"),
    ],
)
def test_two_towns_are_one_attack_where_toll_and_words_say_so(
    title: str, killed: int, incidents: int
) -> None:
    stream = Stream()
    first = "انفجار قرب المحطة القديمة يودي بعشرة متسوقين"
    stream.tell(told("a1", 10, "15T09:00", title=first))
    stream.tell(told("a2", killed, "15T10:00", title=title, place=KHALIS))
    assert len({alert.incident_id for alert in stream.alerts}) == incidents


def test_a_report_in_the_words_of_another_is_named_as_its_duplicate() -> None:
    stream = Stream()
    title = "مقتل عشرة متسوقين بانفجار قرب المحطة القديمة"
    stream.tell(told("a1", 10, "15T09:00", title=title))
    (silence,) = stream.tell(told("a2", 10, "15T10:00", title=title)).suppressions
    assert (silence.reason, "words of a1" in silence.detail) == ("duplicate", True)
