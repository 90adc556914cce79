"""A claim: what one article says of one incident. Incidents are sets of claims, nothing more."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from urllib.parse import urlsplit

from schemas.alert import Evidence, Toll
from schemas.annotation import CasualtyKind, Event, EventPlace, Span
from schemas.article import EnrichedArticle
from streams.alert.rules.match import Match
from streams.alert.severity import type_group
from streams.text.dates import local_moment
from streams.text.normalize import fold
from streams.text.sentence import sentence_around

_DIGEST_BYTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Keep what an article states of an incident, with the words it rests on.

    `as_of` orders claims in time: when the article was published if the page says so to the
    minute, else when it was crawled. It is a property of the article, so the order of claims
    does not depend on the order in which they arrive.
    """

    article_id: str
    story_id: str
    outlet: str | None
    as_of: str
    crawled_at: str | None
    headline: str | None
    event_type: str
    event_date: str | None
    place: EventPlace | None
    killed: Toll
    injured: Toll
    missing: Toll
    arrested: Toll
    correction: bool
    evidence: tuple[Evidence, ...] = ()
    language: str | None = None
    url: str | None = None
    matches: tuple[Match, ...] = ()


def news_event(article: EnrichedArticle) -> Event | None:
    """Give the event that is the article's news: its first current one."""
    return next((event for event in article.events if event.status == "current"), None)


def claim_of(article: EnrichedArticle, event: Event, matches: tuple[Match, ...] = ()) -> Claim:
    """Turn the article's news into a claim on an incident; `matches`: what it says to rules."""
    return Claim(
        article_id=article.article_id,
        matches=matches,
        story_id=article.story_id,
        outlet=outlet_of(article),
        as_of=_as_of(article),
        crawled_at=article.crawled_at,
        headline=headline_of(article),
        event_type=event.type,
        event_date=event.date.value if event.date else None,
        place=event.place,
        killed=_toll(event, "killed"),
        injured=_toll(event, "injured"),
        missing=_toll(event, "missing"),
        arrested=_toll(event, "arrested"),
        correction=event.correction,
        evidence=_evidence(article, event),
        language=article.language.code,
        url=article.url,
    )


def outlet_of(article: EnrichedArticle) -> str | None:
    """Name who published an article: the outlet as labelled, else the host of its address."""
    return article.source or _host(article.url)


def headline_of(article: EnrichedArticle) -> str | None:
    """Give an article's title, or its first line where it has none."""
    return article.title or article.text.partition("\n")[0] or None


def incident_id(claim: Claim) -> str:
    """Name the incident a claim is on: kind of event, place to the province, and day.

    A function of what is claimed and of nothing else, so two workers that meet the same attack at
    one moment, or a replay years later, name the same incident.
    """
    parts = (type_group(claim.event_type), *_place_key(claim.place), _day(claim))
    digest = blake2b("|".join(parts).encode("utf-8"), digest_size=_DIGEST_BYTES)
    return "inc-" + digest.hexdigest()


def _place_key(place: EventPlace | None) -> tuple[str, str]:
    if place is None:
        return "?", "?"
    if place.admin1:
        return place.country or "?", place.admin1
    if place.precision == "country":
        return place.country or "?", "?"
    return place.country or "?", fold(place.name)


def _day(claim: Claim) -> str:
    return (claim.event_date or claim.as_of)[:10]


def _as_of(article: EnrichedArticle) -> str:
    published = article.published_at
    if published is not None and published.precision != "day":
        return published.value
    return article.crawled_at or (published.value if published else "")


def _toll(event: Event, kind: CasualtyKind) -> Toll:
    for casualty in event.casualties:
        if casualty.kind == kind:
            return Toll(min=casualty.min, max=casualty.max)
    return Toll()


def _evidence(article: EnrichedArticle, event: Event) -> tuple[Evidence, ...]:
    found = [
        _with_sentence(article, casualty.kind, s, Toll(min=casualty.min, max=casualty.max))
        for casualty in event.casualties
        for s in casualty.evidence[:1]
    ]
    told_by_tolls = bool(found)
    named = [
        ("event_type", event.evidence[0] if event.evidence else None),
        ("event_date", event.date.evidence if event.date else None),
        ("place", event.place.evidence if event.place else None),
    ]
    # One sentence is enough to see what happened: that of the toll, else that of the event.
    found += [
        _with_sentence(article, field, s)
        if field == "event_type" and not told_by_tolls
        else Evidence(
            article_id=article.article_id, field=field, text=s.text, start=s.start, end=s.end
        )
        for field, s in named
        if s is not None
    ]
    return tuple(found)


def _with_sentence(
    article: EnrichedArticle, field: str, said: Span, toll: Toll | None = None
) -> Evidence:
    first, last = sentence_around(article.text, said.start, said.end)
    return Evidence(
        article_id=article.article_id,
        field=field,
        text=said.text,
        start=said.start,
        end=said.end,
        sentence=article.text[first:last],
        sentence_start=first,
        toll=toll,
    )


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def age_days(article: EnrichedArticle, event: Event) -> int | None:
    """Count the days from the event to the crawl; None where either day is not known.

    An interval counts from its last day. An event without a date is at least as old as the
    article that tells it.
    """
    happened = _last_day(event) or _published_day(article)
    crawled = local_moment(article.crawled_at, article.crawled_utc_offset_minutes)
    seen = crawled.date() if crawled else _published_day(article)
    if happened is None or seen is None:
        return None
    return (seen - happened).days


def _last_day(event: Event) -> date | None:
    if event.date is None:
        return None
    if event.date.to:
        return _day_of(event.date.to)
    return _day_of(event.date.value)


def _published_day(article: EnrichedArticle) -> date | None:
    published = article.published_at
    moment = local_moment(published.value, published.utc_offset_minutes) if published else None
    return moment.date() if moment else None


def _day_of(stated: str | None) -> date | None:
    """Read a day, or the last day of a month or year, from its ISO form."""
    if not stated:
        return None
    try:
        if len(stated) == len("2024"):
            return date(int(stated), 12, 31)
        if len(stated) == len("2024-11"):
            year, month = int(stated[:4]), int(stated[5:])
            following = date(year + month // 12, month % 12 + 1, 1)
            return date.fromordinal(following.toordinal() - 1)
        return datetime.fromisoformat(stated).date()
    except ValueError:
        return None
