"""What is held of the topics, in which order, and what is let go."""

from dataclasses import replace

import pytest

from schemas.alert import Alert
from streams.deliver.filters import Filter
from streams.deliver.history import History, Kind
from streams.subscribe import Received
from streams.topics import ALERTS
from tests.deliver.told import make_alert, make_silence, market_attack, records

ALL = Filter()
BOTH: tuple[Kind, ...] = ("alert", "suppressed")


def filled(told: list[Received], **limits: int) -> History:
    history = History(**limits)
    for record in told:
        history.take(record)
    return history


def many(count: int) -> list[Alert]:
    return [make_alert(alert_id=f"alert-{number}") for number in range(count)]


def test_each_alert_is_listed_once_with_its_last_revision_newest_first() -> None:
    other = make_alert(alert_id="alert-2")
    first, second, third = market_attack()
    history = filled(records([first, other, second, third]))
    assert [(e.subject_id, e.revision) for e in history.latest(ALL)] == [
        ("alert-1", 3),
        ("alert-2", 1),
    ]
    assert [e.alert().killed.min for e in history.revisions("alert-1")] == [10, 13, 15]
    assert history.alert_on("inc-1") == "alert-1"
    assert history.count("alert") == 2


def test_record_read_twice_and_revision_sent_twice_are_held_once() -> None:
    alert = make_alert()
    told = records([alert, alert])
    history = filled([told[0], told[0], told[1]])
    assert [e.offset for e in history.after(0, BOTH, 10)] == [0]
    assert history.seen == {("alerts", 0): 1}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="tombstone"),
        pytest.param(b"{", id="no-json"),
        pytest.param(b'{"alert_id":1}', id="no-alert"),
    ],
)
def test_what_is_no_alert_is_passed_over(value: bytes | None) -> None:
    first, second = records([make_alert(), make_alert(revision=2)])
    history = filled([replace(first, value=value), second])
    assert [e.revision for e in history.after(0, BOTH, 10)] == [2]
    assert history.seen == {("alerts", 0): 1}


def test_oldest_are_let_go_and_the_floor_says_up_to_where() -> None:
    history = filled(records(many(25)), max_entries=20)
    held = [e.offset for e in history.after(0, ("alert",), 100)]
    assert held == list(range(held[0], 25))
    assert len(held) <= 20
    assert history.floor == {("alerts", 0): held[0] - 1}
    assert history.revisions("alert-0") == []
    assert history.find(("alerts", 0), 0) is None
    assert history.holds_after({("alerts", 0): held[0] - 1}, ("alert",))
    assert not history.holds_after({("alerts", 0): held[0] - 2}, ("alert",))
    assert history.holds_after({}, ("suppressed",))


def test_bytes_bound_what_is_held_as_well() -> None:
    size = len(records([make_alert()])[0].value or b"")
    history = filled(records(many(50)), max_bytes=10 * size)
    assert len(history.after(0, ("alert",), 100)) <= 11


def test_many_silences_push_no_alert_out() -> None:
    silences = [make_silence(article_id=f"a{number}") for number in range(100)]
    history = filled(records([make_alert(), *silences]), max_entries=20)
    assert history.count("alert") == 1
    assert history.count("suppressed") <= 20


def test_entries_of_both_kinds_come_in_the_order_they_were_read() -> None:
    history = filled(records([make_silence(), make_alert(), make_silence(article_id="b")]))
    assert [e.kind for e in history.after(0, BOTH, 10)] == ["suppressed", "alert", "suppressed"]
    assert [e.sequence for e in history.after(1, BOTH, 1)] == [2]
    assert history.count_after(1, BOTH) == 2


def test_silences_about_an_incident_are_found() -> None:
    mine = make_silence(incident_id="inc-1", reason="no_change")
    history = filled(records([make_silence(), mine]))
    found = list(history.suppressed(ALL, incident_id="inc-1"))
    assert [e.suppression().reason for e in found] == ["no_change"]


def test_topic_is_known_by_its_name_whatever_the_prefix() -> None:
    (record,) = records([make_alert()])
    assert record.topic is ALERTS
    assert [e.place for e in filled([record]).after(0, BOTH, 1)] == [("alerts", 0)]
