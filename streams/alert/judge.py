"""Add one claim to its region, and say what that changes: alerts, retractions, silences. Pure.

A claim may do more than add to one incident: it may show two to be one, or one to be two. What
that does to alerts that were sent is told: the alert of an incident that is no more is retracted
with the name of the one that took it in, and that one is revised.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from schemas.alert import Alert, Suppression
from streams.alert.claim import Claim
from streams.alert.incident import Incident, fold_claims
from streams.alert.region import Group, Region, walk_changed
from streams.alert.revise import Known, Revised, retract, revise
from streams.alert.rules import Rule, RuleSet, holds, severity_for
from streams.alert.silences import Silence
from streams.alert.suppress import kept_silent


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a region after a claim, which incident the claim is on, and what it caused.

    `touched` names the incidents whose claims are others now.
    """

    region: Region
    incident_id: str | None
    touched: tuple[str, ...]
    alerts: tuple[Alert, ...]
    suppressions: tuple[Suppression, ...]


def _never(group: Group) -> bool:
    del group
    return False


@dataclass(frozen=True, slots=True)
class Ground:
    """Hold what a claim is judged by; `is_quiet` says whether an incident's time is over."""

    rules: RuleSet
    silences: Sequence[Silence] = ()
    is_quiet: Callable[[Group], bool] = _never


@dataclass(slots=True)
class Outcome:
    """Collect what a claim causes."""

    alerts: list[Alert] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    held: dict[int, dict[str, Alert]] = field(default_factory=dict)

    def take(self, day: int, revised: Revised, *, is_own: bool) -> None:
        """Keep a revision; of a silence only what the claim's own incident keeps silent about."""
        if revised.alert is not None:
            self.alerts.append(revised.alert)
        if revised.held is not None:
            self.held.setdefault(day, {})[revised.held.alert_id] = revised.held
        if revised.silence is not None and is_own:
            self.suppressions.append(revised.silence)


def judge(before: Region, claim: Claim, ground: Ground) -> Judged:
    """Add a claim to a region.

    Shape: the alerts of the claim's own incident come first, then those of incidents that others
    were merged into or split from, by name.
    """
    after = before.adding(claim)
    changed = sorted(
        walk_changed(before, after), key=lambda pair: _rank(pair[1] or pair[0], claim.article_id)
    )
    outcome = Outcome()
    own: str | None = None
    for old, group in changed:
        if group is None:
            if old is not None:
                _end(old, after, claim, ground.rules, outcome)
            continue
        is_own = claim.article_id in group.article_ids
        own = group.incident_id if is_own else own
        _revise_all(group, after, claim, ground, outcome, is_own=is_own)
    region = after
    for day, held in outcome.held.items():
        region = region.keeping(day, held)
    touched = tuple(group.incident_id for _, group in changed if group is not None)
    return Judged(region, own, touched, tuple(outcome.alerts), tuple(outcome.suppressions))


def _revise_all(
    group: Group,
    region: Region,
    claim: Claim,
    ground: Ground,
    outcome: Outcome,
    *,
    is_own: bool,
) -> None:
    incident = fold_claims(group.claims, group.supports, group.denials)
    held = {alert.rule_id: alert for alert in _alerts_on(group, region)}
    said = said_to_rules(group.claims)
    speaking = {match.rule_id for match in claim.matches} if is_own else set()
    # What a claim does not speak to, it changes only where it denies, merges or splits.
    others = () if is_own and claim.stance != "denies" else (*held, *(name for name, _ in said))
    for name in dict.fromkeys((*(match.rule_id for match in claim.matches if is_own), *others)):
        rule, last = ground.rules.get(name), held.get(name)
        if rule is None:
            continue
        is_asked = name in speaking
        if incident.denial is not None:
            _deny(rule, group, incident, last, claim, outcome, is_own=is_asked)
            continue
        bits = _holding(rule, incident, said.get((rule.id, rule.digest), ()))
        if bits is None and last is None:
            continue
        known = Known(
            incident_id=group.incident_id,
            incident=incident,
            claims=group.claims,
            severity=severity_for(rule, incident, bits or 0),
            is_quiet=ground.is_quiet(group),
        )
        revised = revise(rule, known, last, claim, ground.silences)
        outcome.take(group.day, revised, is_own=is_asked)


def _alerts_on(group: Group, region: Region) -> Iterable[Alert]:
    return (one for one in region.alerts_of(group.day) if one.incident_id == group.incident_id)


def said_to_rules(claims: Iterable[Claim]) -> dict[tuple[str, str], list[int]]:
    """Gather what claims say to each rule, by its id and digest."""
    said: dict[tuple[str, str], list[int]] = {}
    for claim in claims:
        for match in claim.matches:
            said.setdefault((match.rule_id, match.digest), []).append(match.bits)
    return said


def _holding(rule: Rule, incident: Incident, said: Iterable[int]) -> int | None:
    """Join the bits of the claims that make a rule hold; None where none does.

    One article must meet the rule with all that is known of the incident, whichever came first.
    """
    holding = [bits for bits in said if holds(rule, bits, incident)]
    return reduce(or_, holding) if holding else None


def _deny(
    rule: Rule,
    group: Group,
    incident: Incident,
    last: Alert | None,
    claim: Claim,
    outcome: Outcome,
    *,
    is_own: bool,
) -> None:
    denial = incident.denial
    if denial is None:
        return
    if last is not None and last.status != "retracted":
        outcome.take(group.day, retract(rule, last, claim, denial.rule), is_own=is_own)
    elif is_own:
        said = f"{incident.event_type} is denied in {denial.article_id} ({denial.rule})"
        silence = kept_silent(rule.id, claim, group.incident_id, "negated", said)
        outcome.take(group.day, Revised(silence=silence), is_own=True)


def _end(old: Group, after: Region, claim: Claim, rules: RuleSet, outcome: Outcome) -> None:
    """Retract the alerts of an incident that is no more, and name what took it in."""
    homes = {
        group.incident_id
        for group in after.groups.values()
        for one in old.claims
        if one.article_id in group.article_ids
    }
    reason = "merged" if len(homes) == 1 else "split"
    first = old.claims[0].article_id
    into = next((g.incident_id for g in after.groups.values() if first in g.article_ids), None)
    for alert in after.alerts_of(old.day):
        if alert.incident_id == old.incident_id and alert.status != "retracted":
            revised = retract(rules.get(alert.rule_id), alert, claim, reason, into)
            outcome.take(old.day, revised, is_own=False)


def _rank(group: Group | None, article_id: str) -> tuple[bool, str]:
    if group is None:
        return True, ""
    return article_id not in group.article_ids, group.incident_id
