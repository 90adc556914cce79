"""Find names in a text: one pass over its words, lists and grammar together, the longest wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.annotation import Entity, Place, PlacePrecision, Span
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.listing import Found, has_neighbour, listed_at
from streams.enrich.names.organisations import organisation_at
from streams.enrich.names.persons import person_at, repeats
from streams.enrich.names.places import CUE_RULE, choose, country_votes, cued_place_at
from streams.enrich.names.readings import (
    COMMON,
    GIVEN,
    KUNYA,
    NATION,
    ORG_HEAD,
    ORG_MIDDLE,
    PLACE_CUE,
    TITLE,
    TITLE_LINK,
    Reading,
    Wording,
    split_words,
    word_text,
)
from streams.enrich.names.words import NameWords, load_names
from streams.text.normalize import fold

__all__ = ["NameWords", "Names", "find_names", "load_names"]

# Words between a title and its name: رئيس مجلس الوزراء في حكومة إقليم كردستان مسرور بارزاني
_MAX_TITLE_WORDS = 8
_CITY_CUE = "city"


@dataclass(frozen=True, slots=True)
class Names:
    """Hold the names of a text: places once and only here, everything else in `entities`."""

    entities: tuple[Entity, ...]
    places: tuple[Place, ...]


def find_names(text: str, words: NameWords, language: str = "ar") -> Names:
    """Find persons, organisations, outlets and places.

    Shape: mentions do not overlap; entities and places in order of first mention.
    Cost: about 0.5 ms for 1,700 characters. `language` is the article's; lists know several.
    """
    del language  # one list serves every language: scripts keep them apart
    wording = word_text(text, words.reader)
    found = _scan(wording, words)
    return _gather(wording, words, found)


def _scan(wording: Wording, words: NameWords) -> list[Found]:
    found: list[Found] = []
    index, titled_until = 0, -1
    readings = wording.readings
    while index < len(readings):
        reading = readings[index]
        if not (reading.names or reading.role or index < titled_until):
            index += 1
            continue
        if index < titled_until and not wording.is_joined(index - 1):
            titled_until = -1
        best = _best_at(wording, words, index, reading, titled=index < titled_until)
        if best is not None:
            found.append(best)
            index = best.last
            if best.type == "person":
                titled_until = -1
            continue
        if reading.role & TITLE:
            titled_until = index + 1 + _MAX_TITLE_WORDS
        elif index < titled_until and not _links_title(reading):
            titled_until = -1
        index += 1
    return found


def _links_title(reading: Reading) -> bool:
    if reading.role & (TITLE_LINK | NATION | TITLE | ORG_HEAD | ORG_MIDDLE):
        return True
    return reading.is_definite and not reading.role & COMMON


def _best_at(
    wording: Wording, words: NameWords, index: int, reading: Reading, *, titled: bool
) -> Found | None:
    best: Found | None = None
    if reading.names:
        best = listed_at(wording, words, index, titled=titled)
    if reading.role & ORG_HEAD and (best is None or best.type == "place"):
        best = _longer(best, organisation_at(wording, words, index))
    if reading.role & PLACE_CUE and best is None:
        cued = cued_place_at(wording, words, index)
        if cued is not None and (cued.options or not _opens_listed(wording, words, index + 1)):
            best = cued
    if reading.role & (GIVEN | KUNYA) or (titled and not reading.role and best is None):
        person = person_at(wording, words, index, titled=titled)
        if best is not None and person is not None and best.start < person.start:
            return best  # بكين is Beijing, not Ken behind a proclitic
        if best is None or best.type != "person" or not _adds_noun(wording, best.last):
            best = _longer(best, person)
    return best


def _opens_listed(wording: Wording, words: NameWords, index: int) -> bool:
    """Say whether a listed name stands after a place word; then the list decides."""
    return listed_at(wording, words, index, titled=False) is not None


def _adds_noun(wording: Wording, index: int) -> bool:
    """Say whether grammar would lengthen a listed person by a noun: أبو خديجة المسؤول."""
    if index >= len(wording.readings):
        return True
    reading = wording.readings[index]
    return reading.is_definite or not reading.role & (GIVEN | KUNYA)


def _longer(best: Found | None, other: Found | None) -> Found | None:
    if best is None or (other is not None and other.last > best.last):
        return other
    return best


def _gather(wording: Wording, words: NameWords, found: list[Found]) -> Names:
    entities: dict[str, tuple[Entity, list[Span]]] = {}
    places: dict[str, tuple[Place, list[Span]]] = {}
    kept: list[Found] = []
    for one, listed in _settle(wording, words, found):
        span = _span(wording, one)
        if one.type == "place":
            place = _place(one, span, wording, words, listed)
            places.setdefault(place.id, (place, []))[1].append(span)
        else:
            entity = _entity(one, span)
            entities.setdefault(entity.id, (entity, []))[1].append(span)
        kept.append(one)
    for repeat, person in repeats(wording, kept, words):
        entity = _entity(person, _span(wording, person))
        entities[entity.id][1].append(_span(wording, repeat))
    return Names(
        tuple([replace(one, mentions=_ordered(spans)) for one, spans in entities.values()]),
        tuple([replace(one, mentions=_ordered(spans)) for one, spans in places.values()]),
    )


def _settle(
    wording: Wording, words: NameWords, found: list[Found]
) -> list[tuple[Found, Listed | None]]:
    """Choose the place that each place name means, and drop those that nothing supports.

    What is supported once is supported everywhere in the text. An unlisted place after a place
    word gets the country that the text is about.
    """
    votes = country_votes(wording, found)
    top = votes.most_common(1)[0][0] if votes else None
    chosen = [choose(one, wording, words, votes) if one.options else None for one in found]
    sure = {listed.id: listed for listed in chosen if listed is not None}
    settled: list[tuple[Found, Listed | None]] = []
    for one, choice in zip(found, chosen, strict=True):
        if one.type != "place":
            settled.append((one, None))
            continue
        listed = choice
        if listed is None:
            listed = next((sure[option.id] for option in one.options if option.id in sure), None)
        if one.rule == CUE_RULE or (listed is None and _has_cue(wording, one.first)):
            listed = _unlisted(one, listed, top, _span(wording, one))
        if listed is not None:
            settled.append((one, listed))
    return settled


def _has_cue(wording: Wording, first: int) -> bool:
    return has_neighbour(wording, first) and bool(wording.readings[first - 1].role & PLACE_CUE)


def _unlisted(one: Found, inner: Listed | None, country: str | None, span: Span) -> Listed:
    """Make a place of a name after a place word; a listed name inside it says where it lies."""
    name = _bare(span.text)
    if inner is not None:
        country = inner.country
    prefix = f"{country.lower()}_" if country else ""
    return Listed(
        f"place:{prefix}{_slug(name)}",
        "place",
        name,
        "cued",
        one.kind or "town",
        country,
        inner.admin1 if inner is not None else None,
        inner.lat if inner is not None else None,
        inner.lon if inner is not None else None,
    )


def _ordered(spans: list[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: span.start))


def _span(wording: Wording, one: Found) -> Span:
    start, end = wording.folded.span(one.start, one.end)
    return Span(text=wording.folded.original[start:end], start=start, end=end)


def _entity(one: Found, span: Span) -> Entity:
    if one.options:
        listed = one.options[0]
        return Entity(id=listed.id, type=listed.type, name=listed.name)
    name = _bare(span.text)
    prefix = "person" if one.type == "person" else "org"
    return Entity(id=f"{prefix}:{_slug(name)}", type=one.type, name=name)


def _place(
    one: Found, span: Span, wording: Wording, words: NameWords, listed: Listed | None
) -> Place:
    if listed is None:
        name = _bare(span.text)
        return Place(id=f"place:{_slug(name)}", name=name, kind=one.kind)
    return Place(
        id=listed.id,
        name=listed.name,
        kind=listed.kind,
        country=listed.country,
        admin1=listed.admin1,
        lat=listed.lat,
        lon=listed.lon,
        precision=_precision(listed, one, wording, words),
    )


def _precision(listed: Listed, one: Found, wording: Wording, words: NameWords) -> PlacePrecision:
    """Say how exact: a governorate's name after the word `city` means its seat."""
    if listed.precision == "admin1" and has_neighbour(wording, one.first):
        cue = words.place_cues.get(wording.readings[one.first - 1].plain)
        if cue is not None and cue.kind == _CITY_CUE:
            return "town"
    return listed.precision


def _bare(surface: str) -> str:
    """Undo the melted article: `للجيش الكيني` names الجيش الكيني."""
    name = " ".join(surface.split())
    return "ال" + name[2:] if name.startswith("لل") else name


def _slug(name: str) -> str:
    return "_".join(split_words(fold(name)))
