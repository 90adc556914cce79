"""From names found to entities and places: which place is meant, who is who, what stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from schemas.annotation import Entity, Place, PlacePrecision, Span
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.listing import Found, has_neighbour
from streams.enrich.names.persons import repeats
from streams.enrich.names.places import CUE_RULE, choose, country_votes
from streams.enrich.names.readings import PLACE_CUE, Wording, split_words
from streams.enrich.names.words import NameWords
from streams.text.normalize import fold

_NEAR_WORDS = 30  # how far the nearest place may be that lends an unlisted one its country
_CITY_CUE = "city"

Named = TypeVar("Named", Entity, Place)


def gather(
    wording: Wording, words: NameWords, found: list[Found]
) -> tuple[tuple[Entity, ...], tuple[Place, ...]]:
    """Make entities and places of what was found; each in order of its first mention."""
    entities: dict[str, Entity] = {}
    places: dict[str, Place] = {}
    spans: dict[str, list[Span]] = {}
    kept: list[Found] = []
    for one, listed in _settle(wording, words, found):
        span = _span(wording, one)
        if one.type != "place":
            entity = _entity(one, span)
            entities.setdefault(entity.id, entity)
            spans.setdefault(entity.id, []).append(span)
            kept.append(one)
        elif listed is not None:
            if listed.id not in places:
                places[listed.id] = _place(listed, _precision(listed, one, wording, words))
            spans.setdefault(listed.id, []).append(span)
            kept.append(one)
    for repeat, person in repeats(wording, kept, words):
        entity = _entity(person, _span(wording, person))
        spans[entity.id].append(_span(wording, repeat))
    for shorter, longer in _same_names(entities):
        spans[longer] += spans.pop(shorter)
        del entities[shorter]
    mentions = {identity: _ordered(several) for identity, several in spans.items()}
    return (
        tuple([replace(one, mentions=mentions[one.id]) for one in _in_order(entities, mentions)]),
        tuple([replace(one, mentions=mentions[one.id]) for one in _in_order(places, mentions)]),
    )


def _in_order(things: dict[str, Named], mentions: dict[str, tuple[Span, ...]]) -> list[Named]:
    return [things[one] for one in sorted(things, key=lambda one: mentions[one][0].start)]


def _same_names(entities: dict[str, Entity]) -> list[tuple[str, str]]:
    """Give `(id to give up, id to keep)` where one name begins the other.

    وزارة الداخلية is وزارة الداخلية التركية, محمد بن سلمان is محمد بن سلمان بن عبدالعزيز. A listed
    id is kept, else the longer name's. Outlets and listed pairs stay apart.
    """
    by_slug = {(one.type, _slug(one.name)): one.id for one in entities.values()}
    merged: dict[str, str] = {}
    for (kind, slug), identity in by_slug.items():
        parts = slug.split("_")
        for size in range(len(parts) - 1, 0, -1):
            shorter = by_slug.get((kind, "_".join(parts[:size])))
            if shorter is None or shorter in merged or identity in merged or kind == "outlet":
                continue
            if _is_grammar(shorter, kind):
                merged[shorter] = identity
            elif _is_grammar(identity, kind):
                merged[identity] = shorter
            break
    return [(gone, kept) for gone, kept in merged.items() if kept not in merged]


def _is_grammar(identity: str, kind: str) -> bool:
    """Say whether an id was made of a name by grammar; listed ids are ASCII."""
    return kind != "outlet" and not identity.isascii()


def _settle(
    wording: Wording, words: NameWords, found: list[Found]
) -> list[tuple[Found, Listed | None]]:
    """Choose the place that each place name means, and drop those that nothing supports.

    What is supported once is supported everywhere in the text. An unlisted place after a place
    word gets the country of the place named nearest, else the one that the text is about.
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
            country = _nearest_country(one, found, chosen) or top
            listed = _unlisted(one, listed, country, _span(wording, one))
        if listed is not None:
            settled.append((one, listed))
    return settled


def _nearest_country(one: Found, found: list[Found], chosen: list[Listed | None]) -> str | None:
    """Give the country of the place named nearest: a digest tells of several countries."""
    near = _NEAR_WORDS
    country = None
    for other, listed in zip(found, chosen, strict=True):
        distance = abs(other.first - one.first)
        if listed is not None and listed.country and 0 < distance < near:
            near, country = distance, listed.country
    return country


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


def _place(listed: Listed, precision: PlacePrecision) -> Place:
    return Place(
        id=listed.id,
        name=listed.name,
        kind=listed.kind,
        country=listed.country,
        admin1=listed.admin1,
        lat=listed.lat,
        lon=listed.lon,
        precision=precision,
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
