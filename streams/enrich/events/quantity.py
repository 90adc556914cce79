"""Read one quantity of persons: a number with its noun, or a noun that is its own number.

Numbers that count something else are refused by their unit: years, metres, bullets, raids
(`units.py`).
"""

from dataclasses import dataclass, replace

from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.units import counts_persons, latest

_YEARS = range(1900, 2101)
_NOUN_AFTER_NUMBER_WORDS = 3
_PRONOUN_WORDS = 3
OF = frozenset({"\u0645\u0646", "of"})  # من
_ADJECTIVES = frozenset({"militant", "national"})
_THE = "\u0627\u0644"  # ال
_MEMBERS_WORDS = 3  # "the family, made up of five"
_ONE_OF = frozenset({"احد", "احدي"})  # one of the (members of the police)


@dataclass(frozen=True, slots=True)
class Quantity:
    """Count persons. `first` and `last` are tokens; `form` names the way it was written."""

    min: int
    max: int | None
    first: int
    last: int
    form: str
    role: str | None = None
    vague: bool = False
    perpetrator: bool = False
    number: bool = False


def quantity_at(
    reading: Reading, sentence: Sentence, at: int, *, near: bool = True
) -> Quantity | None:
    """Read a quantity that starts at a token."""
    if at >= sentence.last:
        return None
    number = reading.numbers_from.get(at)
    if number is not None:
        return number_quantity(reading, sentence, at)
    one_of = reading.words[at] in _ONE_OF and at + 1 < sentence.last
    person = reading.sense(at + one_of, "person", "other")
    if person is not None and one_of:
        role = person.sense.value if person.sense.role == "person" else None
        return Quantity(1, 1, at, person.last, "single", role) if near else None
    if person is not None:
        members = _members(reading, sentence, person)
        return members or noun_quantity(reading, sentence, person, near=near)
    named = reading.person_at.get(at)
    if named is not None and near:
        return Quantity(1, 1, at, min(max(named, at + 1), sentence.last), "named", None, vague=True)
    return None


def _members(reading: Reading, sentence: Sentence, noun: Found) -> Quantity | None:
    """Read how many a group counts: "a family of five", "its crew, made up of four"."""
    if reading.sense(noun.first, "group") is None:
        return None
    end = min(sentence.last, noun.last + _MEMBERS_WORDS)
    for at in range(noun.last, end):
        made = reading.sense(at, "members")
        if made is None and reading.words[at] not in OF:
            continue
        number = reading.numbers_from.get(at + 1 if made is None else made.last)
        if number is not None and number.last <= sentence.last:
            counted = number_quantity(reading, sentence, number.first)
            return None if counted is None else replace(counted, first=noun.first)
    return None


def number_quantity(reading: Reading, sentence: Sentence, at: int) -> Quantity | None:
    """Read a number that counts persons, with the noun it counts; None when it counts others."""
    number = latest(reading, sentence, reading.numbers_from[at])
    if not counts_persons(reading, sentence, number):
        return None
    last, noun = number.last, None
    if last < sentence.last:
        end = min(sentence.last, last + _NOUN_AFTER_NUMBER_WORDS)
        noun = reading.any_between(last, end, "person")
    if noun is None and number.min in _YEARS and number.form == "digits":
        return None
    role = noun.sense.value if noun is not None else None
    if noun is None and last < sentence.last:
        end = min(sentence.last, last + _NOUN_AFTER_NUMBER_WORDS)
        role = "soldier" if reading.any_between(last, end, "force") is not None else None
    end = noun.last if noun is not None and noun.first == last else last
    vague = number.form == "open"
    return Quantity(number.min, number.max, at, end, number.form, role, vague, number=True)


def noun_quantity(
    reading: Reading, sentence: Sentence, noun: Found, *, near: bool
) -> Quantity | None:
    """Read a noun that is its own number: one, a dual, a plural that says no number."""
    count, role = noun.sense.count, noun.sense.value if noun.sense.role == "person" else None
    if role == "militant" and reading.any_between(noun.last, noun.last + 2, "force") is not None:
        role = "soldier"  # "two members of the police"
    told = _numbered_after(reading, sentence, noun, role)
    if told is not None:
        return told
    if count == "one" and not _is_adjective(reading, noun):
        single = Quantity(1, 1, noun.first, noun.last, "single", role, vague=noun.definite)
        perpetrator = reading.sense(noun.first, "perp") is not None
        return replace(single, perpetrator=perpetrator) if near else None
    if noun.definite:
        return None
    if count == "two" or (count == "two_or_many" and (role == "national" or _both(reading, noun))):
        top = None if reading.bound_at.get(noun.first) == "at_least" else 2
        return Quantity(2, top, noun.first, noun.last, "dual", role)
    if count in {"many", "two_or_many"}:
        return Quantity(1, None, noun.first, noun.last, "plural", role, vague=True)
    return None


def _numbered_after(
    reading: Reading, sentence: Sentence, noun: Found, role: str | None
) -> Quantity | None:
    """Read a noun with its number after it: شخصين اثنين, أبنائه الثلاثة."""
    after = reading.numbers_from.get(noun.last) if noun.last < sentence.last else None
    if after is None or after.form != "word":
        return None
    apart = number_glued(reading, after.first)  # a colonel and two more
    if not apart and after.max in {1, 2}:
        return Quantity(after.min, after.max, noun.first, after.last, "dual", role)
    many = noun.sense.count in {"many", "two_or_many"} and not noun.definite
    if many and reading.words[after.first].startswith(_THE):
        return Quantity(after.min, after.max, noun.first, after.last, "word", role, number=True)
    return None


def _both(reading: Reading, noun: Found) -> bool:
    """Tell whether a pronoun of two follows: "residents, one of the two" are two residents."""
    end = min(len(reading.words), noun.last + _PRONOUN_WORDS)
    part = reading.any_between(noun.last, end, "part")
    return part is not None and part.sense.value == "two"


def _is_adjective(reading: Reading, noun: Found) -> bool:
    """Tell "the terrorist group", "the Kuwaiti police" from persons: their noun stands before."""
    if not (noun.first and noun.definite and noun.sense.value in _ADJECTIVES):
        return False
    before = reading.words[noun.first - 1]
    return before.startswith(_THE) or reading.sense(noun.first - 1, "side") is not None


def number_glued(reading: Reading, at: int) -> bool:
    """Tell whether "and" stands before a number, or is glued to it."""
    if at and reading.words[at - 1] in reading.conjunctions:
        return True
    word = reading.words[at]
    return word.startswith("و") and not word.startswith("واحد")
