"""Places: names after a place word, and which of several places of one name is meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from streams.enrich.names.around import has_neighbour, patron_last, quoted_last
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.gazetteer import TOWN_LEVEL
from streams.enrich.names.listing import APOSTROPHES, LONGER_RULE, Found, listed_at
from streams.enrich.names.readings import (
    COMMON,
    LOCATIVE,
    NATION,
    ORG_HEAD,
    ORG_MIDDLE,
    PLACE_CUE,
    SAYING,
    TITLE,
    Wording,
)
from streams.enrich.names.words import Head, NameWords

CUE_RULE = "place.cue"
_BELONGING = "belonging"
_OUTSIDE = ("outside", _BELONGING)
_MAX_NAME_WORDS = 2
_MIN_LETTERS = 3
_MAX_QUOTED_WORDS = 3
# A town that only GeoNames knows stands without support from this size on (measured on news:
# below it, most bare hits are ordinary words or persons).
_MIN_POPULATION_BARE = 1_000_000
_MIN_POPULATION_LOCATED = 100_000
_COUNTRY_VOTES = 3
_PLACE_VOTES = 2
_NO_PLACE = COMMON | TITLE | ORG_HEAD | PLACE_CUE | SAYING
_ARTICLE = "ال"
_TA_MARBUTA = "\u0629"
_HAMZA = "\u0621"
_HAMZAS = frozenset("\u0623\u0625\u0622\u0624\u0626")


def cued_place_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an unlisted place named after a place word: `the village of X`, `Mount X`.

    Where the place word belongs to the name, a listed name may stand inside: it says where.
    """
    first = index + 1
    cue = _cue_at(wording, words, index)
    if cue is None:
        return _quoted_place(wording, words, index)
    start, inner = wording.starts[first], None
    if cue.rule not in _OUTSIDE:
        start = wording.starts[index] + wording.readings[index].cut
        inner = listed_at(wording, words, first, titled=False)
        if inner is not None and (inner.type != "place" or inner.start != wording.starts[first]):
            return None
    patron = patron_last(wording, words, first) if cue.rule not in _OUTSIDE else first
    if inner is None and cue.rule == "inside_listed" and patron == first:
        return None
    options = inner.options if inner is not None else ()
    if patron > first:
        last = patron
    else:
        last = inner.last if inner is not None else _name_end(wording, words, first)
    if last == first:
        return None
    if cue.rule not in _OUTSIDE:
        if options and wording.readings[index].plain in words.shapes["road"]:
            last, options = _road_end(wording, words, last, options)
        last += _is_epithet(wording, words, last)
    return Found(index, last, start, wording.ends[last - 1], "place", CUE_RULE, options, cue.kind)


def _quoted_place(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an unlisted place in quotation marks after a place word: قرية «كذا»."""
    cue = words.place_cues.get(wording.readings[index].plain)
    if cue is None or cue.rule in ("inside_listed", _BELONGING):
        return None
    last, first = quoted_last(wording, index, _MAX_QUOTED_WORDS), index + 1
    if not last or not _is_name_like(wording, words, first):
        return None
    start, end = wording.starts[first], wording.ends[last - 1]
    listed = listed_at(wording, words, first, titled=False)
    options = listed.options if listed is not None and listed.type == "place" else ()
    return Found(index, last, start, end, "place", CUE_RULE, options, cue.kind)


def _cue_at(wording: Wording, words: NameWords, index: int) -> Head | None:
    """Give the place word at a word, if one stands there and is no other word.

    محله is `in his stead`, من ناحية `as regards`, وأدى a verb (and وادي a valley).
    """
    plain, shapes = wording.readings[index].plain, words.shapes
    cue = words.place_cues.get(plain)
    if cue is None or not wording.is_joined(index) or _has_other_hamza(wording, index, cue.form):
        return None
    if plain in shapes["written_feminine"]:
        end = wording.folded.span(wording.starts[index], wording.ends[index])[1]
        return cue if wording.folded.original[end - 1] == _TA_MARBUTA else None
    if cue.rule == _BELONGING and not _belongs(wording, words, index):
        return None
    side = plain in shapes["respect"] and has_neighbour(wording, index)
    return None if side and wording.words[index - 1] in shapes["from"] else cue


def _belongs(wording: Wording, words: NameWords, index: int) -> bool:
    """Say whether a short name follows, and then what it belongs to: مركز كذا التابع لمحافظة."""
    for at in range(index + 2, min(index + 3 + _MAX_NAME_WORDS, len(wording.words))):
        if not wording.is_joined(at - 2):
            return False
        if wording.words[at] in words.shapes["belongs"]:
            return True
    return False


def _road_end(
    wording: Wording, words: NameWords, last: int, options: tuple[Listed, ...]
) -> tuple[int, tuple[Listed, ...]]:
    """Go over the second town of a road (طريق الرياض القصيم), which leaves its division open."""
    if last >= len(wording.words) or not wording.is_joined(last - 1):
        return last, options
    other = listed_at(wording, words, last, titled=False)
    if other is None or other.type != "place" or other.start != wording.starts[last]:
        return last, options
    divisions = {option.admin1 for option in other.options}
    between = [
        one if one.admin1 in divisions else replace(one, admin1=None, lat=None, lon=None)
        for one in options
    ]
    return other.last, tuple(between)


def _is_epithet(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether an adjective of public bodies follows: ... international airport."""
    if at >= len(wording.words) or not wording.is_joined(at - 1):
        return False
    word = wording.words[at]
    middle = word.startswith(_ARTICLE) and bool(wording.readings[at].role & ORG_MIDDLE)
    return middle or word in words.shapes["epithet"]


def _has_other_hamza(wording: Wording, index: int, form: str) -> bool:
    """Say whether the text writes a hamza that the listed word does not have, or lacks its last.

    The last one is often left out (مينا is ميناء, or a name), but not in a text that writes it.
    """
    begin, end = wording.folded.span(wording.starts[index], wording.ends[index])
    original = wording.folded.original
    written = original[begin:end]
    if form.endswith(_HAMZA) and _HAMZA not in written and _HAMZA in original:
        return True
    return any(char in _HAMZAS and char not in form for char in written)


def _name_end(wording: Wording, words: NameWords, first: int) -> int:
    at = first
    word = wording.words[at]
    if word in words.shapes["first_half"] and at + 1 < len(wording.words) and wording.is_joined(at):
        at += 1
    elif not _is_name_like(wording, words, at):
        return first
    at += 1
    if at < len(wording.words) and wording.is_joined(at - 1) and _goes_on(wording, words, at):
        at += 1
        if wording.words[at - 1] in words.shapes["saint"]:  # رانكو سانت مارجاريتا, عمائر آل حميدان
            ends = not wording.is_joined(at - 1) or wording.readings[at].role & _NO_PLACE
            at += -1 if ends else 1
    return at


def _goes_on(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether the word after an unlisted place is the second half of its name."""
    before, following = wording.words[at - 1], wording.words[at]
    if following in words.shapes["side"] or following in words.shapes["saint"]:
        return True
    if before.startswith(_ARTICLE) or following.startswith(_ARTICLE) or wording.readings[at].role:
        return False
    if not _is_name_like(wording, words, at) or len(following) <= _MIN_LETTERS:
        return False
    if following.endswith(words.shapes["adverb_ending"]):
        return False
    return following[0] not in "وبلفكت" and not following.endswith("ت")


def _verb_beginnings(wording: Wording, words: NameWords, at: int) -> tuple[str, ...]:
    """Give what an unlisted place cannot begin with after its place word.

    A verb agrees with the place word (مدينة تقع, حي يقع), so the other letter opens a name.
    """
    feminine = words.shapes["feminine_ending"]
    if at and wording.readings[at - 1].plain.endswith(feminine):
        return words.shapes["no_place_after_feminine"]
    return words.shapes["no_place_beginning"]


def _is_name_like(wording: Wording, words: NameWords, at: int) -> bool:
    word, reading = wording.words[at], wording.readings[at]
    if len(word) < _MIN_LETTERS or word[0].isdigit() or reading.role & (_NO_PLACE | NATION):
        return False
    if word.startswith(_ARTICLE):
        return not word.endswith(words.shapes["plural_ending"])
    if word.startswith(_verb_beginnings(wording, words, at)):
        return False
    masculine = at and wording.readings[at - 1].plain in words.shapes["masculine_cue"]
    if masculine and word.endswith(words.shapes["nisba_ending"]):
        return False  # حي شعبي: an adjective that agrees
    return not word.endswith(words.shapes["adjective_ending"]) and not reading.cut


def country_votes(wording: Wording, found: Iterable[Found]) -> Counter[str]:
    """Count what countries the text is about: its countries, sure places and nationalities."""
    votes: Counter[str] = Counter()
    for one in found:
        if one.type != "place" or not one.options or needs_support(one.options[0]):
            continue
        countries = {option.country for option in one.options}
        if len(countries) == 1 and (country := next(iter(countries))):
            votes[country] += _COUNTRY_VOTES if one.options[0].kind == "country" else _PLACE_VOTES
    for at in wording.telling:
        country = wording.readings[at].country
        if country:
            votes[country] += 1
    return votes


def needs_support(option: Listed) -> bool:
    """Say whether a place is too like an ordinary word, or too little known, to stand alone."""
    return option.level in ("supported", TOWN_LEVEL)


def choose(
    one: Found, wording: Wording, words: NameWords, votes: Counter[str], *, beside: bool
) -> Listed | None:
    """Choose the place meant, by the countries of the text, then by importance; or none.

    `beside` says that another place's name ends right before, as in a list of places.
    """
    best: Listed | None = None
    best_votes = -1
    for option in one.options:
        score = votes.get(option.country or "", 0)
        if score > best_votes and (
            not needs_support(option)
            or _has_support(option, one, wording, words, votes, beside=beside)
        ):
            best, best_votes = option, score
    return best


def _has_support(
    option: Listed,
    one: Found,
    wording: Wording,
    words: NameWords,
    votes: Counter[str],
    *,
    beside: bool,
) -> bool:
    about = votes.get(option.country or "", 0)
    before = wording.readings[one.first - 1].role if has_neighbour(wording, one.first) else 0
    if option.population >= _MIN_POPULATION_BARE or one.rule == LONGER_RULE:
        return True
    if before & PLACE_CUE or one.rule == CUE_RULE:
        weak = option.level == "supported" and max(votes.values(), default=0) <= _COUNTRY_VOTES
        return about > 0 or not votes or weak  # بلدة بيتا is in Palestine, and in Nigeria
    cut = wording.words[one.first][: one.start - wording.starts[one.first]]
    located = before & LOCATIVE or cut in words.shapes["locating_proclitic"] or beside
    if not located and not _has_case_ending(one, wording):
        return False
    if option.kind == "country" or _follows_preposition(one, wording, words):
        return True
    return about > 0 or option.population >= _MIN_POPULATION_LOCATED


def _follows_preposition(one: Found, wording: Wording, words: NameWords) -> bool:
    """Say whether the ordinary reading is impossible: في بعقوبة, where بعقوبة is not `with`."""
    word = wording.words[one.first]
    glued = one.start == wording.starts[one.first] and word.startswith(words.shapes["glued"])
    if not glued or not has_neighbour(wording, one.first):
        return False
    return wording.words[one.first - 1] in words.shapes["preposition"]


def _has_case_ending(one: Found, wording: Wording) -> bool:
    """Say whether a case ending follows an apostrophe, as Turkish writes proper names: Van'da."""
    return wording.after(one.last - 1) in APOSTROPHES and not wording.is_arabic
