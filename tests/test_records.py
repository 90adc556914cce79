"""Every record says in its headers what it is, so that a reader can filter without parsing."""

import pytest

from schemas.alert import Alert, Suppression, Toll
from schemas.deadletter import DeadLetter
from schemas.duplicate import Duplicate
from streams import topics
from streams.records import (
    DeadLetterRecord,
    alert_record,
    article_record,
    duplicate_record,
    raw_key,
    suppression_record,
)
from tests.making import make_article

ATTRIBUTES = {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time", "content-type"}


def test_an_article_is_keyed_by_its_id_and_named_by_cloudevents() -> None:
    record = article_record(topics.UNIQUE, make_article())
    assert record.key == b"a1"
    assert dict(record.headers()) == {
        "ce_specversion": b"1.0",
        "ce_id": b"a1",
        "ce_source": b"/barid/articles.unique",
        "ce_type": b"barid.article.unique.v1",
        "ce_time": b"2025-10-15T09:00:00Z",
        "content-type": b"application/json",
    }


def test_a_time_nobody_knows_is_left_out_and_never_the_wall_clock() -> None:
    record = article_record(topics.UNIQUE, make_article(crawled_at=None))
    assert set(dict(record.headers())) == ATTRIBUTES - {"ce_time"}


def test_an_enriched_article_is_keyed_by_its_story() -> None:
    record = article_record(topics.ENRICHED, make_article(), key="story-7")
    assert (record.key, record.event_id) == (b"story-7", "a1")


def test_each_revision_of_an_alert_has_its_own_id_and_the_alerts_key() -> None:
    alert = Alert(
        alert_id="alert-1", revision=3, status="updated", rule_id="r", severity="high",
        incident_id="inc-1", story_id=None, headline=None, event_type=None, event_date=None,
        place=None, killed=Toll(), injured=Toll(),
    )  # fmt: skip
    record = alert_record(alert)
    assert (record.key, record.event_id) == (b"alert-1", "alert-1:3")


def test_one_page_may_repeat_two_articles() -> None:
    values = {"raw_id": "r", "duplicate_of": "x", "kind": "exact", "similarity": 1.0}
    rest = {"source": None, "url": None, "crawled_at": None}
    first, second = (Duplicate(article_id=a, **values, **rest) for a in ("a1", "a2"))  # type: ignore[arg-type]
    assert duplicate_record(first).event_id != duplicate_record(second).event_id


def test_a_silence_is_keyed_by_its_rule() -> None:
    silence = Suppression(
        rule_id="r", article_id="a1", incident_id=None, reason="stale", detail="old"
    )
    record = suppression_record(silence, "2025-10-15T09:00:00Z")
    assert (record.key, record.event_id) == (b"r", "r:a1:stale")


def test_a_dead_letter_carries_original_key_bytes_and_connects_headers() -> None:
    letter = DeadLetter(
        topic="articles.raw", partition=3, offset=42, stage="dedup", reason="invalid_json",
        error_class="InvalidMessage", error="لا يُقرأ \ud800", key=b"\xff", value=b"\x00",
    )  # fmt: skip
    record = DeadLetterRecord(letter)
    headers = dict(record.headers())
    assert (record.key, record.value()) == (b"\xff", b"\x00")
    assert headers["__connect.errors.topic"] == b"articles.raw"
    assert headers["__connect.errors.partition"] == b"3"
    assert headers["__connect.errors.offset"] == b"42"
    assert headers["__connect.errors.exception.message"].decode() == "لا يُقرأ \\ud800"
    assert headers["barid.stage"] == b"dedup"
    assert headers["barid.reason"] == b"invalid_json"
    assert headers["ce_id"] == b"articles.raw/3/42"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        pytest.param('{"source": " وكالة ", "url": "https://a.example/"}', "وكالة", id="outlet"),
        pytest.param('{"url": "https://News.Example:8080/x"}', "news.example", id="host"),
        pytest.param('{"source": "", "url": "https://[bad"}', "", id="bad address"),
        pytest.param('{"source": 7}', "", id="no text"),
        pytest.param('["x"]', "", id="no object"),
        pytest.param("not JSON", "", id="no JSON"),
    ],
)
def test_a_raw_article_is_keyed_by_outlet_or_host(line: str, key: str) -> None:
    assert raw_key(line.encode()) == key.encode()
