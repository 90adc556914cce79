"""The rules of an aggregator page, asked of a page of our own through the whole pipeline.

The page holds an air strike of April crawled in October, with a remembered ambush and an estimate
of strength, a second article of the day before, and ten headlines of others.
"""

import asyncio
from dataclasses import replace
from functools import cache
from typing import Any

import orjson
import pytest

from streams.alert.rules import parse_rules
from streams.app import memory_stores
from streams.batch import Handled
from streams.replay import Replay, replay
from streams.rule_names import LoadedNames
from streams.samples import sample_messages
from streams.settings import Settings
from tests.e2e.replayed import words

MAIN = "مقتل مسلحَين"
EMBEDDED = "البنك الدولي"


@cache
def page() -> dict[str, Any]:
    lines = (orjson.loads(line) for line in sample_messages())
    found: dict[str, Any] = next(line for line in lines if line.get("raw_id") == "s-page-01")
    return found


def said(rule: str, *pages: dict[str, Any], batch: int = 64) -> dict[str, list[dict[str, Any]]]:
    """Replay pages with one rule; give what was sent, by topic."""
    rules = parse_rules(f"version: 1\nrules:\n  - {{id: r, {rule}}}\n", "r", LoadedNames())
    topics: dict[str, list[dict[str, Any]]] = {}

    def sink(handled: list[Handled]) -> None:
        for one in handled:
            for made in one.produced:
                values = topics.setdefault(made.topic.name, [])
                values.append(orjson.loads(made.value or b"null"))

    run = Replay(
        replace(words(), rules=rules), memory_stores(), max_bytes=Settings().max_body_bytes
    )
    lines = [orjson.dumps(one) for one in pages or (page(),)]
    asyncio.run(replay(lines, run, sink, batch_messages=batch))
    return topics


def alerts(rule: str, *pages: dict[str, Any], batch: int = 64) -> list[dict[str, Any]]:
    return said(rule, *pages, batch=batch).get("alerts", [])


FALLEN = "when: {killed: {min: 1}, place: سوريا, entities: [داعش]}"


@pytest.mark.parametrize(
    ("rule", "headlines"),
    [
        pytest.param(f"{FALLEN}, max_age: 72h", [], id="A1: half a year old, and a day's limit"),
        pytest.param(FALLEN, [MAIN], id="A2: the same without a limit"),
        pytest.param("when: {killed: {min: 3}}", [], id="A3: six of February are background"),
        pytest.param(
            "when: {killed: {min: 1, role: soldier}}", [], id="A4: the soldiers are background"
        ),
        pytest.param("when: {event: armed_attack}", [], id="A4: so is the ambush itself"),
        pytest.param(
            "when: {entities: [غسان الأشقر]}, max_age: 7d", [EMBEDDED], id="A5: a person, this week"
        ),
        pytest.param("when: {place: العراق}", [], id="A6: Iraq is in a headline only"),
        pytest.param("when: {place: {in: حمص}}", [MAIN], id="A7: a valley in its governorate"),
        pytest.param("when: {entities: [داعش]}", [MAIN], id="A8: named by another name"),
        pytest.param(
            "when: {event: airstrike_shelling, place: لبنان}", [], id="A9: damage of a war"
        ),
        pytest.param(
            "when: {terms: [الربط الكهربائي]}, max_age: 7d", [EMBEDDED], id="A10: words, this week"
        ),
        pytest.param("when: {killed: {min: 1000}}", [], id="A11: 2500 gunmen are a strength"),
    ],
)
def test_a_rule_fires_on_what_is_news_in_the_page_and_once(rule: str, headlines: list[str]) -> None:
    found = alerts(rule)
    assert [alert["status"] for alert in found] == ["opened"] * len(headlines)
    for alert, headline in zip(found, headlines, strict=True):
        assert headline in alert["headline"]


def test_what_is_refused_for_its_age_or_as_a_reminder_is_explained() -> None:
    (old,) = said(f"{FALLEN}, max_age: 72h")["alerts.suppressed"]
    assert (old["reason"], old["age_days"]) == ("stale", 170)
    (reminder,) = said("when: {event: armed_attack}")["alerts.suppressed"]
    assert reminder["reason"] == "background"


def test_the_strike_carries_its_own_toll_and_nobody_elses() -> None:
    (alert,) = alerts(FALLEN)
    assert (alert["killed"], alert["injured"]) == (
        {"min": 2, "max": 2},
        {"min": None, "max": None},
    )
    assert (alert["event_date"], alert["place"]["admin1"]) == ("2025-04-28", "SY-HI")


def told_as(title: str, lead: str) -> dict[str, Any]:
    """Give the page with other words for the dead in its title and its lead."""
    body = page()["body"]
    for before, after in (("مقتل مسلحَين", title), ("إن مسلحَين اثنين", lead)):
        assert before in body
        body = body.replace(before, after)
    return {**page(), "body": body}


def revised() -> dict[str, Any]:
    """Give the page an hour later, with one more dead."""
    later = told_as("مقتل ثلاثة عناصر", "إن ثلاثة عناصر")
    body = later["body"].replace("2025-10-15@06:10:21", "2025-10-15@07:10:21")
    return {
        **page(),
        "raw_id": "s-page-01-later",
        "body": body,
        "fetched_at": "2025-10-15T07:10:25Z",
    }


def test_m3_one_more_dead_is_a_second_revision_of_the_same_incident() -> None:
    first, second = alerts(FALLEN, told_as("مقتل عنصرين", "إن عنصرين"), revised())
    assert first["alert_id"] == second["alert_id"]
    assert first["incident_id"] == second["incident_id"]
    assert (second["revision"], second["status"]) == (2, "updated")
    assert [(c["field"], c["from"], c["to"]) for c in second["changes"]] == [
        ("killed", {"min": 2, "max": 2}, {"min": 3, "max": 3})
    ]
    told = {one["article_id"] for one in second["evidence"] if one["field"] == "killed"}
    assert len(told) == 2


@pytest.mark.parametrize("batch", [1, 2])
def test_m8_a_page_that_comes_twice_or_late_changes_nothing(batch: int) -> None:
    once = alerts(FALLEN, page())
    assert alerts(FALLEN, page(), page(), batch=batch) == once
    other = {**page(), "raw_id": "other", "body": "نص قصير لا خبر فيه عن شيء بعينه."}
    assert alerts(FALLEN, other, page(), batch=batch) == once
