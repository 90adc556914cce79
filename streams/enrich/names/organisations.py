"""Organisations by grammar: a head noun (ministry, agency, army, party) and what belongs to it."""

from __future__ import annotations

from streams.enrich.names.around import has_neighbour, patron_last, quoted_last
from streams.enrich.names.bodies import (
    extended_last,
    general_last,
    is_feminine,
    is_part,
    is_place,
)
from streams.enrich.names.listing import Found, listed_at
from streams.enrich.names.readings import (
    COMMON,
    GIVEN,
    NATION,
    ORG_CONJOINED,
    ORG_MIDDLE,
    TITLE,
    Wording,
)
from streams.enrich.names.words import Head, NameWords

_MAX_PARTS = 6
_MAX_NATION_PARTS = 3  # القوات البرية الملكية السعودية
_MAX_NAMED_PARTS = 3
_MAX_QUOTED_WORDS = 5
_MIN_PAIR = 2
_ARTICLE = "ال"
_MELTED_ARTICLE = "لل"
_FOR = "ل"
_AND = "و"
_NISBA_ENDINGS = ("\u064a", "\u064a\u0647")
_FEMININE_ENDINGS = ("\u0647", "ات")
_TA_MARBUTA = "\u0629"
_ADJECTIVE_ENDINGS = ("\u0647", "\u062a", "\u064a")  # feminine and nisba adjectives, past verbs
_ROLE_KINDS = frozenset({"council"})
_QUOTABLE = frozenset({"named", "unnamed_head", "quoted"})


def organisation_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an organisation's name that starts with a head noun."""
    head = words.org_heads.get(wording.readings[index].plain)
    if head is None or not _is_written_so(wording, words, index):
        return None
    if head.rule in _QUOTABLE:
        quoted = _quoted_name(wording, words, index, head)
        if quoted is not None:
            return quoted
    if head.kind in _ROLE_KINDS and _after_title(wording, words, index):
        return None  # the head of the council, the minister of the interior: an office, no body
    if _is_common_noun(wording, words, index):
        return None
    last = _LAST[head.rule](wording, words, index)
    if head.rule == "unnamed_head":
        last = _without_nation(wording, words, index, last)
    if last == index + 2 and head.kind == "firm" and _names_trade(wording, last):
        last += 1
    first = _first_word(wording, head, index, last)
    if first is None:
        return None
    start = wording.starts[first] + (wording.readings[index].cut if first == index else 0)
    rule = f"organisation.{head.kind}"
    return Found(index, last, start, wording.ends[last - 1], "organisation", rule, kind=head.kind)


def _is_written_so(wording: Wording, words: NameWords, index: int) -> bool:
    """Say whether a head is the noun: مستشارية the chancellery, not مستشاريه `his advisers`."""
    written = wording.readings[index].plain in words.shapes["written_feminine"]
    return not written or is_feminine(wording, index)


def _after_title(wording: Wording, words: NameWords, index: int) -> bool:
    if not has_neighbour(wording, index):
        return False
    title = bool(wording.readings[index - 1].role & TITLE)
    title = title or wording.words[index - 1] in words.shapes["to_head"]
    return title or wording.words[index - 1] in words.shapes["affairs"]


def _names_trade(wording: Wording, at: int) -> bool:
    """Say whether the trade follows: شركة النهرين للطاقة, where النهرين alone is no name."""
    if not wording.words[at - 1].startswith(_ARTICLE) or not wording.is_joined(at - 1):
        return False
    return wording.words[at].startswith(_MELTED_ARTICLE)


def _is_common_noun(wording: Wording, words: NameWords, index: int) -> bool:
    """Say whether the head is no name here: the board of a club, a police station."""
    plain, shapes = wording.readings[index].plain, words.shapes
    following = wording.words[index + 1] if wording.is_joined(index) else ""
    if plain in shapes["presidency"]:
        return following not in shapes["presided"]
    if plain in shapes["council"] and following in shapes["board"]:
        return True
    if plain in shapes["centre"] and following in shapes["station"]:
        return True
    board = plain in shapes["board"] and has_neighbour(wording, index)
    return board and wording.readings[index - 1].plain in shapes["council"]


def _without_nation(wording: Wording, words: NameWords, index: int, last: int) -> int:
    """Leave a listed firm or club to the list, and the nationality out: شركة آبل الأمريكية."""
    if last > index + 1:
        listed = listed_at(wording, words, index + 1, titled=False)
        if listed is not None and listed.type != "place":
            return index
    if last > index + 1 and wording.readings[last - 1].role & NATION:
        return last - 1
    return last


def _first_word(wording: Wording, head: Head, index: int, last: int) -> int | None:
    """Say where the name begins: at its head or after it; None where there is no name.

    The insurance company is no name, the National Water Company is.
    """
    parts = last - index - 1
    if parts < (_MIN_PAIR if head.rule == "pair" else 1):
        return None
    if head.rule != "unnamed_head":
        return index
    if head.kind == "firm" and wording.words[index + 1].startswith(_ARTICLE):
        return index if parts >= _MIN_PAIR else None
    return index + 1


def _quoted_name(wording: Wording, words: NameWords, index: int, head: Head) -> Found | None:
    """Take a name in quotation marks right after the head: حركة «النجباء»."""
    last = quoted_last(wording, index, _MAX_QUOTED_WORDS)
    if not last:
        return None
    first = index + 1
    listed = listed_at(wording, words, first, titled=False)
    if listed is not None and listed.type != "place":
        return None  # a listed name is found by itself
    return Found(index, last, wording.starts[first], wording.ends[last - 1],
                 "organisation", "organisation.quoted", kind=head.kind)  # fmt: skip


def quoted_outlet_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an unlisted outlet in quotation marks after `newspaper` or `channel`."""
    last = quoted_last(wording, index, _MAX_QUOTED_WORDS)
    first = index + 1
    if not last or listed_at(wording, words, first, titled=False) is not None:
        return None
    if wording.readings[first].role & (COMMON | TITLE) and last == first + 1:
        return None
    return Found(index, last, wording.starts[first], wording.ends[last - 1],
                 "outlet", "outlet.quoted")  # fmt: skip


def _definite_last(wording: Wording, words: NameWords, index: int) -> int:
    """Go over nouns with the article, inner nouns, joined nouns; a nationality ends it."""
    at, last = index + 1, index + 1
    while at < len(wording.words) and at - index <= _MAX_PARTS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        inside = at > index + 1
        if inside and reading.role & NATION and reading.cut == 0:
            return at + 1
        if word.startswith(_MELTED_ARTICLE) or (inside and is_place(wording, words, at)):
            break
        if not inside and (patron := patron_last(wording, words, at)) > at:
            return extended_last(wording, words, patron)
        definite = word.startswith(_ARTICLE) and is_part(reading.role)
        if definite or (inside and last == at and reading.role & ORG_CONJOINED):
            last = at + 1
        elif not reading.role & ORG_MIDDLE or reading.cut:
            break
        at += 1
    return last


def _nation_last(wording: Wording, words: NameWords, index: int) -> int:
    """Go over adjectives to a nationality; without one there is no name."""
    at = index + 1
    while at < len(wording.words) and at - index <= _MAX_NATION_PARTS and wording.is_joined(at - 1):
        reading = wording.readings[at]
        if reading.role & NATION and reading.cut == 0:
            return at + 1 + _is_second_nation(wording, words, index, at)
        if not wording.words[at].startswith(_ARTICLE) or not is_part(reading.role):
            break
        at += 1
    return index + 1


def _is_second_nation(wording: Wording, words: NameWords, index: int, at: int) -> bool:
    """Say whether a bank or firm has a second nationality: البنك السعودي الفرنسي."""
    if wording.readings[index].plain not in words.shapes["bank"] or not wording.is_joined(at):
        return False
    return bool(wording.readings[at + 1].role & NATION) and wording.readings[at + 1].cut == 0


def _named_last(wording: Wording, words: NameWords, index: int) -> int:
    """Take a name of any kind: words with the article, or some that are no ordinary words."""
    at = index + 1
    while at < len(wording.words) and at - index <= _MAX_NAMED_PARTS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        if reading.role & NATION and at > index + 1:
            return at + 1
        if at == index + 1 and (patron := patron_last(wording, words, at)) > at:
            return patron
        if at == index + 1 and not reading.cut and is_place(wording, words, at):
            return extended_last(wording, words, at + 1)  # جامعة جدة, مصرف أبوظبي الإسلامي
        definite = word.startswith(_ARTICLE)
        if definite and not is_part(reading.role):
            break
        if not definite and not _is_proper(wording, at, opening=at == index + 1):
            break
        at += 1
    return at


def _is_proper(wording: Wording, at: int, *, opening: bool) -> bool:
    """Say whether a word without the article looks like a proper name."""
    reading, word = wording.readings[at], wording.words[at]
    if reading.role & ~GIVEN or word[0].isdigit() or word.startswith(_MELTED_ARTICLE):
        return False
    if word.endswith(_ADJECTIVE_ENDINGS) and not reading.role & GIVEN:
        return False
    return opening or not (reading.names or wording.words[at - 1].startswith(_ARTICLE))


def _no_last(_wording: Wording, _words: NameWords, index: int) -> int:
    return index


_LAST = {
    "definite": _definite_last,
    "pair": _definite_last,
    "nation": _nation_last,
    "named": _named_last,
    "unnamed_head": _named_last,
    "quoted": _no_last,
    "general": general_last,
}
