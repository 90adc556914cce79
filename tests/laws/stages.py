"""The stages as functions from one contract to what they make of it, and a message's way through.

`steps` takes a raw article along the stages as the pipeline does, and keeps every value on the
way, so that a law can be asked of each stage by itself.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from schemas.article import Annotations, Article, DetectedArticle, EnrichedArticle
from schemas.raw import RawArticle
from streams.alert.examine import Case, examine
from streams.dedup.decide import sight
from streams.dedup.judge import Sighting
from streams.dedup.story import Told, read_told
from streams.enrich.article import annotate
from streams.enrich.story import story_event, story_names
from streams.language.detect import detect
from streams.parse.page import Page, read_page
from streams.pipeline import Words


def parse(raw: RawArticle, words: Words) -> Page:
    return read_page(raw, words.markers)


def dedup(article: Article, words: Words) -> Sighting:
    return sight(article, "articles.raw/0/0#0", words.dedup)


def language(article: Article, words: Words) -> DetectedArticle:
    return DetectedArticle.of(article, detect(article.text, words.detector))


def enrichment(article: DetectedArticle, words: Words) -> EnrichedArticle:
    notes = annotate(article, words.enrich)
    # An article finds its story among others: that is a store's.
    return EnrichedArticle.annotated(article, notes, story_id="")


def story(article: EnrichedArticle, words: Words) -> Told:
    notes = Annotations(entities=article.entities, places=article.places, events=article.events)
    return read_told(article, story_names(notes), story_event(notes))


def alerting(article: EnrichedArticle, words: Words) -> Case:
    return examine(article, words.rules, words.voices)


Stage = Callable[[Any, Words], Any]
STAGES: tuple[Stage, ...] = (parse, dedup, language, enrichment, story, alerting)


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage was given and what it made of it."""

    stage: Stage
    given: Any
    made: Any


def steps(raw: RawArticle, words: Words) -> Iterator[Step]:
    """Take a raw article through every stage."""
    page = parse(raw, words)
    yield Step(parse, raw, page)
    for article in page.articles:
        yield Step(dedup, article, dedup(article, words))
        detected = language(article, words)
        yield Step(language, article, detected)
        enriched = enrichment(detected, words)
        yield Step(enrichment, detected, enriched)
        yield Step(story, enriched, story(enriched, words))
        yield Step(alerting, enriched, alerting(enriched, words))


def contracts(made: object) -> tuple[object, ...]:
    """Give what of a stage's answer crosses a topic."""
    if isinstance(made, Page):
        return made.articles
    if isinstance(made, Case):
        return (*made.silent,)
    return (made,) if isinstance(made, Article) else ()


def spans(thing: Any) -> Iterator[Any]:
    """Find everything with a text, a start and an end, at any depth, whatever its class."""
    if isinstance(thing, tuple):
        for item in thing:
            yield from spans(item)
    elif is_dataclass(thing):
        names = [field.name for field in fields(thing)]
        if {"text", "start", "end"} <= set(names):
            yield thing
        for name in names:
            yield from spans(getattr(thing, name))


def assert_spans_point_into(text: str, thing: object) -> int:
    """Hold every span to its text; give how many there are."""
    count = 0
    for span in spans(thing):
        assert 0 <= span.start < span.end <= len(text), span
        assert text[span.start : span.end] == span.text, span
        count += 1
    return count
