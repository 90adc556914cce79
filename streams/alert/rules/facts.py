"""What one article answers to the questions of all rules: which are true, and by which words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from schemas.annotation import Event, Span
from schemas.article import EnrichedArticle
from streams.alert.rules.circumstances import keys_of, place_keys
from streams.alert.rules.keys import Key
from streams.text.normalize import fold

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """Answer from what enrichment found, without reading the text again."""

    numbers: Mapping[Key, int]

    def answers(self, article: EnrichedArticle) -> dict[int, Place | None]:
        """Give the questions that are true, each with the first words it rests on."""
        found: dict[int, Place | None] = {}
        for key, span in _asked(article):
            number = self.numbers.get(key)
            if number is not None:
                found.setdefault(number, span)
        return found


def _asked(article: EnrichedArticle) -> Iterable[tuple[Key, Place | None]]:
    yield ("language", article.language.code), None
    for subject in article.subjects:
        yield ("subject", subject.code), None
    for outlet in _outlets(article):
        yield ("outlet", outlet), None
    for entity in article.entities:
        span = _first(entity.mentions)
        yield ("entity", entity.id), span
        yield ("name", fold(entity.name)), span
    for place in article.places:
        span = _first(place.mentions)
        yield ("entity", place.id), span
        yield ("name", fold(place.name)), span
        for holder in sorted(place_keys(place.id, place.country, place.admin1)):
            yield ("place", holder), span
    for event in article.events:
        yield from _of_event(event)


def _of_event(event: Event) -> Iterable[tuple[Key, Place | None]]:
    span = _first(event.evidence)
    yield ("event", event.type, event.status), span
    yield ("event", "any", event.status), span
    for holder in sorted(keys_of(event.place)):
        yield ("place", holder), span
    if event.status != "current":
        return
    for actor in event.actors:
        names: list[tuple[str, str]] = [("name", fold(actor.name))]
        if actor.entity_id:
            names.append(("entity", actor.entity_id))
        for name in names:
            yield ("actor", "", *name), span
            yield ("actor", actor.role, *name), span


def _outlets(article: EnrichedArticle) -> Iterable[str]:
    if article.source:
        yield fold(article.source).strip()
    try:
        host = urlsplit(article.url or "").hostname
    except ValueError:
        host = None
    if host:
        yield host
        yield host.removeprefix("www.")


def _first(spans: Sequence[Span]) -> Place | None:
    return (spans[0].start, spans[0].end) if spans else None
