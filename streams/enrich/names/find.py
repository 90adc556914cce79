"""Find names in a text: one pass over its words, lists and grammar together, the longest wins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.annotation import Entity, Place
from streams.enrich.names.around import is_listed_on, is_noted
from streams.enrich.names.gather import gather
from streams.enrich.names.latin import latin_person_at
from streams.enrich.names.listing import Found, listed_at
from streams.enrich.names.organisations import organisation_at, quoted_outlet_at
from streams.enrich.names.persons import person_at
from streams.enrich.names.places import cued_place_at
from streams.enrich.names.readings import (
    COMMON,
    GIVEN,
    KUNYA,
    LATIN_TITLE,
    NATION,
    ORG_GENERAL,
    ORG_HEAD,
    ORG_MIDDLE,
    OUTLET_CUE,
    PLACE_CUE,
    TITLE,
    TITLE_LINK,
    Reading,
    Wording,
    word_text,
)
from streams.enrich.names.words import NameWords, load_names

__all__ = ["NameWords", "Names", "find_names", "load_names"]

# Words between a title and its name: رئيس مجلس الوزراء في حكومة إقليم كردستان مسرور بارزاني
_MAX_TITLE_WORDS = 8
_ARABIC = "ar"
_STROKE = "/ "


@dataclass(frozen=True, slots=True)
class Names:
    """Hold the names of a text: places once and only here, everything else in `entities`."""

    entities: tuple[Entity, ...]
    places: tuple[Place, ...]


def find_names(text: str, words: NameWords, language: str = "ar") -> Names:
    """Find persons, organisations, outlets and places.

    Shape: mentions do not overlap; entities and places in order of first mention.
    Cost: about 0.35 ms for 1,700 characters. `language` is the article's code; one set of lists
    serves every language, grammar is Arabic.
    """
    wording = word_text(text, words.reader, is_arabic=language == _ARABIC)
    found = _scan(wording, words)
    entities, places = gather(wording, words, found)
    return Names(entities, places)


def _scan(wording: Wording, words: NameWords) -> list[Found]:
    found: list[Found] = []
    readings = wording.readings
    noted = _noted(wording)
    stands = _standing(wording, noted)
    index, titled_until = stands.find(1), -1
    while 0 <= index < len(readings):
        reading = readings[index]
        if index < titled_until and not wording.is_joined(index - 1):
            titled_until = -1
        if index in noted:
            titled_until = index + 1
        beside = bool(found and reading.role & GIVEN) and _goes_on(wording, found[-1], index)
        best = _best_at(wording, words, index, reading, titled=index < titled_until, beside=beside)
        if best is not None:
            if found and best.first < found[-1].last:  # a name before بن was taken already
                best = replace(best, first=index, start=wording.starts[index])
            found.append(best)
            index = best.last
            if best.type == "person":
                titled_until = -1
        else:
            if reading.role & TITLE:
                titled_until = index + 1 + _MAX_TITLE_WORDS
            elif index < titled_until and not _links_title(reading):
                titled_until = -1
            index += 1
        if index >= titled_until:
            index = stands.find(1, index)
    return found


def _goes_on(wording: Wording, before: Found, index: int) -> bool:
    """Say whether a word goes on a list after a person's name."""
    return before.type == "person" and is_listed_on(wording, before.last, index)


def _standing(wording: Wording, noted: set[int]) -> bytearray:
    """Mark the words at which a name may begin: most cannot, and are passed over."""
    stands = bytearray(len(wording.words))
    following = [*wording.words[1:], ""]
    for at in wording.telling:
        reading = wording.readings[at]
        stands[at] = reading.opens or following[at] in reading.seconds
    for at in noted:
        stands[at] = 1
    return stands


def _noted(wording: Wording) -> set[int]:
    """Give the words that a stroke and a blank stand before; official notices name persons so."""
    if _STROKE not in wording.folded.text:
        return set()
    return {
        index
        for index in range(1, len(wording.words))
        if is_noted(wording, index) and not wording.readings[index].cut
    }


def _links_title(reading: Reading) -> bool:
    links = TITLE_LINK | NATION | TITLE | ORG_HEAD | ORG_GENERAL | ORG_MIDDLE | PLACE_CUE
    if reading.role & links:
        return True
    return reading.is_definite and not reading.role & COMMON


def _best_at(
    wording: Wording,
    words: NameWords,
    index: int,
    reading: Reading,
    *,
    titled: bool,
    beside: bool,
) -> Found | None:
    best: Found | None = None
    if reading.is_name or (reading.seconds and _following(wording, index) in reading.seconds):
        best = listed_at(wording, words, index, titled=titled)
    heads = wording.is_arabic and reading.role & (ORG_HEAD | ORG_GENERAL)
    if heads and (best is None or best.type == "place" or best.options[0].level == "sport"):
        best = _longer(best, organisation_at(wording, words, index))
    if reading.role & OUTLET_CUE and best is None:
        best = quoted_outlet_at(wording, words, index)
    if reading.role & PLACE_CUE and best is None:
        cued = cued_place_at(wording, words, index)
        if cued is not None and (cued.options or not _opens_listed(wording, words, index + 1)):
            best = cued
    if reading.role & LATIN_TITLE and best is None:
        best = latin_person_at(wording, words, index)
    if reading.role & (GIVEN | KUNYA) or (titled and not reading.role and best is None):
        person = person_at(wording, words, index, titled=titled, beside=beside)
        if best is not None and person is not None and best.start < person.start:
            return best  # بكين is Beijing, not Ken behind a proclitic
        if best is None or best.type != "person" or not _adds_noun(wording, best.last):
            best = _longer(best, _with_house(wording, words, best, person))
    return best


def _following(wording: Wording, index: int) -> str:
    return wording.words[index + 1] if index + 1 < len(wording.words) else ""


def _opens_listed(wording: Wording, words: NameWords, index: int) -> bool:
    """Say whether a listed name stands after a place word; then the list decides."""
    return listed_at(wording, words, index, titled=False) is not None


def _adds_noun(wording: Wording, index: int) -> bool:
    """Say whether grammar would lengthen a listed person by a noun: أبو خديجة المسؤول."""
    if index >= len(wording.readings):
        return True
    reading = wording.readings[index]
    return reading.is_definite or not reading.role & (GIVEN | KUNYA)


def _with_house(
    wording: Wording, words: NameWords, listed: Found | None, person: Found | None
) -> Found | None:
    """Keep who a listed person is where only the house follows: ... آل سعود."""
    if listed is None or person is None or listed.start != person.start:
        return person
    if listed.type != "person" or person.last <= listed.last:
        return person
    house = wording.words[listed.last] in words.shapes["clan"]
    return replace(person, options=listed.options) if house else person


def _longer(best: Found | None, other: Found | None) -> Found | None:
    if best is None or (other is not None and other.last > best.last):
        return other
    return best
