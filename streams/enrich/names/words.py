"""The names' words: every list this package knows, loaded once and passed on as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from streams.enrich.names import readings
from streams.enrich.names.catalogue import (
    Listed,
    Phrases,
    load_countries,
    load_divisions,
    load_entities,
    load_exonyms,
    load_places,
)
from streams.enrich.names.gazetteer import Gazetteer, load_gazetteer
from streams.enrich.names.readings import Opening, Reader, split_words
from streams.text.lexicon import read_table, spellings
from streams.text.normalize import fold

DATA = Path(__file__).parent / "data"

_ROLES = {
    "title": readings.TITLE,
    "title_link": readings.TITLE_LINK,
    "latin_title": readings.LATIN_TITLE,
    "latin_title_link": readings.LATIN_TITLE_LINK,
    "given": readings.GIVEN,
    "foreign": readings.GIVEN | readings.FOREIGN,
    "doubtful_given": readings.GIVEN | readings.DOUBTFUL_GIVEN,
    "doubtful_foreign": readings.GIVEN | readings.DOUBTFUL_GIVEN | readings.FOREIGN,
    "kunya": readings.KUNYA,
    "common": readings.COMMON,
    "saying": readings.COMMON | readings.SAYING,
    "locative": readings.COMMON | readings.LOCATIVE,
    "org_middle": readings.COMMON | readings.ORG_MIDDLE,
    "org_conjoined": readings.COMMON | readings.ORG_CONJOINED,
    "outlet_cue": readings.COMMON | readings.OUTLET_CUE,
}
_ARTICLE = "ال"
_NISBA = "ي"
_NISBA_ENDINGS = tuple(fold("ة ون ين ات تين").split())  # feminine, plurals, dual
_GENERAL = "general"
_PAIR = 2
_ROLE_FILES = ("titles.tsv", "given_names.tsv", "common_words.tsv")


@dataclass(frozen=True, slots=True)
class Head:
    """Describe a word that opens a name: `kind` of the thing, `rule` how far the name goes."""

    form: str
    kind: str
    rule: str


@dataclass(frozen=True, slots=True)
class Meant:
    """Hold what a listed name can mean wherever it stands.

    `beside` are the towns that count where something listed stands for its entity, `alone` those
    where nothing does; `is_sure` says that what is listed does so whatever is near.
    """

    listed: tuple[Listed, ...]
    alone: tuple[Listed, ...]
    beside: tuple[Listed, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class NameWords:
    """Hold all lists: listed names, towns, the reader of words, heads of organisations, cues.

    `meant` remembers names that were met; it changes speed only.
    """

    phrases: Phrases
    gazetteer: Gazetteer
    reader: Reader
    org_heads: Mapping[str, Head]
    place_cues: Mapping[str, Head]
    nations: Mapping[str, str]
    shapes: Mapping[str, tuple[str, ...]]
    idioms: frozenset[str]
    sport: frozenset[str]
    meant: dict[str, Meant] = field(default_factory=dict)


def load_names(folder: Path = DATA) -> NameWords:
    """Load every list. Errors: LexiconError with file:line. Cost: about 0.3 s, once."""
    phrases: Phrases = {}
    load_entities(folder / "persons.tsv", "person", phrases)
    load_entities(folder / "organisations.tsv", "organisation", phrases)
    load_entities(folder / "outlets.tsv", "outlet", phrases)
    places: Phrases = {}
    load_countries(folder / "countries.tsv", folder / "country_aliases.tsv", places)
    load_divisions(folder / "divisions.tsv", places)
    load_places(folder / "places.tsv", places)
    gazetteer = load_gazetteer(folder / "geonames.tsv")
    load_exonyms(folder / "exonyms.tsv", places, gazetteer.town_of)
    for key, group in places.items():
        phrases[key] = (*phrases.get(key, ()), *group)
    roles = load_roles(folder)
    org_heads = _load_heads(folder / "org_heads.tsv", readings.ORG_HEAD, roles)
    place_cues = _load_heads(folder / "place_cues.tsv", readings.PLACE_CUE, roles)
    nations = _load_nations(folder / "demonyms.tsv")
    reader = Reader(_openings(phrases, gazetteer), roles, nations)
    shapes = _load_shapes(folder / "shapes.tsv")
    idioms = _load_idioms(folder / "idioms.tsv")
    sport = frozenset(shapes["sport"])
    return NameWords(
        phrases, gazetteer, reader, org_heads, place_cues, nations, shapes, idioms, sport
    )


def load_roles(folder: Path = DATA) -> dict[str, int]:
    """Load what single words can be: titles, given names, ordinary words. Errors: LexiconError."""
    roles: dict[str, int] = {}
    for name in _ROLE_FILES:
        seen: set[str] = set()
        for row in read_table(folder / name):
            if row["value"] not in _ROLES:
                raise row.refuse(f"role {row['value']!r} is not one of {', '.join(_ROLES)}")
            for word in row["form"].split():
                key = fold(word)
                if len(split_words(key)) != 1:
                    raise row.refuse(f"{word!r} is not one word")
                if key in seen:
                    raise row.refuse(f"{word!r} stands in this file already, once folded")
                seen.add(key)
                roles[key] = roles.get(key, 0) | _ROLES[row["value"]]
    for key, role in roles.items():
        if role & readings.GIVEN and role & (readings.COMMON | readings.TITLE):
            roles[key] = role | readings.DOUBTFUL_GIVEN
    return roles


def _load_heads(path: Path, flag: int, roles: dict[str, int]) -> dict[str, Head]:
    heads: dict[str, Head] = {}
    for row in read_table(path, ("form", "value", "rule")):
        for word in row["form"].split():
            key = fold(word)
            if key in heads:
                raise row.refuse(f"{word!r} stands in this file already, once folded")
            heads[key] = Head(word, row["value"], row["rule"])
            general = row["rule"] == _GENERAL
            roles[key] = roles.get(key, 0) | (readings.ORG_GENERAL if general else flag)
    return heads


def _load_shapes(path: Path) -> dict[str, tuple[str, ...]]:
    shapes: dict[str, tuple[str, ...]] = {}
    for row in read_table(path):
        if row["value"] in shapes:
            raise row.refuse(f"{row['value']!r} has a row already")
        shapes[row["value"]] = tuple([fold(word) for word in row["form"].split()])
    return shapes


def _load_idioms(path: Path) -> frozenset[str]:
    """Load pairs of words in which no name stands. Errors: LexiconError."""
    idioms: set[str] = set()
    for row in read_table(path, ("form",)):
        for form, words in spellings(row):
            if len(words) != _PAIR:
                raise row.refuse(f"{form!r} is no pair of words")
            if " ".join(words) in idioms:
                raise row.refuse(f"{form!r} stands in this file already, once folded")
            idioms.add(" ".join(words))
    return frozenset(idioms)


def _load_nations(path: Path) -> dict[str, str]:
    """Make the forms of each adjective of nationality: sexes, numbers, with and without article."""
    nations: dict[str, str] = {}
    for row in read_table(path):
        for word in row["form"].split():
            stem = fold(word)
            inflected = [stem]
            if stem.endswith(_NISBA):
                inflected += [stem + ending for ending in _NISBA_ENDINGS]
            for form in inflected:
                nations.setdefault(form, row["value"])
                nations.setdefault(_ARTICLE + form, row["value"])
    return nations


def _openings(phrases: Phrases, gazetteer: Gazetteer) -> dict[str, Opening]:
    """Give, for each first word, the sizes and second words of the names that it opens."""
    masks: dict[str, int] = {}
    seconds: dict[str, set[str]] = {}
    for keys in (phrases, gazetteer.rows):
        for key in keys:
            first, _, rest = key.partition(" ")
            size = 2 + rest.count(" ") if rest else 1
            masks[first] = masks.get(first, 0) | 1 << size
            if rest:
                seconds.setdefault(first, set()).add(rest.partition(" ")[0])
    sizes = {
        mask: tuple([size for size in range(mask.bit_length(), 0, -1) if mask >> size & 1])
        for mask in set(masks.values())
    }
    alone = {mask: Opening(several, frozenset()) for mask, several in sizes.items()}
    return {
        first: Opening(sizes[mask], frozenset(seconds[first])) if first in seconds else alone[mask]
        for first, mask in masks.items()
    }
