"""Find every toll of a sentence: a word of death, injury, loss or arrest, and who it counts.

The grammar is the same for all languages; direction and number come with the words: a noun
(`killing of`) counts what follows, a verb what follows or stands before it, a victim word
(`12 wounded`) what stands before it, and a form may be its own number (a dual, one victim).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from schemas.annotation import Span
from streams.enrich.events.denials import denies_all, is_denied, is_only_grave
from streams.enrich.events.quantities import quantity_after, quantity_before
from streams.enrich.events.quantity import Quantity, quantity_at
from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.units import latest
from streams.enrich.events.words import CASUALTY_ROLES
from streams.text.numerals import Number

# How far a head looks for what it counts, in words that are not part of a date.
_GAP_WORDS = {
    "noun": 4,
    "passing": 4,
    "verb": 8,
    "died": 8,
    "active": 12,
    "led": 12,
    "lost": 10,
    "both": 3,
    "next": 0,
    "none": -1,  # the phrase only looks like a word of loss or arrest
}
_FATE_WORDS = 18  # "met ... his death": relative clauses fit in between
_TOTAL_WORDS = 14  # "the number of those killed in ... rose to N"
_TOTAL_BEFORE_WORDS = 3
EXECUTED = "killed.executed"
_VICTIM_FORMS = frozenset({"one", "two", "many", "numbered", "toll"})
_MODAL_BEFORE_WORDS = 2
_RANKS_WORDS = 4
_AHEAD_WORDS = 4
_LOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Toll:
    """One mention of a count. Units: persons; `at` is the token of the head."""

    kind: str
    min: int
    max: int | None
    role: str | None
    at: int
    first: int
    last: int
    rule: str
    vague: bool = False  # an unquantified plural or a crowd, to be made exact by a later figure
    total: bool = False
    perpetrator: bool = False

    def span(self, reading: Reading) -> Span:
        """Give the words it rests on."""
        return reading.span(self.first, self.last)


def find_tolls(reading: Reading, sentence: Sentence) -> Iterator[Toll]:
    """Yield the tolls of one sentence, in order of their heads."""
    done, role = sentence.first, None
    while True:
        head = reading.any_between(done, sentence.last, "safe", *CASUALTY_ROLES)
        if head is None:
            return
        done = head.last
        for toll in _tolls_of(reading, sentence, head):
            done = max(done, toll.last)
            others = reading.any_between(toll.first, min(toll.last + 1, sentence.last), "other")
            if toll.role is None and others is not None:
                yield replace(toll, role=role)  # "4 soldiers killed and 3 others injured"
            else:
                role = toll.role
                yield toll


def _tolls_of(reading: Reading, sentence: Sentence, head: Found) -> Iterator[Toll]:
    kind, form = head.sense.role, head.sense.value
    if kind == "safe":
        yield from _nobody(head, "denied.unharmed", form)
        return
    if is_denied(reading, sentence, head):
        if denies_all(reading, head) and not is_only_grave(reading, sentence, head):
            yield from _nobody(head, "denied.no_casualties", "zero")
        return
    told = head.glued and form == "verb"  # "escaped an attempt, and two were wounded"
    if not told and reading.is_unreal(sentence, head.first, _MODAL_BEFORE_WORDS):
        return  # threatened, feared, attempted: nobody was counted yet
    if form in _VICTIM_FORMS:
        toll = _victims(reading, sentence, head)
    elif form == "own":
        toll = _own(head, f"{kind}.own")
    else:
        toll = _counted(reading, sentence, head)
    if toll is not None and not _is_ahead(reading, sentence, toll):
        yield toll


def _is_ahead(reading: Reading, sentence: Sentence, toll: Toll) -> bool:
    """Tell whether a count is only possible ("could leave thousands dead"), or of things lost."""
    modals = reading.places(max(sentence.first, toll.first - _AHEAD_WORDS), toll.at, "modal")
    for at in modals:
        modal = reading.sense(at, "modal")
        ahead = modal is not None and modal.sense.value == "ahead"
        if ahead and not any(reading.comma[at + 1 : toll.at + 1]):
            return True
    if not toll.rule.startswith("missing.next"):
        return False
    end = min(sentence.last, toll.last + _LOST_WORDS)
    lost = reading.any_between(toll.last, end, "figure")
    return lost is not None and lost.sense.value == "life"


def _own(head: Found, rule: str) -> Toll:
    """Count one: the form or the verb speaks of a single person already named."""
    return Toll(head.sense.role, 1, 1, None, head.first, head.first, head.last, rule, vague=True)


def _nobody(head: Found, rule: str, kind: str) -> Iterator[Toll]:
    """Deny victims of one kind ("no deaths"), or with `zero` both dead and injured."""
    for denied in ("killed", "injured"):
        if kind in {"zero", denied}:
            yield Toll(denied, 0, 0, None, head.first, head.first, head.last, rule)


def _victims(reading: Reading, sentence: Sentence, head: Found) -> Toll | None:
    """Read `12 wounded`, `two dead`, `the number of the dead rose to 12`, `dead and wounded`."""
    before = reading.numbers_to.get(head.first)
    if before is not None and _usable(reading, sentence, before):
        before = latest(reading, sentence, before)
        return _numbered_victims(reading, sentence, head, before)
    total = _total_victims(reading, sentence, head)
    return total if total is not None else _self_numbered(reading, sentence, head)


def _usable(reading: Reading, sentence: Sentence, number: Number) -> bool:
    inside = number.first >= sentence.first and number.min > 0
    return inside and not reading.dated[number.first]


def _numbered_victims(
    reading: Reading, sentence: Sentence, head: Found, number: Number
) -> Toll | None:
    """Read a number right before a victim word, unless it covers dead and wounded together."""
    if _covers_next(reading, sentence, head) or _covered_by_former(reading, head):
        return None
    kind, end = head.sense.role, min(sentence.last, head.last + _RANKS_WORDS)
    force = reading.any_between(head.last, end, "force")  # "4 dead in the ranks of the army"
    return Toll(
        kind, number.min, number.max, "soldier" if force else None, head.first, number.first,
        head.last, f"{kind}.number_victims", vague=number.form == "open",
        total=_after_total(reading, sentence, number.first),
    )  # fmt: skip


def _total_victims(reading: Reading, sentence: Sentence, head: Found) -> Toll | None:
    """Read a number further off: "12 people ... dead", "the death toll rose to 12"."""
    kind, form = head.sense.role, head.sense.value
    if form == "numbered":
        quantity = quantity_before(reading, sentence, head)
        if quantity is not None and quantity.number:
            return _toll(head, quantity, f"{kind}.number_victims")
    if form == "toll" or _after_total(reading, sentence, head.first):
        return _stated_total(reading, sentence, head)
    return None


def _self_numbered(reading: Reading, sentence: Sentence, head: Found) -> Toll | None:
    """Read a victim word that is its own number: a dual, one victim, an uncounted plural."""
    kind, count = head.sense.role, head.sense.count
    if head.definite or not count:
        return None
    if count == "two":
        top = None if reading.bound_at.get(head.first) == "at_least" else 2
        return Toll(kind, 2, top, None, head.first, head.first, head.last, f"{kind}.dual_victims")
    if count == "one":
        covered = _covers_next(reading, sentence, head) or _covered_by_former(reading, head)
        return None if covered else _own(head, f"{kind}.one_victim")
    if _has_b(reading, head) or _covered_by_former(reading, head):
        return None
    after = quantity_at(reading, sentence, head.last)
    if after is not None and after.number:
        return _toll(head, after, f"{kind}.victims_number")
    return Toll(
        kind, 1, None, None, head.first, head.first, head.last, f"{kind}.uncounted", vague=True
    )


def _has_b(reading: Reading, head: Found) -> bool:
    """Tell whether ب "with" is glued to the head: "with grave injuries" counts nobody."""
    return reading.words[head.first].startswith("\u0628")


def _covers_next(reading: Reading, sentence: Sentence, head: Found) -> bool:
    """Tell whether the figure of this head covers the next too: "66 dead and wounded"."""
    after = next_head(reading, sentence, head)
    if after is None or not after.glued or after.sense.role == head.sense.role:
        return False
    alone = reading.numbers_from.get(after.last) is None
    return alone and after.sense.count == head.sense.count


def _covered_by_former(reading: Reading, head: Found) -> bool:
    """Tell whether the figure of the head before covers this one."""
    former = reading.sense(head.first - 1, "killed", "injured") if head.first else None
    if former is None or not head.glued or former.sense.role == head.sense.role:
        return False
    numbered = reading.numbers_to.get(former.first) is not None or former.sense.count == "one"
    return numbered and former.sense.count == head.sense.count


def next_head(reading: Reading, sentence: Sentence, head: Found) -> Found | None:
    """Give the head right after this one, past a lone conjunction."""
    at = head.last
    if at < sentence.last and reading.words[at] in reading.conjunctions:
        at += 1
    return reading.sense(at, *CASUALTY_ROLES) if at < sentence.last else None


def _after_total(reading: Reading, sentence: Sentence, at: int) -> bool:
    start = max(sentence.first, at - _TOTAL_BEFORE_WORDS)
    return reading.any_between(start, at, "total") is not None


def _stated_total(reading: Reading, sentence: Sentence, head: Found) -> Toll | None:
    for at in range(head.last, min(sentence.last, head.last + _TOTAL_WORDS)):
        other = reading.sense(at, *CASUALTY_ROLES)
        number = reading.numbers_from.get(at)
        if number is not None and not reading.dated[at]:
            quantity = quantity_at(reading, sentence, at)
            if quantity is not None:
                return _toll(head, quantity, f"{head.sense.role}.stated_total", total=True)
        elif other is not None and other.glued:
            return None
    return None


def _counted(reading: Reading, sentence: Sentence, head: Found) -> Toll | None:
    """Read what a noun or a verb counts: after it, or before it where the grammar says so."""
    kind, form = head.sense.role, head.sense.value
    fateless = form == "fate" or (form == "lost" and not _has_fate(reading, sentence, head))
    if fateless or _combined_with_former(reading, sentence, head):
        return None
    counted = reading.numbers_to.get(head.first) is not None
    if form == "both" and not counted and _after_total(reading, sentence, head.first):
        return _stated_total(reading, sentence, head)  # "the number of wounded rose to 42"
    before = quantity_before(reading, sentence, head) if form in _VERBS else None
    following = next_head(reading, sentence, head)
    combined = following is not None and following.glued and following.sense.role != kind
    plural = form in {"verb", "died", "lost"} and _is_plural(reading.words[head.first])
    after = None
    if not combined and not (before is not None and (plural or form == "before")):
        after = quantity_after(reading, sentence, head, _GAP_WORDS.get(form, 0))
    if form == "lost" and kind == "injured":  # a minister taken to hospital is ill, 14 are hurt
        after, before = (one if one is not None and one.number else None for one in (after, before))
    if after is not None:
        trigger = reading.sense(head.first, "trigger")
        executed = trigger is not None and trigger.sense.value == "execution"
        return _toll(head, after, EXECUTED if executed else f"{kind}.{form}_{after.form}")
    if before is not None:
        return _toll(head, before, f"{kind}.before_verb")
    if form == "died" and sentence.zone != "body" and not combined:
        return _own(head, f"{kind}.subject")
    return None


_VERBS = frozenset({"verb", "died", "lost", "both", "before"})


def _combined_with_former(reading: Reading, sentence: Sentence, head: Found) -> bool:
    """Tell whether one figure covers this head and the one before it: "death and injury of 9"."""
    if not head.glued or head.first <= sentence.first:
        return False
    former = reading.sense(head.first - 1, "killed", "injured")
    if former is None or former.sense.role == head.sense.role or former.last != head.first:
        return False
    if former.sense.value in {"noun", "passing"}:
        return (
            head.sense.value != "verb"
        )  # a verb tells on: "an attempt to kill, and two were hurt"
    return former.sense.value in _VERBS and quantity_before(reading, sentence, former) is None


def _has_fate(reading: Reading, sentence: Sentence, head: Found) -> bool:
    """Tell whether `met` goes on to `his death`."""
    for at in range(head.last, min(sentence.last, head.last + _FATE_WORDS)):
        found = reading.sense(at, head.sense.role)
        if found is not None and found.sense.value == "fate":
            return True
    return False


def _is_plural(verb: str) -> bool:
    return verb.endswith(("وا", "تا", "ون"))


def _toll(head: Found, quantity: Quantity, rule: str, *, total: bool = False) -> Toll:
    first, last = min(head.first, quantity.first), max(head.last, quantity.last)
    return Toll(
        head.sense.role, quantity.min, quantity.max, quantity.role, head.first, first, last, rule,
        quantity.vague, total, quantity.perpetrator,
    )  # fmt: skip
