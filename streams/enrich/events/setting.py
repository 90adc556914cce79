"""Date and place an event, and name who did it to whom, from title and lead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from schemas.annotation import Actor, DateMention, Entity, EventDate, EventPlace, Place, Span
from streams.enrich.events.reading import Reading, Sentence
from streams.enrich.events.scope import FRESH_DAYS, last_day
from streams.text.tokens import stems

_EVENT_ROLES = ("trigger", "killed", "injured", "missing", "arrested")
# A day of the report loses against a day of the deed one sentence later, not two.
_REPORT_POINTS, _UNEVENTFUL_POINTS = 1.5, 0.7
_REPORT_WORDS = 7
_PRECISION_RANK = {"point": 3, "town": 2, "admin1": 1, "country": 0}
_NEAR_WORDS = 3
_ACTOR_WORDS = 6
_CUED_NAME_WORDS = 3
# Where a place is named: what a word of place next to it, or an early sentence, is worth.
_CUE_POINTS, _ZONE_POINTS = 3.0, {"title": 2.0, "lead": 2.0, "body": 0.0}
_RANK_POINTS = 1.5
_DATELINE_TOKENS = 5

Dated = tuple[int, DateMention]
PlaceMention = tuple[int, int, Place, Span]


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
    best: tuple[float, DateMention, bool] | None = None
    for order, sentence in enumerate(sentences):
        eventful = reading.any_between(sentence.first, sentence.last, *_EVENT_ROLES) is not None
        for first, mention in dates:
            if not sentence.first <= first < sentence.last or not _is_day(mention):
                continue
            if not _fresh(mention, today):
                continue
            report = _of_report(reading, sentence, first)
            points = -float(order)
            points -= _REPORT_POINTS if report else 0.0
            points -= 0.0 if eventful else _UNEVENTFUL_POINTS
            if best is None or points > best[0]:
                best = (points, mention, report)
    if best is None:
        return None
    made = event_date(best[1])
    return replace(made, basis="report") if best[2] else made


def _of_report(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether a date says when it was announced: a verb of saying before, no deed between."""
    start = max(sentence.first, first - _REPORT_WORDS)
    for at in range(first - 1, start - 1, -1):
        if reading.sense(at, *_EVENT_ROLES) is not None:
            return False
        if reading.sense(at, "report") is not None:
            return True
    return False


def event_date(mention: DateMention) -> EventDate:
    """Make the date of an event of a date mention."""
    return EventDate(
        value=mention.value, precision=mention.precision, basis=_basis(mention),
        from_=mention.from_, to=mention.to,
        evidence=Span(text=mention.text, start=mention.start, end=mention.end),
    )  # fmt: skip


def _is_day(mention: DateMention) -> bool:
    return bool(mention.value) and len(mention.value or "") >= len("2024-11-22")


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


def place_of(
    reading: Reading, mentions: Sequence[PlaceMention], sentences: Sequence[Sentence]
) -> EventPlace | None:
    """Choose the most specific place that a word of place ties to the event."""
    best: tuple[float, int, PlaceMention] | None = None
    for order, sentence in enumerate(sentences):
        for mention in mentions:
            first, _, place, _ = mention
            if not sentence.first <= first < sentence.last:
                continue
            tied = _tied(reading, sentence, first)
            if place.precision == "country" and not tied and sentence.zone == "title":
                tied = False
            points = (
                _ZONE_POINTS[sentence.zone]
                + _RANK_POINTS * _PRECISION_RANK[place.precision]
                + (_CUE_POINTS if tied else 0.0)
                - 0.3 * order
            )
            if not tied and _opens(reading, sentence, first):
                points -= _CUE_POINTS
            if best is None or points > best[0]:
                best = (points, -first, mention)
    if best is None:
        return None
    first, last, place, span = best[2]
    country = place.country or _country_of(mentions, sentences)
    return EventPlace(
        id=place.id, name=place.name, text=_written(reading, first, last).text, country=country,
        admin1=place.admin1, precision=place.precision, lat=place.lat, lon=place.lon, evidence=span,
    )  # fmt: skip


def _written(reading: Reading, first: int, last: int) -> Span:
    """Take the word of place before the name along: `بلدة ...`."""
    cue = reading.sense(first - 1, "cue") if first else None
    start = first - 1 if cue is not None and cue.last == first else first
    return reading.span(start, max(last, first + 1))


def _tied(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether في, ب, قرب or a word of place stands before the name."""
    word = reading.tokens[first].text
    if word.startswith("ب") and any(cut == 1 for cut, _ in stems(word)) and len(word) > 3:  # noqa: PLR2004
        return True
    start = max(sentence.first, first - _NEAR_WORDS)
    return reading.any_between(start, first, "near", "cue") is not None


def _opens(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether the name is part of a dateline: early in the lead, before a dash or colon."""
    if sentence.zone == "title" or first - sentence.first >= _DATELINE_TOKENS:
        return False
    return any(
        reading.comma[at]
        for at in range(first, min(sentence.first + _DATELINE_TOKENS + 1, sentence.last))
    )


def _country_of(mentions: Sequence[PlaceMention], sentences: Sequence[Sentence]) -> str | None:
    for sentence in sentences:
        for first, _, place, _ in mentions:
            if sentence.first <= first < sentence.last and place.country:
                return place.country
    return None


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
