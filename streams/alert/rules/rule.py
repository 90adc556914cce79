"""A rule, and what it says of an incident or a story."""

from dataclasses import dataclass
from typing import Final, Literal

from schemas.alert import Severity
from streams.alert.rules.circumstances import IncidentFacts, OfIncident, OfStory
from streams.alert.rules.conditions import Circumstances, Condition, Said
from streams.alert.rules.match import Match
from streams.alert.severity import SEVERITIES, at_least

__all__ = ["ON", "Match", "On", "Rule", "holds", "severity_for"]

RuleKind = Literal["incident", "article"]
On = Literal[
    "opened", "severity_up", "killed_changed", "injured_changed", "updated", "retracted", "closed"
]
# What a rule may send for; a rule that names none sends for all.
ON: Final[tuple[On, ...]] = (
    "opened", "severity_up", "killed_changed", "injured_changed", "updated", "retracted", "closed",
)  # fmt: skip
# An article has no toll to rate it by: a rule on articles that states no severity gets this one.
_ARTICLE_SEVERITY: Final[Severity] = "medium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Say what to alert on, how severe it is, and how often to say so.

    `kind` is `incident` for rules on happenings and `article` for rules on words, names and
    subjects alone, which alert once a story. `digest` changes with what the rule says. `said`:
    its conditions on articles, each once.
    Units: `max_age_days` days, None for any age; `min_interval_seconds` 0 for no limit.
    """

    id: str
    title: str
    digest: str
    kind: RuleKind
    condition: Condition
    severity: Severity | None = None
    min_severity: Severity = "low"
    escalations: tuple[tuple[Severity, Condition], ...] = ()
    max_age_days: int | None = None
    on: frozenset[On] = frozenset(ON)
    min_interval_seconds: int = 0
    said: tuple[Said, ...] = ()


def holds(rule: Rule, bits: int, incident: IncidentFacts | None, story_outlets: int = 1) -> bool:
    """Say whether the whole condition holds for one article's bits and all that is known.

    `incident` is None for rules on articles; `story_outlets` counts the outlets of their story.
    """
    known = _known(incident, story_outlets)
    if incident is not None and not at_least(incident.severity, rule.min_severity):
        return False
    return rule.condition.truth(bits, known) is True


def severity_for(
    rule: Rule, incident: IncidentFacts | None, bits: int, story_outlets: int = 1
) -> Severity:
    """Give the severity of the alert: the rule's own or the incident's, escalated from there."""
    rated = incident.severity if incident is not None else _ARTICLE_SEVERITY
    severity = rule.severity or rated
    known = _known(incident, story_outlets)
    for higher, condition in rule.escalations:
        if condition.truth(bits, known) is True:
            severity = max(severity, higher, key=SEVERITIES.index)
    return severity


def _known(incident: IncidentFacts | None, story_outlets: int) -> Circumstances:
    return OfIncident(incident) if incident is not None else OfStory(story_outlets)
