"""Values found in the text of an article: spans, dates, names, places, events, quotes.

Every span is half-open `[start, end)` in code points of `article.text`, and
`text[start:end] == span.text` always holds.
"""

from dataclasses import dataclass
from typing import Literal

EntityType = Literal["person", "organisation", "place", "outlet"]
EventStatus = Literal["current", "background", "conditional", "negated"]
CasualtyKind = Literal["killed", "injured", "missing", "arrested"]
DatePrecision = Literal["second", "minute", "hour", "day", "week", "month", "year", "range"]
QuoteForm = Literal["direct", "reported"]
PlacePrecision = Literal["point", "town", "admin1", "country"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Point at a stretch of `article.text`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Name a date or interval in the text, resolved on the article's own clock.

    Either `value` holds the date (`2024-11-22`, `2024-11`, `2024`) or `from_` and `to` (JSON names
    `from` and `to`) hold the first and last day of an interval.
    """

    text: str
    start: int
    end: int
    value: str | None = None
    from_: str | None = None
    to: str | None = None
    precision: DatePrecision = "day"
    calendar: str = "gregorian"
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """Name a person, organisation, place or outlet, with every mention of it.

    `source` is `lexicon`, or `model:<name>@<version>` for what only a plug-in found.
    """

    id: str
    type: EntityType
    name: str
    mentions: tuple[Span, ...] = ()
    source: str = "lexicon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Locate a place that the text names. Units: degrees, WGS 84; null where not known."""

    id: str
    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision = "point"
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Say who did what in an event: `role` is `perpetrator`, `target`, `official` or the like."""

    role: str
    name: str
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualty:
    """Count persons. Units: persons; `max` null when open ("at least"), both null when uncounted.

    `role` is what they were (civilian, soldier, militant), `affiliation` whose they were.
    """

    kind: CasualtyKind
    min: int | None
    max: int | None
    role: str | None = None
    affiliation: str | None = None
    evidence: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """Date an event: the day or interval, how exactly it is known, and on what ground.

    `basis` is `explicit`, `weekday`, `relative`, `report` (only the announcement is dated) or
    `published` (nothing in the text; the article's own date stands in).
    """

    value: str | None
    precision: DatePrecision = "day"
    basis: str = "explicit"
    from_: str | None = None
    to: str | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlace:
    """Place an event: the most specific place named for it, as written in `text`."""

    id: str | None
    name: str
    text: str | None = None
    country: str | None = None
    admin1: str | None = None
    precision: PlacePrecision = "point"
    lat: float | None = None
    lon: float | None = None
    evidence: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Report one happening found in the text. The first current event is the article's news."""

    event_id: str
    type: str
    status: EventStatus
    date: EventDate | None = None
    place: EventPlace | None = None
    actors: tuple[Actor, ...] = ()
    casualties: tuple[Casualty, ...] = ()
    evidence: tuple[Span, ...] = ()
    rule: str = ""
    correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Say what the article is about: an IPTC Media Topics code. Units: score 0.0-1.0.

    `parent` is the code of the top level, null for that level itself; `evidence` has the first
    few different words that speak for the subject.
    """

    code: str
    name: str
    score: float
    parent: str | None = None
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyphrase:
    """Name in a few of the text's own words what it keeps coming back to. Units: score 0.0-1.0."""

    text: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quote somebody; `speaker` is null when the text does not say who.

    `form` is `direct` for words in quotation marks, `reported` for what follows `he said that`.
    `evidence` has the verb, and where the speaker is named.
    """

    speaker: str | None
    text: str
    start: int
    end: int
    form: QuoteForm = "direct"
    rule: str = ""
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Point at an earlier article on the same matter. Units: score 0.0-1.0."""

    article_id: str
    title: str | None
    score: float
