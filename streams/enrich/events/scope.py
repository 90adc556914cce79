"""Tell the news of the day from what is only remembered, feared or denied.

Scope is a stretch of a sentence: a date well before the article, or a word such as "last year"
or "it is recalled that", makes what it covers background; "a former toll said" makes it void.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from schemas.annotation import DateMention
from schemas.article import DetectedArticle
from streams.enrich.events.reading import Found, Reading, Sentence
from streams.enrich.events.words import CASUALTY_ROLES
from streams.text.dates import local_moment

# News is told within a week of the happening (annotation guideline, section 1); a day of grace
# covers the crawl stamp standing in for the day of publication.
FRESH_DAYS = 8
_OPENING_WORDS = 4  # "it is recalled that", "and there had been" stand at the head of a sentence
_PLUPERFECT_WORDS = 7
_ATTACHED_WORDS = 6
_FIRST_YEAR, _YEAR_DIGITS, _YEAR_WORDS = 1900, 4, 2
_AFTER = "background.long_after"  # "a month after ...": only what follows is past
# Rules that say themselves how far they reach.
_EXACT = frozenset({
    _AFTER, "background.accused_of", "background.anniversary", "background.drill",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scope:
    """Say from which token on a sentence is not current, and why; `first` is its end if it is.

    `until` is where it is current again: "a month after the blast, which killed 9, police ...".
    """

    first: int
    status: str
    rule: str
    until: int | None = None

    def covers(self, at: int) -> bool:
        """Tell whether a token is in the stretch that is not current."""
        return self.first <= at and (self.until is None or at < self.until)


def article_day(article: DetectedArticle) -> date | None:
    """Give the article's own day: when it was published, else when it was fetched."""
    published = article.published_at
    written = local_moment(published.value, published.utc_offset_minutes) if published else None
    crawled = local_moment(article.crawled_at, article.crawled_utc_offset_minutes)
    moment = written or crawled
    return moment.date() if moment is not None else None


def day_of(stamp: str | None) -> date | None:
    """Read the day of an ISO date or time; None for anything else."""
    try:
        return date.fromisoformat((stamp or "")[:10])
    except ValueError:
        return None


def last_day(mention: DateMention) -> date | None:
    """Give the last day a date mention covers: the end of its interval, month or year."""
    value = mention.to or mention.value or ""
    day = day_of(value)
    if day is not None:
        return day
    try:
        year = int(value[:4])
        month = int(value[5:7]) if len(value) >= 7 else 12  # noqa: PLR2004  (2024-11)
        return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    except ValueError:
        return None


def scope_of(
    reading: Reading,
    sentence: Sentence,
    dates: Sequence[tuple[int, DateMention]],
    today: date | None,
) -> Scope:
    """Find where the current part of a sentence ends. `dates` are those of this sentence."""
    current = Scope(sentence.last, "current", "")
    accused = reading.any_between(sentence.first, sentence.last, "accused")
    if sentence.zone == "title":
        if accused is not None:
            return Scope(accused.first, "background", "background.accused_of")
        return _whole(sentence, _past_word(reading, sentence, dates, today)) or current
    if _recalls(reading, sentence) and not _is_of_today(dates, today):
        return Scope(sentence.first, "background", "background.aside")
    found = [
        _past_word(reading, sentence, dates, today),
        *(_past_date(start, mention, today) for start, mention in dates),
        _old_year(reading, sentence, today),
    ]
    scopes = [scope for scope in found if scope is not None]
    if accused is not None:
        scopes.append(Scope(accused.first, "accused", "background.accused_of"))
    old = reading.any_between(sentence.first, sentence.last, "old")
    if old is not None:
        scopes.append(_superseded(reading, sentence, old))
    first = min(scopes, key=lambda scope: scope.first, default=current)
    # In the first sentence of the lead the past is told in passing; elsewhere it is the matter.
    in_passing = sentence.zone == "lead" and _is_first_of_lead(reading, sentence)
    if first.status == "accused":
        first = replace(first, status="background")
    clear = first.rule in _EXACT or first.status == "superseded"
    if first is current or clear:
        return first
    if in_passing:
        return replace(first, first=_attached(reading, sentence, first.first))
    return Scope(sentence.first, first.status, first.rule)


def _whole(sentence: Sentence, past: Scope | None) -> Scope | None:
    """Give all of a title to its word of the past, but for "a month after"."""
    if past is None or past.rule == _AFTER:
        return past
    return Scope(sentence.first, past.status, past.rule)


def _superseded(reading: Reading, sentence: Sentence, old: Found) -> Scope:
    """Void what a former toll said: what follows it, or the figure it hangs on ("in a former")."""
    first = old.first
    if first > sentence.first and reading.sense(first - 1, "near", "report") is not None:
        first = _attached(reading, sentence, first)
    return Scope(first, "superseded", "background.superseded_toll")


def _is_first_of_lead(reading: Reading, sentence: Sentence) -> bool:
    lead = next(one for one in reading.sentences if one.zone == "lead")
    return lead.first == sentence.first


def _attached(reading: Reading, sentence: Sentence, cue: int) -> int:
    """Give the head that a word of the past belongs to: the nearest one before it, if close."""
    for at in range(cue - 1, max(sentence.first, cue - _ATTACHED_WORDS) - 1, -1):
        if reading.comma[at + 1]:
            break
        if reading.sense(at, *CASUALTY_ROLES) is not None:
            phrase = at > sentence.first and reading.sense(at - 1, *CASUALTY_ROLES) is not None
            return at - phrase  # "took the lives of": two words, one toll
    return cue


def _recalls(reading: Reading, sentence: Sentence) -> bool:
    """Tell whether the sentence opens with "it is recalled that", or "there had been"."""
    opening = min(sentence.last, sentence.first + _OPENING_WORDS)
    aside = reading.any_between(sentence.first, opening, "aside")
    if aside is None:
        return False
    if aside.last - aside.first > 1:
        return True
    end = min(sentence.last, aside.last + _PLUPERFECT_WORDS)
    return sentence.zone == "body" and reading.any_between(aside.last, end, "had") is not None


def _is_of_today(dates: Sequence[tuple[int, DateMention]], today: date | None) -> bool:
    """Tell whether a sentence is of today: "a blast had struck at noon today" is the news."""
    return today is not None and any(one.value == today.isoformat() for _, one in dates)


def _past_word(
    reading: Reading,
    sentence: Sentence,
    dates: Sequence[tuple[int, DateMention]],
    today: date | None,
) -> Scope | None:
    for at in reading.places(sentence.first, sentence.last, "past"):
        past = reading.sense(at, "past")
        if past is None or _is_recent(past, dates, today):
            continue
        if past.sense.value in {"anniversary", "drill"}:
            return Scope(sentence.first, "background", f"background.{past.sense.value}")
        if past.sense.value != "after":
            return Scope(past.first, "background", "background.past_word")
        return Scope(past.first, "background", _AFTER, _clause_end(reading, sentence, past))
    return None


def _old_year(reading: Reading, sentence: Sentence, today: date | None) -> Scope | None:
    """Find an event named by its year: "the 1994 ferry disaster", "l'attentat de 2018"."""
    if today is None:
        return None
    for at in range(sentence.first, sentence.last):
        word = reading.words[at]
        year = int(word) if len(word) == _YEAR_DIGITS and word.isdecimal() else 0
        if not _FIRST_YEAR <= year < today.year or reading.dated[at]:
            continue
        start, end = max(sentence.first, at - _YEAR_WORDS), at + 1 + _YEAR_WORDS
        if reading.any_between(at + 1, end, "person", *CASUALTY_ROLES) is not None:
            continue  # so many persons
        if reading.any_between(start, min(end, sentence.last), "trigger") is not None:
            return Scope(start, "background", "background.year_of_event")
    return None


def _clause_end(reading: Reading, sentence: Sentence, past: Found) -> int | None:
    """Give the end of a clause of the past that opens its sentence: a comma, no "which" after."""
    if past.first - sentence.first > _OPENING_WORDS:
        return None
    for at in range(past.last, sentence.last):
        if reading.comma[at] and reading.sense(at, "relative") is None:
            return at
    return None


def _is_recent(past: Found, dates: Sequence[tuple[int, DateMention]], today: date | None) -> bool:
    """Tell whether a word of the past is part of a fresh date: "over the past two days"."""
    for start, mention in dates:
        if past.first <= start < past.last and today is not None:
            oldest = today - timedelta(days=FRESH_DAYS)
            begun, last = day_of(mention.from_ or mention.value), last_day(mention)
            if begun is None or last is None:
                return False
            return last >= oldest and (last - begun).days <= FRESH_DAYS
    return False


def _past_date(first: int, mention: DateMention, today: date | None) -> Scope | None:
    last = last_day(mention)
    if today is None or last is None:
        return None
    oldest = today - timedelta(days=FRESH_DAYS)
    begun = day_of(mention.from_)
    if begun is not None and begun < oldest and last >= today - timedelta(days=1):
        return Scope(first, "background", "background.running_total")
    if last >= oldest:
        return None
    return Scope(first, "background", "background.past_date")
