"""Date an event, and name who did it to whom, from title and lead; `place.py` places it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from schemas.annotation import Actor, DateMention, Entity, EventDate, Span
from streams.enrich.events.reading import Reading, Sentence
from streams.enrich.events.scope import FRESH_DAYS, day_of, last_day
from streams.enrich.events.words import CASUALTY_ROLES

_EVENT_ROLES = ("trigger", *CASUALTY_ROLES)
_DEED_ROLES = (*_EVENT_ROLES, "happened")
# A day of the report loses against a day of the deed one sentence later, not two.
_REPORT_POINTS, _UNEVENTFUL_POINTS, _DATE_ORDER_POINTS = 1.5, 0.7, 1.0
_REPORT_WORDS = 7
_AHEAD = frozenset({"forecast", "planned", "funeral"})
_INTERVAL_DAYS, _INTERVAL_POINTS = 3, 0.5  # "over the weekend" dates an event, a day does better
_SERIES_WORDS = 8  # "from Thursday until the evening of Saturday": from the one day to the other
_ACCUSED_WORDS = 10
_ACTOR_WORDS = 6
Dated = tuple[int, DateMention]


def date_of(
    reading: Reading,
    dates: Sequence[Dated],
    sentences: Sequence[Sentence],
    today: date | None,
) -> EventDate | None:
    """Choose the day of the event: early in the text, near words of the event, not of the report.

    Basis: `explicit`, `weekday` or `relative` as the words say; `report` when only the
    announcement is dated. None when no day is named.
    """
    best: tuple[float, int, DateMention, bool] | None = None
    for order, sentence in enumerate(sentences):
        eventful = reading.any_between(sentence.first, sentence.last, *_DEED_ROLES) is not None
        if not eventful and _looks_ahead(reading, sentence):
            continue
        for first, mention in dates:
            if not sentence.first <= first < sentence.last or not _is_day(mention):
                continue
            if not _fresh(mention, today):
                continue
            report = _of_report(reading, sentence, first)
            points = -_DATE_ORDER_POINTS * order - (0.0 if mention.value else _INTERVAL_POINTS)
            points -= _REPORT_POINTS if report else 0.0
            points -= 0.0 if eventful else _UNEVENTFUL_POINTS
            before = max(sentence.first, first - _ACCUSED_WORDS)
            if reading.any_between(before, first, "accused") is not None:
                points -= _REPORT_POINTS  # the day of the crime, not of the arrest
            if best is None or points > best[0]:
                best = (points, first, mention, report)
    if best is None:
        return None
    _, first, mention, report = best
    made = _over_days(reading, dates, first, mention) or event_date(mention)
    return replace(made, basis="report") if report else made


def _over_days(
    reading: Reading, dates: Sequence[Dated], first: int, mention: DateMention
) -> EventDate | None:
    """Date what went on "from Thursday until Saturday": by its last day. None if it did not."""
    begun = day_of(mention.value)
    for other, last in dates:
        if not first < other <= first + _SERIES_WORDS or reading.words[other - 1] not in (
            reading.untils
        ):
            continue
        ended = day_of(last.value)
        if begun is None or ended is None or not 0 < (ended - begun).days <= FRESH_DAYS:
            continue
        text = reading.folded.original[mention.start : last.end]
        return replace(
            event_date(last), from_=mention.value, to=last.value,
            evidence=Span(text=text, start=mention.start, end=last.end),
        )  # fmt: skip
    return None


def _looks_ahead(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of what may come: a forecast, a plan, a funeral."""
    vetoes = reading.places(sentence.first, sentence.last, "veto")
    found = (reading.sense(at, "veto") for at in vetoes)
    return any(one is not None and one.sense.value in _AHEAD for one in found)


def _of_report(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether a date says when it was announced: a verb of saying before, no deed between."""
    start = max(sentence.first, first - _REPORT_WORDS)
    for at in range(first - 1, start - 1, -1):
        if reading.sense(at, *_DEED_ROLES) is not None:
            return False
        if reading.sense(at, "report") is not None:
            return True
    return False


def event_date(mention: DateMention) -> EventDate:
    """Make the date of an event of a date mention."""
    return EventDate(
        value=mention.value or mention.to, precision=mention.precision, basis=_basis(mention),
        from_=mention.from_, to=mention.to,
        evidence=Span(text=mention.text, start=mention.start, end=mention.end),
    )  # fmt: skip


def _is_day(mention: DateMention) -> bool:
    """Tell whether a mention is a day, or a few days of which the last stands for the event."""
    if mention.value:
        return day_of(mention.value) is not None and len(mention.value) >= len("2024-11-22")
    begun, last = day_of(mention.from_), day_of(mention.to)
    return begun is not None and last is not None and (last - begun).days < _INTERVAL_DAYS


def _fresh(mention: DateMention, today: date | None) -> bool:
    last = last_day(mention)
    if last is None or today is None:
        return last is not None
    return today - timedelta(days=FRESH_DAYS) <= last <= today + timedelta(days=1)


def _basis(mention: DateMention) -> str:
    rule = mention.rule
    for basis in ("weekday", "relative"):
        if basis in rule:
            return basis
    return "explicit"


def actors_of(
    reading: Reading, entities: Sequence[Entity], sentences: Sequence[Sentence]
) -> tuple[Actor, ...]:
    """Name perpetrator and target where a word ties an organisation to the deed."""
    found: dict[str, Actor] = {}
    for entity in entities:
        if entity.type != "organisation":
            continue
        for mention in entity.mentions:
            first = reading.token_at(mention.start)
            if not any(s.first <= first < s.last for s in sentences):
                continue
            for role, cue in (("perpetrator", "by"), ("target", "against")):
                if role not in found and reading.any_between(first - _ACTOR_WORDS, first, cue):
                    found[role] = Actor(role=role, name=entity.name, entity_id=entity.id)
                    break
            else:
                continue
            break
    return tuple(found[role] for role in ("perpetrator", "target") if role in found)
