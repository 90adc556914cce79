"""Alerts as CAP 1.2 messages (OASIS): Alert, Update, Cancel, each naming those before it. Pure.

A revision is a message of its own. CAP is read by machines that wake people, so the status is
`Exercise` unless the operator says otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal
from xml.etree.ElementTree import Element, tostring

from schemas.alert import Alert, Severity, Toll
from schemas.annotation import EventPlace
from streams.deliver.channels.texts import Phrases, alert_text, title_of
from streams.deliver.page.views import safe_url
from streams.deliver.xml_text import add

NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap:1.2"
_SEVERITIES: Final[dict[Severity, str]] = {
    "critical": "Extreme",
    "high": "Severe",
    "medium": "Moderate",
    "low": "Minor",
}
_CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    "armed_attack": ("Security",),
    "bombing": ("Security",),
    "airstrike_shelling": ("Security",),
    "armed_clash": ("Security",),
    "crime_violence": ("Security",),
    "arrest_raid": ("Security",),
    "abduction": ("Security",),
    "protest_riot": ("Security",),
    "execution": ("Security",),
    "traffic_accident": ("Transport",),
    "transport_accident": ("Transport",),
    "fire_explosion": ("Fire",),
    "drowning": ("Safety", "Rescue"),
    "structural_collapse": ("Safety", "Rescue"),
    "natural_disaster": ("Geo", "Met"),
    "health_outbreak": ("Health",),
    "other_accident": ("Safety",),
}
# How far around its coordinates a place of this precision may reach; wider ones have no circle.
_RADIUS_KM: Final = {"point": 2, "town": 10}
_LIKELY_OUTLETS: Final = 2
_TOLLS: Final = ("killed", "injured")
MsgType = Literal["Alert", "Update", "Cancel"]


class NothingToCancel(ValueError):
    """Report a retraction whose alert is no longer known: CAP must name what it cancels."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Hold a revision and when it was written. Units: Unix milliseconds."""

    alert: Alert
    ms: int


@dataclass(frozen=True, slots=True)
class CapHead:
    """Say who speaks, and whether it is meant: `Actual`, `Exercise`, `System`, `Test`, `Draft`."""

    sender: str
    status: str


def cap_document(
    sent: Sent, earlier: Sequence[Sent], head: CapHead, languages: Sequence[Phrases]
) -> bytes:
    """Write one revision as a message, with an info block in each language.

    `earlier` are the revisions before it that are known. An update none of whose forerunners is
    known goes out as an Alert, with a note. Errors: NothingToCancel.
    """
    alert = sent.alert
    kind = message_type(alert, known=bool(earlier))
    root = Element("alert", {"xmlns": NAMESPACE})
    add(root, "identifier", identifier(alert))
    add(root, "sender", head.sender)
    add(root, "sent", moment(sent.ms))
    add(root, "status", head.status)
    add(root, "msgType", kind)
    add(root, "source", f"Barid, rule {alert.rule_id}")
    add(root, "scope", "Public")
    note = _note(alert, kind, head)
    if note:
        add(root, "note", note)
    if earlier and kind != "Alert":
        named = [f"{head.sender},{identifier(one.alert)},{moment(one.ms)}" for one in earlier]
        add(root, "references", " ".join(named))
    if alert.incident_id:
        add(root, "incidents", alert.incident_id)
    for say in languages:
        _add_info(root, alert, say)
    body: bytes = tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def message_type(alert: Alert, *, known: bool) -> MsgType:
    """Say what kind of message a revision is. Errors: NothingToCancel."""
    if alert.status == "retracted":
        if not known:
            raise NothingToCancel(
                f"the revisions that {alert.alert_id} takes back are no longer held"
            )
        return "Cancel"
    return "Update" if alert.revision > 1 and known else "Alert"


def identifier(alert: Alert) -> str:
    """Name a revision; CAP allows no space, comma, < or & in it."""
    safe = "".join(
        "_" if char in " ,<&" or not char.isprintable() else char for char in alert.alert_id
    )
    return f"{safe}.{alert.revision}"


def moment(ms: int) -> str:
    """Write a moment as CAP wants it: seconds, and an offset that is never `Z`.

    >>> moment(1760516400250)
    '2025-10-15T08:20:00-00:00'
    """
    return datetime.fromtimestamp(max(0, ms) // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def certainty(alert: Alert) -> str:
    """Say how sure it is: an official says so, independent outlets agree, or one alone tells it."""
    if any(figure.is_official and figure.standing == "in_force" for figure in alert.figures):
        return "Observed"
    return "Likely" if len(alert.outlets) >= _LIKELY_OUTLETS else "Possible"


def _note(alert: Alert, kind: MsgType, head: CapHead) -> str | None:
    notes = []
    if head.status == "Exercise":
        notes.append("Machine-read from news reports; not a warning of an authority.")
    if kind == "Alert" and alert.revision > 1:
        notes.append(f"This is revision {alert.revision}; the earlier ones are no longer held.")
    if kind == "Cancel" and alert.reason:
        into = f" into {alert.merged_into}" if alert.merged_into else ""
        notes.append(f"Taken back: {alert.reason}{into}.")
    return " ".join(notes) or None


def _add_info(root: Element, alert: Alert, say: Phrases) -> None:
    t = say.words
    info = add(root, "info")
    add(info, "language", t.language)
    for category in _CATEGORIES.get(alert.event_type or "", ("Other",)):
        add(info, "category", category)
    add(info, "event", t.term("type", alert.event_type))
    add(info, "urgency", "Past" if alert.event_date or alert.status == "closed" else "Unknown")
    add(info, "severity", _SEVERITIES[alert.severity])
    add(info, "certainty", certainty(alert))
    add(info, "senderName", t("page.brand"))
    spoken = alert.headline if alert.language == t.language else None
    add(info, "headline", spoken or title_of(alert, say))
    text = alert_text(alert, say)
    if text.body:
        add(info, "description", text.body)
    web = safe_url(text.link)
    if web:
        add(info, "web", web)
    for name, value in _parameters(alert):
        parameter = add(info, "parameter")
        add(parameter, "valueName", name)
        add(parameter, "value", value)
    if alert.place is not None:
        _add_area(info, alert.place, say)


def _parameters(alert: Alert) -> Iterator[tuple[str, str]]:
    yield "revision", str(alert.revision)
    yield "rule", alert.rule_id
    if alert.event_date:
        yield "eventDate", alert.event_date
    for field in _TOLLS:
        toll: Toll = getattr(alert, field)
        if toll.min is not None:
            yield f"{field}Min", str(toll.min)
        if toll.max is not None:
            yield f"{field}Max", str(toll.max)
    yield "outlets", str(len(alert.outlets))


def _add_area(info: Element, place: EventPlace, say: Phrases) -> None:
    area = add(info, "area")
    country = say.words.country(place.country)
    comma = say.words("page.comma") + " "
    named = [place.name, *([country] if country and country != place.name else [])]
    add(area, "areaDesc", comma.join(named))
    radius = _RADIUS_KM.get(place.precision)
    if radius is not None and place.lat is not None and place.lon is not None:
        add(area, "circle", f"{place.lat:.4f},{place.lon:.4f} {radius}")
    for name, code in (("ISO 3166-2", place.admin1), ("ISO 3166-1", place.country)):
        if code:
            geocode = add(area, "geocode")
            add(geocode, "valueName", name)
            add(geocode, "value", code)
