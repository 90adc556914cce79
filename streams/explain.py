"""Every claim that Barid makes about an article, with its rule and the words it rests on.

`findings` is the one list of what there is to say of an enriched article: `barid try` writes each
in a line, `barid explain` adds the words around each span, or gives all of it as JSON.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from schemas.annotation import (
    DateMention,
    Entity,
    Event,
    Keyphrase,
    Place,
    Quote,
    Span,
    Subject,
)
from schemas.article import EnrichedArticle, PublishedAt
from schemas.duplicate import Duplicate
from streams.dedup.story import new_story_id
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

    A part belongs to the claim before it that is none: a casualty to its event. A brief one has
    said its words already, and people are not shown the text around them.
    """

    label: str
    said: str
    rule: str = ""
    spans: tuple[Span, ...] = ()
    is_part: bool = False
    is_brief: bool = False


def findings(article: EnrichedArticle) -> Iterator[Finding]:
    """Yield every claim about an article, in the order of the contract."""
    if article.published_at:
        yield _published(article.published_at, article.text)
    language = article.language
    said = f"{language.code} ({language.script}, {language.confidence:.2f})"
    yield Finding("language", said, language.rule)
    yield from _dates(article.dates)
    yield from map(_entity, article.entities)
    yield from map(_place, article.places)
    for event in article.events:
        yield from _event(event)
    if article.claimed_by:
        yield Finding(
            "claimed by", article.claimed_by, "claimed_by.near_a_verb_of_saying",
            _mentions(article, article.claimed_by),
        )  # fmt: skip
    yield from map(_subject, article.subjects)
    yield from map(_quote, article.quotes)
    yield from map(_keyphrase, article.keyphrases)
    if article.story_id:
        yield _story(article)
    for one in article.related:
        said = f"{one.title or '(no title)'} ({one.article_id}, {one.score:.2f})"
        yield Finding("related", said, "story.words_in_common")
    if article.incomplete:
        yield Finding("incomplete", ", ".join(article.incomplete), "extractor.failed")


def duplicate_findings(repeat: Duplicate) -> Iterator[Finding]:
    """Yield why a page brought no new article; `barid dup` shows the words of a pair."""
    said = f"{repeat.kind} copy of {repeat.duplicate_of}, similarity {repeat.similarity:.2f}"
    yield Finding("duplicate", said, repeat.rule)
    known = (("outlet", repeat.source), ("address", repeat.url), ("crawled", repeat.crawled_at))
    yield from (Finding(label, value, is_part=True) for label, value in known if value)


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
    if finding.is_brief:
        return
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


def _published(published: PublishedAt, text: str) -> Finding:
    """Say when it was published; the words may stand outside the text, on a line of the page."""
    at = text.find(published.text) if published.text else -1
    span = Span(text=published.text, start=at, end=at + len(published.text))
    said = f"{published.value} ({published.basis}, by «{snippet(published.text)}»)"
    return Finding("published", said, published.rule, (span,) if at >= 0 else ())


def _dates(dates: Sequence[DateMention]) -> Iterator[Finding]:
    """Yield each date once, with every place where it is written alike."""
    places: dict[tuple[str, str], list[Span]] = {}
    for date in dates:
        said = f"«{date.text}» = {date.value or f'{date.from_}/{date.to}'}"
        places.setdefault((said, date.rule), []).append(_span(date))
    for (said, rule), spans in places.items():
        yield Finding("date", said, rule, tuple(spans))


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
        region = " ".join(part for part in (event.place.admin1, event.place.country) if part)
        said = f"{event.place.name} ({region})" if region else event.place.name
        spans = (event.place.evidence,)
        yield Finding("placed", said, event.place.precision, spans, is_part=True)
    for one in event.casualties:
        said = surfaces(one.evidence)
        yield Finding(one.kind, said, one.rule, one.evidence, is_part=True)
    for actor in event.actors:
        yield Finding("actor", f"{actor.name} ({actor.role})", is_part=True)


def _subject(subject: Subject) -> Finding:
    said = f"{subject.name} ({subject.code}, {subject.score:.2f}): {surfaces(subject.evidence)}"
    return Finding(
        "subject", said, "subject.weighted_words", subject.evidence,
        is_part=subject.parent is not None, is_brief=True,
    )  # fmt: skip


def _quote(quote: Quote) -> Finding:
    label, words = "reported", snippet(quote.text)
    if quote.form == "direct":
        label, words = "quote", f"«{words}»"
    said = f"{quote.speaker or 'somebody'}: {words}"
    return Finding(label, said, quote.rule, (_span(quote), *quote.evidence))


def _keyphrase(phrase: Keyphrase) -> Finding:
    said = f"«{phrase.text}» ({phrase.score:.2f})"
    return Finding("keyphrase", said, "keyphrase.repeated_words", (_span(phrase),), is_brief=True)


def _story(article: EnrichedArticle) -> Finding:
    """Say whether the article opened its story or joined it, and which stories are one with it."""
    opened = article.story_id == new_story_id(article.article_id)
    said = " = ".join((article.story_id, *article.story_merged))
    return Finding("story", said, "story.opened" if opened else "story.words_in_common")


def _span(found: DateMention | Quote | Keyphrase) -> Span:
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
