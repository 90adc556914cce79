"""Load the words that tell of events and tolls: one table a language, the same roles in each.

A sense is what a word can mean here: a role (`killed`, `trigger`, `person`, `past` ...), a value
of that role, and how many persons the form itself counts (`one`, `two`, `many`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from schemas.annotation import CasualtyKind
from streams.text.lexicon import Row, read_table, spellings
from streams.text.normalize import fold
from streams.text.numerals import Numerals, dual_forms, load_numerals
from streams.text.tokens import stems

_DATA = Path(__file__).parent / "data"
# Dari and Pashto news use the words of Persian; Egyptian and Gulf spellings fold to Arabic.
_SAME_WORDS_AS = {"prs": "fa", "arz": "ar", "apc": "ar", "acm": "ar", "ars": "ar"}

# What a table says of the language itself: `endings` are glued to nouns and verbs, so a word not
# listed is tried without its last letters; `and` joins two words.
_GRAMMAR = "grammar"
_MAX_SUFFIX_LETTERS = 6
_MIN_STEM_LETTERS = 5

CASUALTY_ROLES: tuple[CasualtyKind, ...] = ("killed", "injured", "missing", "arrested")
_WEIGHTED_ROLES = frozenset({"trigger", "veto"})
_ROLES = frozenset({
    *CASUALTY_ROLES, *_WEIGHTED_ROLES, "person", "other", "unit", "deny", "noinfo", "safe", "grave",
    "past", "aside", "accused", "presupposes", "official", "had", "modal", "report", "total",
    "rise", "old", "correct", "part", "perp", "by", "against", "side", "cue", "near", "speaker",
    "several", "beside", "digest", "threat", "relative", "force", "vehicle",
    "rescue", "happened", "figure", "clause", "plus", "toward", "seat", "counted",
    "any", "group", "members", "turn",
})  # fmt: skip
# The memo holds looked-up words; news repeats itself, so a few thousand words are most of a day.
_MEMO_WORDS = 50_000
_HIS = ("\u0647", "\u0647\u0627", "\u0647\u0645", "\u0647\u0645\u0627")  # his, her, their
_ONE = ("\u0627", "\u0647")
GLUED = "وف"  # and, so
# Plurals that take no tanween, or have it; of three letters they look like other words (ناسا).
_NO_TANWEEN = ("\u064a\u0646", "\u0648\u0646", "\u0627\u062a", "\u0627", "\u0647", "\u064a")
_SOUND_PLURALS = _NO_TANWEEN[:2]
_MIN_PLURAL_LETTERS = 4
_LIKE = "\u0643"  # ك "like" hardly ever stands before these words, and كبير is no بئر


@dataclass(frozen=True, slots=True)
class Sense:
    """Say what a form means: `count` is one, two, many, two_or_many or empty."""

    role: str
    value: str
    weight: int = 0
    count: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sense whose first word matched; `rest` must follow. `cut` letters were proclitics."""

    rest: tuple[str, ...]
    sense: Sense
    cut: int
    definite: bool

    def heard(self, word: str) -> "Heard":
        """Give it as it is heard where it stands."""
        glued = self.cut > 0 and word[0] in GLUED
        return Heard(self.sense, 1 + len(self.rest), self.definite, glued)


@dataclass(frozen=True, slots=True)
class Options:
    """What a token may start: phrases by their second word, longest first, and single words.

    `alone` is what it means by itself, a sense a role.
    """

    phrases: dict[str, tuple[Candidate, ...]]
    single: tuple[Candidate, ...]
    roles: frozenset[str]
    alone: tuple["Heard", ...]


class Heard(NamedTuple):
    """A sense that starts at a word: how many words it takes; `glued` when it holds "and"."""

    sense: Sense
    length: int
    definite: bool
    glued: bool


class _Memo(dict[str, Options | None]):
    """Keep looked-up words, up to a bound. Cost: one look-up in C for a word seen before."""

    def __init__(self, look_up: Callable[[str], Options | None]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, word: str) -> Options | None:
        options = self._look_up(word)
        if len(self) < _MEMO_WORDS:
            self[word] = options
        return options


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """Words of one language by first folded word; `clitics` says whether ال و ب ... are glued."""

    code: str
    by_first: dict[str, tuple[tuple[tuple[str, ...], Sense], ...]]
    clitics: bool
    suffixes: bool = False
    conjunctions: frozenset[str] = frozenset()
    untils: frozenset[str] = frozenset()
    memo: _Memo = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Make the memo that remembers what words mean."""
        object.__setattr__(self, "memo", _Memo(self._options))

    def options(self, word: str) -> Options | None:
        """Give the senses a token may start. Cost: one dictionary look-up for a known word."""
        return self.memo[word]

    def _options(self, word: str) -> Options | None:
        found = self._look_up(word)
        phrases: dict[str, tuple[Candidate, ...]] = {}
        for candidate in found:
            if candidate.rest:
                phrases[candidate.rest[0]] = (*phrases.get(candidate.rest[0], ()), candidate)
        single = tuple(candidate for candidate in found if not candidate.rest)
        roles = frozenset(candidate.sense.role for candidate in found)
        alone: dict[str, Heard] = {}
        for one in single:
            alone.setdefault(one.sense.role, one.heard(word))
        return Options(phrases, single, roles, tuple(alone.values())) if found else None

    def _look_up(self, word: str) -> tuple[Candidate, ...]:
        forms = stems(word) if self.clitics else _shortened(word, suffixes=self.suffixes)
        found: list[Candidate] = []
        for cut, form in forms:
            if _LIKE in word[:cut]:
                continue
            senses = self.by_first.get(form, ())
            glued = word[:cut].endswith(("ال", "لل")) or form.startswith("ال")
            # "the arrest of" is news as "arrest of" is: only an adjective with it makes it known
            found += [
                Candidate(rest, sense, cut, glued and (not rest or rest[0].startswith("ال")))
                for rest, sense in senses
            ]
            if any(not rest for rest, _ in senses):
                break  # the barest reading wins: nothing is cut from a word that is listed itself
        return tuple(sorted(found, key=lambda candidate: -len(candidate.rest)))


@dataclass(frozen=True, slots=True)
class EventWords:
    """Event words of every language, and the number words they are read with."""

    languages: dict[str, LanguageWords]
    numerals: Numerals

    def of(self, code: str) -> LanguageWords | None:
        """Give the words of a language, or None when there are none."""
        return self.languages.get(_SAME_WORDS_AS.get(code, code))


def _shortened(word: str, *, suffixes: bool) -> Iterator[tuple[int, str]]:
    """Yield the word, then for a suffixing language the word without its last letters."""
    yield 0, word
    if suffixes:
        for cut in range(1, min(_MAX_SUFFIX_LETTERS, len(word) - _MIN_STEM_LETTERS) + 1):
            yield 0, word[:-cut]


def load_event_words() -> EventWords:
    """Load every shipped language. Errors: LexiconError with file:line for a bad row."""
    tables = sorted(_DATA.glob("*.tsv"))
    return EventWords({path.stem: read_words(path) for path in tables}, load_numerals())


def read_words(path: Path) -> LanguageWords:
    """Read one table. Errors: LexiconError with file:line for a bad row."""
    arabic = path.stem == "ar"
    table: dict[str, dict[tuple[tuple[str, ...], str], Sense]] = {}
    suffixes = False
    joining: dict[str, set[str]] = {"and": set(), "until": set()}
    for row in read_table(path, required=("form", "role", "value")):
        if row["role"] == _GRAMMAR:
            if row["value"] == "endings":
                suffixes = True
            elif row["value"] in joining:
                joining[row["value"]] |= {fold(form) for form in row["form"].split("|")}
            else:
                raise row.refuse(f"unknown grammar {row['value']!r}")
            continue
        for words, sense in _senses(row, arabic=arabic):
            key = (words[1:], sense.role)
            known = table.setdefault(words[0], {}).setdefault(key, sense)
            if known != sense and sense.role != "person":  # plural and dual may look alike
                raise row.refuse(f"{' '.join(words)!r} already means {known.value} as {sense.role}")
    return LanguageWords(
        path.stem,
        {first: tuple((key[0], sense) for key, sense in by.items()) for first, by in table.items()},
        clitics=arabic,
        suffixes=suffixes,
        conjunctions=frozenset(joining["and"]),
        untils=frozenset(joining["until"]),
    )


def _senses(row: Row, *, arabic: bool) -> list[tuple[tuple[str, ...], Sense]]:
    role, value = row["role"], row["value"]
    if role not in _ROLES:
        raise row.refuse(f"unknown role {role!r}")
    forms = [words for _, words in spellings(row)]
    if role == "person":
        return _person_senses(forms, value, arabic=arabic)
    if role in _WEIGHTED_ROLES:
        name, colon, weight = value.partition(":")
        if not colon or not weight.isdecimal():
            raise row.refuse(f"{role} needs a value like name:3, not {value!r}")
        return [(words, Sense(role, name, int(weight))) for words in forms]
    count = value if value in {"one", "two", "many"} else ""
    return [(words, Sense(role, value, 0, count)) for words in forms]


def _person_senses(
    forms: Sequence[tuple[str, ...]], value: str, *, arabic: bool
) -> list[tuple[tuple[str, ...], Sense]]:
    """Number the forms of a person noun: the first is one, the others many, Arabic duals two."""
    value, fixed, count = value.partition("=")
    if fixed:
        return [(form, Sense("person", value, 0, count)) for form in forms]
    singular, *plurals = forms
    senses = [(singular, Sense("person", value, 0, "one"))]
    duals: set[tuple[str, ...]] = set()
    if arabic:
        last, rest = singular[0], singular[1:]
        made = [(dual, *rest) for dual in dual_forms(last)[:2]]
        # an armed group, a terrorist cell: the feminine of these is an adjective
        endings = _ONE[:1] if value == "militant" else _ONE
        ones = [last + end for end in endings] if not last.endswith("\u0647") else []
        if ones:  # feminine dual and plural beside the accusative and the feminine
            senses.append(((last + "ات", *rest), Sense("person", value, 0, "many")))
            made += [(dual, *rest) for dual in dual_forms(last + "\u0647")[:2]]
        stem = last[:-1] + "\u062a" if last.endswith("\u0647") else last
        ones += [stem + end for end in _HIS] if value != "militant" else []
        listed = set(plurals)  # أبناء folds to the accusative ابنا: the plural is meant
        senses += [
            ((one, *rest), Sense("person", value, 0, "one"))
            for one in ones if (one, *rest) not in listed
        ]  # fmt: skip
        duals = {*made}
        shared = duals & set(plurals)  # مسلحين: two gunmen or gunmen
        for form in made:
            count = "two_or_many" if form in shared else "two"
            senses.append((form, Sense("person", value, 0, count)))
    many = [form for form in plurals if form not in duals]
    if arabic:  # the accusative of a broken plural: جنودا
        many += [
            (form[0] + _ONE[0], *form[1:])
            for form in many
            if len(form[0]) >= _MIN_PLURAL_LETTERS and not form[0].endswith(_NO_TANWEEN)
        ]
        many += [
            (form[0] + end, *form[1:])
            for form in plurals
            for end in _HIS
            if len(form[0]) >= _MIN_PLURAL_LETTERS and value == "civilian"
            and not form[0].endswith(_SOUND_PLURALS)
        ]  # fmt: skip
    senses += [(form, Sense("person", value, 0, "many")) for form in many]
    return senses


def matches_rest(words: Sequence[str], at: int, rest: tuple[str, ...]) -> bool:
    """Tell whether `rest` follows word `at`."""
    return tuple(words[at + 1 : at + 1 + len(rest)]) == rest
