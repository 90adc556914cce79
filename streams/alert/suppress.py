"""Why a rule stays silent, in the words of the contract. Pure."""

from schemas.alert import Suppression, SuppressionReason
from schemas.annotation import Event
from schemas.article import EnrichedArticle
from streams.alert.claim import Claim, age_days, headline_of, outlet_of
from streams.alert.rules import Rule


def silence(
    rule: Rule, article: EnrichedArticle, event: Event, incident: str | None
) -> Suppression | None:
    """Say why a rule stays silent about an event, whatever else is known; None where it speaks."""
    if event.status == "background":
        detail = f"{event.type} is told as background"
        return suppressed(rule.id, article, event, "background", detail, incident=incident)
    if event.status in ("conditional", "negated"):
        detail = f"{event.type} is {event.status}"
        return suppressed(rule.id, article, event, "negated", detail, incident=incident)
    return stale(rule, article, event, incident)


def stale(
    rule: Rule, article: EnrichedArticle, event: Event | None, incident: str | None = None
) -> Suppression | None:
    """Say that an event, or an article without one, is too old for a rule; None where it is not."""
    age = age_days(article, event)
    if age is None or rule.max_age_days is None or age <= rule.max_age_days:
        return None
    dated = event.date.value if event is not None and event.date is not None else None
    when = dated or "the article's own date"
    detail = (
        f"{event.type if event is not None else 'an article'} of {when} is {age} days old at the"
        f" crawl of {article.crawled_at}, the rule takes at most {rule.max_age_days}"
    )
    return suppressed(rule.id, article, event, "stale", detail, incident=incident, age=age)


def suppressed(
    rule_id: str,
    article: EnrichedArticle,
    event: Event | None,
    reason: SuppressionReason,
    detail: str,
    *,
    incident: str | None = None,
    age: int | None = None,
) -> Suppression:
    """Explain a rule's silence about an article."""
    return Suppression(
        rule_id=rule_id,
        article_id=article.article_id,
        incident_id=incident,
        reason=reason,
        detail=detail,
        headline=headline_of(article),
        language=article.language.code,
        outlet=outlet_of(article),
        url=article.url,
        crawled_at=article.crawled_at,
        event_type=event.type if event else None,
        event_date=event.date.value if event and event.date else None,
        age_days=age,
    )


def kept_silent(
    rule_id: str, claim: Claim, incident: str | None, reason: SuppressionReason, detail: str
) -> Suppression:
    """Explain a rule's silence about a claim on an incident."""
    return Suppression(
        rule_id=rule_id,
        article_id=claim.article_id,
        incident_id=incident,
        reason=reason,
        detail=detail,
        headline=claim.headline,
        language=claim.language,
        outlet=claim.outlet,
        url=claim.url,
        crawled_at=claim.crawled_at,
        event_type=claim.event_type,
        event_date=claim.event_date,
    )
