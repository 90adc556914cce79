"""Add up a list of persons: "a woman and two children", "12 soldiers in addition to 3 workers"."""

from collections.abc import Sequence
from dataclasses import replace

from streams.enrich.events.quantity import OF, Quantity, number_glued, quantity_at
from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.words import CASUALTY_ROLES

_LIST_WORDS = 8  # from one member of a list to the "and" of the next
_OWN_HEAD_WORDS = 4
_JOINED_WORDS = 2  # "a mother and her small son": words around the "and" of two persons


def with_list(reading: Reading, sentence: Sentence, first: Quantity) -> Quantity:
    """Add the members that follow with "and": "a woman and two children", "3 men and 5 boys"."""
    total, at, added = first, first.last, False
    limit = at + _LIST_WORDS
    while at < min(sentence.last, limit):
        plus = reading.sense(at, "plus")
        spelled_out = first.number and reading.marked[at]  # 4 persons "a driver and two women"
        if (reading.comma[at] or spelled_out) and not (plus or _goes_on(reading, sentence, at)):
            break
        if plus is not None:
            at, added = plus.last, True
            limit = at + _LIST_WORDS
            continue
        if reading.sense(at, "part", *CASUALTY_ROLES, "near", "by", "report"):
            break
        quantity = quantity_at(reading, sentence, at)
        if quantity is None or (quantity.form == "plural" and not quantity.number):
            if quantity is not None and is_joined(reading, at, quantity):
                break  # "3 men and women"; "12 of the members of the force" goes on
            at += 1
            continue
        if not (added or is_joined(reading, at, quantity)):
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
        at, added = quantity.last, False
        limit = at + _LIST_WORDS
    return total


def _goes_on(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Tell whether a count of persons goes on after a comma: "12 policemen, and 3 of the staff"."""
    number = reading.numbers_from.get(at)
    if number is None or not number_glued(reading, at) or number.last >= sentence.last:
        return False
    return reading.words[number.last] in OF or bool(reading.sense(number.last, "person"))


def _has_own_head(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Tell whether a count goes on to a word of its own: "and seven others are still missing"."""
    for near in range(at, min(sentence.last, at + _OWN_HEAD_WORDS)):
        if reading.comma[near] or reading.words[near] in reading.conjunctions:
            return False
        head = reading.sense(near, *CASUALTY_ROLES)
        if head is not None:
            return not head.glued
    return False


def is_joined(reading: Reading, at: int, quantity: Quantity) -> bool:
    """Tell whether "and" stands before a quantity, or is glued to it."""
    return _glued(reading, at) or (quantity.number and number_glued(reading, at))


def _glued(reading: Reading, at: int) -> bool:
    person = reading.sense(at, "person", "other")
    if person is not None:
        return person.glued
    return at > 0 and reading.words[at - 1] in reading.conjunctions


def with_neighbours(
    reading: Reading, sentence: Sentence, counted: Quantity, nouns: Sequence[Found]
) -> Quantity:
    """Add the single ones around a number: "two soldiers and a civilian", "a woman and her two"."""
    last = nouns[0] if nouns else None
    if last is not None and last.sense.count == "one" and last.first > counted.last:
        back = range(last.first - 1, max(counted.last, last.first - 1 - _JOINED_WORDS) - 1, -1)
        if last.glued or any(reading.words[at] in reading.conjunctions for at in back):
            top = None if counted.max is None else counted.max + 1
            return replace(counted, min=counted.min + 1, max=top, last=last.last, role=None)
    return with_former(reading, sentence, counted)


def with_former(reading: Reading, sentence: Sentence, last: Quantity) -> Quantity:
    """Add the one that "and" joins in front: "a mother and her son were killed" counts two."""
    at, noun = last.first, reading.sense(last.first, "person")
    if noun is None or not noun.glued:
        back = range(at - 1, max(sentence.first, at - _JOINED_WORDS) - 1, -1)
        words = (word for word in back if reading.words[word] in reading.conjunctions)
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
