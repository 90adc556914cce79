"""Listed names: persons, organisations, outlets and places known by name, from the TSV files.

One row is one entity with all its spellings; the same spelling may name several places, but only
one person, organisation or outlet (and one club in texts about sport). Levels: `word` takes
proclitics, `exact` does not, `cued`
stands for the entity only where something near says so (a title, an outlet word, quotation marks),
`spelled` only as written, hamza and all (إب is a town, آب a month), `sport` in texts about sport
where nothing makes it a place (الهلال, برشلونة),
`supported` (places) where `in` or the like locates it and the text is about its country.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from schemas.annotation import EntityType, PlacePrecision
from streams.enrich.names.readings import split_words
from streams.text.lexicon import Row, read_table, spellings
from streams.text.normalize import fold

LEVELS = ("word", "exact", "cued", "supported", "spelled", "sport")
_MARKS = {"*": "cued", "=": "exact", "~": "supported", "!": "spelled", "^": "sport"}

_NOT_SLUG = re.compile(r"[^a-z0-9]+")

# What a kind of place can be located to; every other kind is a point.
_PRECISIONS: dict[str, PlacePrecision] = {
    "country": "country", "continent": "country", "region": "country", "sea": "country",
    "governorate": "admin1", "division": "admin1", "district": "town", "city": "town",
    "town": "town",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold one listed entity under one of its spellings; place fields are empty for the rest."""

    id: str
    type: EntityType
    name: str
    level: str
    kind: str = ""
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0

    @property
    def precision(self) -> PlacePrecision:
        """Say how exactly the coordinates locate the place."""
        return _PRECISIONS.get(self.kind, "point")


Phrases = dict[str, tuple[Listed, ...]]


def load_entities(path: Path, entity_type: EntityType, phrases: Phrases) -> None:
    """Add the rows of one file of persons, organisations or outlets. Errors: LexiconError."""
    seen_ids: set[str] = set()
    for row in read_table(path):
        if row["value"] in seen_ids:
            raise row.refuse(f"{row['value']!r} has a row already; join the spellings with |")
        seen_ids.add(row["value"])
        for form, words, level in _leveled(row):
            name = _plain(row["form"].split("|")[0])
            listed = Listed(row["value"], entity_type, name, level, kind=row["kind"])
            key = " ".join(words)
            known = phrases.get(key, ())
            if any((one.level == "sport") == (level == "sport") for one in known):
                raise row.refuse(f"{form!r} already names {known[0].id}")
            phrases[key] = (listed, *known) if level == "sport" else (*known, listed)


def load_divisions(path: Path, phrases: Phrases) -> None:
    """Add first-level divisions; `value` is the ISO 3166-2 code. Errors: LexiconError."""
    for row in read_table(path, ("form", "value", "gloss")):
        code = row["value"]
        _add_place(row, f"admin1:{code}", "governorate", code[:2], code, phrases)


def load_places(path: Path, phrases: Phrases) -> None:
    """Add hand-made places; the id is made of country and gloss. Errors: LexiconError."""
    for row in read_table(path, ("form", "kind", "gloss")):
        slug = _NOT_SLUG.sub("_", fold(row["gloss"])).strip("_")
        prefix = f"{row['country'].lower()}_" if row["country"] else ""
        identity = f"place:{prefix}{slug}"
        _add_place(
            row, identity, row["kind"], row["country"] or None, row["admin1"] or None, phrases
        )


def load_countries(compiled: Path, aliases: Path, phrases: Phrases) -> None:
    """Add countries; `value` is the ISO 3166-1 code. Errors: LexiconError.

    The compiled file gives the main names; where both have a form, the alias's level counts.
    """
    names = {row["value"]: row["form"].split("|")[0].strip() for row in read_table(compiled)}
    for path in (aliases, compiled):
        for row in read_table(path):
            code = row["value"]
            if code not in names:
                raise row.refuse(f"{code!r} is no country of {compiled.name}")
            for _, words, level in _leveled(row):
                listed = Listed(f"country:{code}", "place", names[code], level, "country", code)
                _append(phrases, " ".join(words), listed)


def load_exonyms(path: Path, phrases: Phrases, town_of: Callable[[str], Listed | None]) -> None:
    """Add other names of places listed already; `value` is the id. Errors: LexiconError.

    `town_of` gives a town of the gazetteer by id; it is a listed place under the names of
    this file, the first of which is its name.
    A name that several places have is not met with these: an exonym names one place.
    """
    by_id = {place.id: place for group in phrases.values() for place in group}
    for row in read_table(path):
        place = by_id.get(row["value"]) or town_of(row["value"])
        if place is None:
            raise row.refuse(f"{row['value']!r} is no listed place")
        name = place.name if row["value"] in by_id else _plain(row["form"].split("|")[0])
        for _, words, level in _leveled(row):
            _append(phrases, " ".join(words), replace(place, name=name, level=level))


def _add_place(
    row: Row, identity: str, kind: str, country: str | None, admin1: str | None, phrases: Phrases
) -> None:
    try:
        lat = float(row["lat"]) if row["lat"] else None
        lon = float(row["lon"]) if row["lon"] else None
    except ValueError:
        raise row.refuse(f"{row['lat']!r}, {row['lon']!r} are no degrees") from None
    name = _plain(row["form"].split("|")[0])
    gloss = _plain(row["gloss"])
    latin = [(gloss, tuple(split_words(fold(gloss))), _MARKS.get(row["gloss"][-1], "word"))]
    for _, words, level in [*_leveled(row), *latin]:
        listed = Listed(identity, "place", name, level, kind, country, admin1, lat, lon)
        _append(phrases, " ".join(words), listed)


def _append(phrases: Phrases, key: str, listed: Listed) -> None:
    known = phrases.get(key, ())
    if all(other.id != listed.id for other in known):
        phrases[key] = (*known, listed)


def _leveled(row: Row) -> list[tuple[str, tuple[str, ...], str]]:
    """Give `(form, words, level)`; a mark after a spelling overrules the row's level."""
    level = row["level"] or "word"
    if level not in LEVELS:
        raise row.refuse(f"level {level!r} is not one of {', '.join(LEVELS)}")
    found = []
    for form, _ in spellings(row):
        own = _MARKS.get(form[-1], level)
        plain = _plain(form)
        found.append((plain, tuple(split_words(fold(plain))), own))
    return found


def _plain(form: str) -> str:
    return form.strip().rstrip("*=~!^").strip()
