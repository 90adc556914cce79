"""A claim: what one article says of one incident. Incidents are sets of claims, nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from urllib.parse import urlsplit
from zlib import crc32

from schemas.alert import Evidence, Toll
from schemas.annotation import CasualtyKind, Event, EventPlace, Span
from schemas.article import EnrichedArticle
from streams.alert.rules.match import Match
from streams.alert.victims import Victims, victims_of
from streams.alert.voice import Voice, Voices, voice_of
from streams.text.dates import local_moment
from streams.text.normalize import fold
from streams.text.sentence import sentence_around
from streams.text.tokens import stems, token_texts

# What a claim does for its incident. Only what tells may open one: a reminder supports one that
# is there, a denial speaks against it.
Stance = Literal["tells", "supports", "denies"]
_STANCES: Final[dict[str, Stance]] = {
    "current": "tells", "background": "supports", "negated": "denies",
}  # fmt: skip
# How the day of a claim is known: the text dates the event, or only its announcement, or nothing.
Dating = Literal["stated", "reported", "unstated"]
# The kind of event of a claim on a story.
NO_EVENT: Final = "none"
_MAX_TITLE_CHARS: Final = 400
_MAX_MARKS: Final = 24
_MIN_MARK_LETTERS: Final = 4
_ARTICLE: Final = "ال"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Keep what an article states of an incident, with the words it rests on.

    `as_of` orders claims in time: when the article was published if the page says so to the
    minute, else when it was crawled. It is a property of the article, so the order of claims
    does not depend on the order in which they arrive. `marks` are digests of the words of its
    headline and of the names in its event: two texts on one happening have many in common.
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
    stance: Stance = "tells"
    dating: Dating = "stated"
    claimed_by: str | None = None
    voice: Voice | None = None
    marks: tuple[int, ...] = ()
    victims: tuple[Victims, ...] = ()
    matches: tuple[Match, ...] = ()


def news_event(article: EnrichedArticle) -> Event | None:
    """Give the event that is the article's news: its first current one."""
    return next((event for event in article.events if event.status == "current"), None)


def claim_of(
    article: EnrichedArticle,
    event: Event,
    matches: tuple[Match, ...] = (),
    voices: Voices | None = None,
) -> Claim:
    """Turn an event of an article into a claim on an incident; `matches`: what it says to rules."""
    stated = _stated_day(event)
    basis = event.date.basis if event.date else "published"
    return Claim(
        article_id=article.article_id,
        matches=matches,
        story_id=article.story_id,
        outlet=outlet_of(article),
        as_of=_as_of(article),
        crawled_at=article.crawled_at,
        headline=headline_of(article),
        event_type=event.type,
        event_date=stated,
        place=event.place,
        killed=_toll(event, "killed"),
        injured=_toll(event, "injured"),
        missing=_toll(event, "missing"),
        arrested=_toll(event, "arrested"),
        correction=event.correction,
        evidence=_evidence(article, event),
        language=article.language.code,
        url=article.url,
        stance=_STANCES.get(event.status, "supports"),
        dating="unstated"
        if stated is None or basis == "published"
        else ("reported" if basis == "report" else "stated"),
        claimed_by=article.claimed_by,
        voice=voice_of(article.claimed_by, voices) if voices is not None else None,
        marks=_marks(article, event),
        victims=victims_of(event),
    )


def story_claim_of(article: EnrichedArticle, matches: tuple[Match, ...]) -> Claim:
    """Turn an article into a claim on its story, for rules that ask for no happening."""
    return Claim(
        article_id=article.article_id,
        matches=matches,
        story_id=article.story_id,
        outlet=outlet_of(article),
        as_of=_as_of(article),
        crawled_at=article.crawled_at,
        headline=headline_of(article),
        event_type=NO_EVENT,
        event_date=None,
        place=None,
        killed=Toll(),
        injured=Toll(),
        missing=Toll(),
        arrested=Toll(),
        correction=False,
        language=article.language.code,
        url=article.url,
        claimed_by=article.claimed_by,
        marks=_marks(article, None),
    )


def _stated_day(event: Event) -> str | None:
    """Give the day the text names, or the last of an interval; as it stands where it is no day."""
    if event.date is None:
        return None
    return event.date.value or event.date.to


def _marks(article: EnrichedArticle, event: Event | None) -> tuple[int, ...]:
    names = sorted({fold(actor.name) for actor in event.actors}) if event is not None else []
    found = {crc32(word.encode("utf-8")) for name in names for word in _stripped(name)}
    title = fold((headline_of(article) or "")[:_MAX_TITLE_CHARS])
    found.update(crc32(word.encode("utf-8")) for word in _stripped(title))
    return tuple(sorted(found)[:_MAX_MARKS])


def _stripped(folded: str) -> Iterator[str]:
    """Yield the longer words, without the article and what is glued to its front."""
    for word in token_texts(folded):
        if not word[0].isalpha():
            continue
        plain = word
        for _, form in stems(word):
            if form.startswith(_ARTICLE) and len(form) > _MIN_MARK_LETTERS:
                plain = form.removeprefix(_ARTICLE)
                break
        if len(plain) >= _MIN_MARK_LETTERS:
            yield plain


def outlet_of(article: EnrichedArticle) -> str | None:
    """Name who published an article: the outlet as labelled, else the host of its address."""
    return article.source or _host(article.url)


def headline_of(article: EnrichedArticle) -> str | None:
    """Give an article's title, or its first line where it has none."""
    return article.title or article.text.partition("\n")[0] or None


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


def age_days(article: EnrichedArticle, event: Event | None) -> int | None:
    """Count the days from the event to the crawl; None where either day is not known.

    An interval counts from its last day. An event without a date is at least as old as the
    article that tells it.
    """
    happened = (_last_day(event) if event else None) or _published_day(article)
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
