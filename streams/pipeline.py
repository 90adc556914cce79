"""The order of the stages, written once, as plain calls. The stream, `replay` and `try` share it.

    articles.raw ─ deduplicate ─ articles.unique ─ detect_languages ─ articles.detected
                        └ articles.duplicates
                 ─ enrich ─ articles.enriched ─ alert ─ alerts
                                                  └ alerts.suppressed

Each step takes a batch and gives one outcome a message, in order. What goes wrong with one
message is that message's failure; what goes wrong with a store is raised, and the whole batch can
be asked again.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from schemas.article import Annotations, Article, DetectedArticle, EnrichedArticle
from schemas.raw import RawArticle
from streams import topics
from streams.alert.agenda import Agenda, MemoryAgenda
from streams.alert.decide import Alerting, decide
from streams.alert.examine import Case, examine
from streams.alert.rules import RuleSet
from streams.alert.silences import MemorySilences, Silences
from streams.alert.store import Decision, RegionStore
from streams.alert.voice import Voices
from streams.dedup.decide import decide as decide_repeats
from streams.dedup.decide import sight
from streams.dedup.judge import Sighting, duplicate, marked
from streams.dedup.store import FingerprintStore
from streams.dedup.stories import StoryStore, Telling
from streams.dedup.story import Told, read_told
from streams.dedup.tell import tell
from streams.dedup.tolls import DedupWords
from streams.dedup.window import WindowStore
from streams.enrich.article import EnrichWords, annotate
from streams.enrich.plugins import NOTHING, Marked, mark_all
from streams.enrich.story import story_event, story_names
from streams.language.detect import Detector, detect
from streams.parse.markers import Markers
from streams.parse.page import read_page
from streams.records import (
    Record,
    alert_record,
    article_record,
    duplicate_record,
    suppression_record,
)

Value = TypeVar("Value")
Timed = Callable[[str], AbstractContextManager[Any]]
UNTIMED: Timed = nullcontext
# Of 40 incidents that closed in a labelled month, none had news after three quiet days.
QUIET_SECONDS: Final = 72 * 3600


@dataclass(frozen=True, slots=True)
class Arrival:
    """Hold a decoded message and its place in the stream (`articles.raw/3/1042`)."""

    message: str
    value: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """Say which stage could not handle a message, and what it raised."""

    stage: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Outcome:
    """Hold what one message caused. A page may give one good article and one failure."""

    records: tuple[Record, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Hold everything the stages know and do not change: lexicons, models, rules."""

    markers: Markers
    dedup: DedupWords
    detector: Detector
    enrich: EnrichWords
    rules: RuleSet
    voices: Voices
    quiet_seconds: int = QUIET_SECONDS


@dataclass(frozen=True, slots=True)
class Stores:
    """Hold the state that outlives a message."""

    fingerprints: FingerprintStore
    window: WindowStore
    stories: StoryStore
    incidents: RegionStore
    agenda: Agenda = field(default_factory=MemoryAgenda)
    silences: Silences = field(default_factory=MemorySilences)


@dataclass(frozen=True, slots=True)
class _Noted:
    """Hold an article, what was found in it, and what it tells of its story."""

    article: DetectedArticle
    notes: Annotations
    told: Told


async def deduplicate(
    arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed = UNTIMED
) -> list[Outcome]:
    """Read pages into articles and part the new from the known."""
    pages: list[tuple[Article, ...] | Failure] = []
    sightings: list[tuple[int, Article, Sighting]] = []
    for index, arrival in enumerate(arrivals):
        page = _attempt("parse", _articles_of, arrival.value, words.markers, timed)
        asked = (
            page
            if isinstance(page, Failure)
            else _attempt("dedup", _sight, arrival, page, words.dedup, timed)
        )
        pages.append(asked if isinstance(asked, Failure) else page)
        if not isinstance(asked, Failure) and not isinstance(page, Failure):
            sightings += [(index, *pair) for pair in zip(page, asked, strict=True)]
    asked_all = [sighting for _, _, sighting in sightings]
    verdicts = await decide_repeats(asked_all, stores.fingerprints, stores.window)
    records: list[list[Record]] = [[] for _ in arrivals]
    for (index, article, _), verdict in zip(sightings, verdicts, strict=True):
        repeat = duplicate(article, verdict)
        records[index].append(
            article_record(topics.UNIQUE, marked(article, verdict))
            if repeat is None
            else duplicate_record(repeat)
        )
    return [
        Outcome(tuple(made), (page,) if isinstance(page, Failure) else ())
        for made, page in zip(records, pages, strict=True)
    ]


async def detect_languages(
    arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed = UNTIMED
) -> list[Outcome]:
    """Name the language of each article."""
    del stores  # pure: keeps no state
    return [
        _outcome(
            _attempt("language", _detected, arrival.value, words.detector, timed), _as_detected
        )
        for arrival in arrivals
    ]


async def enrich(
    arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed = UNTIMED
) -> list[Outcome]:
    """Find dates, names, places, events and tolls; say which story it is, and what is related."""
    articles = [arrival.value for arrival in arrivals]
    noted = [
        _attempt("enrichment", _noted, article, words.enrich, marked, timed)
        for article, marked in zip(articles, _marked(articles, words.enrich, timed), strict=True)
    ]
    told = iter(await tell([one.told for one in noted if isinstance(one, _Noted)], stores.stories))
    return [
        Outcome((), (one,)) if isinstance(one, Failure) else _as_enriched(one, next(told))
        for one in noted
    ]


async def alert(
    arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed = UNTIMED
) -> list[Outcome]:
    """Open, revise or refuse alerts."""
    cases = [_attempt("alerting", _examined, a.value, words, timed) for a in arrivals]
    alerting = Alerting(
        rules=words.rules,
        silences=await stores.silences.current(),
        agenda=stores.agenda,
        quiet_seconds=words.quiet_seconds,
    )
    examined = [case for case in cases if isinstance(case, Case)]
    decisions = iter(await decide(examined, stores.incidents, alerting))
    outcomes: list[Outcome] = []
    for case in cases:
        if isinstance(case, Failure):
            outcomes.append(Outcome((), (case,)))
            continue
        answer = next(decisions)
        if isinstance(answer, Decision):
            outcomes.append(Outcome(_as_alerts(case.article, answer)))
        else:
            outcomes.append(Outcome((), (Failure("alerting", answer),)))
    return outcomes


def _articles_of(raw: RawArticle, markers: Markers, timed: Timed) -> tuple[Article, ...]:
    with timed("parse"):
        return read_page(raw, markers).articles


def _sight(
    arrival: Arrival, page: tuple[Article, ...], words: DedupWords, timed: Timed
) -> list[Sighting]:
    with timed("dedup"):
        return [
            sight(article, f"{arrival.message}#{place}", words)
            for place, article in enumerate(page)
        ]


def _detected(article: Article, detector: Detector, timed: Timed) -> DetectedArticle:
    with timed("language"):
        return DetectedArticle.of(article, detect(article.text, detector))


def _marked(
    articles: Sequence[DetectedArticle], words: EnrichWords, timed: Timed
) -> Sequence[Marked]:
    """Ask the plug-ins, a batch at once; what they raise, they answer for themselves."""
    if not words.plugins:
        return [NOTHING] * len(articles)
    codes = [article.language.code for article in articles]
    with timed("plugins"):
        return mark_all([article.text for article in articles], codes, words.plugins)


def _noted(article: DetectedArticle, words: EnrichWords, marked: Marked, timed: Timed) -> _Noted:
    with timed("enrichment"):
        notes = annotate(article, words, marked)
        return _Noted(article, notes, read_told(article, story_names(notes), story_event(notes)))


def _examined(article: EnrichedArticle, words: Words, timed: Timed) -> Case:
    with timed("alerting"):
        return examine(article, words.rules, words.voices)


def _as_detected(article: DetectedArticle) -> Record:
    return article_record(topics.DETECTED, article)


def _as_enriched(noted: _Noted, told: Telling) -> Outcome:
    article = EnrichedArticle.annotated(
        noted.article,
        noted.notes,
        story_id=told.story_id,
        related=told.related,
        story_merged=told.merged,
    )
    return Outcome((article_record(topics.ENRICHED, article, key=told.story_id),))


def _as_alerts(article: EnrichedArticle, decision: Decision) -> tuple[Record, ...]:
    return (
        *(alert_record(made) for made in decision.alerts),
        *(suppression_record(made, article.crawled_at) for made in decision.suppressions),
    )


def _outcome(result: Value | Failure, record: Callable[[Value], Record]) -> Outcome:
    if isinstance(result, Failure):
        return Outcome((), (result,))
    return Outcome((record(result),))


def _attempt(stage: str, step: Callable[..., Value], *values: Any) -> Value | Failure:
    """Run one pure step on one message; whatever it raises belongs to that message alone."""
    try:
        return step(*values)
    except Exception as error:  # noqa: BLE001 - a dead letter with the error, never a lost message
        return Failure(stage, error)
