"""Alert (one incident, revised) and Suppression (why a rule that matched stayed silent)."""

from dataclasses import dataclass
from typing import Literal

from schemas.annotation import EventPlace

Severity = Literal["low", "medium", "high", "critical"]
AlertStatus = Literal["opened", "updated", "retracted", "closed"]
SuppressionReason = Literal[
    "stale", "background", "negated", "duplicate", "no_change", "throttled", "silenced"
]

# in_force: what the alert says; superseded: older than that; withdrawn: taken back by a correction
# or an official; disputed: stands against it.
FigureStanding = Literal["in_force", "superseded", "withdrawn", "disputed"]

ALERT_SCHEMA = "barid.alert.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Count persons. Units: persons; `max` null when open; both null when not stated."""

    min: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Name one field that differs from the revision before; JSON names `field`, `from`, `to`."""

    field: str
    from_: str | Toll | None
    to: str | Toll | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Point at the words of an article that a field of an alert rests on.

    `sentence` is the sentence they stand in (of a long one the part around them), from code point
    `sentence_start` of the article's text; the words are at `start - sentence_start` in it. Null
    for words that need none, such as a place. `toll` is what the words count, where they count.
    """

    article_id: str
    field: str
    text: str
    start: int
    end: int
    sentence: str | None = None
    sentence_start: int | None = None
    toll: Toll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Name an article that an alert rests on: who told it, under what headline, when, where."""

    article_id: str
    outlet: str | None = None
    headline: str | None = None
    language: str | None = None
    url: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """State one figure given for a toll, who gave it, and what it is worth now.

    Units: persons; `max` null when open. `outlets` are independent ones: copies and the same
    outlet twice count once. `claimed_by` names whom the articles name for it.
    """

    field: str
    min: int | None
    max: int | None
    standing: FigureStanding
    outlets: tuple[str, ...] = ()
    claimed_by: tuple[str, ...] = ()
    is_official: bool = False
    first_given: str | None = None
    article_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """State what is known of one incident; each revision replaces the one before.

    `alert_id` is a function of rule and incident. `event_date` is a day (`2024-11-22`), null when
    no claim dates the event. `first_seen` and `emitted_for` are the crawl
    times of the first article of the incident and of the one that caused this revision.
    `language` is that of the headline. `sources` holds the newest articles, in time order.
    `figures` is the ledger of tolls; `killed_range` and `injured_range` span the figures that
    stand against each other, null where none does. `supports` are articles that only remind of
    the incident. `reason` says why an alert was retracted, closed or opened again, by a stable
    name; `merged_into` names the incident that has taken a retracted one in;
    for an alert on a story, the story.
    """

    alert_id: str
    revision: int
    status: AlertStatus
    rule_id: str
    severity: Severity
    incident_id: str | None
    story_id: str | None
    headline: str | None
    event_type: str | None
    event_date: str | None
    place: EventPlace | None
    killed: Toll
    injured: Toll
    changes: tuple[Change, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    article_ids: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    first_seen: str | None = None
    emitted_for: str | None = None
    schema: str = ALERT_SCHEMA
    language: str | None = None
    sources: tuple[Source, ...] = ()
    killed_range: Toll | None = None
    injured_range: Toll | None = None
    figures: tuple[Figure, ...] = ()
    supports: tuple[str, ...] = ()
    reason: str | None = None
    merged_into: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Explain a silence: the rule matched this article, and no alert was sent for it.

    The rest names the article and its event, so that a reader need not look it up. Units:
    `age_days` is what made the event stale.
    """

    rule_id: str
    article_id: str
    incident_id: str | None
    reason: SuppressionReason
    detail: str
    headline: str | None = None
    language: str | None = None
    outlet: str | None = None
    url: str | None = None
    crawled_at: str | None = None
    event_type: str | None = None
    event_date: str | None = None
    age_days: int | None = None
