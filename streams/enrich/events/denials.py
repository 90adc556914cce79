"""Tell denied victims from silence: "without injuries" is nobody, "no word on victims" is nothing.

A denial of grave injuries only says nothing either, and a denial does not reach over a comma or a
figure.
"""

from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.words import CASUALTY_ROLES

_ANY_WORDS = frozenset({"\u0627\u064a", "any"})  # أي
_DENY_BEFORE_WORDS = 8
_NOINFO_BEFORE_WORDS = 7
_GRAVE_AFTER_WORDS = 3
_SO = "\u0641"  # ف


def is_denied(reading: Reading, sentence: Sentence, head: Found) -> bool:
    """Tell whether a negation reaches the head: close before it, no comma and no figure between."""
    if reading.numbers_to.get(head.first) is not None or _goes_on(reading, head.first):
        return False
    start = max(sentence.first, head.first - _DENY_BEFORE_WORDS)
    for at in range(head.first - 1, start - 1, -1):
        if reading.comma[at + 1] or reading.numbers_to.get(at + 1) is not None:
            return False
        if _goes_on(reading, at):
            return False
        if reading.sense(at, "deny") and not _in_number(reading, at):
            return True
    return False


def _goes_on(reading: Reading, at: int) -> bool:
    """Tell whether a verb with a glued "so" (ف) tells on: "did not stop, so they shot two dead"."""
    if not reading.words[at].startswith(_SO):
        return False
    head = reading.sense(at, *CASUALTY_ROLES)
    return head is not None and (head.glued or head.sense.value == "active")


def _in_number(reading: Reading, at: int) -> bool:
    """Tell whether a word belongs to a bound such as "no less than"."""
    return any(
        number.first <= at < number.last
        for start in range(max(0, at - 2), at + 1)
        if (number := reading.numbers_from.get(start)) is not None
    )


def denies_all(reading: Reading, head: Found) -> bool:
    """Tell whether a denied head speaks of victims at large: "injuries", "any injury"."""
    if head.sense.role not in {"killed", "injured"} or head.definite:
        return False
    if head.sense.value in {"many", "numbered"}:
        return True
    any_before = head.first > 0 and reading.words[head.first - 1] in _ANY_WORDS
    return head.sense.value in {"noun", "passing"} and any_before


def is_only_grave(reading: Reading, sentence: Sentence, head: Found) -> bool:
    """Tell whether only grave injuries are denied, or knowledge of any."""
    after = min(sentence.last, head.last + _GRAVE_AFTER_WORDS)
    before = max(sentence.first, head.first - _NOINFO_BEFORE_WORDS)
    return (
        reading.any_between(head.last, after, "grave") is not None
        or reading.any_between(before, head.first, "noinfo") is not None
    )
