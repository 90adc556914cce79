"""From an incident to the next revision of its alert, or to the reason for silence. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Final

from schemas.alert import (
    Alert,
    Change,
    Evidence,
    Severity,
    Source,
    Suppression,
    SuppressionReason,
    Toll,
)
from streams.alert.claim import Claim
from streams.alert.incident import Incident, in_time_order
from streams.alert.rules import Rule
from streams.alert.severity import SEVERITIES
from streams.alert.silences import Silence, Subject, silenced_by
from streams.alert.suppress import kept_silent

# Alerts travel in one message; the newest evidence is what a reader clicks first.
MAX_EVIDENCE = 40
# As many articles as that evidence can come from, and no more: a long-lived incident has hundreds.
MAX_SOURCES = 40
# A baseline: what a rule would have said had it been let; the first alert sent is revision 1.
UNSENT: Final = 0
_DIGEST_BYTES = 10
# A headline of fewer words is a form ("urgent: explosion"), and no proof of a copy.
_MIN_COPIED_MARKS: Final = 4
_TOLLS: Final = ("killed", "injured")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Hold what an alert is made from: an incident, its name and its claims.

    For a rule on articles it is a story; `incident_id` is None then. `is_quiet` says that nobody
    has told of it for the quiet period, so that a late report does not open it for long.
    """

    incident_id: str | None
    incident: Incident
    claims: Sequence[Claim]
    severity: Severity
    is_quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """Give what became of an alert.

    `alert` is sent, `held` is what to remember as the last (the alert, or a baseline that was not
    sent), `silence` says why nothing was sent.
    """

    alert: Alert | None = None
    held: Alert | None = None
    silence: Suppression | None = None


def alert_id(rule_id: str, subject: str) -> str:
    """Name an alert: a function of rule and incident, or of rule and story."""
    digest = blake2b(f"{rule_id}|{subject}".encode(), digest_size=_DIGEST_BYTES)
    return "alert-" + digest.hexdigest()


def revise(
    rule: Rule, known: Known, last: Alert | None, cause: Claim, silences: Sequence[Silence] = ()
) -> Revised:
    """Give the alert's next revision, or say why a reader need not hear of it.

    Changes are counted from the last alert sent, so what a silence or a minimum interval holds
    back is told by the next one.
    """
    changes = _changes(known, last) if last is not None else ()
    if last is not None and not changes and not _is_told_again(known, last):
        said = f"revision {last.revision} already says what this article says"
        copied = _copied(known.claims, cause)
        if copied is not None:
            said = f"{said}, in the words of {copied}"
        return _silent(rule, known, cause, "duplicate" if copied else "no_change", said)
    if last is not None and last.status in ("closed", "retracted"):
        changes = (Change(field="status", from_=last.status, to="opened"), *changes)
    subject = Subject(rule.id, known.incident_id, known.incident.place, known.severity)
    quiet = silenced_by(silences, subject, cause.crawled_at)
    if quiet is not None:
        said = f"silence {quiet.silence_id} of {quiet.author} until {quiet.expires_at}"
        return _silent(rule, known, cause, "silenced", f"{said}: {quiet.reason}")
    made = _alert(rule, known, last, changes, cause)
    if last is None and "opened" not in rule.on:
        said = f"the rule sends for {_listed(rule)} only, and this incident is new"
        silent = _silent(rule, known, cause, "no_change", said)
        return replace(silent, held=replace(made, revision=UNSENT))
    if last is not None:
        if not _kinds_of(changes).intersection(rule.on):
            names = ", ".join(change.field for change in changes)
            said = f"{names} changed; the rule sends for {_listed(rule)} only"
            return _silent(rule, known, cause, "no_change", said)
        wait = _seconds_left(rule, last, cause)
        if wait:
            said = (
                f"revision {last.revision} was sent less than {rule.min_interval_seconds} seconds"
                f" of article time before; {wait} are left"
            )
            return _silent(rule, known, cause, "throttled", said)
    return Revised(alert=made, held=made)


def retract(
    rule: Rule | None, last: Alert, cause: Claim, reason: str, merged_into: str | None = None
) -> Revised:
    """Take an alert back. A reader who was told of it must hear this, silence or not."""
    made = _ended(last, "retracted", cause.crawled_at, reason, merged_into)
    return _unless_unwanted(rule, "retracted", made)


def close(rule: Rule | None, last: Alert, at: str | None, reason: str) -> Revised:
    """End an alert on an incident that nobody tells of any more."""
    return _unless_unwanted(rule, "closed", _ended(last, "closed", at, reason, None))


def _copied(claims: Sequence[Claim], cause: Claim) -> str | None:
    """Name an article that an article repeats, words and figures; None where there is none."""
    if len(cause.marks) < _MIN_COPIED_MARKS:
        return None
    for claim in in_time_order(claims):
        if claim.article_id == cause.article_id or claim.marks != cause.marks:
            continue
        if (claim.killed, claim.injured) == (cause.killed, cause.injured):
            return claim.article_id
    return None


def _is_told_again(known: Known, last: Alert) -> bool:
    """Say whether an alert that ended must begin again although its incident is as it was."""
    return last.status == "retracted" or (last.status == "closed" and not known.is_quiet)


def _unless_unwanted(rule: Rule | None, kind: str, made: Alert) -> Revised:
    if made.revision == UNSENT + 1:  # nobody was told that it began
        return Revised(held=replace(made, revision=UNSENT))
    if rule is not None and kind not in rule.on:
        return Revised(held=replace(made, revision=made.revision - 1))
    return Revised(alert=made, held=made)


def _ended(last: Alert, status: str, at: str | None, reason: str, merged_into: str | None) -> Alert:
    before = "opened" if last.status == "updated" else last.status
    return replace(
        last,
        revision=last.revision + 1,
        status="closed" if status == "closed" else "retracted",
        changes=(Change(field="status", from_=before, to=status),),
        emitted_for=at,
        reason=reason,
        merged_into=merged_into,
    )


def _alert(
    rule: Rule, known: Known, last: Alert | None, changes: tuple[Change, ...], cause: Claim
) -> Alert:
    incident = known.incident
    is_first = last is None or last.revision == UNSENT
    return Alert(
        alert_id=last.alert_id
        if last is not None
        else alert_id(rule.id, known.incident_id or incident.story_id),
        revision=1 if last is None else last.revision + 1,
        status="opened" if is_first else "updated",
        rule_id=rule.id,
        severity=known.severity,
        incident_id=known.incident_id,
        story_id=incident.story_id,
        headline=incident.headline,
        event_type=_event_type(known),
        event_date=incident.event_date,
        place=incident.place,
        killed=incident.killed,
        injured=incident.injured,
        changes=() if is_first else changes,
        evidence=_evidence(rule, known.claims),
        article_ids=incident.article_ids,
        outlets=incident.outlets,
        first_seen=incident.first_seen,
        emitted_for=cause.crawled_at,
        language=_language(known.claims, incident.headline),
        sources=_sources(known.claims),
        killed_range=incident.killed_range,
        injured_range=incident.injured_range,
        figures=incident.figures,
        supports=incident.supports,
        reason="reopened" if last is not None and last.status in ("closed", "retracted") else None,
    )


def _changes(known: Known, last: Alert) -> tuple[Change, ...]:
    """List what a reader must know: the toll, the severity, the kind, a more exact place.

    Of a story, which has none of these: how many outlets tell it.
    """
    incident = known.incident
    changes: list[Change] = []
    for field in _TOLLS:
        before, after = getattr(last, field), getattr(incident, field)
        if before != after:
            changes.append(Change(field=field, from_=_stated(before), to=_stated(after)))
    for field, after in (
        ("severity", known.severity),
        ("event_type", _event_type(known)),
        ("event_date", incident.event_date),
    ):
        before = getattr(last, field)
        if before != after:
            changes.append(Change(field=field, from_=before, to=after))
    if known.incident_id is None and len(last.outlets) != len(incident.outlets):
        told = str(len(last.outlets)), str(len(incident.outlets))
        changes.append(Change(field="outlets", from_=told[0], to=told[1]))
    place_before = last.place.name if last.place else None
    place_after = incident.place.name if incident.place else None
    if place_before != place_after:
        changes.append(Change(field="place", from_=place_before, to=place_after))
    for field in ("killed_range", "injured_range"):
        before, after = getattr(last, field), getattr(incident, field)
        if before != after:
            changes.append(Change(field=field, from_=before, to=after))
    return tuple(changes)


def _kinds_of(changes: Sequence[Change]) -> set[str]:
    """Name the kinds of change a rule may ask for."""
    kinds = {"updated"}
    for change in changes:
        name = change.field.removesuffix("_range")
        if name in _TOLLS:
            kinds.add(f"{name}_changed")
        elif change.field == "severity" and _rose(change):
            kinds.add("severity_up")
        elif change.field == "status":
            kinds.add("opened")
    return kinds


def _rose(change: Change) -> bool:
    ranks: dict[object, int] = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    return ranks.get(change.to, 0) > ranks.get(change.from_, 0)


def _seconds_left(rule: Rule, last: Alert, cause: Claim) -> int:
    """Count what is left of the minimum interval, in article time; 0 where no time is known."""
    if not rule.min_interval_seconds or last.revision == UNSENT:
        return 0
    try:
        sent = datetime.fromisoformat(last.emitted_for or "")
        now = datetime.fromisoformat(cause.crawled_at or "")
        passed = (now - sent).total_seconds()
    except (ValueError, TypeError):
        return 0
    # An article crawled before the alert that was sent is late, and as good as now.
    return max(0, rule.min_interval_seconds - max(0, int(passed)))


def _silent(
    rule: Rule, known: Known, cause: Claim, reason: SuppressionReason, said: str
) -> Revised:
    return Revised(silence=kept_silent(rule.id, cause, known.incident_id, reason, said))


def _listed(rule: Rule) -> str:
    return ", ".join(sorted(rule.on))


def _stated(toll: Toll) -> Toll | None:
    return None if toll.min is None and toll.max is None else toll


def _event_type(known: Known) -> str | None:
    return known.incident.event_type if known.incident_id is not None else None


def _evidence(rule: Rule, claims: Sequence[Claim]) -> tuple[Evidence, ...]:
    """Gather the words of the newest claims, and those by which they meet the rule."""
    found: list[Evidence] = []
    for claim in in_time_order(claims):
        found += claim.evidence
        for match in claim.matches:
            if match.rule_id == rule.id and match.digest == rule.digest:
                found += match.evidence
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
