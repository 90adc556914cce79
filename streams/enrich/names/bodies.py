"""How far the name of a public body goes: adjectives, what it is for, joined nouns."""

from __future__ import annotations

from streams.enrich.names.listing import listed_at
from streams.enrich.names.readings import (
    COMMON,
    NATION,
    ORG_CONJOINED,
    ORG_HEAD,
    ORG_MIDDLE,
    PLACE_CUE,
    TITLE,
    Wording,
)
from streams.enrich.names.words import NameWords

_MAX_ADJECTIVES = 3
_MAX_FURTHER_WORDS = 3
_MIN_PAIR = 2
_ARTICLE = "ال"
_MELTED_ARTICLE = "لل"
_FOR = "ل"
_AND = "و"
_AND_GLUED = ("وب", "ول")
_NISBA_ENDINGS = ("\u064a", "\u064a\u0647")
_FEMININE_ENDINGS = ("\u0647", "ات")
_TA_MARBUTA = "\u0629"


def general_last(wording: Wording, words: NameWords, index: int) -> int:
    """Go over `the general`, `the national` and what the body is for: الهيئة العامة للغذاء والدواء.

    Without what it is for, two such adjectives make a name where one is a nationality.
    """
    at, nations = index + 1, 0
    while wording.is_joined(at - 1) and at - index <= _MAX_ADJECTIVES:
        role = wording.readings[at].role
        nations += bool(role & NATION)
        nation = wording.words[at].startswith(_ARTICLE) and role & NATION
        if not nation and wording.words[at] not in words.shapes["general"]:
            break
        at += 1
    adjectives = at - index - 1
    if not adjectives:
        return index + 1
    last = _purpose_last(wording, words, at) if wording.is_joined(at - 1) else at
    if last == at:
        return at if nations and adjectives >= _MIN_PAIR else index + 1
    return extended_last(wording, words, last)


def _purpose_last(wording: Wording, words: NameWords, at: int) -> int:
    """Say where what a body is for ends: للسياحة, لحقوق الإنسان; `at` itself where nothing is."""
    word, reading = wording.words[at], wording.readings[at]
    if not word.startswith(_FOR):
        return at
    whole = listed_at(wording, words, at, titled=False) if reading.names else None
    if whole is not None and whole.type == "organisation":
        return whole.last
    if word.startswith(_MELTED_ARTICLE):
        return at + 1 if is_part(reading.role) else at
    if whole is not None or not wording.is_joined(at):
        return at
    if not wording.words[at + 1].startswith(_ARTICLE) or reading.is_definite:
        return at
    noun = reading.cut == 1 and reading.role & ORG_MIDDLE
    return at + 2 if noun or not reading.role else at


def extended_last(wording: Wording, words: NameWords, last: int) -> int:
    """Go over further adjectives and joined nouns: والدواء, وحماية البيئة, والتراث الوطني."""
    at, joined = last, False
    while at < len(wording.words) and at - last <= _MAX_FURTHER_WORDS and wording.is_joined(at - 1):
        reading, word = wording.readings[at], wording.words[at]
        if word.startswith(_ARTICLE):
            ends = word in words.shapes["body_ending"]
            if not (ends or _is_epithet(wording, at)) or is_place(wording, words, at):
                break
            at += 1
            continue
        conjoined = reading.role & ORG_CONJOINED
        if not word.startswith(_AND) or (joined and not conjoined):
            break
        joined = True
        if conjoined or (reading.is_definite and is_part(reading.role) and not reading.names):
            at += 1
        elif (
            wording.is_joined(at)
            and wording.words[at + 1].startswith(_ARTICLE)
            and (reading.role & ORG_MIDDLE or _is_joined_noun(wording, at))
        ):
            at += 2
        else:
            break
    return at


def _is_joined_noun(wording: Wording, at: int) -> bool:
    """Say whether `and` joins a feminine noun: وتقنية, not وبكلية `and at the college`."""
    glued = wording.words[at].startswith(_AND_GLUED)
    return not glued and not wording.readings[at].role and is_feminine(wording, at)


def _is_epithet(wording: Wording, at: int) -> bool:
    """Say whether a word with the article is an adjective of what stands before: المدني, الصحية."""
    word, role = wording.words[at], wording.readings[at].role
    if role & (TITLE | PLACE_CUE) or (role & COMMON and not role & ORG_MIDDLE):
        return False
    if word.endswith(_NISBA_ENDINGS):
        return True
    feminine = wording.words[at - 1].endswith(_FEMININE_ENDINGS)
    return feminine and not role and is_feminine(wording, at)


def is_part(role: int) -> bool:
    """Say whether a noun with the article may be part of an organisation's name."""
    return bool(role & (ORG_MIDDLE | ORG_HEAD | NATION)) or not role & (COMMON | TITLE | PLACE_CUE)


def is_place(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether a word is a listed place's name, and no ordinary word."""
    options = words.phrases.get(wording.words[at], ())
    return bool(options) and options[0].type == "place" and options[0].level == "word"


def is_feminine(wording: Wording, at: int) -> bool:
    """Say whether a folded feminine ending is written so: دوابشة, not خلاله (`during it`)."""
    end = wording.folded.span(wording.starts[at], wording.ends[at])[1]
    return wording.folded.original[end - 1] == _TA_MARBUTA
