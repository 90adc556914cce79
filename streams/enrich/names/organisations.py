"""Organisations by grammar: a head noun (ministry, agency, army, party) and what belongs to it."""

from __future__ import annotations

from streams.enrich.names.listing import Found, is_quoted
from streams.enrich.names.readings import (
    COMMON,
    GIVEN,
    NATION,
    ORG_CONJOINED,
    ORG_HEAD,
    ORG_MIDDLE,
    PLACE_CUE,
    TITLE,
    Wording,
)
from streams.enrich.names.words import Head, NameWords

_MAX_PARTS = 6
_MAX_NATION_PARTS = 3  # القوات البرية الملكية السعودية
_MAX_NAMED_PARTS = 3
_MAX_QUOTED_WORDS = 5
_OPENING_QUOTES = "«“\""


def organisation_at(wording: Wording, words: NameWords, index: int) -> Found | None:
    """Find an organisation's name that starts with a head noun."""
    reading = wording.readings[index]
    head = words.org_heads.get(reading.plain)
    if head is None:
        return None
    if head.rule in ("named", "unnamed_head", "quoted"):
        quoted = _quoted_name(wording, index, head)
        if quoted is not None:
            return quoted
    last = _LAST[head.rule](wording, words, index)
    if last <= index + 1:
        return None
    first = index + 1 if head.rule == "unnamed_head" else index
    start = wording.starts[first] + (reading.cut if first == index else 0)
    return Found(index, last, start, wording.ends[last - 1], "organisation",
                 f"organisation.{head.kind}", kind=head.kind)  # fmt: skip


def _quoted_name(wording: Wording, index: int, head: Head) -> Found | None:
    """Take a name in quotation marks right after the head: حركة «النجباء»."""
    first = index + 1
    if first >= len(wording.words) or wording.before(first) not in _OPENING_QUOTES:
        return None
    gap = wording.folded.text[wording.ends[index] : wording.starts[first]]
    if len(gap) > 2 or not wording.before(first):  # noqa: PLR2004  a blank and the mark
        return None
    for last in range(first + 1, min(first + _MAX_QUOTED_WORDS, len(wording.words)) + 1):
        if is_quoted(wording, first, last):
            return Found(index, last, wording.starts[first], wording.ends[last - 1],
                         "organisation", "organisation.quoted", kind=head.kind)  # fmt: skip
    return None


def _definite_last(wording: Wording, words: NameWords, index: int) -> int:
    """Go over nouns with the article, inner nouns, joined nouns; a nationality or place ends it."""
    at, last = index + 1, index + 1
    while at < len(wording.words) and at - index <= _MAX_PARTS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        if reading.role & NATION and reading.cut == 0 and at > index + 1:
            return at + 1
        if word.startswith("ال") and _is_part(reading.role):
            last = at + 1
        elif reading.role & ORG_CONJOINED and last == at and at > index + 1:
            last = at + 1
        elif not reading.role & ORG_MIDDLE or reading.cut:
            if at > index + 1 and last == at and _is_place(wording, words, at):
                return at + 1
            break
        at += 1
    return last


def _nation_last(wording: Wording, words: NameWords, index: int) -> int:
    """Go over adjectives to a nationality or a place; without one there is no name."""
    at = index + 1
    while at < len(wording.words) and at - index <= _MAX_NATION_PARTS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        if reading.role & NATION and reading.cut == 0:
            return at + 1
        if at == index + 1 and not wording.readings[index].is_definite:
            if _is_place(wording, words, at):
                return at + 1
            if not word.startswith("ال"):
                break
        if not word.startswith("ال") or not _is_part(reading.role):
            break
        at += 1
    return index + 1


def _named_last(wording: Wording, words: NameWords, index: int) -> int:
    """Take a name of any kind: words with the article, or one or two that are no ordinary words."""
    at = index + 1
    while at < len(wording.words) and at - index <= _MAX_NAMED_PARTS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        if reading.role & NATION and at > index + 1:
            return at + 1
        if word.startswith("ال"):
            if not _is_part(reading.role):
                break
        elif reading.role & ~(GIVEN | NATION) or word[0].isdigit() or word.endswith("يه"):
            break
        elif at > index + 1 and wording.words[at - 1].startswith("ال"):
            break
        at += 1
    return at


def _is_part(role: int) -> bool:
    """Say whether a noun with the article may be part of an organisation's name."""
    return bool(role & (ORG_MIDDLE | ORG_HEAD | NATION)) or not role & (COMMON | TITLE | PLACE_CUE)


def _is_place(wording: Wording, words: NameWords, at: int) -> bool:
    options = words.phrases.get(wording.words[at], ())
    return bool(options) and options[0].type == "place" and options[0].level == "word"


def _no_last(_wording: Wording, _words: NameWords, index: int) -> int:
    return index


_LAST = {
    "definite": _definite_last,
    "nation": _nation_last,
    "named": _named_last,
    "unnamed_head": _named_last,
    "quoted": _no_last,
}
