"""Read how many persons a head counts: what stands after a noun, before or after a verb."""

from streams.enrich.events.agreement import agrees, same_gender
from streams.enrich.events.lists import is_joined, with_former, with_list, with_neighbours
from streams.enrich.events.quantity import (
    Quantity,
    noun_quantity,
    number_quantity,
    quantity_at,
)  # fmt: skip
from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.words import CASUALTY_ROLES

# Folded endings: tanween or a possessive on an object; the feminine of a subject.
_ACCUSATIVE_ENDINGS = ("\u0627", "\u0647", "\u0647\u0627", "\u0647\u0645")
_WITH_SUBJECT = frozenset({"verb", "active", "led", "died"})
_ACTIVE = frozenset({"active", "led"})
_BEFORE_WORDS = 7  # "14 Afghan soldiers of the border guard were killed"
_NOUN_NEAR_WORDS = 2
_OBJECT_WORDS = 2
_COUNTED_WORDS = 5  # "all passengers of the bus, who were 16"
_LONG_BEFORE_WORDS = 14  # where the verb closes the sentence


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
                counted = _counted_after(reading, sentence, told)
                return counted or with_list(reading, sentence, told)
            at = quantity.last - 1
        elif reading.numbers_from.get(at) is not None and head.sense.value in {"noun", "passing"}:
            return None  # the number next to it counts something else
        after_date = after_date and bool(reading.marked[at])
        gap += 1
        at += 1
    return None


def _counted_after(reading: Reading, sentence: Sentence, told: Quantity) -> Quantity | None:
    """Read the number of an uncounted plural: "all passengers of the bus, 16 in number"."""
    if told.form != "plural":
        return None
    end = min(sentence.last, told.last + _COUNTED_WORDS)
    word = reading.any_between(told.last, end, "counted")
    number = reading.numbers_from.get(word.last) if word is not None else None
    if number is None or number.first >= sentence.last:
        return None
    return number_quantity(reading, sentence, number.first)


def _stops(reading: Reading, head: Found, at: int, *, after_date: bool) -> bool:
    """Tell whether a token ends the reach of a head."""
    if at >= head.last and (reading.comma[at] and not after_date):
        return True
    both = head.sense.value == "both" and at not in reading.numbers_from
    if both and reading.sense(at, "near", "clause"):
        return True  # "dozens were hurt when protesters ..."
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
        if head.sense.value in _ACTIVE and quantity.form == "named":
            return None
    nominative = quantity.form == "dual" and reading.words[quantity.first].endswith("ان")
    if head.sense.value in _ACTIVE and nominative:
        return None  # two gunmen are the subject of "kills"; its object ends in -ayn
    if head.sense.value == "next" and quantity.form == "named":
        return None
    return quantity


def quantity_before(reading: Reading, sentence: Sentence, head: Found) -> Quantity | None:
    """Read what stands before a verb: "14 soldiers were killed", "a man died"."""
    reach = _LONG_BEFORE_WORDS if head.sense.value == "before" else _BEFORE_WORDS
    stop = max(sentence.first, head.first - reach)
    nouns: list[Found] = []
    for at in range(head.first - 1, stop - 1, -1):
        if reading.dated[at]:
            continue
        if reading.sense(at, *CASUALTY_ROLES, "part", "clause"):
            break
        number = reading.numbers_to.get(at + 1)
        if number is not None and number.first >= sentence.first:
            quantity = number_quantity(reading, sentence, number.first)
            if quantity is not None and agrees(reading, head, quantity.min, quantity.max):
                return with_neighbours(reading, sentence, quantity, nouns)
            break
        noun = reading.sense(at, "person", "other")
        if noun is not None and head.first - at <= _NOUN_NEAR_WORDS + 1:
            nouns.append(noun)
    return _noun_before(reading, sentence, head, nouns)


def _noun_before(
    reading: Reading, sentence: Sentence, head: Found, nouns: list[Found]
) -> Quantity | None:
    """Read the nearest noun that the verb can have as its subject, and what "and" adds to it."""
    for noun in nouns:
        if noun.sense.count == "one" and not same_gender(reading, head, noun):
            continue
        if noun.sense.role == "other" and noun.sense.count == "one" and not noun.glued:
            continue  # "once more", "on the other hand"
        quantity = noun_quantity(reading, sentence, noun, near=True)
        if quantity is not None and quantity.form == "single":
            quantity = with_former(reading, sentence, quantity)
        if quantity is not None and agrees(reading, head, quantity.min, quantity.max):
            return quantity
    return None


def _object_of(reading: Reading, sentence: Sentence, subject: Quantity) -> Quantity | None:
    """Read the object of "a gunman killed two persons": a quantity right after the subject."""
    for at in range(subject.last, min(sentence.last, subject.last + _OBJECT_WORDS)):
        if reading.marked[at] or reading.sense(at, *CASUALTY_ROLES, "near"):
            return None
        quantity = quantity_at(reading, sentence, at)
        if quantity is not None and not is_joined(reading, at, quantity):
            if quantity.form == "single" and not _accusative(reading, at):
                return None
            return None if quantity.form == "named" else quantity
    return None


def _accusative(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    return word.endswith(_ACCUSATIVE_ENDINGS) and not word.startswith("ال")
