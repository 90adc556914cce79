"""Alerts of rules on articles: one a story, whatever happened. Pure.

A story is a region by itself, with one day. Stories that prove to be one go on under the name of
one of them: the other keeps the claim that proved it, and what comes to it later is sent on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from schemas.alert import Alert
from streams.alert.claim import Claim
from streams.alert.incident import fold_claims, in_time_order
from streams.alert.judge import Ground, Judged, Outcome, said_to_rules
from streams.alert.region import Region
from streams.alert.revise import UNSENT, Known, retract, revise
from streams.alert.rules import holds, severity_for
from streams.alert.slot import STORY_DAY, story_region

MERGED = "merged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Hold two stories that have become one: what is left of one, the other, what is sent."""

    gone: Region
    home: Region
    alerts: tuple[Alert, ...]


def judge_story(before: Region, claim: Claim, ground: Ground) -> Judged:
    """Add a claim to its story."""
    after = before.adding(_told_of(before, claim), STORY_DAY)
    claims = _claims_of(after)
    story = fold_claims(claims)
    held = _held(after.alerts_of(STORY_DAY))
    said, outcome = said_to_rules(claims), Outcome()
    for match in claim.matches:
        rule, last = ground.rules.get(match.rule_id), held.get(match.rule_id)
        if rule is None:
            continue
        outlets = len(story.outlets)
        stated = said.get((rule.id, rule.digest), ())
        holding = [bits for bits in stated if holds(rule, bits, None, outlets)]
        if not holding and last is None:
            continue
        known = Known(
            incident_id=None,
            incident=story,
            claims=claims,
            severity=severity_for(rule, None, reduce(or_, holding, 0), outlets),
        )
        outcome.take(STORY_DAY, revise(rule, known, last, claim, ground.silences), is_own=True)
    region = after.keeping(STORY_DAY, outcome.held.get(STORY_DAY, {}))
    return Judged(region, None, (), tuple(outcome.alerts), tuple(outcome.suppressions))


def merge_stories(gone: Region, home: Region, proof: Claim, ground: Ground) -> Merged:
    """Take a story into another, which `proof` shows to be the same one.

    Asked again, it gives the same. A reader who has an alert on both is told that one of them
    is no more; an alert on the story that is gone alone goes on as that of the other.
    """
    outcome = Outcome()
    held = _held(home.alerts_of(STORY_DAY))
    adopted: dict[str, Alert] = {}
    for alert in gone.alerts_of(STORY_DAY):
        if alert.revision == UNSENT or alert.reason == MERGED:
            continue
        last = held.get(alert.rule_id)
        if last is None or last.revision == UNSENT or last.alert_id == alert.alert_id:
            if last is None or last.revision < alert.revision:
                adopted[alert.alert_id] = alert
            continue
        rule = ground.rules.get(alert.rule_id)
        outcome.take(STORY_DAY, retract(rule, alert, proof, MERGED, _story_of(home)), is_own=False)
    joined = home
    for claim in _claims_of(gone):
        if story_region(claim) == gone.name:
            joined = joined.adding(_told_of(joined, claim), STORY_DAY)
    left = gone.adding(proof, STORY_DAY).keeping(STORY_DAY, outcome.held.get(STORY_DAY, {}))
    return Merged(gone=left, home=joined.keeping(STORY_DAY, adopted), alerts=tuple(outcome.alerts))


def forward_of(region: Region) -> str | None:
    """Name the region of the story that has taken this one in; None where none has."""
    proofs = [one for one in _claims_of(region) if story_region(one) != region.name]
    return story_region(in_time_order(proofs)[0]) if proofs else None


def _told_of(region: Region, claim: Claim) -> Claim:
    """Give a claim as one on the story of a region, whichever story its article was put into."""
    return replace(claim, story_id=_story_of(region))


def _story_of(region: Region) -> str:
    return region.name.partition(":")[2]


def _claims_of(region: Region) -> tuple[Claim, ...]:
    return region.buckets[STORY_DAY].claims if STORY_DAY in region.buckets else ()


def _held(alerts: Sequence[Alert]) -> Mapping[str, Alert]:
    """Give the alert of each rule: one that was sent, before one that was not."""
    ordered = sorted(alerts, key=lambda one: (one.revision, one.alert_id))
    return {alert.rule_id: alert for alert in ordered}
