"""Date and place an event, and name who did it to whom, from title and lead."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from schemas.annotation import Actor, DateMention, Entity, EventDate, EventPlace, Place, Span
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
_ACCUSED_WORDS = 10
# How specific a kind of place is, and how likely an event is placed by it: a village says where,
# a hospital or a market where the victims were taken. Kinds not listed count as a land feature.
_KIND_RANK = {
    "village": 3.0, "quarter": 2.8, "district": 2.6, "city": 2.2, "town": 2.2, "governorate": 1.2,
    "division": 1.4, "square": 2.6, "road": 1.4, "building": 0.4, "facility": 0.6, "country": 0.0,
    "region": 0.4, "continent": -1.0, "sea": 0.4,
}  # fmt: skip
_OTHER_RANK = 1.5
_WIDER_THAN_PROVINCES = frozenset({"country", "region", "continent", "sea"})
_TOWN_BONUS = 1.0  # a name that is both a town and its province (precision `town`)
_ROAD_BONUS = 1.2  # a road accident happens on a road
_NEAR_WORDS = 3
_ACTOR_WORDS = 6
# What ties a name to the event, in the same points as the ranks.
_RANK_POINTS, _TIED_POINTS, _ORDER_POINTS, _DATELINE_POINTS = 1.2, 1.6, 0.6, 3.0
_CONTAINER_ORDER_POINTS = 3.0  # several events at once: the title's container is their place
_NOT_PLACES = ("trigger", "unit", "person", "other", *CASUALTY_ROLES)
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
                best = (points, mention, report)
    if best is None:
        return None
    made = event_date(best[1])
    return replace(made, basis="report") if best[2] else made


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


def place_of(
    reading: Reading,
    mentions: Sequence[PlaceMention],
    sentences: Sequence[Sentence],
    event_type: str = "",
) -> EventPlace | None:
    """Choose the most specific place that a word of place ties to the event."""
    several = bool(sentences) and _tells_several(reading, sentences[0])
    best: tuple[float, PlaceMention] | None = None
    for order, sentence in enumerate(sentences):
        eventful = reading.any_between(sentence.first, sentence.last, *_EVENT_ROLES) is not None
        for mention in mentions:
            first, _, place, _ = mention
            if not sentence.first <= first < sentence.last:
                continue
            if place.kind != "country" and reading.sense(first, *_NOT_PLACES) is not None:
                continue
            points = _rank(place, event_type) * _RANK_POINTS
            points -= order * (_CONTAINER_ORDER_POINTS if several else _ORDER_POINTS)
            points -= 0.0 if eventful else _UNEVENTFUL_POINTS
            if _tied(reading, sentence, mention):
                points += _TIED_POINTS
            elif _opens(reading, sentence, first):
                points -= _DATELINE_POINTS
            if best is None or points > best[0]:
                best = (points, mention)
    if best is None:
        return None
    _, _, place, span = best[1]
    country = _country_of(reading, place, mentions, sentences)
    return EventPlace(
        id=place.id, name=place.name, text=span.text, country=country,
        admin1=place.admin1 or _admin1_around(reading, best[1], country, mentions, sentences),
        precision=place.precision, lat=place.lat, lon=place.lon, evidence=span,
    )  # fmt: skip


def _admin1_around(
    reading: Reading,
    chosen: PlaceMention,
    country: str | None,
    mentions: Sequence[PlaceMention],
    sentences: Sequence[Sentence],
) -> str | None:
    """Read the province of a place that has none off the text: the only one its sentence names.

    "In the district of X in the province of Y": Y must be of the same country, and not beside.
    """
    first, _, place, _ = chosen
    if place.kind in _WIDER_THAN_PROVINCES:
        return None
    home = next(one for one in sentences if one.first <= first < one.last)
    named = {
        other.admin1
        for at, _, other, _ in mentions
        if home.first <= at < home.last and other.admin1 and other.country == country
        and reading.any_between(max(at - 2, home.first), at, "beside") is None
    }  # fmt: skip
    return named.pop() if len(named) == 1 else None


def _rank(place: Place, event_type: str) -> float:
    rank = _KIND_RANK.get(place.kind, _OTHER_RANK)
    if place.precision == "town" and place.kind == "governorate":
        rank += _TOWN_BONUS
    if place.kind == "road" and event_type == "traffic_accident":
        rank += _ROAD_BONUS
    return rank


def _tells_several(reading: Reading, title: Sentence) -> bool:
    return reading.any_between(title.first, title.last, "several") is not None


def _tied(reading: Reading, sentence: Sentence, mention: PlaceMention) -> bool:
    """Tell whether في, ب, قرب or a word of place stands before the name."""
    first, _, _, span = mention
    token = reading.tokens[first]
    start, _ = reading.folded.span(token.start, token.end)
    if start < span.start and token.text.lstrip("\u0648\u0641").startswith("\u0628"):
        return True
    near = max(sentence.first, first - _NEAR_WORDS)
    return reading.any_between(near, first, "near", "cue") is not None


def _opens(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether the name is part of a dateline: early in the lead, before a dash or colon."""
    if sentence.zone == "title" or first - sentence.first >= _DATELINE_TOKENS:
        return False
    return any(
        reading.comma[at]
        for at in range(first, min(sentence.first + _DATELINE_TOKENS + 1, sentence.last))
    )


def _country_of(
    reading: Reading,
    place: Place,
    mentions: Sequence[PlaceMention],
    sentences: Sequence[Sentence],
) -> str | None:
    """Trust a known place's country; for a name read off its cue, ask the known places around."""
    if place.country and place.precision != "point":
        return place.country
    votes: dict[str, float] = {}
    for order, sentence in enumerate(sentences):
        for mention in mentions:
            first, _, other, _ = mention
            known = other.country and (other.precision != "point" or other.kind == "country")
            if known and other.country and sentence.first <= first < sentence.last:
                beside = reading.any_between(max(first - 2, sentence.first), first, "beside")
                weight = 2.0 if beside is None and _tied(reading, sentence, mention) else 0.5
                votes[other.country] = votes.get(other.country, 0.0) + weight / (1 + order)
    return max(sorted(votes), key=lambda code: votes[code]) if votes else place.country


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
