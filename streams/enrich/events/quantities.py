"""Read how many persons a phrase counts.

A number with its noun, a noun that is its own number, a named person, or a list of these ("a
woman and two children"). Numbers that count something else are refused by their unit: years,
metres, bullets, raids (`units.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from streams.enrich.events.agreement import agrees, same_gender
from streams.enrich.events.reading import CONJUNCTIONS, Found, Reading, Sentence
from streams.enrich.events.units import counts_persons, latest
from streams.enrich.events.words import CASUALTY_ROLES

# Folded endings: tanween or a possessive on an object; the feminine of a subject.
_ACCUSATIVE_ENDINGS = ("\u0627", "\u0647", "\u0647\u0627", "\u0647\u0645")
_WITH_SUBJECT = frozenset({"verb", "active", "died"})
_YEARS = range(1900, 2101)
_LIST_WORDS = 5  # from one member of a list to the "and" of the next
_BEFORE_WORDS = 7  # "14 Afghan soldiers of the border guard were killed"
_NOUN_NEAR_WORDS = 2
_NOUN_AFTER_NUMBER_WORDS = 3
_OBJECT_WORDS = 2
_OWN_HEAD_WORDS = 4
_JOINED_WORDS = 2  # "a mother and her small son": words around the "and" of two persons


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


def quantity_after(
    reading: Reading, sentence: Sentence, head: Found, gap_words: int
) -> Quantity | None:
    """Read what a head counts after it: within the gap, not across a comma or another head."""
    hurt = reading.sense(head.last, "injured") if head.last < sentence.last else None
    lone = hurt is not None and hurt.sense.count == "one" and not hurt.glued
    if head.sense.role == "killed" and hurt is not None and lone:
        # "death of a wounded man": the wounded man is the dead
        return Quantity(1, 1, hurt.first, hurt.last, "single", None, vague=True)
    at, gap, after_date = head.last, 0, False
    while at < sentence.last and gap <= gap_words:
        if reading.dated[at]:
            at, after_date = at + 1, True
            continue
        if _stops(reading, head, at, after_date=after_date):
            return None
        quantity = quantity_at(reading, sentence, at, near=gap <= _NOUN_NEAR_WORDS)
        if quantity is not None:
            told = _told(reading, sentence, head, quantity)
            if told is not None:
                return _with_list(reading, sentence, told)
            at = quantity.last - 1
        elif reading.numbers_from.get(at) is not None and head.sense.value in {"noun", "passing"}:
            return None  # the number next to it counts something else
        after_date = after_date and bool(reading.marked[at])
        gap += 1
        at += 1
    return None


def _stops(reading: Reading, head: Found, at: int, *, after_date: bool) -> bool:
    """Tell whether a token ends the reach of a head."""
    if at >= head.last and (reading.comma[at] and not after_date):
        return True
    if head.sense.value == "both" and reading.sense(at, "near") and at not in reading.numbers_from:
        return True
    return bool(
        reading.sense(at, "part") or (at > head.last and reading.sense(at, *CASUALTY_ROLES))
    )


def _told(reading: Reading, sentence: Sentence, head: Found, quantity: Quantity) -> Quantity | None:
    """Tell subject and object apart: "a gunman killed two" counts two; None to read on."""
    if head.sense.value in _WITH_SUBJECT and quantity.form in {"single", "named", "plural"}:
        told = _object_of(reading, sentence, quantity)
        if told is not None and (told.number or quantity.form != "plural"):
            return told
        if head.sense.role == "missing" and quantity.role == "militant":
            return None  # gunmen take others
        if head.sense.value == "active" and quantity.form == "named":
            return None
    nominative = quantity.form == "dual" and reading.tokens[quantity.first].text.endswith("ان")
    if head.sense.value == "active" and nominative:
        return None  # two gunmen are the subject of "kills"; its object ends in -ayn
    if head.sense.value == "next" and quantity.form == "named":
        return None
    return quantity


def quantity_at(
    reading: Reading, sentence: Sentence, at: int, *, near: bool = True
) -> Quantity | None:
    """Read a quantity that starts at a token."""
    if at >= sentence.last:
        return None
    number = reading.numbers_from.get(at)
    if number is not None:
        return _number_quantity(reading, sentence, at)
    person = reading.sense(at, "person", "other")
    if person is not None:
        return _noun_quantity(reading, sentence, person, near=near)
    named = reading.person_at.get(at)
    if named is not None and near:
        return Quantity(1, 1, at, min(max(named, at + 1), sentence.last), "named", None, vague=True)
    return None


def quantity_before(reading: Reading, sentence: Sentence, head: Found) -> Quantity | None:
    """Read what stands before a verb: "14 soldiers were killed", "a man died"."""
    stop = max(sentence.first, head.first - _BEFORE_WORDS)
    nouns: list[Found] = []
    for at in range(head.first - 1, stop - 1, -1):
        if reading.dated[at]:
            continue
        if reading.sense(at, *CASUALTY_ROLES, "part"):
            break
        number = reading.numbers_to.get(at + 1)
        if number is not None and number.first >= sentence.first:
            quantity = _number_quantity(reading, sentence, number.first)
            if quantity is not None and agrees(reading, head, quantity.min, quantity.max):
                return _with_neighbours(reading, sentence, quantity, nouns)
            break
        noun = reading.sense(at, "person", "other")
        if noun is not None and head.first - at <= _NOUN_NEAR_WORDS + 1:
            nouns.append(noun)
    return _noun_before(reading, sentence, head, nouns)


def _with_neighbours(
    reading: Reading, sentence: Sentence, counted: Quantity, nouns: Sequence[Found]
) -> Quantity:
    """Add the single ones around a number: "two soldiers and a civilian", "a woman and her two"."""
    last = nouns[0] if nouns else None
    if last is not None and last.sense.count == "one" and last.first > counted.last:
        back = range(last.first - 1, max(counted.last, last.first - 1 - _JOINED_WORDS) - 1, -1)
        if last.glued or any(reading.tokens[at].text in CONJUNCTIONS for at in back):
            top = None if counted.max is None else counted.max + 1
            return replace(counted, min=counted.min + 1, max=top, last=last.last, role=None)
    return _with_former(reading, sentence, counted)


def _noun_before(
    reading: Reading, sentence: Sentence, head: Found, nouns: list[Found]
) -> Quantity | None:
    """Read the nearest noun that the verb can have as its subject, and what "and" adds to it."""
    for noun in nouns:
        if noun.sense.count == "one" and not same_gender(reading, head, noun):
            continue
        quantity = _noun_quantity(reading, sentence, noun, near=True)
        if quantity is not None and quantity.form == "single":
            quantity = _with_former(reading, sentence, quantity)
        if quantity is not None and agrees(reading, head, quantity.min, quantity.max):
            return quantity
    return None


def _with_former(reading: Reading, sentence: Sentence, last: Quantity) -> Quantity:
    """Add the one that "and" joins in front: "a mother and her son were killed" counts two."""
    at, noun = last.first, reading.sense(last.first, "person")
    if noun is None or not noun.glued:
        back = range(at - 1, max(sentence.first, at - _JOINED_WORDS) - 1, -1)
        words = (word for word in back if reading.tokens[word].text in CONJUNCTIONS)
        at = next(words, sentence.first)
    back = range(at - 1, max(sentence.first, at - 1 - _JOINED_WORDS) - 1, -1)
    persons = (reading.sense(word, "person") for word in back)
    former = next((one for one in persons if one is not None and one.last <= at), None)
    if former is None or former.sense.count != "one" or former.first in reading.numbers_to:
        return last
    start = max(sentence.first, former.first - _JOINED_WORDS)  # "killed a man; two were hurt"
    heads = reading.any_between(start, last.first, *CASUALTY_ROLES)
    if heads is not None or any(reading.comma[former.first + 1 : last.first + 1]):
        return last
    top = None if last.max is None else last.max + 1
    role = last.role if last.role == former.sense.value else None
    return replace(
        last, min=last.min + 1, max=top, first=former.first, form="list", role=role, vague=False,
    )  # fmt: skip


def _number_quantity(reading: Reading, sentence: Sentence, at: int) -> Quantity | None:
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


def _noun_quantity(
    reading: Reading, sentence: Sentence, noun: Found, *, near: bool
) -> Quantity | None:
    count, role = noun.sense.count, noun.sense.value if noun.sense.role == "person" else None
    if role == "militant" and reading.any_between(noun.last, noun.last + 2, "force") is not None:
        role = "soldier"  # "two members of the police"
    after = reading.numbers_from.get(noun.last) if noun.last < sentence.last else None
    apart = after is not None and _number_glued(reading, after.first)  # a colonel and two more
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
    if count == "two" or (count == "two_or_many" and role == "national"):
        top = None if reading.bound_at.get(noun.first) == "at_least" else 2
        return Quantity(2, top, noun.first, noun.last, "dual", role)
    if count in {"many", "two_or_many"}:
        return Quantity(1, None, noun.first, noun.last, "plural", role, vague=True)
    return None


def _object_of(reading: Reading, sentence: Sentence, subject: Quantity) -> Quantity | None:
    """Read the object of "a gunman killed two persons": a quantity right after the subject."""
    for at in range(subject.last, min(sentence.last, subject.last + _OBJECT_WORDS)):
        if reading.marked[at] or reading.sense(at, *CASUALTY_ROLES, "near"):
            return None
        quantity = quantity_at(reading, sentence, at)
        if quantity is not None and not _joined(reading, at, quantity):
            if quantity.form == "single" and not _accusative(reading, at):
                return None
            return None if quantity.form == "named" else quantity
    return None


def _accusative(reading: Reading, at: int) -> bool:
    word = reading.tokens[at].text
    return word.endswith(_ACCUSATIVE_ENDINGS) and not word.startswith("ال")


def _glued(reading: Reading, at: int) -> bool:
    person = reading.sense(at, "person", "other")
    if person is not None:
        return person.glued
    return at > 0 and reading.tokens[at - 1].text in CONJUNCTIONS


def _joined(reading: Reading, at: int, quantity: Quantity) -> bool:
    """Tell whether "and" stands before a quantity, or is glued to it."""
    return _glued(reading, at) or (quantity.number and _number_glued(reading, at))


def _with_list(reading: Reading, sentence: Sentence, first: Quantity) -> Quantity:
    """Add the members that follow with "and": "a woman and two children", "3 men and 5 boys"."""
    total, at = first, first.last
    limit = at + _LIST_WORDS
    while at < min(sentence.last, limit):
        spelled_out = first.number and reading.marked[at]  # 4 persons "a driver and two women"
        if reading.comma[at] or spelled_out:
            break
        if reading.sense(at, "part", *CASUALTY_ROLES, "near", "by", "report"):
            break
        quantity = quantity_at(reading, sentence, at)
        if quantity is None or (quantity.form == "plural" and not quantity.number):
            if quantity is not None:
                break
            at += 1
            continue
        if not _joined(reading, at, quantity):
            if quantity.number:
                break
            at += 1
            continue
        if quantity.form == "named" or _has_own_head(reading, sentence, quantity.last):
            break
        top = None if total.max is None or quantity.max is None else total.max + quantity.max
        role = total.role if total.role == quantity.role else None
        total = replace(
            total, min=total.min + quantity.min, max=top, last=quantity.last, role=role,
            form="list", vague=False,
        )  # fmt: skip
        at = quantity.last
        limit = at + _LIST_WORDS
    return total


def _has_own_head(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Tell whether a count goes on to a word of its own: "and seven others are still missing"."""
    for near in range(at, min(sentence.last, at + _OWN_HEAD_WORDS)):
        if reading.comma[near] or reading.tokens[near].text in CONJUNCTIONS:
            return False
        head = reading.sense(near, *CASUALTY_ROLES)
        if head is not None:
            return not head.glued
    return False


def _number_glued(reading: Reading, at: int) -> bool:
    if at and reading.tokens[at - 1].text in CONJUNCTIONS:
        return True
    word = reading.tokens[at].text
    return word.startswith("و") and not word.startswith("واحد")
