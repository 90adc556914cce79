"""Write alerts, silences and articles for people: rich text, no I/O.

Numbers, ids and Latin words stay readable inside right-to-left lines because each fact has a line
of its own.
"""

from collections.abc import Iterator

from rich.text import Text

from schemas.alert import Alert, Change, Evidence, Suppression, Toll
from schemas.annotation import Event, EventPlace

SEVERITY_STYLES = {"low": "dim", "medium": "yellow", "high": "red", "critical": "bold white on red"}


def alert_lines(alert: Alert) -> Iterator[Text]:
    """Write an alert: what, where, when, how many, and what changed."""
    head = Text()
    head.append(f" {alert.severity.upper()} ", style=SEVERITY_STYLES[alert.severity])
    head.append(f" {alert.status}, revision {alert.revision}  ", style="bold")
    head.append(alert.headline or "(no headline)", style="bold")
    yield head
    facts = [
        alert.event_type or "event",
        place_words(alert.place),
        alert.event_date or "date not stated",
        f"killed {toll_words(alert.killed)}",
        f"injured {toll_words(alert.injured)}",
    ]
    yield Text("    " + " · ".join(facts))
    for change in alert.changes:
        yield Text(f"    changed: {change_words(change)}", style="cyan")
    for evidence in _newest_evidence(alert):
        yield Text(f"    {evidence.field}: «{evidence.text}»", style="dim")
    outlets = ", ".join(alert.outlets) or "outlet not named"
    yield Text(f"    {len(alert.article_ids)} articles: {outlets}", style="dim")


def suppression_line(suppression: Suppression, title: str | None) -> Text:
    """Write a silence and its reason."""
    line = Text()
    line.append(f" silent: {suppression.reason} ", style="black on white")
    line.append(f"  {title or suppression.article_id}")
    line.append(f"\n    {suppression.detail}", style="dim")
    return line


def toll_words(toll: Toll | None) -> str:
    """Write a toll: `10`, `at least 10`, `10-13`, `not stated`."""
    if toll is None or toll.min is None:
        return "not stated"
    if toll.max is None:
        return f"at least {toll.min}"
    return str(toll.min) if toll.min == toll.max else f"{toll.min}-{toll.max}"


def place_words(place: EventPlace | None) -> str:
    """Write a place with its province and country."""
    if place is None:
        return "place not stated"
    region = " ".join(part for part in (place.admin1, place.country) if part)
    return f"{place.name} ({region})" if region else place.name


def change_words(change: Change) -> str:
    """Write one change, old to new."""
    return f"{change.field} {_value_words(change.from_)} → {_value_words(change.to)}"


def event_words(event: Event) -> str:
    """Write an event in one line."""
    tolls = ", ".join(
        f"{c.kind} {toll_words(Toll(min=c.min, max=c.max))}{f' ({c.role})' if c.role else ''}"
        for c in event.casualties
    )
    place = event.place.name if event.place else "place not stated"
    day = event.date.value if event.date and event.date.value else "date not stated"
    return f"{event.status} {event.type} · {place} · {day} · {tolls or 'no toll'} · {event.rule}"


def _newest_evidence(alert: Alert) -> Iterator[Evidence]:
    """Give the newest words for each toll, in the order of the toll fields."""
    for field in ("killed", "injured", "event_type"):
        found = [evidence for evidence in alert.evidence if evidence.field == field]
        if found:
            yield found[-1]


def _value_words(value: str | Toll | None) -> str:
    if value is None:
        return "not stated"
    return toll_words(value) if isinstance(value, Toll) else value
