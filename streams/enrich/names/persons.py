"""Persons by grammar: runs of given names, kunyas and family names, with or without a title."""

from __future__ import annotations

import re

from streams.enrich.names.listing import Found, has_neighbour
from streams.enrich.names.readings import (
    COMMON,
    DOUBTFUL_GIVEN,
    FOREIGN,
    GIVEN,
    KUNYA,
    NATION,
    ORG_HEAD,
    ORG_MIDDLE,
    PLACE_CUE,
    SAYING,
    TITLE,
    Reading,
    Wording,
)
from streams.enrich.names.words import NameWords

_MAX_ELEMENTS = 6
_MAX_UNKNOWN = 1
_MAX_UNKNOWN_SUPPORTED = 2  # after a title or a foreign given name
_MAX_BEFORE_UNKNOWN = 3  # three given names are a full name: a further unknown word is a verb
_MIN_UNKNOWN_LETTERS = 3
_MIN_OPENING_LETTERS = 4  # an unknown word that opens a name, which only a title allows
_MIN_CUT_LETTERS = 4  # a foreign given name behind a proclitic: shorter ones are parts of words
_SPOKESMAN_WORDS = 3  # الناطق الرسمي باسم
# يحمل, سيلعب: a present verb of three strong letters; foreign families have vowels (يانغ, يونسن).
_PRESENT_VERB = re.compile("س?ي[^اويى]{3}")
_NO_NAME = COMMON | TITLE | ORG_HEAD | PLACE_CUE
_TA_MARBUTA = "\u0629"
_FATHATAN = "\u064b"


def person_at(wording: Wording, words: NameWords, index: int, *, titled: bool) -> Found | None:
    """Find a person's name that starts at a word: two elements, or a given name after a title."""
    reading = wording.readings[index]
    cut = reading.cut if reading.role & (GIVEN | KUNYA) else 0
    if cut and reading.role & FOREIGN and len(reading.plain) < _MIN_CUT_LETTERS:
        return None
    if not (wording.is_arabic or titled) and reading.plain in words.shapes["word_abroad"]:
        return None
    run = _Run(wording, words, index, titled=titled)
    if not run.holds():
        return None
    end = wording.ends[run.last - 1]
    rule = "person.title" if titled else "person.given_name"
    if reading.plain in words.shapes["son"] and _may_precede_son(wording, index):
        index, cut = index - 1, 0
    return Found(index, run.last, wording.starts[index] + cut, end, "person", rule)


def _may_precede_son(wording: Wording, index: int) -> bool:
    """Say whether the word before بن is a given name that no list knows."""
    if not has_neighbour(wording, index):
        return False
    before = wording.readings[index - 1]
    return not before.role and not before.is_definite


class _Run:
    """Read name elements from a word on: what was taken, and how sure it is."""

    __slots__ = (
        "_shapes",
        "_wording",
        "_words",
        "elements",
        "families",
        "first",
        "foreign",
        "given",
        "last",
        "titled",
        "unknown",
    )  # fmt: skip

    def __init__(self, wording: Wording, words: NameWords, index: int, *, titled: bool) -> None:
        self._wording, self._words, self._shapes = wording, words, words.shapes
        self.first = self.last = index
        self.titled = titled
        self.elements = self.given = self.unknown = self.foreign = self.families = 0
        while self.last < len(wording.words) and self.elements < _MAX_ELEMENTS:
            if self.last > index and not wording.is_joined(self.last - 1):
                break
            if not self._take(wording.readings[self.last], wording.words[self.last]):
                break

    def _take(self, reading: Reading, word: str) -> bool:
        opening = self.last == self.first
        role = reading.role if opening or reading.cut == 0 else COMMON
        if not opening and word in self._shapes["second_half"]:
            self.given += 1
            return self._add(1)
        if self.families or (opening and reading.plain in self._shapes["kin"]):
            return False
        if role & (GIVEN | KUNYA):
            given = role & GIVEN and not role & KUNYA
            return (
                self._take_given(reading, opening=opening) if given else self._take_kunya(reading)
            )
        if word in self._shapes["title_family"] and self.elements == 1:
            self.families += 1
            return self._add(1)
        if role & _NO_NAME or self._is_listed_place(reading, word):
            return False
        take = self._take_family if reading.is_definite else self._take_unknown
        return take(role, word, opening=opening)

    def _take_given(self, reading: Reading, *, opening: bool) -> bool:
        role = reading.role
        if role & TITLE and not self._is_name_after_all(opening=opening):
            return False
        in_the_name = opening and self.titled and reading.plain in self._shapes["in_the_name"]
        if in_the_name and self._speaks_for_another():
            return False
        self.given += not role & DOUBTFUL_GIVEN
        self.foreign += bool(role & FOREIGN)
        self._add(1)
        if reading.plain in self._shapes["servant"] and self._follows_definite():
            self._add(0)
            self.given += 1
        return True

    def _take_kunya(self, reading: Reading) -> bool:
        after = self.last + 1
        if after >= len(self._wording.words) or not self._wording.is_joined(self.last):
            return False
        following = self._wording.readings[after]
        clan = reading.plain in self._shapes["clan"]
        titled = clan and self._wording.words[after] in self._shapes["title_family"]
        if following.role & _NO_NAME and not following.role & GIVEN and not titled:
            return False
        if not following.is_definite and following.role & NATION:
            return False
        mother = reading.plain in self._shapes["mother"]
        if mother and not following.role & GIVEN:
            return False  # mother of ...: mostly places (أم قصر) and idioms
        opens = mother or reading.plain in self._shapes["father"]
        if following.role & GIVEN:
            self.given += opens or not following.role & DOUBTFUL_GIVEN
        elif not self.elements:
            self.given += opens
        self._add(0)
        self._add(2 if opens else 1)
        self.families += clan  # the house ends the name
        if following.plain in self._shapes["servant"] and self._follows_definite():
            self._add(0)
        return True

    def _take_family(self, role: int, word: str, *, opening: bool) -> bool:
        if opening or not word.startswith(_ARTICLES) or (self.foreign and self.unknown):
            return False
        if (role & NATION and self.elements > 1) or word.endswith(self._shapes["plural_ending"]):
            return False
        self.families += 1
        return self._add(1)

    def _take_unknown(self, role: int, word: str, *, opening: bool) -> bool:
        if role or not self._is_family_like(word, opening=opening):
            return False
        self.unknown += 1
        return self._add(1)

    def _is_family_like(self, word: str, *, opening: bool) -> bool:
        """Say whether a word that no list knows may be part of a name."""
        supported = self.titled or (self.foreign and self._wording.is_arabic)
        allowed = _MAX_UNKNOWN_SUPPORTED if supported else _MAX_UNKNOWN
        if self.unknown >= allowed or len(word) < _MIN_UNKNOWN_LETTERS or word[0].isdigit():
            return False
        if word.endswith(self._shapes["noun_ending"]) or _ends_in_tanwin(self._wording, self.last):
            return False
        if word.endswith(self._shapes["feminine_ending"]) and not self._is_feminine():
            return False
        return self._may_open(word) if opening else self._may_follow(word)

    def _is_feminine(self) -> bool:
        """Say whether a folded feminine ending is written so: دوابشة, not خلاله (`during it`)."""
        end = self._wording.folded.span(0, self._wording.ends[self.last])[1]
        return self._wording.folded.original[end - 1] == _TA_MARBUTA

    def _may_open(self, word: str) -> bool:
        shapes = self._shapes
        endings = (*shapes["adverb_ending"], *shapes["feminine_ending"])
        endings = (*endings, *shapes["plural_nisba"])
        if len(word) < _MIN_OPENING_LETTERS or word.endswith(endings):
            return False
        return not word.startswith((*shapes["no_opening"], *shapes["verb_letter"]))

    def _may_follow(self, word: str) -> bool:
        shapes = self._shapes
        if word.startswith(shapes["no_opening"] if self.unknown else shapes["no_opening"][:1]):
            return False
        if word.startswith(shapes["preposition_and_article"]) or _PRESENT_VERB.fullmatch(word):
            return False
        if self.foreign and not self.unknown:
            return not word.startswith(shapes["foreign_verb"])
        if self.elements >= _MAX_BEFORE_UNKNOWN or word.startswith(shapes["verb_beginning"]):
            return False
        if not self.titled and word.endswith(shapes["adverb_ending"]):
            return False
        letters = shapes["verb_letter"]
        return not word.startswith(letters[:-1] if self.titled else letters)

    def _add(self, elements: int) -> bool:
        self.last += 1
        self.elements += elements
        return True

    def _is_name_after_all(self, *, opening: bool) -> bool:
        """Say whether a word that is title and name (أمين, سلطان) is the name here."""
        if opening:
            return self.titled
        following = self.last + 1
        if following >= len(self._wording.words) or not self._wording.is_joined(self.last):
            return True
        reading = self._wording.readings[following]
        return not reading.is_definite and not reading.role & (PLACE_CUE | ORG_HEAD | ORG_MIDDLE)

    def _speaks_for_another(self) -> bool:
        """Say whether باسم is `in the name of`: after a spokesman, or before no name."""
        wording, following = self._wording, self.last + 1
        before = wording.words[max(0, self.last - _SPOKESMAN_WORDS) : self.last]
        if any(word.endswith(self._shapes["spokesman"]) for word in before):
            return True
        return following < len(wording.words) and (
            wording.words[following].startswith(_ARTICLES)
            or bool(wording.readings[following].role & _NO_NAME)
        )

    def _follows_definite(self) -> bool:
        return (
            self.last < len(self._wording.words)
            and self._wording.is_joined(self.last - 1)
            and self._wording.words[self.last].startswith(_ARTICLES)
        )

    def _is_listed_place(self, reading: Reading, word: str) -> bool:
        if not reading.names:
            return False
        options = self._words.phrases.get(word, ())
        return bool(options) and all(one.type == "place" and one.level == "word" for one in options)

    def holds(self) -> bool:
        """Say whether what was taken is a name: enough elements for the support it has."""
        wording, first = self._wording, self.first
        role = wording.readings[first].role
        if self.elements < 2:  # noqa: PLR2004  a given name and a family name
            named = role & GIVEN and not role & (DOUBTFUL_GIVEN | COMMON | NATION)
            return bool(self.elements and self.titled and named)
        if self.titled:
            return bool(role & (GIVEN | KUNYA)) or self.unknown == self.elements
        spoken = has_neighbour(wording, first) and wording.readings[first - 1].role & SAYING
        if not self.given:
            return bool(spoken) and not self.unknown
        if wording.words[first] in self._shapes["verb_name"] and not spoken:
            return self._is_followed_by_name()
        servant = wording.readings[first].plain in self._shapes["servant"]
        if not role & DOUBTFUL_GIVEN or spoken or servant:
            return True
        return self.given > 1 or self.elements > 2  # noqa: PLR2004  صالح محمد صالح

    def _is_followed_by_name(self) -> bool:
        """Say whether what follows a name that is a verb too can only be a name."""
        following = self._wording.readings[self.first + 1]
        if following.role & (GIVEN | KUNYA):
            return True
        return following.is_definite and not following.plain.endswith(
            self._shapes["feminine_ending"]
        )


_ARTICLES = ("ال",)


def _ends_in_tanwin(wording: Wording, index: int) -> bool:
    """Say whether a word is marked as an indefinite noun or an adverb: اتصالاً, هاتفياً."""
    begin, end = wording.folded.span(wording.starts[index], wording.ends[index])
    return _FATHATAN in wording.folded.original[begin:end]
