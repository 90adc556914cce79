"""Article and what each agent adds to it: values of `articles.unique`, `.detected`, `.enriched`."""

from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from schemas.annotation import DateMention, Entity, Event, Keyphrase, Place, Quote, Related, Subject

Position = Literal["main", "embedded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedAt:
    """Date the publication, with the words it was read from.

    `basis` is `stated` when the page says so (a label, a dateline, a meta tag, the scraper's hint)
    and `inferred` when it was worked out (a weekday in the lead). Never the crawl time. Units:
    `utc_offset_minutes` is the zone the page wrote the time in, null for UTC or none.
    """

    value: str
    precision: Literal["day", "minute", "second"]
    basis: Literal["stated", "inferred"]
    text: str
    rule: str = ""
    utc_offset_minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedHeadline:
    """Keep a headline of a "related" list: not body text, but worth reading."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Name the language and script. Units: confidence 0.0-1.0; code `und` for nothing to read."""

    code: str
    script: str
    confidence: float
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Hold one news text as parsed; `text` is title, blank line, body, and carries all spans.

    Units: `crawled_utc_offset_minutes` is the zone the crawler wrote its time in, null for UTC or
    none: what an article calls "today" is a day of that zone. `revision_of` is an earlier article
    that this one repeats with another toll in its title or lead.
    """

    article_id: str
    raw_id: str
    position: Position
    title: str | None
    subtitle: str | None
    body: str
    text: str
    source: str | None
    author: str | None
    url: str | None
    crawled_at: str | None
    published_at: PublishedAt | None
    related_headlines: tuple[RelatedHeadline, ...] = ()
    repairs: tuple[str, ...] = ()
    crawled_utc_offset_minutes: int | None = None
    revision_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectedArticle(Article):
    """Add the language."""

    language: Language

    @classmethod
    def of(cls, article: Article, language: Language) -> Self:
        """Widen an article by its language."""
        return cls(**_values(article, Article), language=language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """Gather what enrichment found. `incomplete` names extractors that failed on this text."""

    dates: tuple[DateMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    subjects: tuple[Subject, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keyphrases: tuple[Keyphrase, ...] = ()
    claimed_by: str | None = None
    incomplete: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrichedArticle(DetectedArticle):
    """Add dates, names, places, events, subjects, quotes, the story and its related articles.

    `story_merged` are stories that this article proved to be one with its own: articles keep the
    `story_id` they were given, later ones get that of this article.
    """

    dates: tuple[DateMention, ...] = ()
    entities: tuple[Entity, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    subjects: tuple[Subject, ...] = ()
    quotes: tuple[Quote, ...] = ()
    keyphrases: tuple[Keyphrase, ...] = ()
    claimed_by: str | None = None
    related: tuple[Related, ...] = ()
    story_id: str = ""
    incomplete: tuple[str, ...] = ()
    story_merged: tuple[str, ...] = ()

    @classmethod
    def annotated(
        cls,
        article: DetectedArticle,
        notes: Annotations,
        *,
        story_id: str,
        related: tuple[Related, ...] = (),
        story_merged: tuple[str, ...] = (),
    ) -> Self:
        """Widen a detected article by its annotations and its story."""
        return cls(
            **_values(article, DetectedArticle),
            **_values(notes, Annotations),
            related=related,
            story_id=story_id,
            story_merged=story_merged,
        )


def _values(thing: object, contract: type) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(contract)}
