"""Run the extractors over one article, in the order their results need each other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from schemas.annotation import DateMention, Event, Keyphrase, Quote, Subject
from schemas.article import Annotations, DetectedArticle
from streams.enrich.events.find import EventWords, claimed_by, find_events, load_event_words
from streams.enrich.keyphrases import KeyphraseWords, find_keyphrases, load_keyphrases
from streams.enrich.names.find import Names, NameWords, find_names, load_names
from streams.enrich.plugins import NOTHING, Marked, Plugin, beside
from streams.enrich.quotes import QuoteWords, find_quotes, load_quotes
from streams.enrich.subjects import SubjectWords, find_subjects, load_subjects
from streams.text.dates import Clock, DateWords, find_dates, local_moment

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class EnrichWords:
    """Hold the lexicons of every extractor, and the plug-ins that are switched on."""

    dates: DateWords
    names: NameWords
    events: EventWords
    subjects: SubjectWords
    quotes: QuoteWords
    keyphrases: KeyphraseWords
    plugins: tuple[Plugin, ...] = ()


def load_enrich_words(dates: DateWords, plugins: tuple[Plugin, ...] = ()) -> EnrichWords:
    """Load every lexicon once; parsing reads dates with the same words."""
    return EnrichWords(
        dates=dates,
        names=load_names(),
        events=load_event_words(),
        subjects=load_subjects(),
        quotes=load_quotes(),
        keyphrases=load_keyphrases(),
        plugins=plugins,
    )


@dataclass(slots=True)
class _Attempts:
    """Run extractors so that one that crashes costs its own annotation, not the article."""

    failed: list[str] = field(default_factory=list)

    def run(self, name: str, extractor: Callable[[], Found], nothing: Found) -> Found:
        """Give what the extractor finds, or nothing and its name in `failed`."""
        try:
            return extractor()
        except Exception:  # noqa: BLE001 - said in `incomplete`, counted, and never taken for success
            self.failed.append(name)
            return nothing


def annotate(article: DetectedArticle, words: EnrichWords, marked: Marked = NOTHING) -> Annotations:
    """Find everything Barid looks for. Errors: none; `incomplete` names extractors that failed.

    What plug-ins `marked` is added at the end: no event rests on it, so no alert does.
    """
    attempts = _Attempts()
    text, code = article.text, article.language.code
    clock = clock_of(article)
    dates: tuple[DateMention, ...] = attempts.run(
        "dates", lambda: find_dates(text, clock, words.dates, code), ()
    )
    names = attempts.run("names", lambda: find_names(text, words.names, code), Names((), ()))
    entities, places = names.entities, names.places
    events: tuple[Event, ...] = attempts.run(
        "events", lambda: find_events(article, dates, places, entities, words.events), ()
    )
    claimant = attempts.run("claimed_by", lambda: claimed_by(article, entities, words.events), None)
    subjects: tuple[Subject, ...] = attempts.run(
        "subjects", lambda: find_subjects(text, words.subjects), ()
    )
    quotes: tuple[Quote, ...] = attempts.run(
        "quotes", lambda: find_quotes(text, entities, words.quotes), ()
    )
    keyphrases: tuple[Keyphrase, ...] = attempts.run(
        "keyphrases", lambda: find_keyphrases(text, code, words.keyphrases), ()
    )
    return Annotations(
        dates=dates,
        entities=(*entities, *beside(marked.entities, entities, places)),
        places=places,
        events=events,
        subjects=subjects,
        quotes=quotes,
        keyphrases=keyphrases,
        claimed_by=claimant,
        incomplete=(*attempts.failed, *marked.failed),
    )


def clock_of(article: DetectedArticle) -> Clock:
    """Give the article's own clock: the day it was published, and the crawl as an upper bound."""
    published = article.published_at
    written = local_moment(published.value, published.utc_offset_minutes) if published else None
    return Clock(
        written_on=written.date() if written else None,
        crawled_at=local_moment(article.crawled_at, article.crawled_utc_offset_minutes),
    )
