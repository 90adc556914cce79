"""From names found to entities and places: which place is meant, who is who, what stays."""

from __future__ import annotations

import re
from functools import lru_cache

from schemas.annotation import Entity, EntityType, Place, PlacePrecision, Span
from streams.enrich.names.around import has_neighbour, is_listed_on
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.listing import Found
from streams.enrich.names.places import CUE_RULE, choose, country_votes
from streams.enrich.names.readings import LOCATIVE, PLACE_CUE, Wording, split_words
from streams.enrich.names.surnames import repeats
from streams.enrich.names.words import NameWords
from streams.text.normalize import fold

_NEAR_WORDS = 30  # how far the nearest place may be that lends an unlisted one its country
_CITY_CUE = "city"
_UNLISTED = "unlisted"  # the level of a place that only its place word names
_WIDE_KINDS = frozenset({"region", "sea", "continent"})
_BORDER_WORDS = 3  # قرب الحدود مع موريتانيا
_HOLDER_WORDS = 6  # between a village and its province: في ناحية كذا شمالي محافظة ...
_SENTENCE_END = re.compile("[.!؟?؛;:\n]")


def gather(
    wording: Wording, words: NameWords, found: list[Found]
) -> tuple[tuple[Entity, ...], tuple[Place, ...]]:
    """Make entities and places of what was found; each in order of its first mention."""
    entities: dict[str, tuple[EntityType, str]] = {}
    places: dict[str, tuple[Listed, PlacePrecision]] = {}
    spans: dict[str, list[Span]] = {}
    kept: list[Found] = []
    named: dict[int, str] = {}  # by first word: names do not overlap
    for one, listed in _settle(wording, words, found):
        span = _span(wording, one)
        if listed is None:
            identity, name = _named(one, span)
            entities.setdefault(identity, (one.type, name))
        else:
            identity = listed.id
            if identity not in places:
                places[identity] = (listed, _precision(listed, one, wording, words))
        named[one.first] = identity
        kept.append(one)
        spans.setdefault(identity, []).append(span)
    for repeat, person in repeats(wording, kept, words):
        spans[named[person.first]].append(_span(wording, repeat))
    for gone, heir in _same_names(entities):
        spans[heir] += spans.pop(gone)
        del entities[gone]
    mentions = {
        identity: tuple(sorted(several, key=_start_of) if len(several) > 1 else several)
        for identity, several in spans.items()
    }
    order = sorted(mentions, key=lambda identity: mentions[identity][0].start)
    return (
        tuple([_entity(one, *entities[one], mentions[one]) for one in order if one in entities]),
        tuple([_place(*places[one], mentions[one]) for one in order if one in places]),
    )


def _start_of(span: Span) -> int:
    return span.start


def _same_names(entities: dict[str, tuple[EntityType, str]]) -> list[tuple[str, str]]:
    """Give `(id to give up, id to keep)` where one name begins the other.

    وزارة الداخلية is وزارة الداخلية التركية, محمد بن سلمان is محمد بن سلمان بن عبدالعزيز. A listed
    id is kept, else the longer name's. Outlets and listed pairs stay apart.
    """
    if all(identity.isascii() for identity in entities):
        return []
    by_slug = {(kind, _slug(name)): identity for identity, (kind, name) in entities.items()}
    merged: dict[str, str] = {}
    for (kind, slug), identity in by_slug.items():
        parts = slug.split("_")
        for size in range(len(parts) - 1, 0, -1):
            shorter = by_slug.get((kind, "_".join(parts[:size])))
            if shorter is None or shorter in merged or identity in merged or kind == "outlet":
                continue
            if _is_grammar(shorter):
                merged[shorter] = identity
            elif _is_grammar(identity):
                merged[identity] = shorter
            break
    return [(gone, kept) for gone, kept in merged.items() if kept not in merged]


def _is_grammar(identity: str) -> bool:
    """Say whether an id was made of a name by grammar; listed ids are ASCII."""
    return not identity.isascii()


def _settle(
    wording: Wording, words: NameWords, found: list[Found]
) -> list[tuple[Found, Listed | None]]:
    """Choose the place that each place name means, and drop those that nothing supports.

    A spelling supported once is supported everywhere in the text. An unlisted place after a place
    word gets the country of the place named nearest, else the one that the text is about.
    """
    votes = country_votes(wording, found)
    top = votes.most_common(1)[0][0] if votes else None
    chosen: list[Listed | None] = []
    for at, one in enumerate(found):
        choice = None
        if one.options and one.type == "place":
            beside = bool(at and chosen[-1]) and is_listed_on(
                wording, found[at - 1].last, one.first
            )
            choice = choose(one, wording, words, votes, beside=beside)
        chosen.append(choice)
    sure = {
        (listed.id, _surface(wording, one)): listed
        for one, listed in zip(found, chosen, strict=True)
        if listed is not None
    }
    lending: list[tuple[int, str | None]] = []
    settled: list[tuple[Found, Listed | None]] = []
    for at, (one, choice) in enumerate(zip(found, chosen, strict=True)):
        if one.type != "place":
            settled.append((one, None))
            continue
        listed = choice
        if listed is None:
            surface = _surface(wording, one)
            keys = [(option.id, surface) for option in one.options]
            listed = next((sure[key] for key in keys if key in sure), None)
        if one.rule == CUE_RULE or (listed is None and _has_cue(wording, one.first)):
            holder = None if listed else _holder(at, wording, words, found, chosen)
            lending = lending or [
                (one.first, _lent(one, listed, wording, words))
                for one, listed in zip(found, chosen, strict=True)
            ]
            country = _nearest_country(at, lending) or top
            listed = _unlisted(one, listed, holder, country, _span(wording, one))
        if listed is not None:
            settled.append((one, listed))
    return _of_one_country(settled)


def _of_one_country(
    settled: list[tuple[Found, Listed | None]],
) -> list[tuple[Found, Listed | None]]:
    """Let an unlisted name mean one place throughout: where a division is named beside it."""
    sure: dict[str, Listed] = {}
    for _, listed in settled:
        if listed is not None and listed.level == _UNLISTED and listed.admin1:
            sure.setdefault(_slug(listed.name), listed)
    if not sure:
        return settled
    return [(one, _sure(listed, sure)) for one, listed in settled]


def _sure(listed: Listed | None, sure: dict[str, Listed]) -> Listed | None:
    if listed is None or listed.level != _UNLISTED:
        return listed
    return sure.get(_slug(listed.name), listed)


def _surface(wording: Wording, one: Found) -> str:
    return wording.folded.text[one.start : one.end]


def _nearest_country(at: int, lending: list[tuple[int, str | None]]) -> str | None:
    """Give the country of the place named nearest: a digest tells of several countries."""
    here = lending[at][0]
    nearest, country = _NEAR_WORDS, None
    for step in (-1, 1):
        other = at + step
        while 0 <= other < len(lending) and abs(lending[other][0] - here) < nearest:
            if lending[other][1]:
                nearest, country = abs(lending[other][0] - here), lending[other][1]
                break
            other += step
    return country


def _lent(one: Found, listed: Listed | None, wording: Wording, words: NameWords) -> str | None:
    return listed.country if listed is not None and _lends(one, listed, wording, words) else None


def _lends(one: Found, listed: Listed, wording: Wording, words: NameWords) -> bool:
    """Say whether a place tells where the places beside it lie: no sea, nor what it borders on."""
    if listed.kind in _WIDE_KINDS:
        return False
    before = wording.words[max(0, one.first - _BORDER_WORDS) : one.first]
    if not before:
        return True
    border = words.shapes["border"]
    if listed.kind == "country" and before[-1] in (*border, *words.shapes["beside"]):
        return False
    return before[-1] not in words.shapes["with"] or not any(word in border for word in before)


def _holder(
    at: int, wording: Wording, words: NameWords, found: list[Found], chosen: list[Listed | None]
) -> Listed | None:
    """Give the division named right after an unlisted place: قرية كذا في ريف حمص الشمالي."""
    here = found[at]
    for one, listed in zip(found[at + 1 : at + 3], chosen[at + 1 : at + 3], strict=True):
        if one.first - here.last > _HOLDER_WORDS:
            return None
        gap = wording.folded.text[here.end : one.start]
        if _SENTENCE_END.search(gap):
            return None
        if listed is not None and listed.admin1 and _lends(one, listed, wording, words):
            return listed if _is_located(wording, words, one) else None
    return None


def _is_located(wording: Wording, words: NameWords, one: Found) -> bool:
    """Say whether a place is what holds another: after `in`, `north of` or a place word."""
    cut = wording.words[one.first][: one.start - wording.starts[one.first]]
    if cut in words.shapes["locating_proclitic"]:
        return True
    before = wording.readings[one.first - 1].role if has_neighbour(wording, one.first) else 0
    return bool(before & (LOCATIVE | PLACE_CUE))


def _has_cue(wording: Wording, first: int) -> bool:
    return has_neighbour(wording, first) and bool(wording.readings[first - 1].role & PLACE_CUE)


def _unlisted(
    one: Found, inner: Listed | None, holder: Listed | None, country: str | None, span: Span
) -> Listed:
    """Make a place of a name after a place word.

    A listed name inside it says where it lies, else the division named after it.
    """
    name = _bare(span.text)
    around = inner or holder
    if around is not None:
        country = around.country
    prefix = f"{country.lower()}_" if country else ""
    return Listed(
        f"place:{prefix}{_slug(name)}",
        "place",
        name,
        _UNLISTED,
        one.kind or "town",
        country,
        around.admin1 if around is not None else None,
        inner.lat if inner is not None else None,
        inner.lon if inner is not None else None,
    )


def _span(wording: Wording, one: Found) -> Span:
    start, end = wording.folded.span(one.start, one.end)
    return Span(text=wording.folded.original[start:end], start=start, end=end)


def _named(one: Found, span: Span) -> tuple[str, str]:
    """Give id and name of a person, an organisation or an outlet."""
    if one.options:
        return one.options[0].id, one.options[0].name
    name = _bare(span.text)
    return f"{'person' if one.type == 'person' else 'org'}:{_slug(name)}", name


def _entity(identity: str, kind: EntityType, name: str, mentions: tuple[Span, ...]) -> Entity:
    return Entity(id=identity, type=kind, name=name, mentions=mentions)


def _place(listed: Listed, precision: PlacePrecision, mentions: tuple[Span, ...]) -> Place:
    return Place(
        id=listed.id,
        name=listed.name,
        kind=listed.kind,
        country=listed.country,
        admin1=listed.admin1,
        lat=listed.lat,
        lon=listed.lon,
        precision=precision,
        mentions=mentions,
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


@lru_cache(maxsize=4096)
def _slug(name: str) -> str:
    return "_".join(split_words(fold(name)))
