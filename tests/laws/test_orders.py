"""An incident is a fold over its claims: neither order nor repetition changes what it ends as."""

import asyncio
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from schemas.alert import Alert, Suppression
from schemas.article import Article, EnrichedArticle
from schemas.codec import InvalidMessage, decode
from schemas.duplicate import Duplicate
from schemas.raw import RawArticle
from streams.alert.decide import decide, examine
from streams.alert.incident import Incident, fold_claims
from streams.alert.store import Decision, IncidentState, MemoryIncidentStore
from streams.samples import sample_messages
from tests.e2e.replayed import replayed, words
from tests.laws.stages import enrichment, steps

ORDERS = range(50)
# Articles a batch, and how many of the articles come twice.
SIZES = (1, 4, 16, 64)
REPEATED_RATIO = 0.3


@cache
def enriched() -> tuple[EnrichedArticle, ...]:
    """Enrich every distinct sample once."""
    found: dict[str, EnrichedArticle] = {}
    for line in sample_messages():
        try:
            raw = decode(RawArticle, line)
        except InvalidMessage:
            continue
        for step in steps(raw, words()):
            if step.stage is enrichment:
                found.setdefault(step.made.article_id, step.made)
    return tuple(found.values())


class End:
    """What a run of articles through alerting ends as."""

    def __init__(self, incidents: dict[str, IncidentState], decisions: Sequence[Decision]) -> None:
        self.states = {key: summary(fold_claims(state.claims)) for key, state in incidents.items()}
        self.last_alerts = {
            alert.alert_id: last_words(alert)
            for state in incidents.values()
            for alert in state.alerts
        }
        self.silences = {
            (silence.rule_id, silence.article_id, silence.reason, silence.detail)
            for decision in decisions
            for silence in decision.suppressions
            if silence.reason != "no_change"
        }
        self.alert_ids = {alert.alert_id for one in decisions for alert in one.alerts}


def run(articles: Sequence[EnrichedArticle], batch_size: int) -> End:
    store = MemoryIncidentStore()
    decisions: list[Decision] = []

    async def feed() -> None:
        for first in range(0, len(articles), batch_size):
            cases = [examine(a, words().rules) for a in articles[first : first + batch_size]]
            for answer in await decide(cases, store):
                assert isinstance(answer, Decision)
                decisions.append(answer)

    asyncio.run(feed())
    return End(store.incidents(), decisions)


def summary(incident: Incident) -> tuple[Any, ...]:
    place = incident.place and incident.place.name
    return (
        *(incident.event_type, incident.event_date, place, incident.severity),
        *(incident.killed, incident.injured, incident.missing, incident.arrested),
        *(incident.article_ids, incident.outlets, incident.headline, incident.first_seen),
    )


def last_words(alert: Alert) -> tuple[Any, ...]:
    place = alert.place and alert.place.name
    return (
        *(alert.incident_id, alert.severity, alert.event_type, alert.event_date, place),
        *(alert.killed, alert.injured),
    )


@cache
def in_stream_order() -> End:
    return run(enriched(), 64)


def test_the_samples_open_alerts_revise_them_and_keep_silence() -> None:
    end = in_stream_order()
    assert len(end.alert_ids) >= 20
    assert {reason for _, _, reason, _ in end.silences} >= {"stale", "background", "negated"}
    assert max(len(state[8]) for state in end.states.values()) >= 4


@pytest.mark.parametrize("seed", ORDERS)
def test_any_order_with_articles_repeated_ends_the_same(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any order will do, the same each run
    articles = [*enriched(), *(a for a in enriched() if chance.random() < REPEATED_RATIO)]
    chance.shuffle(articles)
    found, wanted = run(articles, chance.choice(SIZES)), in_stream_order()
    assert found.states == wanted.states
    assert found.alert_ids == wanted.alert_ids
    assert found.last_alerts == wanted.last_alerts
    assert found.silences == wanted.silences


@pytest.mark.parametrize("seed", ORDERS)
def test_an_article_that_comes_again_is_answered_with_what_it_caused(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any order will do, the same each run
    articles = chance.sample(enriched(), 12)
    store = MemoryIncidentStore()
    cases = [examine(article, words().rules) for article in articles]
    first = asyncio.run(decide(cases, store))
    again = list(range(len(cases)))
    chance.shuffle(again)
    assert asyncio.run(decide([cases[i] for i in again], store)) == [first[i] for i in again]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_the_raw_messages_ends_in_the_same_incidents_and_silences(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - any order will do, the same each run
    messages = tuple(sample_messages())
    wanted_lines, wanted = replayed(messages)
    lines, found = replayed(shuffled(messages, copies(wanted_lines), chance))
    assert lines["articles.duplicates"]
    assert folded(found) == folded(wanted)
    assert alert_ids(lines["alerts"]) == alert_ids(wanted_lines["alerts"])
    assert silences(lines["alerts.suppressed"]) == silences(wanted_lines["alerts.suppressed"])


def copies(lines: dict[str, list[bytes]]) -> list[set[str]]:
    """Give the sets of raw articles that have a text in common."""
    first = {a.article_id: a.raw_id for a in (decode(Article, x) for x in lines["articles.unique"])}
    sets: list[set[str]] = []
    for duplicate in (decode(Duplicate, line) for line in lines["articles.duplicates"]):
        pair = {duplicate.raw_id, first[duplicate.duplicate_of]}
        touched = [known for known in sets if known & pair]
        sets = [known for known in sets if known not in touched] + [pair.union(*touched)]
    return sets


def shuffled(
    messages: Sequence[bytes], together: Sequence[set[str]], chance: random.Random
) -> list[bytes]:
    """Shuffle messages; copies of one text change places among themselves until they stand in
    their old order. Which copy is the first, and so is read, may decide what is read: their
    titles differ.
    """
    order = list(range(len(messages)))
    chance.shuffle(order)
    for group in together:
        marks = [f'"raw_id": "{raw_id}"'.encode() for raw_id in group]
        members = [i for i, line in enumerate(messages) if any(mark in line for mark in marks)]
        places = sorted(order.index(member) for member in members)
        assert len(places) == len(group)
        for place, member in zip(places, members, strict=True):
            order[place] = member
    return [messages[i] for i in order]


def folded(incidents: dict[str, IncidentState]) -> dict[str, tuple[Any, ...]]:
    return {key: summary(fold_claims(state.claims)) for key, state in incidents.items()}


def alert_ids(lines: Sequence[bytes]) -> set[str]:
    return {decode(Alert, line).alert_id for line in lines}


def silences(lines: Sequence[bytes]) -> set[tuple[str, str, str, str]]:
    """Give the silences that an article alone decides; `no_change` depends on who came first."""
    said = [decode(Suppression, line) for line in lines]
    return {
        (one.rule_id, one.article_id, one.reason, one.detail)
        for one in said
        if one.reason != "no_change"
    }
