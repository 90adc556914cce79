"""Persons by grammar: runs of given names, kunyas and family names, with or without a title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from streams.enrich.names.listing import Found, has_neighbour
from streams.enrich.names.readings import (
    COMMON,
    DOUBTFUL_GIVEN,
    GIVEN,
    KUNYA,
    NATION,
    ORG_HEAD,
    PLACE_CUE,
    SAYING,
    TITLE,
    Reading,
    Wording,
)
from streams.enrich.names.words import NameWords

_MAX_ELEMENTS = 6
_MAX_UNKNOWN = 2
_MIN_LONE_LETTERS = 5  # a lone unknown word after a title: short ones are ordinary words
_MIN_UNKNOWN_LETTERS = 3
_MIN_REPEAT_LETTERS = 3
_NO_NAME = COMMON | TITLE | ORG_HEAD | PLACE_CUE
# Verbs of the present and the future; names with these letters stand in the list of given names.
_VERB_STARTS = ("ي", "سي", "ست", "سن", "ت", "ن")
_NOUN_ENDS = ("ه", "ات", "يه", "ها", "هم", "ته")
_PROCLITICS = ("", "و", "ف", "ل", "ب", "ك", "ول", "وب", "فل")


def person_at(wording: Wording, words: NameWords, index: int, *, titled: bool) -> Found | None:
    """Find a person's name that starts at a word: two elements, or one after a title."""
    reading = wording.readings[index]
    cut = reading.cut if reading.role & (GIVEN | KUNYA) else 0
    run = _Run(wording, words, index, titled=titled)
    if not run.holds():
        return None
    end = wording.ends[run.last - 1]
    rule = "person.title" if titled else "person.given_name"
    return Found(index, run.last, wording.starts[index] + cut, end, "person", rule)


class _Run:
    """Read name elements from a word on: what was taken, and how sure it is."""

    __slots__ = ("_words", "_wording", "elements", "first", "given", "last", "titled", "unknown")

    def __init__(self, wording: Wording, words: NameWords, index: int, *, titled: bool) -> None:
        self._wording, self._words = wording, words
        self.first = self.last = index
        self.titled = titled
        self.elements = self.given = self.unknown = 0
        while self.last < len(wording.words) and self.elements < _MAX_ELEMENTS:
            if self.last > index and not wording.is_joined(self.last - 1):
                break
            taken = self._take(wording.readings[self.last], wording.words[self.last])
            if not taken:
                break

    def _take(self, reading: Reading, word: str) -> bool:
        opening = self.last == self.first
        role = reading.role if opening or reading.cut == 0 else COMMON
        if role & KUNYA:
            return self._take_kunya(reading)
        if role & GIVEN:
            self.given += not role & DOUBTFUL_GIVEN
            taken = self._add(1)
            if reading.plain == "عبد" and self._follows_definite():
                self._add(0)
                self.given += 1
            return taken
        if role & _NO_NAME or self._is_listed_place(reading, word):
            return False
        if reading.is_definite:
            return self._take_family(role, word, opening=opening)
        return self._take_unknown(role, word, opening=opening)

    def _take_kunya(self, reading: Reading) -> bool:
        after = self.last + 1
        if after >= len(self._wording.words) or not self._wording.is_joined(self.last):
            return False
        following = self._wording.readings[after]
        if following.role & _NO_NAME and not following.role & GIVEN:
            return False
        if not following.is_definite and following.role & NATION:
            return False
        self.last += 1
        opens = reading.plain in ("ابو", "ام", "ابي", "ابا")
        if following.role & GIVEN:
            self.given += opens or not following.role & DOUBTFUL_GIVEN
        elif not self.elements:
            self.given += opens
        if following.plain == "عبد" and self._add(0) and self._follows_definite(self.last):
            pass
        else:
            self.last -= following.plain == "عبد"
        return self._add(2 if opens else 1)

    def _take_family(self, role: int, word: str, *, opening: bool) -> bool:
        if opening or self.unknown or word.startswith("لل"):
            return False
        if role & NATION and self.elements > 1:
            return False
        self.unknown = _MAX_UNKNOWN  # a family name with the article ends the name
        return self._add(1)

    def _take_unknown(self, role: int, word: str, *, opening: bool) -> bool:
        allowed = _MAX_UNKNOWN if self.titled else 1
        if role & NATION or self.unknown >= allowed or len(word) < _MIN_UNKNOWN_LETTERS:
            return False
        if word.startswith(_VERB_STARTS) or word.endswith(_NOUN_ENDS) or word[0].isdigit():
            return False
        if not opening and word[0] in "ول" and word[1:3] in ("ال", "قا", "اض", "اك"):
            return False
        self.unknown += 1
        return self._add(1)

    def _add(self, elements: int) -> bool:
        self.last += 1
        self.elements += elements
        return True

    def _follows_definite(self, at: int | None = None) -> bool:
        at = self.last if at is None else at
        return (
            at < len(self._wording.words)
            and self._wording.is_joined(at - 1)
            and self._wording.words[at].startswith("ال")
        )

    def _is_listed_place(self, reading: Reading, word: str) -> bool:
        if not reading.names or reading.role & GIVEN:
            return False
        options = self._words.phrases.get(word, ())
        return bool(options) and all(one.type == "place" for one in options)

    def holds(self) -> bool:
        """Say whether what was taken is a name: enough elements for the support it has."""
        if not self.elements:
            return False
        wording, first = self._wording, self.first
        spoken = has_neighbour(wording, first) and wording.readings[first - 1].role & SAYING
        if self.elements == 1:
            lone = len(wording.words[first]) >= _MIN_LONE_LETTERS
            return self.titled and lone and not wording.readings[first].role & DOUBTFUL_GIVEN
        if self.titled:
            return True
        if not self.given:
            return bool(spoken) and not self.unknown
        doubtful = wording.readings[first].role & DOUBTFUL_GIVEN
        return not doubtful or bool(spoken) or self.given > 1


def repeats(wording: Wording, found: Iterable[Found]) -> Iterator[tuple[Found, Found]]:
    """Yield `(repeat, person)`: later mentions of a person by the last part of the name."""
    surnames: dict[str, tuple[int, Found]] = {}
    taken: set[int] = set()
    for one in found:
        taken.update(range(one.first, one.last))
        if one.type != "person" or one.last - one.first < 2:  # noqa: PLR2004  needs a surname
            continue
        word = wording.words[one.last - 1]
        role = wording.readings[one.last - 1].role
        if len(word) < _MIN_REPEAT_LETTERS or (role & COMMON and not role & GIVEN):
            continue
        for proclitic in _PROCLITICS:
            surnames.setdefault(proclitic + word, (len(proclitic), one))
        if word.startswith("ال"):
            for conjunction in ("", "و", "ف"):
                surnames.setdefault(f"{conjunction}لل{word[2:]}", (len(conjunction), one))
    if not surnames:
        return
    for index, word in enumerate(wording.words):
        if word in surnames and index not in taken:
            cut, person = surnames[word]
            if _is_adjective(wording, index):
                continue
            start = wording.starts[index] + cut
            yield (
                Found(index, index + 1, start, wording.ends[index], "person", "person.surname"),
                person,
            )


def _is_adjective(wording: Wording, index: int) -> bool:
    """Say whether a nationality stands after a noun it can belong to: `the Sudanese army`."""
    if not wording.readings[index].role & NATION or not has_neighbour(wording, index):
        return False
    before = wording.readings[index - 1]
    return before.is_definite or bool(before.role & (ORG_HEAD | TITLE))
