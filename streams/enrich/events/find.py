"""Find the events of an article: read once, find tolls, set scope, judge, place, date, settle.

The first event with status `current` is the article's news; there is none when the news is no
incident. Remembered events with a toll follow as `background`, one a sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b

from schemas.annotation import (
    Actor,
    Casualty,
    DateMention,
    Entity,
    Event,
    EventDate,
    EventPlace,
    EventStatus,
    Place,
    Span,
)  # fmt: skip
from schemas.article import DetectedArticle
from streams.enrich.events.claims import claimed_by
from streams.enrich.events.kind import Judgement, judge, type_in
from streams.enrich.events.place import PlaceMention, place_of
from streams.enrich.events.reading import Found, Reading, Sentence, read
from streams.enrich.events.scope import Scope, article_day, scope_of
from streams.enrich.events.setting import Dated, actors_of, date_of, event_date
from streams.enrich.events.tolls import Toll, find_tolls
from streams.enrich.events.totals import Placed, settle, without_the_dying
from streams.enrich.events.words import CASUALTY_ROLES, EventWords, load_event_words

__all__ = ["EventWords", "claimed_by", "find_events", "load_event_words"]

_ID_BYTES = 8
_MAX_BACKGROUND_EVENTS = 8
_MAX_TOLL_SENTENCES = 60  # tolls beyond this depth belong to features and digests
_SETTING_SENTENCES = 6
_DATE_SENTENCES = 8  # the day is often told last, when somebody explains
_EVIDENCE_SPANS = 6
_DIGEST_TITLE_WORDS = 4
_DIGEST_ITEM_SENTENCES = 3
_AFFILIATION_WORDS = 4
_ABOUT_SUSPECTS = frozenset({"arrest_raid", "execution"})  # what they did is an earlier event


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Tolls by status, with what dates them."""

    current: tuple[Placed, ...]
    accused: tuple[Placed, ...]  # of the deed that somebody is suspected of
    scopes: dict[int, Scope]  # by the first token of the sentence
    background: tuple[tuple[Sentence, tuple[Toll, ...], str], ...]


def find_events(
    article: DetectedArticle,
    dates: tuple[DateMention, ...],
    places: tuple[Place, ...],
    entities: tuple[Entity, ...],
    words: EventWords,
) -> tuple[Event, ...]:
    """Find what happened, the article's own news first.

    Shape:  at most one event that is not background, then background events in text order
    Errors: none; a language without words gives no events
    """
    language = words.of(article.language.code)
    if language is None or not article.text:
        return ()
    reading = read(article, dates, entities, language, words.numerals)
    if reading is None:
        return ()
    today = article_day(article)
    dated = _by_token(reading, dates)
    reading = _focused(reading, dated, today)
    tolls = _sort(reading, dated, today)
    judgement = judge(reading, reading.sentences, tolls.current)
    located = _place_mentions(reading, places)
    events: list[Event] = []
    if judgement.type is not None:
        events.append(
            _main(article, reading, judgement, tolls, dated, located, entities, today)
        )  # fmt: skip
    events += _remembered(article, reading, tolls, dated, located, entities)
    return tuple(events)


def _focused(reading: Reading, dated: Sequence[Dated], today: date | None) -> Reading:
    """Narrow a digest of unrelated items to the one with the highest toll (guideline, 2)."""
    title = reading.sentences[0] if reading.sentences else None
    if title is None or title.zone != "title" or title.last - title.first > _DIGEST_TITLE_WORDS:
        return reading
    if reading.any_between(title.first, title.last, "digest") is None:
        return reading
    current = _sort(reading, dated, today).current
    deaths = [one for one in current if one.toll.kind == "killed" and one.toll.max != 0]
    if not deaths:
        return reading
    best = max(deaths, key=lambda one: (one.toll.min, -one.sentence)).sentence
    item = reading.sentences[best : best + _DIGEST_ITEM_SENTENCES]
    zones = ("title", *("lead" for _ in item[1:]))
    focus = [Sentence(one.first, one.last, zone) for one, zone in zip(item, zones, strict=True)]
    return replace(reading, sentences=focus)


def _by_token(reading: Reading, dates: Sequence[DateMention]) -> list[Dated]:
    return sorted(
        ((reading.token_at(mention.start), mention) for mention in dates), key=lambda pair: pair[0]
    )


def _place_mentions(reading: Reading, places: Sequence[Place]) -> list[PlaceMention]:
    found = [
        (reading.token_at(span.start), reading.token_at(span.end), place, span)
        for place in places for span in place.mentions
        if span.end <= len(reading.folded.original)
    ]  # fmt: skip
    return sorted(found, key=lambda mention: (mention[0], mention[2].id))


def _sort(reading: Reading, dated: Sequence[Dated], today: date | None) -> _Sorted:
    current: list[Placed] = []
    background: list[tuple[Sentence, tuple[Toll, ...], str]] = []
    accused: list[Placed] = []
    scopes: dict[int, Scope] = {}
    risen_cue = False
    for index, sentence in enumerate(reading.sentences[:_MAX_TOLL_SENTENCES]):
        tolls = without_the_dying(tuple(find_tolls(reading, sentence)))
        if not tolls:
            continue
        scope = scopes[sentence.first] = _scope(reading, sentence, dated, today)
        risen_cue = reading.any_between(sentence.first, sentence.last, "rise") is not None
        fresh = [toll for toll in tolls if _is_current(toll, scope)]
        current += [Placed(toll, sentence.zone, index, risen_cue) for toll in fresh]
        rest = tuple(toll for toll in tolls if not _is_current(toll, scope) and toll.max != 0)
        if scope.rule == "background.accused_of":
            accused += [Placed(toll, sentence.zone, index, risen_cue) for toll in rest]
        if rest and scope.status == "background":
            background.append((sentence, rest, scope.rule))
    return _Sorted(tuple(current), tuple(accused), scopes, tuple(background))


def _scope(
    reading: Reading, sentence: Sentence, dated: Sequence[Dated], today: date | None
) -> Scope:
    own = [one for one in dated if sentence.first <= one[0] < sentence.last]
    return scope_of(reading, sentence, own, today)


def _is_current(toll: Toll, scope: Scope) -> bool:
    if toll.max == 0 and scope.rule == "background.past_word":
        return True  # "a call had come that ... without injuries": nobody denies old victims
    return scope.status == "current" or not scope.covers(toll.at)


def _main(
    article: DetectedArticle,
    reading: Reading,
    judgement: Judgement,
    tolls: _Sorted,
    dated: Sequence[Dated],
    located: Sequence[PlaceMention],
    entities: Sequence[Entity],
    today: date | None,
) -> Event:
    near = reading.sentences[:_SETTING_SENTENCES]
    scopes = [tolls.scopes.get(one.first) or _scope(reading, one, dated, today) for one in near]
    is_news = judgement.status == "current"
    evidence = _spans(reading, judgement.evidence)
    kind = judgement.type or ""
    mine = tolls.current if is_news else [one for one in tolls.current if one.zone != "body"]
    if is_news and kind not in _ABOUT_SUSPECTS and not mine:
        mine = tolls.accused  # "a suspect was named in the blast that killed 32"
    casualties = _casualties(reading, mine, entities, kind)
    if kind == "execution" and is_news and not any(one.kind == "killed" for one in casualties):
        # an execution that is reported without a count is of one person
        one = Casualty(kind="killed", min=1, max=1, evidence=evidence[:1], rule="killed.execution")
        casualties = (one, *casualties)
    return _event(
        article, kind, judgement.status, 0,
        when=date_of(reading, dated, reading.sentences[:_DATE_SENTENCES], today),
        where=place_of(reading, located, near, kind, scopes),
        actors=actors_of(reading, entities, near), casualties=casualties,
        evidence=evidence, rule=judgement.rule,
        correction=reading.any_between(0, near[-1].last, "correct") is not None,
    )  # fmt: skip


def _remembered(
    article: DetectedArticle,
    reading: Reading,
    tolls: _Sorted,
    dated: Sequence[Dated],
    located: Sequence[PlaceMention],
    entities: Sequence[Entity],
) -> list[Event]:
    events = []
    for index, (sentence, mentions, rule) in enumerate(tolls.background[:_MAX_BACKGROUND_EVENTS]):
        found, evidence = type_in(reading, sentence)
        placed = [Placed(toll, sentence.zone, 0) for toll in mentions]
        own = [one for one in dated if sentence.first <= one[0] < sentence.last]
        events.append(
            _event(
                article,
                found or "none",
                "background",
                index + 1,
                when=event_date(own[0][1]) if own else None,
                where=place_of(reading, located, (sentence,)),
                actors=(),
                casualties=_casualties(reading, placed, entities),
                evidence=_spans(reading, evidence) or (mentions[0].span(reading),),
                rule=rule,
                correction=False,
            )
        )
    return events


def _casualties(
    reading: Reading,
    placed: Sequence[Placed],
    entities: Sequence[Entity],
    event_type: str = "",
) -> tuple[Casualty, ...]:
    settled = ((kind, settle(kind, placed, event_type)) for kind in CASUALTY_ROLES)
    sides = _sides(reading, entities)
    return tuple(
        Casualty(
            kind=kind,
            min=same[0].min,
            max=same[0].max,
            role=None if same[0].role == "national" else same[0].role,
            affiliation=_affiliation(same, sides),
            evidence=tuple(toll.span(reading) for toll in same[:_EVIDENCE_SPANS]),
            rule=same[0].rule,
        )
        for kind, same in settled
        if same
    )


def _sides(reading: Reading, entities: Sequence[Entity]) -> dict[int, str]:
    """Map the tokens where an organisation is named to its name."""
    return {
        reading.token_at(mention.start): entity.name
        for entity in entities
        if entity.type == "organisation"
        for mention in entity.mentions
    }


def _affiliation(same: Sequence[Toll], sides: dict[int, str]) -> str | None:
    """Name whose they were: an organisation right after the count ("two members of ...")."""
    for toll in same:
        for at in range(toll.last, toll.last + _AFFILIATION_WORDS):
            if at in sides:
                return sides[at]
    return None


def _spans(reading: Reading, found: Sequence[Found]) -> tuple[Span, ...]:
    return tuple(reading.span(one.first, one.last) for one in found[:_EVIDENCE_SPANS])


def _event(
    article: DetectedArticle,
    kind: str,
    status: str,
    index: int,
    *,
    when: EventDate | None,
    where: EventPlace | None,
    actors: tuple[Actor, ...],
    casualties: tuple[Casualty, ...],
    evidence: tuple[Span, ...],
    rule: str,
    correction: bool,
) -> Event:
    name = f"{article.article_id}\x00{kind}\x00{index}".encode("utf-8", "surrogatepass")
    return Event(
        event_id=blake2b(name, digest_size=_ID_BYTES).hexdigest(), type=kind,
        status=_status(status), date=when, place=where, actors=actors, casualties=casualties,
        evidence=evidence, rule=rule, correction=correction,
    )  # fmt: skip


def _status(name: str) -> EventStatus:
    known: dict[str, EventStatus] = {
        "current": "current", "negated": "negated", "conditional": "conditional",
    }  # fmt: skip
    return known.get(name, "background")
