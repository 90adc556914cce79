"""From an incident to the next revision of its alert, or to the reason for silence. Pure."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from schemas.alert import Alert, Change, Evidence, Source, Suppression, SuppressionReason, Toll
from schemas.annotation import Event
from schemas.article import EnrichedArticle
from streams.alert.claim import Claim, age_days, headline_of, outlet_of
from streams.alert.incident import Incident, in_time_order
from streams.alert.rules import Rule

# Alerts travel in one message; the newest evidence is what a reader clicks first.
MAX_EVIDENCE = 40
# As many articles as that evidence can come from, and no more: a long-lived incident has hundreds.
MAX_SOURCES = 40
_DIGEST_BYTES = 10
_TOLLS: Final = ("killed", "injured")


def alert_id(rule_id: str, incident: str) -> str:
    """Name an alert: a function of rule and incident."""
    digest = blake2b(f"{rule_id}|{incident}".encode(), digest_size=_DIGEST_BYTES)
    return "alert-" + digest.hexdigest()


def silence(
    rule: Rule, article: EnrichedArticle, event: Event, incident: str | None
) -> Suppression | None:
    """Say why a rule stays silent about an event, whatever else is known; None where it speaks."""
    if event.status == "background":
        detail = f"{event.type} is told as background"
        return _silence(rule, article, event, incident, "background", detail)
    if event.status in ("conditional", "negated"):
        detail = f"{event.type} is {event.status}"
        return _silence(rule, article, event, incident, "negated", detail)
    age = age_days(article, event)
    if age is not None and rule.max_age_days is not None and age > rule.max_age_days:
        when = event.date.value if event.date and event.date.value else "the article's own date"
        detail = (
            f"{event.type} of {when} is {age} days old at the crawl of {article.crawled_at},"
            f" the rule takes at most {rule.max_age_days}"
        )
        return _silence(rule, article, event, incident, "stale", detail, age)
    return None


def revise(
    rule: Rule,
    incident: Incident,
    incident_id: str,
    claims: Sequence[Claim],
    last: Alert | None,
    cause: Claim,
) -> Alert | Suppression:
    """Give the alert's next revision, or say that nothing a reader must know has changed."""
    changes = _changes(incident, last) if last is not None else ()
    if last is not None and not changes:
        return Suppression(
            rule_id=rule.id,
            article_id=cause.article_id,
            incident_id=incident_id,
            reason="no_change",
            detail=f"revision {last.revision} already says what this article says",
            headline=cause.headline,
            language=cause.language,
            outlet=cause.outlet,
            url=cause.url,
            crawled_at=cause.crawled_at,
            event_type=cause.event_type,
            event_date=cause.event_date,
        )
    return Alert(
        alert_id=alert_id(rule.id, incident_id),
        revision=1 if last is None else last.revision + 1,
        status="opened" if last is None else "updated",
        rule_id=rule.id,
        severity=incident.severity,
        incident_id=incident_id,
        story_id=incident.story_id,
        headline=incident.headline,
        event_type=incident.event_type,
        event_date=incident.event_date,
        place=incident.place,
        killed=incident.killed,
        injured=incident.injured,
        changes=changes,
        evidence=_evidence(claims),
        article_ids=incident.article_ids,
        outlets=incident.outlets,
        first_seen=incident.first_seen,
        emitted_for=cause.crawled_at,
        language=_language(claims, incident.headline),
        sources=_sources(claims),
    )


def _changes(incident: Incident, last: Alert) -> tuple[Change, ...]:
    """List what a reader must know: the toll, the severity, the kind, a more exact place."""
    changes: list[Change] = []
    for field in _TOLLS:
        before, after = getattr(last, field), getattr(incident, field)
        if before != after:
            changes.append(Change(field=field, from_=_stated(before), to=_stated(after)))
    for field in ("severity", "event_type", "event_date"):
        before, after = getattr(last, field), getattr(incident, field)
        if before != after:
            changes.append(Change(field=field, from_=before, to=after))
    place_before = last.place.name if last.place else None
    place_after = incident.place.name if incident.place else None
    if place_before != place_after:
        changes.append(Change(field="place", from_=place_before, to=place_after))
    return tuple(changes)


def _stated(toll: Toll) -> Toll | None:
    return None if toll.min is None and toll.max is None else toll


def _evidence(claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    found = [evidence for claim in in_time_order(claims) for evidence in claim.evidence]
    return tuple(found[-MAX_EVIDENCE:])


def _sources(claims: Sequence[Claim]) -> tuple[Source, ...]:
    return tuple(
        Source(
            article_id=claim.article_id,
            outlet=claim.outlet,
            headline=claim.headline,
            language=claim.language,
            url=claim.url,
            as_of=claim.as_of or None,
        )
        for claim in in_time_order(claims)[-MAX_SOURCES:]
    )


def _language(claims: Sequence[Claim], headline: str | None) -> str | None:
    return next((claim.language for claim in claims if claim.headline == headline), None)


def _silence(
    rule: Rule,
    article: EnrichedArticle,
    event: Event,
    incident: str | None,
    reason: SuppressionReason,
    detail: str,
    age: int | None = None,
) -> Suppression:
    return Suppression(
        rule_id=rule.id,
        article_id=article.article_id,
        incident_id=incident,
        reason=reason,
        detail=detail,
        headline=headline_of(article),
        language=article.language.code,
        outlet=outlet_of(article),
        url=article.url,
        crawled_at=article.crawled_at,
        event_type=event.type,
        event_date=event.date.value if event.date else None,
        age_days=age,
    )
