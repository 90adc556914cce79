"""Close an incident that nobody has told of for a while. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.alert import Alert
from streams.alert.agenda import Due, seconds_of
from streams.alert.incident import last_told
from streams.alert.region import Group, Region
from streams.alert.revise import close
from streams.alert.rules import RuleSet
from streams.alert.silences import Silence, Subject, silenced_by

QUIET = "quiet"
# Alerts that have ended need no closing.
_ENDED = ("closed", "retracted")


@dataclass(frozen=True, slots=True)
class Closed:
    """Hold a region after an incident was looked at, the alerts sent, and when to look again."""

    region: Region
    alerts: tuple[Alert, ...] = ()
    again: Due | None = None


def due_of(group: Group, region: str, quiet_seconds: int) -> Due | None:
    """Say when an incident falls quiet; None where no article says when it was crawled."""
    told = seconds_of(last_told(group.claims))
    if told is None:
        return None
    return Due(told + quiet_seconds, region, group.day, group.incident_id)


def close_quiet(
    region: Region,
    due: Due,
    at: str | None,
    rules: RuleSet,
    silences: Sequence[Silence],
    quiet_seconds: int,
) -> Closed:
    """Close the alerts of an incident whose time to fall quiet has come.

    One that is gone, or has ended, needs no more; one told of since falls due later.
    """
    group = region.groups.get(due.incident_id)
    if group is None:
        return Closed(region)
    falls = due_of(group, region.name, quiet_seconds)
    if falls is None:
        return Closed(region)
    if falls.at > due.at:  # in its turn, so that what closes together closes in one order
        return Closed(region, again=falls)
    held: dict[str, Alert] = {}
    sent: list[Alert] = []
    for alert in region.alerts_of(group.day):
        if alert.incident_id != due.incident_id or alert.status in _ENDED:
            continue
        revised = close(rules.get(alert.rule_id), alert, at, QUIET)
        subject = Subject(alert.rule_id, alert.incident_id, alert.place, alert.severity)
        if revised.held is None:
            continue
        made = revised.held
        if revised.alert is None:
            held[alert.alert_id] = made
        elif silenced_by(silences, subject, at) is None:
            sent.append(made)
            held[alert.alert_id] = made
        else:  # it ends without a word
            held[alert.alert_id] = replace(made, revision=alert.revision)
    return Closed(region.keeping(group.day, held) if held else region, tuple(sent))
