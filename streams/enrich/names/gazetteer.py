"""Towns of the world, compiled from GeoNames by `build_gazetteer.py`, looked up by folded name.

The file is kept as one string and a row is read only when its name is met: 40,000 towns cost
little memory and load in a fraction of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from streams.enrich.names.catalogue import Listed
from streams.text.lexicon import LexiconError

COLUMNS = ("geonameid", "country", "admin1", "lat", "lon", "population", "name", "forms")

# The level of a town under the names that GeoNames gives it: it needs support from the text.
TOWN_LEVEL = "town"
_PREFIX = "geonames:"
# Names whose rows are kept read; a day of news has fewer, and 5,000 take about 3 MB.
_MAX_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Hold the compiled rows and, for each folded name, where its rows begin in them."""

    content: str
    rows: dict[str, int | tuple[int, ...]]
    _kept: dict[str, tuple[Listed, ...]] = field(default_factory=dict)

    def towns(self, key: str) -> tuple[Listed, ...]:
        """Give the towns of a folded name, the most populous first; none for a name unknown."""
        where = self.rows.get(key)
        if where is None:
            return ()
        towns = self._kept.get(key)
        if towns is None:
            if len(self._kept) >= _MAX_KEPT:
                self._kept.clear()
            offsets = (where,) if isinstance(where, int) else where
            towns = self._kept[key] = tuple([self._town(offset) for offset in offsets])
        return towns

    def town_of(self, identity: str) -> Listed | None:
        """Give the town of an id; None for an id that is not here. Cost: one search of the file."""
        number = identity.removeprefix(_PREFIX)
        offset = self.content.find(f"\n{number}\t")
        if number == identity or offset < 0:
            return None
        return self._town(offset + 1)

    def _town(self, offset: int) -> Listed:
        line = self.content[offset : self.content.find("\n", offset)]
        identity, country, admin1, lat, lon, population, name, _ = line.split("\t")
        return Listed(
            f"{_PREFIX}{identity}",
            "place",
            name,
            TOWN_LEVEL,
            "town",
            country,
            admin1 or None,
            float(lat),
            float(lon),
            int(population),
        )


def load_gazetteer(path: Path) -> Gazetteer:
    """Load the compiled file. Errors: LexiconError for another layout than `COLUMNS`."""
    content = path.read_text(encoding="utf-8")
    rows: dict[str, int | tuple[int, ...]] = {}
    offset = 0
    header_seen = False
    for number, line in enumerate(content.split("\n"), start=1):
        start = offset
        offset += len(line) + 1
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header_seen:
            header_seen = True
            if tuple(cells) != COLUMNS:
                raise LexiconError(path, number, f"columns are {cells}, not {list(COLUMNS)}")
            continue
        if len(cells) != len(COLUMNS):
            raise LexiconError(path, number, f"{len(cells)} cells under {len(COLUMNS)} columns")
        for form in cells[-1].split("|"):
            known = rows.get(form)
            if known is None:
                rows[form] = start
            elif isinstance(known, int):
                rows[form] = (known, start)
            else:
                rows[form] = (*known, start)
    return Gazetteer(content, rows)
