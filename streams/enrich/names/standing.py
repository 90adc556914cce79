"""Whether a listed name stands for its entity where it was met: by its level and what is near."""

from __future__ import annotations

from streams.enrich.names.around import has_neighbour, is_near, is_quoted, opens_a_line
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.readings import (
    LOCATIVE,
    NATION,
    ORG_GENERAL,
    ORG_HEAD,
    OUTLET_CUE,
    PLACE_CUE,
    SAYING,
    Wording,
)
from streams.enrich.names.words import NameWords

# Names of these levels stand for their entity whatever is near.
SURE_LEVELS = ("word", "supported")
# Different words of the game (match, coach, league ...) that make a text one about sport.
_MIN_SPORT_WORDS = 3


def may_stand(
    one: Listed,
    wording: Wording,
    words: NameWords,
    place: tuple[int, int, int],
    *,
    titled: bool,
) -> bool:
    """Say whether a listed name counts at words `first` to `last`, so many letters cut before it.

    Shape: `place` is `(first, last, cut)`.
    """
    first, last, cut = place
    if one.level in SURE_LEVELS:
        return True
    if one.level == "exact":
        return cut == 0
    if one.level == "spelled":
        begin, stop = wording.folded.span(wording.starts[first] + cut, wording.ends[last - 1])
        return wording.folded.original[begin:stop] == one.name
    if one.level == "sport":
        return _is_club(wording, words, place)
    return _has_cue(one, wording, place, titled=titled)


def _has_cue(one: Listed, wording: Wording, place: tuple[int, int, int], *, titled: bool) -> bool:
    first, last, _ = place
    before = wording.readings[first - 1].role if has_neighbour(wording, first) else 0
    if one.type == "person":
        return titled or bool(before & SAYING) or opens_a_line(wording, first)
    if one.type == "place":
        return bool(before & PLACE_CUE) or is_near(wording, first)
    return bool(before & (OUTLET_CUE | ORG_HEAD)) or is_quoted(wording, first, last)


def _is_club(wording: Wording, words: NameWords, place: tuple[int, int, int]) -> bool:
    """Say whether a name is a club's here: a text about sport, and nothing makes it a place."""
    first, last, cut = place
    if wording.readings[first].role & ORG_GENERAL and _is_federation(wording, words, last):
        return False
    before = wording.readings[first - 1].role if has_neighbour(wording, first) else 0
    located = wording.words[first][:cut] in words.shapes["locating_proclitic"]
    return not (located or before & (LOCATIVE | PLACE_CUE)) and _is_about_sport(wording, words)


def _is_federation(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether `the Brazilian` or `the international` follows: no club called الاتحاد."""
    if not wording.is_joined(at - 1):
        return False
    return bool(wording.readings[at].role & NATION) or wording.words[at] in words.shapes["general"]


def _is_about_sport(wording: Wording, words: NameWords) -> bool:
    """Say whether the text is about sport; looked up only where a club's name stands."""
    return len(words.sport.intersection(wording.words)) >= _MIN_SPORT_WORDS
