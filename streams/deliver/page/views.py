"""From alerts to what a template shows: nothing but values, every choice made here. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

from schemas.alert import Alert, Change, Evidence, FigureStanding, Source, Suppression, Toll
from schemas.alert import Figure as LedgerFigure

_STANDINGS: Final[tuple[FigureStanding, ...]] = (
    "in_force",
    "disputed",
    "withdrawn",
    "superseded",
)
TOLL_FIELDS: Final = ("killed", "injured")
# What a row has room for.
_OUTLETS_SHOWN: Final = 3
# Sentences under one figure; the newest say most.
_SAID_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Said:
    """Show a sentence in three parts, the words that count in the middle, and who wrote it."""

    before: str
    words: str
    after: str
    language: str | None
    source: Source
    toll: Toll | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Show a change of one field: from, to, the sentences it stands on, and what others said."""

    field: str
    before: str | Toll | None
    now: str | Toll | None
    stands_on: tuple[Said, ...]
    others: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """Show one revision of an alert."""

    alert: Alert
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Show a figure of the toll's course."""

    revision: int
    toll: Toll
    moment: str | None


def revisions_of(held: Sequence[Alert]) -> list[Revision]:
    """Say of each revision what changed and on which words it stands. Shape: in order, the same."""
    found: list[Revision] = []
    before: Alert | None = None
    for alert in held:
        found.append(Revision(alert, _figures(alert, before)))
        before = alert
    return found


def course_of(held: Sequence[Alert], field: str) -> list[Step]:
    """Give the steps of one toll: the revisions at which it was another than before."""
    steps: list[Step] = []
    for alert in held:
        toll: Toll = getattr(alert, field)
        if toll.min is None and not steps:
            continue
        if not steps or steps[-1].toll != toll:
            steps.append(Step(alert.revision, toll, alert.emitted_for))
    return steps


def ledger_of(alert: Alert) -> list[LedgerFigure]:
    """Give the figures stated, by toll; what is in force first, then what stands against it."""
    fields = {figure.field: None for figure in alert.figures}
    return [
        figure
        for field in fields
        for standing in _STANDINGS
        for figure in alert.figures
        if figure.field == field and figure.standing == standing
    ]


def outlets_shown(alert: Alert) -> tuple[tuple[str, ...], int]:
    """Give the first outlets, and how many more there are."""
    return alert.outlets[:_OUTLETS_SHOWN], max(0, len(alert.outlets) - _OUTLETS_SHOWN)


def safe_url(url: str | None) -> str | None:
    """Give an address that may be a link: http or https, nothing a script could hide in."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def map_url(alert: Alert) -> str | None:
    """Give a map of the place, as far out as the place is vague; None without coordinates."""
    place = alert.place
    if place is None or place.lat is None or place.lon is None:
        return None
    zoom = {"point": 14, "town": 11, "admin1": 8, "country": 5}[place.precision]
    at = f"{place.lat:.4f}/{place.lon:.4f}"
    marker = f"mlat={place.lat:.4f}&mlon={place.lon:.4f}"
    return f"https://www.openstreetmap.org/?{marker}#map={zoom}/{at}"


def element_id(alert_id: str) -> str:
    """Make an id of an element that is sound whatever the alert's id holds."""
    return "a-" + quote(alert_id, safe="")


def source_of(suppression: Suppression) -> Source:
    """Name the article of a silence as an alert names its own."""
    return Source(
        article_id=suppression.article_id,
        outlet=suppression.outlet,
        headline=suppression.headline,
        language=suppression.language,
        url=suppression.url,
        as_of=suppression.crawled_at,
    )


def _figures(alert: Alert, before: Alert | None) -> tuple[Figure, ...]:
    if before is None and not alert.changes:
        stated = [field for field in TOLL_FIELDS if getattr(alert, field).min is not None]
        changes = [Change(field=field, from_=None, to=getattr(alert, field)) for field in stated]
        changes = changes or [Change(field="event_type", from_=None, to=alert.event_type)]
    else:
        changes = list(alert.changes)
    sources = {source.article_id: source for source in alert.sources}
    return tuple(_figure(change, alert.evidence, sources) for change in changes)


def _figure(change: Change, evidence: Sequence[Evidence], sources: dict[str, Source]) -> Figure:
    """Tell the sentences that give the figure in force from those that give another."""
    field = change.field.removesuffix("_range")
    told = [one for one in reversed(evidence) if one.field == field and one.sentence]
    now = change.to
    if isinstance(now, Toll):
        standing = [one for one in told if one.toll is None or _gives(one.toll, now)]
    else:
        standing = told
    others = [one for one in told if one not in standing]
    return Figure(
        field=change.field,
        before=change.from_,
        now=now,
        stands_on=tuple(_said(one, sources) for one in standing[:_SAID_SHOWN]),
        others=tuple(_said(one, sources) for one in others[:_SAID_SHOWN]),
    )


def _gives(said: Toll, now: Toll) -> bool:
    """Say whether a figure is one end of what is in force: 13 and 15 both carry 13 to 15."""
    return said.min is not None and said.min in (now.min, now.max)


def _said(one: Evidence, sources: dict[str, Source]) -> Said:
    sentence = one.sentence or one.text
    start = one.start - (one.sentence_start if one.sentence_start is not None else one.start)
    end = start + len(one.text)
    if not 0 <= start <= end <= len(sentence) or sentence[start:end] != one.text:
        start, end = 0, 0  # another producer's: show the sentence, mark nothing
    source = sources.get(one.article_id) or Source(article_id=one.article_id)
    return Said(
        before=sentence[:start],
        words=sentence[start:end],
        after=sentence[end:],
        language=source.language,
        source=source,
        toll=one.toll,
    )
