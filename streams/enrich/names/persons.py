"""Persons by grammar: runs of given names, kunyas and family names, with or without a title."""

from __future__ import annotations

from streams.enrich.names.around import has_neighbour, is_noted
from streams.enrich.names.families import (
    Taken,
    is_family_like,
    is_given,
    is_listed_place,
    is_participle,
    may_precede_son,
)
from streams.enrich.names.listing import Found
from streams.enrich.names.readings import (
    COMMON,
    DOUBTFUL_GIVEN,
    FOREIGN,
    GIVEN,
    KUNYA,
    LOCATIVE,
    NATION,
    ORG_GENERAL,
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
_MIN_NISBA_LETTERS = 5
_MIN_GIVEN_OF_TRIBE = 2
_MIN_CUT_LETTERS = 4  # a foreign given name behind a proclitic: shorter ones are parts of words
_SPOKESMAN_WORDS = 3  # الناطق الرسمي باسم
_ARTICLES = ("ال",)
_NO_NAME = COMMON | TITLE | ORG_HEAD | ORG_GENERAL | PLACE_CUE


def person_at(
    wording: Wording, words: NameWords, index: int, *, titled: bool, beside: bool = False
) -> Found | None:
    """Find a person's name that starts at a word: two elements, or a given name after a title.

    `beside` says that another person's name ends right before, as in a list of names.
    """
    reading = wording.readings[index]
    cut = reading.cut if reading.role & (GIVEN | KUNYA) else 0
    if cut and reading.role & FOREIGN and len(reading.plain) < _MIN_CUT_LETTERS:
        return None
    if not (wording.is_arabic or titled) and reading.plain in words.shapes["word_abroad"]:
        return None
    run = _Run(wording, words, index, titled=titled, beside=beside)
    if not run.holds():
        return None
    end = wording.ends[run.last - 1]
    rule = "person.title" if titled else "person.given_name"
    if reading.plain in words.shapes["son"] and may_precede_son(wording, index):
        index, cut = index - 1, 0
    return Found(index, run.last, wording.starts[index] + cut, end, "person", rule)


class _Run:
    """Read name elements from a word on: what was taken, and how sure it is."""

    __slots__ = (
        "_shapes",
        "_wording",
        "_words",
        "beside",
        "first",
        "last",
        "taken",
        "titled",
    )  # fmt: skip

    def __init__(
        self, wording: Wording, words: NameWords, index: int, *, titled: bool, beside: bool
    ) -> None:
        self._wording, self._words, self._shapes = wording, words, words.shapes
        self.first = self.last = index
        self.titled, self.beside = titled, beside
        self.taken = Taken(is_noted=is_noted(wording, index))
        while self.last < len(wording.words) and self.taken.elements < _MAX_ELEMENTS:
            if self.last > index and not wording.is_joined(self.last - 1):
                break
            if not self._take(wording.readings[self.last], wording.words[self.last]):
                break

    def _take(self, reading: Reading, word: str) -> bool:
        opening = self.last == self.first
        role = reading.role if opening or reading.cut == 0 else COMMON
        if not opening and word in self._shapes["second_half"]:
            self.taken.given += 1
            return self._add(1)
        if self.taken.families and not self._is_second_family(role, word):
            return False
        if opening and reading.plain in self._shapes["kin"]:
            return False
        if role & KUNYA:
            return self._take_kunya(reading)
        if role & GIVEN:
            return self._take_given(reading, opening=opening)
        return self._take_other(reading, role, word, opening=opening)

    def _take_other(self, reading: Reading, role: int, word: str, *, opening: bool) -> bool:
        """Take a word that is no given name: a family name of some kind, or a foreign particle."""
        if word in self._shapes["title_family"] and (
            self.taken.elements == 1 or self._is_kunya_only()
        ):
            self.taken.families += 1
            return self._add(1)
        if word in self._shapes["particle"] and self.taken.foreign and self._take_particle():
            return True
        if role & _NO_NAME or is_listed_place(self._words, reading, word):
            return False
        take = self._take_family if reading.is_definite else self._take_unknown
        return take(role, word, opening=opening)

    def _is_second_family(self, role: int, word: str) -> bool:
        """Say whether a tribe follows a clan: ... الأحمدي الزهراني."""
        if role or self.taken.families > 1 or self.taken.given < _MIN_GIVEN_OF_TRIBE:
            return False
        before = self._wording.words[self.last - 1]
        nisba = self._shapes["nisba_ending"]
        both = before.startswith(_ARTICLES) and word.startswith(_ARTICLES)
        return both and before.endswith(nisba) and word.endswith(nisba)

    def _is_kunya_only(self) -> bool:
        """Say whether only `father of ...` was taken: أبو مهدي المهندس."""
        opening = self._wording.readings[self.first].plain in self._shapes["father"]
        return opening and self.last == self.first + 2

    def _take_particle(self) -> bool:
        """Take `van`, `de` and the like with the name after them: لويس فان غال."""
        after = self.last + 1
        if after >= len(self._wording.words) or not self._wording.is_joined(self.last):
            return False
        following = self._wording.readings[after]
        if following.role & (_NO_NAME | SAYING) or following.is_definite:
            return False
        self._add(0)
        return self._add(1)

    def _take_given(self, reading: Reading, *, opening: bool) -> bool:
        role = reading.role
        if role & TITLE and not self._is_name_after_all(opening=opening):
            return False
        in_the_name = opening and self.titled and reading.plain in self._shapes["in_the_name"]
        if in_the_name and self._speaks_for_another():
            return False
        self.taken.given += not role & DOUBTFUL_GIVEN
        self.taken.foreign += bool(role & FOREIGN)
        self._add(1)
        if reading.plain in self._shapes["servant"] and self._follows_definite():
            self._add(0)
            self.taken.given += 1
        return True

    def _take_kunya(self, reading: Reading) -> bool:
        after = self.last + 1
        if after >= len(self._wording.words) or not self._wording.is_joined(self.last):
            return False
        following = self._wording.readings[after]
        if not self._may_follow_kunya(reading, following, self._wording.words[after]):
            return False
        opens = reading.plain in self._shapes["mother"] or reading.plain in self._shapes["father"]
        if following.role & GIVEN:
            self.taken.given += opens or not following.role & DOUBTFUL_GIVEN
        elif not self.taken.elements:
            self.taken.given += opens
        self._add(0)
        self._add(2 if opens else 1)
        if reading.plain in self._shapes["clan"]:
            self.taken.families += 1  # the house ends the name
            if following.plain in self._shapes["father"] and self._wording.is_joined(after):
                self._add(0)  # آل أبو مرعي
        if following.plain in self._shapes["servant"] and self._follows_definite():
            self._add(0)
        return True

    def _may_follow_kunya(self, reading: Reading, following: Reading, word: str) -> bool:
        """Say whether a word can be the name after `son of`, `father of`, `house of`."""
        if word[0].isdigit():
            return False
        clan = reading.plain in self._shapes["clan"]
        free = clan and word in self._shapes["title_family"]
        if self.taken.elements and (clan or reading.plain in self._shapes["son"]):
            # سعود بن طالب, آل ثاني: inside a name these are no student and no second
            free = free or not (following.is_definite or following.role & LOCATIVE)
        if following.role & _NO_NAME and not following.role & GIVEN and not free:
            return False
        if not following.is_definite and following.role & NATION:
            return False
        # mother of ...: mostly places (أم قصر) and idioms
        return reading.plain not in self._shapes["mother"] or bool(following.role & GIVEN)

    def _take_family(self, role: int, word: str, *, opening: bool) -> bool:
        if opening or not word.startswith(_ARTICLES) or (self.taken.foreign and self.taken.unknown):
            return False
        before = self._wording.words[self.last - 2]
        named = before in self._shapes["son"] or before in self._shapes["father"]
        if role & NATION and self.taken.elements > 1 and not named:
            return False
        if word.endswith(self._shapes["plural_ending"]) and not is_given(self._words, word[2:]):
            return False
        if not self.titled and is_participle(self._wording, self._words, self.last):
            return False  # عمر المتقدمة: the age of the applicant
        self.taken.families += 1
        return self._add(1)

    def _take_unknown(self, role: int, word: str, *, opening: bool) -> bool:
        if self._is_nation_family(role, word):
            self.taken.families += 1
            return self._add(1)
        if role or not is_family_like(
            self._wording, self._words, self.last, self.taken, opening=opening, titled=self.titled
        ):
            return False
        self.taken.unknown += 1
        return self._add(1)

    def _is_nation_family(self, role: int, word: str) -> bool:
        """Say whether a nationality is the family name (خالد مغربي), not what a man is by birth."""
        if (
            role != NATION
            or self.taken.elements != 1
            or self.taken.given != 1
            or self.taken.foreign
        ):
            return False
        after = self.last + 1
        last = after >= len(self._wording.words) or not self._wording.is_joined(self.last)
        following = self._wording.words[after] if not last else ""
        return word.endswith(self._shapes["nisba_ending"]) and not following.startswith(_ARTICLES)

    def _add(self, elements: int) -> bool:
        self.last += 1
        self.taken.elements += elements
        return True

    def _is_name_after_all(self, *, opening: bool) -> bool:
        """Say whether a word that is title and name (أمين, سلطان) is the name here."""
        if opening:
            return self.titled or self.beside
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

    def holds(self) -> bool:
        """Say whether what was taken is a name: enough elements for the support it has."""
        wording, first = self._wording, self.first
        role = wording.readings[first].role
        if self.taken.elements < 2:  # noqa: PLR2004  a given name and a family name
            named = bool(role & GIVEN) and not role & (DOUBTFUL_GIVEN | COMMON | NATION)
            named = named or self.taken.families > 0  # الدكتور آل الشيخ
            return bool(self.taken.elements and self.titled and named)
        if self.titled:
            return bool(role & (GIVEN | KUNYA)) or self.taken.unknown == self.taken.elements
        spoken = has_neighbour(wording, first) and wording.readings[first - 1].role & SAYING
        if not self.taken.given:
            return self._ends_in_nisba() or (bool(spoken) and not self.taken.unknown)
        if wording.words[first] in self._shapes["verb_name"] and not spoken:
            return self._is_followed_by_name()
        if wording.readings[first].plain in self._shapes["in_the_name"]:
            return self._is_followed_by_name()
        return bool(spoken) or self._is_sure(role)

    def _is_sure(self, role: int) -> bool:
        """Say whether an opening word that may be an ordinary one is a name by what follows it."""
        servant = self._wording.readings[self.first].plain in self._shapes["servant"]
        if not role & DOUBTFUL_GIVEN or servant or self._ends_in_nisba():
            return True
        if self.taken.given > 1 or self.taken.elements > 2:  # noqa: PLR2004  صالح محمد صالح
            return True
        second = self._wording.readings[self.last - 1].role
        return bool(second & GIVEN) and not second & (DOUBTFUL_GIVEN | COMMON) and not role & TITLE

    def _ends_in_nisba(self) -> bool:
        """Say whether the family name tells a man's name from the noun: صالح العمراني."""
        word, role = self._wording.words[self.last - 1], self._wording.readings[self.last - 1].role
        if role & NATION and self.taken.foreign:
            return False  # كوينز بارك الإنجليزي
        if not word.endswith(self._shapes["nisba_ending"]) or len(word) < _MIN_NISBA_LETTERS:
            return False
        return self.beside or word.startswith(_ARTICLES)

    def _is_followed_by_name(self) -> bool:
        """Say whether what follows a name that is a verb too can only be a name."""
        following = self._wording.readings[self.first + 1]
        if following.role & (GIVEN | KUNYA):
            return True
        return following.is_definite and not following.plain.endswith(
            self._shapes["feminine_ending"]
        )
