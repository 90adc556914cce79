"""Alerts as an Atom feed (RFC 4287): one entry an alert, its newest revision. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, tostring

from schemas.alert import Alert, Evidence, Toll
from streams.deliver.channels.texts import Phrases, title_of, toll_text
from streams.deliver.page.views import safe_url
from streams.deliver.page.words import is_language_tag
from streams.deliver.xml_text import add

_NAMESPACE: Final = "http://www.w3.org/2005/Atom"
_TOLLS: Final = ("killed", "injured")
_SENTENCES: Final = 5
_SOURCES: Final = 10


@dataclass(frozen=True, slots=True)
class Item:
    """Hold an alert's newest revision. Units: Unix milliseconds, of its first and last writing."""

    alert: Alert
    published_ms: int
    updated_ms: int


@dataclass(frozen=True, slots=True)
class FeedHead:
    """Name a feed: its id is stable, `address` is where it is read, `site` where the page is."""

    id: str
    title: str
    address: str
    site: str


def feed_document(head: FeedHead, items: Sequence[Item], say: Phrases) -> bytes:
    """Write the feed, the newest first. Shape: UTF-8 XML."""
    language = say.words.language
    feed = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    add(feed, "id", head.id)
    add(feed, "title", head.title)
    newest = max((item.updated_ms for item in items), default=0)
    add(feed, "updated", moment(newest))
    add(feed, "link", rel="self", type="application/atom+xml", href=head.address)
    add(feed, "link", rel="alternate", type="text/html", href=head.site + "/")
    add(add(feed, "author"), "name", say.words("page.brand"))
    add(feed, "generator", "Barid")
    for item in sorted(items, key=lambda item: -item.updated_ms):
        _add_entry(feed, head, item, say)
    body: bytes = tostring(feed, "utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def moment(ms: int) -> str:
    """Write a moment as RFC 3339 says. Units: Unix milliseconds.

    >>> moment(1760516400250)
    '2025-10-15T08:20:00.250Z'
    """
    stated = datetime.fromtimestamp(max(0, ms) / 1000, UTC)
    return stated.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _add_entry(feed: Element, head: FeedHead, item: Item, say: Phrases) -> None:
    alert = item.alert
    spoken = alert.language if is_language_tag(alert.language) else None
    entry = add(feed, "entry")
    add(entry, "id", "urn:barid:alert:" + quote(alert.alert_id, safe=""))
    name = title_of(alert, say)
    title = add(entry, "title", f"{name}: {alert.headline}" if alert.headline else name)
    if spoken:
        title.set("xml:lang", spoken)
    add(entry, "updated", moment(item.updated_ms))
    add(entry, "published", moment(item.published_ms))
    segment = quote(alert.alert_id, safe="")
    address = f"{head.site}/incident/{segment}"
    add(entry, "link", rel="alternate", type="text/html", href=address)
    cap = f"{head.site}/cap/{segment}.xml"
    add(entry, "link", rel="related", type="application/cap+xml", href=cap)
    for source in alert.sources[-_SOURCES:]:
        url = safe_url(source.url)
        if url:
            add(entry, "link", rel="via", href=url, title=source.outlet or "")
    for scheme, term in (
        ("severity", alert.severity),
        ("status", alert.status),
        ("rule", alert.rule_id),
        ("type", alert.event_type),
    ):
        if term:
            label = say.words.term(scheme, term) if scheme != "rule" else term
            add(entry, "category", scheme=f"urn:barid:{scheme}", term=term, label=label)
    html = "".join(_html(alert, say))
    content = add(entry, "content", html, type="html")
    content.set("xml:lang", say.words.language)


def _html(alert: Alert, say: Phrases) -> Iterator[str]:
    """Write what is known: tolls with what they were, the words they rest on, who says so."""
    t = say.words
    direction = ' dir="rtl"' if t.direction == "rtl" else ""
    yield f"<div{direction}>"
    if alert.status == "retracted":
        yield f"<p><strong>{escape(say('body.retracted'))}</strong></p>"
    changed = {change.field: change.from_ for change in alert.changes}
    for field in _TOLLS:
        toll: Toll = getattr(alert, field)
        if toll.min is None and field not in changed:
            continue
        said = {"field": t.term("field", field), "now": toll_text(toll, t)}
        before = changed.get(field)
        if isinstance(before, Toll) and before.min is not None:
            line = say("body.was", before=toll_text(before, t), **said)
        else:
            line = say("body.is", **said)
        yield f"<p>{escape(line)}</p>"
    if alert.event_date:
        when = say("body.is", field=t.term("field", "event_date"), now=t.day(alert.event_date))
        yield f"<p>{escape(when)}</p>"
    yield from _quotes(alert)
    if alert.outlets:
        comma = t("page.comma") + " "
        yield f"<p>{escape(say('body.outlets', outlets=comma.join(alert.outlets)))}</p>"
    yield "</div>"


def _quotes(alert: Alert) -> Iterator[str]:
    sources = {source.article_id: source for source in alert.sources}
    told = [one for one in reversed(alert.evidence) if one.sentence]
    newest: dict[str, Evidence] = {one.sentence or "": one for one in reversed(told)}
    for sentence, one in list(reversed(newest.items()))[:_SENTENCES]:
        source = sources.get(one.article_id)
        language = source.language if source else None
        lang = f' lang="{language}"' if is_language_tag(language) else ""
        outlet = f" <cite>{escape(source.outlet)}</cite>" if source and source.outlet else ""
        yield f'<blockquote dir="auto"{lang}>{escape(sentence)}{outlet}</blockquote>'
