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
from streams.alert.agenda import MemoryAgenda
from streams.alert.decide import Alerting, decide
from streams.alert.examine import Case, examine
from streams.alert.incident import fold_claims
from streams.alert.region import Group
from streams.alert.store import Decision, MemoryRegionStore
from streams.samples import sample_messages
from tests.e2e.replayed import groups_of, replayed, words
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

    def __init__(self, groups: dict[str, Group], decisions: Sequence[Decision]) -> None:
        self.states = {name: summary(group) for name, group in groups.items()}
        alerts = [alert for decision in decisions for alert in decision.alerts]
        self.last_alerts = living(alerts)
        self.silences = {
            (silence.rule_id, silence.article_id, silence.reason, silence.detail)
            for decision in decisions
            for silence in decision.suppressions
            if silence.reason not in ("no_change", "duplicate")
        }
        self.alert_ids = set(self.last_alerts)


def run(articles: Sequence[EnrichedArticle], batch_size: int) -> End:
    store = MemoryRegionStore()
    decisions: list[Decision] = []
    alerting = Alerting(rules=words().rules, agenda=MemoryAgenda(), quiet_seconds=24 * 3600)

    async def feed() -> None:
        for first in range(0, len(articles), batch_size):
            cases = [examined(article) for article in articles[first : first + batch_size]]
            for answer in await decide(cases, store, alerting):
                assert isinstance(answer, Decision)
                decisions.append(answer)

    asyncio.run(feed())
    return End(groups_of(store), decisions)


def examined(article: EnrichedArticle) -> Case:
    return examine(article, words().rules, words().voices)


def summary(group: Group) -> tuple[Any, ...]:
    incident = fold_claims(group.claims, group.supports, group.denials)
    place = incident.place and incident.place.name
    return (
        *(incident.event_type, incident.event_date, place, incident.severity),
        *(incident.killed, incident.injured, incident.missing, incident.arrested),
        *(incident.article_ids, incident.outlets, incident.headline, incident.first_seen),
        *(incident.figures, incident.supports, incident.denial),
    )


def living(alerts: Sequence[Alert]) -> dict[str, tuple[Any, ...]]:
    """Give the last words of each alert, but of none that was found to be part of another."""
    last = {alert.alert_id: alert for alert in sorted(alerts, key=lambda a: a.revision)}
    return {
        name: last_words(alert)
        for name, alert in last.items()
        if alert.reason not in ("merged", "split")
    }


def last_words(alert: Alert) -> tuple[Any, ...]:
    place = alert.place and alert.place.name
    return (
        *(alert.incident_id, alert.severity, alert.event_type, alert.event_date, place),
        *(alert.killed, alert.injured, alert.status in ("closed", "retracted")),
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
    store = MemoryRegionStore()
    alerting = Alerting(rules=words().rules, agenda=MemoryAgenda(), quiet_seconds=24 * 3600)
    cases = [examined(article) for article in articles]
    first = asyncio.run(decide(cases, store, alerting))
    again = list(range(len(cases)))
    chance.shuffle(again)
    answers = asyncio.run(decide([cases[i] for i in again], store, alerting))
    assert answers == [first[i] for i in again]


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


def folded(groups: dict[str, Group]) -> dict[str, tuple[Any, ...]]:
    return {name: summary(group) for name, group in groups.items()}


def alert_ids(lines: Sequence[bytes]) -> set[str]:
    return set(living([decode(Alert, line) for line in lines]))


def silences(lines: Sequence[bytes]) -> set[tuple[str, str, str, str]]:
    """Give the silences that an article alone decides; `no_change` depends on who came first."""
    said = [decode(Suppression, line) for line in lines]
    return {
        (one.rule_id, one.article_id, one.reason, one.detail)
        for one in said
        if one.reason not in ("no_change", "duplicate")
    }
