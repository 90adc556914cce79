"""Read one quantity of persons: a number with its noun, or a noun that is its own number.

Numbers that count something else are refused by their unit: years, metres, bullets, raids
(`units.py`).
"""

from dataclasses import dataclass, replace

from streams.enrich.events.reading import CONJUNCTIONS, Found, Reading, Sentence
from streams.enrich.events.units import counts_persons, latest

_YEARS = range(1900, 2101)
_NOUN_AFTER_NUMBER_WORDS = 3
_PRONOUN_WORDS = 3
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
        return noun_quantity(reading, sentence, person, near=near)
    named = reading.person_at.get(at)
    if named is not None and near:
        return Quantity(1, 1, at, min(max(named, at + 1), sentence.last), "named", None, vague=True)
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
    after = reading.numbers_from.get(noun.last) if noun.last < sentence.last else None
    apart = after is not None and number_glued(reading, after.first)  # a colonel and two more
    if (
        after is not None and not apart and after.form == "word" and after.max in {1, 2}
    ):  # شخصين اثنين
        return Quantity(after.min, after.max, noun.first, after.last, "dual", role)
    if count == "one":
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


def _both(reading: Reading, noun: Found) -> bool:
    """Tell whether a pronoun of two follows: "residents, one of the two" are two residents."""
    end = min(len(reading.words), noun.last + _PRONOUN_WORDS)
    part = reading.any_between(noun.last, end, "part")
    return part is not None and part.sense.value == "two"


def number_glued(reading: Reading, at: int) -> bool:
    """Tell whether "and" stands before a number, or is glued to it."""
    if at and reading.words[at - 1] in CONJUNCTIONS:
        return True
    word = reading.words[at]
    return word.startswith("و") and not word.startswith("واحد")
