"""Words that no list knows: whether one may be a family name, where it stands in a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from streams.enrich.names.around import has_neighbour
from streams.enrich.names.bodies import is_feminine
from streams.enrich.names.readings import GIVEN, Reading, Wording
from streams.enrich.names.words import NameWords

_MAX_UNKNOWN = 1
_MAX_UNKNOWN_SUPPORTED = 2  # after a title or a foreign given name
_MAX_UNKNOWN_NOTED = 4  # after a stroke, as official notices write: قتل / فلان الفلاني
_MAX_BEFORE_UNKNOWN = 3  # three given names are a full name: a further unknown word is a verb
_MIN_UNKNOWN_LETTERS = 3
_MIN_OPENING_LETTERS = 4  # an unknown word that opens a name, which only a title allows
_MIN_ADVERB_LETTERS = 5  # زعيما, رئيسا; shorter ones are families (باشا)
_MIN_PARTICIPLE_LETTERS = 7  # المتقدمة; shorter ones may be families (المرة)
_MIN_HEH_LETTERS = 5  # a foreign family name that ends in heh
# يحمل, سيلعب: a present verb of three strong letters; foreign families have vowels (يانغ, يونسن).
_PRESENT_VERB = re.compile("س?ي[^اويى]{3}")
_FATHATAN = "\u064b"


@dataclass(slots=True)
class Taken:
    """Count what a name consists of so far: its elements, and those of them of each kind.

    `is_noted` says that a stroke stands before it, as in official notices.
    """

    elements: int = 0
    given: int = 0
    unknown: int = 0
    foreign: int = 0
    families: int = 0
    is_noted: bool = False


def is_family_like(
    wording: Wording, words: NameWords, at: int, taken: Taken, *, opening: bool, titled: bool
) -> bool:
    """Say whether a word that no list knows may be part of a name of which so much is taken."""
    word, shapes = wording.words[at], words.shapes
    supported = titled or (taken.foreign and wording.is_arabic)
    allowed = _MAX_UNKNOWN_SUPPORTED if supported else _MAX_UNKNOWN
    allowed = _MAX_UNKNOWN_NOTED if taken.is_noted else allowed
    if taken.unknown >= allowed or len(word) < _MIN_UNKNOWN_LETTERS or word[0].isdigit():
        return False
    if word.startswith(shapes["glued"]) and _hides_listed(wording, words, at):
        return False
    if word.endswith(shapes["noun_ending"]) or _ends_in_tanwin(wording, at):
        return False
    if not wording.is_arabic:  # what follows is about Arabic verbs, prepositions and endings
        return titled and not opening
    heh = word.endswith(shapes["feminine_ending"])
    if heh and not _may_end_in_heh(wording, at, taken):
        return False
    return _may_open(word, words) if opening else _may_follow(word, words, taken, titled=titled)


def _may_end_in_heh(wording: Wording, at: int, taken: Taken) -> bool:
    """Say whether a family ends so: دوابشة with its dots, foreign ones without (شويبله)."""
    if taken.unknown:
        return False
    foreign = taken.foreign == taken.given == taken.elements == 1
    return is_feminine(wording, at) or (foreign and len(wording.words[at]) >= _MIN_HEH_LETTERS)


def _hides_listed(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether a listed name stands behind a preposition: `in Carolina`."""
    phrases = words.phrases
    return any(
        cut and form in phrases and phrases[form][0].level == "word"
        for cut, form, _ in wording.readings[at].names
    )


def _ends_in_tanwin(wording: Wording, index: int) -> bool:
    """Say whether a word is marked as an indefinite noun or an adverb: اتصالاً, هاتفياً."""
    if not wording.has_tanwin:
        return False
    begin, end = wording.folded.span(wording.starts[index], wording.ends[index])
    return _FATHATAN in wording.folded.original[begin:end]


def _may_open(word: str, words: NameWords) -> bool:
    shapes = words.shapes
    endings = (*shapes["adverb_ending"], *shapes["feminine_ending"])
    endings = (*endings, *shapes["plural_nisba"])
    if len(word) < _MIN_OPENING_LETTERS or word.endswith(endings):
        return False
    return not word.startswith((*shapes["no_opening"], *shapes["verb_letter"]))


def _may_follow(word: str, words: NameWords, taken: Taken, *, titled: bool) -> bool:
    shapes = words.shapes
    if word.startswith(shapes["no_opening"] if taken.unknown else shapes["no_opening"][:1]):
        return False
    if word.startswith(shapes["preposition_and_article"]) or _PRESENT_VERB.fullmatch(word):
        return False
    if taken.foreign and not taken.unknown and taken.elements == 1:
        return not word.startswith(shapes["foreign_verb"])
    full = taken.elements >= _MAX_BEFORE_UNKNOWN and not taken.is_noted
    if full or word.startswith(shapes["verb_beginning"]):
        return False
    noun = len(word) >= _MIN_ADVERB_LETTERS and not taken.foreign
    if (noun or not titled) and word.endswith(shapes["adverb_ending"]):
        return False  # الأمير فيصل بن بندر مقلدا
    letters = shapes["verb_letter"]
    return not word.startswith(letters[:-1] if titled else letters)


def is_given(words: NameWords, word: str) -> bool:
    """Say whether a word is a given name: الحسين is no plural."""
    return bool(words.reader.roles.get(word, 0) & GIVEN)


def is_participle(wording: Wording, words: NameWords, at: int) -> bool:
    """Say whether a word looks like a feminine participle or verbal noun with the article."""
    word, shapes = wording.words[at], words.shapes
    if not word.startswith(shapes["participle"]) or not word.endswith(shapes["feminine_ending"]):
        return False
    return len(word) >= _MIN_PARTICIPLE_LETTERS and is_feminine(wording, at)


def is_listed_place(words: NameWords, reading: Reading, word: str) -> bool:
    """Say whether a word can only be a listed place's name."""
    if not reading.names:
        return False
    options = words.phrases.get(word, ())
    return bool(options) and all(one.type == "place" and one.level == "word" for one in options)


def may_precede_son(wording: Wording, index: int) -> bool:
    """Say whether the word before بن is a given name that no list knows."""
    if not has_neighbour(wording, index):
        return False
    before = wording.readings[index - 1]
    return not before.role and not before.is_definite
