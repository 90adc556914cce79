"""Every claim that Barid makes about an article, with its rule and the words it rests on.

`findings` is the one list of what there is to say of an enriched article: `barid try` writes each
in a line, `barid explain` adds the words around each span, or gives all of it as JSON.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from schemas.annotation import DateMention, Entity, Event, Place, Quote, Span
from schemas.article import EnrichedArticle
from streams.enrich.subjects import SubjectWords, subject_words
from streams.present import event_words

_CONTEXT_CHARS = 40
_SNIPPET_CHARS = 100
# A claim that rests on a hundred mentions is shown with the first few; JSON has them all.
_SHOWN_SPANS = 5
# A line of mixed scripts reads in the direction of its first letter unless it is kept apart.
_ISOLATE, _POP = "\u2068", "\u2069"
_DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold one claim: what kind, what it says, by which rule, resting on which words.

    A part belongs to the claim before it that is none: a casualty to its event.
    """

    label: str
    said: str
    rule: str = ""
    spans: tuple[Span, ...] = ()
    is_part: bool = False


def findings(article: EnrichedArticle, subjects: SubjectWords | None = None) -> Iterator[Finding]:
    """Yield every claim about an article, in the order of the contract.

    A subject's words are read again from the text, where `subjects` are given.
    """
    language = article.language
    yield Finding("language", f"{language.code} ({language.script})", language.rule)
    yield from map(_date, article.dates)
    yield from map(_entity, article.entities)
    yield from map(_place, article.places)
    for event in article.events:
        yield from _event(event)
    if article.claimed_by:
        yield Finding(
            "claimed by", article.claimed_by, spans=_mentions(article, article.claimed_by)
        )
    for subject in article.subjects:
        said = f"{subject.name} ({subject.code}, {subject.score:.2f})"
        words = subject_words(article.text, subject.code, subjects) if subjects else ()
        yield Finding("subject", said, "subject.weighted_words", words)
    for quote in article.quotes:
        yield _quote(quote)
    if article.incomplete:
        yield Finding("incomplete", ", ".join(article.incomplete))


def finding_line(finding: Finding) -> Text:
    """Write a claim for people, in one line."""
    line = Text("      " if finding.is_part else "  ")
    line.append(f"{finding.label:<12} ", style="bold")
    line.append(_isolated(finding.said))
    if finding.rule:
        line.append(f"  [{finding.rule}]", style="dim italic")
    return line


def context_lines(finding: Finding, text: str) -> Iterator[Text]:
    """Write the words a claim rests on, each inside its context on a line of its own."""
    for span in finding.spans[:_SHOWN_SPANS]:
        yield _context(span, text)
    hidden = len(finding.spans) - _SHOWN_SPANS
    if hidden > 0:
        yield Text(f"        and {hidden} more", style="dim")


def finding_record(finding: Finding, text: str) -> dict[str, Any]:
    """Write a claim as plain values for JSON."""
    spans = []
    for span in finding.spans:
        before, after = _around(span, text)
        spans.append({
            "text": span.text, "start": span.start, "end": span.end,
            "before": before, "after": after,
        })  # fmt: skip
    return {
        "claim": finding.label, "part": finding.is_part, "said": finding.said,
        "rule": finding.rule or None, "spans": spans,
    }  # fmt: skip


def snippet(text: str, limit: int = _SNIPPET_CHARS) -> str:
    """Cut a text to one short line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def surfaces(spans: Sequence[Span]) -> str:
    """Write the different wordings of some spans, each once."""
    return ", ".join(dict.fromkeys(f"«{snippet(span.text)}»" for span in spans))


def _date(date: DateMention) -> Finding:
    value = date.value or f"{date.from_}/{date.to}"
    said = f"«{date.text}» = {value}"
    return Finding("date", said, date.rule, (_span(date),))


def _entity(entity: Entity) -> Finding:
    said = f"{entity.name} ({entity.id}): {surfaces(entity.mentions)}"
    return Finding(entity.type, said, _source(entity), entity.mentions)


def _source(entity: Entity) -> str:
    """Name a model that is alone in saying so; the lexicons say nothing of themselves."""
    return entity.source if entity.source.startswith("model:") else ""


def _place(place: Place) -> Finding:
    region = " ".join(part for part in (place.admin1, place.country) if part)
    said = f"{place.name} ({place.id}; {region}; {place.precision}): {surfaces(place.mentions)}"
    return Finding("place", said, spans=place.mentions)


def _event(event: Event) -> Iterator[Finding]:
    said = event_words(event).removesuffix(f" · {event.rule}")
    yield Finding("event", said, event.rule)
    because = surfaces(event.evidence)
    yield Finding("because", because, spans=event.evidence, is_part=True)
    if event.date and event.date.evidence:
        said = event.date.value or f"{event.date.from_}/{event.date.to}"
        yield Finding("dated", said, event.date.basis, (event.date.evidence,), is_part=True)
    if event.place and event.place.evidence:
        yield Finding("placed", event.place.name, "", (event.place.evidence,), is_part=True)
    for one in event.casualties:
        said = surfaces(one.evidence)
        yield Finding(one.kind, said, one.rule, one.evidence, is_part=True)
    for actor in event.actors:
        yield Finding("actor", f"{actor.name} ({actor.role})", is_part=True)


def _quote(quote: Quote) -> Finding:
    said = f"{quote.speaker or 'somebody'}: «{snippet(quote.text)}»"
    return Finding("quote", said, spans=(_span(quote),))


def _span(found: DateMention | Quote) -> Span:
    return Span(text=found.text, start=found.start, end=found.end)


def _mentions(article: EnrichedArticle, name: str) -> tuple[Span, ...]:
    """Give the first mention of whom the article names as the one who says it."""
    named = [(one.name, one.mentions) for one in article.entities]
    named += [(one.name, one.mentions) for one in article.places]
    for known, mentions in named:
        if known == name:
            return mentions[:1]
    at = article.text.find(name)
    return (Span(text=name, start=at, end=at + len(name)),) if at >= 0 else ()


def _context(span: Span, text: str) -> Text:
    before, after = _around(span, text)
    line = Text("        " + _ISOLATE)
    line.append(_plain(before), style="dim")
    line.append("«" + _plain(snippet(span.text)) + "»", style="bold")
    line.append(_plain(after), style="dim")
    line.append(_POP)
    return line


def _around(span: Span, text: str) -> tuple[str, str]:
    """Give the words around a span, cut at a blank, never across a line."""
    before = text[max(0, span.start - _CONTEXT_CHARS) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _CONTEXT_CHARS].partition("\n")[0]
    if span.start > _CONTEXT_CHARS == len(before):
        before = "…" + before.partition(" ")[2]
    if len(text) - span.end > _CONTEXT_CHARS == len(after):
        after = after.rpartition(" ")[0] + "…"
    return before, after


def _isolated(said: str) -> str:
    return _ISOLATE + _plain(said) + _POP


def _plain(text: str) -> str:
    """Take out what would turn the rest of the line around."""
    return _DIRECTION.sub(" ", text)
