"""Place an event: the most precise place that a word of place ties to it, early in the text.

A name is a poor place of the event when it is the outlet's dateline, the seat of who speaks, where
somebody was taken or fled to, or part of what is only remembered.
"""

from bisect import bisect_left
from collections.abc import Sequence

from schemas.annotation import EventPlace, Place, Span
from streams.enrich.events.event_type import resolutions
from streams.enrich.events.reading import Reading, Sentence
from streams.enrich.events.scope import Scope
from streams.enrich.events.words import CASUALTY_ROLES

PlaceMention = tuple[int, int, Place, Span]

_EVENT_ROLES = ("trigger", *CASUALTY_ROLES)
# How specific a kind of place is, and how likely an event is placed by it: a village says where,
# a hospital or a market where the victims were taken. Kinds not listed count as a land feature.
_KIND_RANK = {
    "village": 3.0, "quarter": 2.8, "district": 2.6, "city": 2.2, "town": 2.2, "governorate": 1.2,
    "division": 1.4, "square": 2.6, "road": 1.4, "building": 0.4, "facility": 1.0, "country": 0.0,
    "region": 0.4, "continent": -1.0, "sea": 0.4,
}  # fmt: skip
_OTHER_RANK = 1.5
_PROVINCES = frozenset({"governorate", "division"})
_TOWNS = frozenset({"city", "town", "village", "quarter", "district"})
_WIDER_THAN_PROVINCES = frozenset({"country", "region", "continent", "sea"})
_TOWN_BONUS = 1.0  # a name that is both a town and its province (precision `town`)
_ROAD_BONUS = 1.2  # a road accident happens on a road
_NEAR_WORDS = 3
# What ties a name to the event, in the same points as the ranks. Chosen on two sets of labelled
# research articles (197 and 129): place F1 .841 -> see the notes beside each.
_RANK_POINTS, _UNEVENTFUL_POINTS = 1.2, 0.7
_TIED_POINTS, _CUED_POINTS = 1.6, 0.8  # "in X" ties, "the district of X" half as much
_ORDER_POINTS, _DATELINE_POINTS = 0.6, 3.0
_CONTAINER_ORDER_POINTS = 3.0  # several events at once: the title's container is their place
_TOWARD_POINTS = 2.0  # "on their way to X", "taken to X"
_SPEAKER_POINTS = 1.2  # "the police of X said", "the mayor of X"
_REMEMBERED_POINTS = 4.0  # "a month after the blast at X"
_TOWARD_WORDS, _SPEAKER_WORDS, _WHERE_WORDS = 2, 3, 4
_NOT_PLACES = ("trigger", "unit", "person", "other", *CASUALTY_ROLES)
_DATELINE_TOKENS = 5
_OFFICE_WORDS = 7


def place_of(
    reading: Reading,
    mentions: Sequence[PlaceMention],
    sentences: Sequence[Sentence],
    event_type: str = "",
    scopes: Sequence[Scope] = (),
) -> EventPlace | None:
    """Choose the most specific place that a word of place ties to the event.

    `scopes` are those of the sentences: what they call past, feared or void places nothing.
    """
    order_points = _order_points(reading, sentences)
    best: tuple[float, PlaceMention] | None = None
    sure: list[PlaceMention] = []
    firsts = [one[0] for one in mentions]
    for order, sentence in enumerate(sentences):
        here = mentions[bisect_left(firsts, sentence.first) : bisect_left(firsts, sentence.last)]
        if not here:
            continue
        eventful = reading.any_between(sentence.first, sentence.last, *_EVENT_ROLES) is not None
        scope = scopes[order] if order < len(scopes) else None
        same = order_points == _ORDER_POINTS and _tells_same(reading, sentence, event_type)
        for mention in here:
            tied = _tie(reading, sentence, mention)
            if (not tied and _is_other_word(reading, mention)) or _of_office(
                reading, sentence, mention[0]
            ):
                continue
            points = _rank(mention[2], event_type) * _RANK_POINTS - order * order_points + tied
            against = 0.0 if eventful else _UNEVENTFUL_POINTS
            against += _doubt(reading, sentence, mention, tied=tied > 0)
            if scope is not None and scope.status != "current" and scope.covers(mention[0]):
                against += _REMEMBERED_POINTS
            if tied >= _TIED_POINTS and not against and same:
                sure.append(mention)
            if best is None or points - against > best[0]:
                best = (points - against, mention)
    if best is None:
        return None
    chosen = _finer(best[1], sure)
    _, _, place, span = chosen
    country = _country_of(reading, place, mentions, sentences)
    return EventPlace(
        id=place.id, name=place.name, text=span.text, country=country,
        admin1=place.admin1 or _admin1_around(reading, chosen, country, mentions, sentences),
        precision=place.precision, lat=place.lat, lon=place.lon, evidence=span,
    )  # fmt: skip


def _finer(chosen: PlaceMention, sure: Sequence[PlaceMention]) -> PlaceMention:
    """Go from a province to the town in it that a later sentence ties to the event."""
    province = chosen[2]
    if province.kind not in _PROVINCES or province.admin1 is None:
        return chosen
    inside = [one for one in sure if one[2].admin1 == province.admin1 and one[2].kind in _TOWNS]
    return inside[0] if inside else chosen


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


def _order_points(reading: Reading, sentences: Sequence[Sentence]) -> float:
    """Say what each further sentence costs: much where the title tells several events."""
    title = sentences[0] if sentences else None
    if title is not None and reading.any_between(title.first, title.last, "several") is not None:
        return _CONTAINER_ORDER_POINTS
    return _ORDER_POINTS


def _tells_same(reading: Reading, sentence: Sentence, event_type: str) -> bool:
    """Tell whether no word of the sentence speaks of another kind of event."""
    found = (
        reading.sense(at, "trigger")
        for at in reading.places(sentence.first, sentence.last, "trigger")
    )
    types = [kind for one in found if one is not None for kind in resolutions(one.sense.value)]
    return not types or event_type in types


def _is_other_word(reading: Reading, mention: PlaceMention) -> bool:
    """Tell whether a name of one word is a word of the event: جدة is a grandmother too."""
    first, last, place, _ = mention
    if place.kind == "country" or last - first > 1:
        return False
    return reading.sense(first, *_NOT_PLACES) is not None


def _of_office(reading: Reading, sentence: Sentence, first: int) -> bool:
    """Tell whether a place is in somebody's charge: "the man in charge of operations in X"."""
    start = max(sentence.first, first - _OFFICE_WORDS)
    for at in reading.places(start, first, "seat"):
        seat = reading.sense(at, "seat")
        if seat is None or seat.sense.value != "office":
            continue
        between = range(seat.last, first)
        told = reading.any_between(seat.last, first, *_EVENT_ROLES) is not None
        if not told and not any(reading.comma[one] or reading.dated[one] for one in between):
            return True
    return False


def _tie(reading: Reading, sentence: Sentence, mention: PlaceMention) -> float:
    """Weigh the words before a name: في, ب, قرب tie it to the event, "the district of" half."""
    first, _, _, span = mention
    start, _ = reading.folded.span(reading.starts[first], reading.ends[first])
    if start < span.start and reading.words[first].lstrip("\u0648\u0641").startswith("\u0628"):
        return _TIED_POINTS
    near = max(sentence.first, first - _NEAR_WORDS)
    if _preposition(reading, near, first):
        return _TIED_POINTS
    after, end = mention[1], min(sentence.last, mention[1] + _WHERE_WORDS)
    if after < end and reading.sense(after, "clause") is not None:
        where = reading.any_between(after, end, "trigger", "happened")
        if where is not None and not any(reading.comma[after + 1 : where.first + 1]):
            return _TIED_POINTS  # "the district of X, where the raid took place"
    return _CUED_POINTS if reading.any_between(near, first, "cue", "near") is not None else 0.0


def _doubt(reading: Reading, sentence: Sentence, mention: PlaceMention, *, tied: bool) -> float:
    """Weigh what speaks against a name: a dateline, a way to it, a speaker's office in it."""
    first = mention[0]
    doubt = 0.0 if tied or not _opens(reading, sentence, first) else _DATELINE_POINTS
    if reading.any_between(max(sentence.first, first - _TOWARD_WORDS), first, "toward") is not None:
        doubt += _TOWARD_POINTS
    for at in range(first - 1, max(sentence.first, first - _SPEAKER_WORDS) - 1, -1):
        if reading.comma[at + 1] or _preposition(reading, at, at + 1):
            break  # "the police said that in X": X is not the seat of the police
        if reading.sense(at, "official", "speaker", "seat") is not None:
            return doubt + _SPEAKER_POINTS
    return doubt


def _preposition(reading: Reading, first: int, last: int) -> bool:
    """Tell whether في, ب, قرب or the like stands between two tokens; "north of" is none."""
    found = (reading.sense(at, "near") for at in reading.places(first, last, "near"))
    return any(one is not None and one.sense.value != "direction" for one in found)


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
                weight = 2.0 if beside is None and _tie(reading, sentence, mention) > 0 else 0.5
                votes[other.country] = votes.get(other.country, 0.0) + weight / (1 + order)
    return max(sorted(votes), key=lambda code: votes[code]) if votes else place.country
