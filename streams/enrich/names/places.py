"""Places: names after a place word, and which of several places of one name is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from streams.enrich.names.catalogue import Listed
from streams.enrich.names.listing import Found, has_neighbour
from streams.enrich.names.readings import (
    COMMON,
    LOCATIVE,
    NATION,
    ORG_HEAD,
    PLACE_CUE,
    SAYING,
    TITLE,
    Wording,
)
from streams.enrich.names.words import NameWords

_MIN_LETTERS = 3
# A town that only GeoNames knows stands without support from this size on (measured on news:
# below it, most bare hits are ordinary words or persons).
_MIN_POPULATION_BARE = 400_000
_MIN_POPULATION_LOCATED = 100_000
_COUNTRY_VOTES = 3
_PLACE_VOTES = 2
_NO_PLACE = COMMON | TITLE | ORG_HEAD | PLACE_CUE | SAYING
_LOCATING_PROCLITICS = ("ب", "وب", "فب")
_FIRST_HALVES = frozenset(
    "خان بني ابو ام تل راس عين بيت دير كفر باب سيدي وادي جبل بلد سان بورت نيو شيخ الشيخ ود ابي".split()
)
_SIDES = frozenset(
    "الشرقيه الغربيه الشماليه الجنوبيه الكبري الصغري القديمه العليا السفلي الجديده الاعلي".split()
)


def cued_place_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an unlisted place named after a place word: `the village of X`, `Mount X`."""
    reading = wording.readings[index]
    cue = words.place_cues.get(reading.plain)
    first = index + 1
    if cue is None or first >= len(wording.words) or not wording.is_joined(index):
        return None
    last = _name_end(wording, first)
    if last == first:
        return None
    start = wording.starts[first]
    if cue.rule == "inside":
        start = wording.starts[index] + reading.cut
    return Found(index, last, start, wording.ends[last - 1], "place", "place.cue", kind=cue.kind)


def _name_end(wording: Wording, first: int) -> int:
    at = first
    word = wording.words[at]
    if word in _FIRST_HALVES and at + 1 < len(wording.words) and wording.is_joined(at):
        at += 1
    elif not _is_name_like(wording, at):
        return first
    at += 1
    if at >= len(wording.words) or not wording.is_joined(at - 1):
        return at
    if wording.words[at] in _SIDES:
        return at + 1
    foreign = not word.startswith("ال") and not wording.words[at].startswith("ال")
    if foreign and wording.readings[at].role == 0 and _is_name_like(wording, at):
        return at + 1 if _looks_foreign(wording.words[at]) else at
    return at


def _is_name_like(wording: Wording, at: int) -> bool:
    word, reading = wording.words[at], wording.readings[at]
    if len(word) < _MIN_LETTERS or word[0].isdigit() or reading.role & (_NO_PLACE | NATION):
        return False
    if word.startswith("ال"):
        return not word.endswith(("ين", "ون", "ات"))
    return not word.endswith(("يه", "ات", "ين", "ون")) and not word.startswith(("ت", "ي", "است"))


def _looks_foreign(word: str) -> bool:
    return len(word) > _MIN_LETTERS and not word.endswith("ه") and word[0] not in "وبلفك"


def country_votes(wording: Wording, found: Iterable[Found]) -> Counter[str]:
    """Count what countries the text is about: its countries, sure places and nationalities."""
    votes: Counter[str] = Counter()
    for one in found:
        if one.type != "place" or one.weak or not one.options:
            continue
        countries = {option.country for option in one.options if option.level != "cued"}
        if len(countries) == 1 and (country := next(iter(countries))):
            votes[country] += _COUNTRY_VOTES if one.options[0].kind == "country" else _PLACE_VOTES
    for reading in wording.readings:
        if reading.country:
            votes[reading.country] += 1
    return votes


def choose(
    one: Found, wording: Wording, words: NameWords, votes: Counter[str]
) -> Listed | None:
    """Choose the place meant, by the countries of the text, then by importance; or none."""
    best: Listed | None = None
    best_votes = -1
    for option in one.options:
        score = votes.get(option.country or "", 0)
        if score > best_votes and (not one.weak or _has_support(option, one, wording, words, score)):
            best, best_votes = option, score
    return best


def _has_support(
    town: Listed, one: Found, wording: Wording, words: NameWords, votes: int
) -> bool:
    if town.population >= _MIN_POPULATION_BARE:
        return True
    before = wording.readings[one.first - 1].role if has_neighbour(wording, one.first) else 0
    if before & PLACE_CUE:
        return True
    cut = wording.words[one.first][: one.start - wording.starts[one.first]]
    located = bool(before & LOCATIVE) or cut in _LOCATING_PROCLITICS
    if not located:
        return False
    return votes > 0 or town.population >= _MIN_POPULATION_LOCATED
