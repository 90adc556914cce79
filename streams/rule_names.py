"""What names in rules mean, from the lists that enrichment finds names with.

Loaded when a rule first names something: the shipped rules name nothing.
"""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.alert.rules import Named
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.find import NameWords, load_names
from streams.enrich.names.readings import split_words
from streams.enrich.subjects import load_subjects
from streams.text.lexicon import read_table
from streams.text.normalize import fold

_GEONAMES: Final = "geonames:"
_PLACE: Final = "place"
_MAX_AMONG = 8  # as many places of one name as an error can usefully list
_MAX_NEAR = 4
# A slip of the hand changes a letter or two, rarely the first.
_NEAR_LETTERS: Final = 2


class LoadedNames:
    """Resolve names by the gazetteer, the lists of persons and organisations, and the subjects."""

    def __init__(self, load: Callable[[], NameWords] = load_names) -> None:
        """Keep the loader; nothing is read yet."""
        self._load = load

    def places(self, name: str) -> tuple[Named, ...]:
        """Give the places of a name or id, none that lies within another of them."""
        if name in self._by_id:
            found: Iterable[Listed] = [self._by_id[name]]
        elif name.startswith(_GEONAMES):
            found = self._towns_by_id(name)
        else:
            key = _key(name)
            found = [one for one in self._words.phrases.get(key, ()) if one.type == _PLACE]
            found = found or self._words.gazetteer.towns(key)
        return tuple(_named(one) for one in _outermost(list(found))[:_MAX_AMONG])

    def entities(self, name: str) -> tuple[Named, ...]:
        """Give the persons, organisations and outlets of a name or id, or else its places."""
        if name in self._by_id:
            return (_named(self._by_id[name]),)
        listed = self._words.phrases.get(_key(name), ())
        others = tuple(_named(one) for one in listed if one.type != _PLACE)
        return others or self.places(name)

    def subjects(self, name: str) -> tuple[str, ...]:
        """Give the codes of a subject and of all beneath it, by name or code."""
        return self._subjects.get(name, ())

    def near(self, name: str) -> tuple[str, ...]:
        """Give a few names much like one that nothing has."""
        size = len(name)
        known = (*self._words.phrases, *self._words.gazetteer.rows, *self._subjects)
        likely = [
            one for one in known if one[:1] == name[:1] and abs(len(one) - size) <= _NEAR_LETTERS
        ]
        return tuple(dict.fromkeys(get_close_matches(name, likely, n=_MAX_NEAR)))

    @cached_property
    def _words(self) -> NameWords:
        return self._load()

    @cached_property
    def _by_id(self) -> dict[str, Listed]:
        found: dict[str, Listed] = {}
        for group in self._words.phrases.values():
            for one in group:
                found.setdefault(one.id, one)
        return found

    @cached_property
    def _subjects(self) -> dict[str, tuple[str, ...]]:
        words = load_subjects()
        codes: dict[str, tuple[str, ...]] = {code: (code,) for code in words.names}
        for code, parent in words.parents.items():
            codes[parent] = (*codes[parent], code)
        found = dict(codes)
        for code, name in words.names.items():
            found.setdefault(fold(name), codes[code])
        for form, code in load_subject_names().items():
            found.setdefault(form, codes.get(code, (code,)))
        return found

    def _towns_by_id(self, identity: str) -> list[Listed]:
        """Read the row of one town: rare enough to look for it in the whole text."""
        gazetteer = self._words.gazetteer
        at = gazetteer.content.find(f"\n{identity.removeprefix(_GEONAMES)}\t")
        if at < 0:
            return []
        form = gazetteer.content[at + 1 : gazetteer.content.find("\n", at + 1)].split("\t")[-1]
        return [one for one in gazetteer.towns(form.split("|")[0]) if one.id == identity]


def load_subject_names(path: Path | None = None) -> dict[str, str]:
    """Load what subjects are called in Arabic, folded. Errors: LexiconError with file:line."""
    shipped = Path(str(files("streams.alert"))) / "data" / "subject_names.tsv"
    names: dict[str, str] = {}
    for row in read_table(path or shipped):
        for form in row["form"].split("|"):
            if names.setdefault(fold(form.strip()), row["value"]) != row["value"]:
                raise row.refuse(f"{form.strip()!r} names another subject already")
    return names


def _key(name: str) -> str:
    return " ".join(split_words(fold(name)))


def _outermost(found: list[Listed]) -> list[Listed]:
    """Leave out what lies within another: the city of Kirkuk is in the governorate of the name."""
    return [one for one in found if not any(_holds(other, one) for other in found)]


def _holds(other: Listed, one: Listed) -> bool:
    if other.id == one.id:
        return False
    if other.id.startswith("country:"):
        return one.country == other.country
    return other.id.startswith("admin1:") and one.admin1 == other.admin1


def _named(one: Listed) -> Named:
    about = (one.kind or one.type, one.admin1 or one.country or "")
    return Named(one.id, one.name, ", ".join(part for part in about if part))
