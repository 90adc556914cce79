"""Write an alert, or a digest of many, as plain text: a title and at most 1,000 characters. Pure.

A thousand is what the smallest of the receivers takes; a headline or a sentence is cut for it, a
toll never is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from schemas.alert import Alert, Toll
from streams.deliver.channels.channel import SEVERITIES, Language, Parcel
from streams.deliver.page.views import safe_url
from streams.deliver.page.words import LANGUAGES, Words, fill, load_words, parse_texts

MAX_CHARS: Final = 1_000
MAX_TITLE_CHARS: Final = 200
# An address is whole or not there.
_MAX_LINK_CHARS: Final = 300
_MAX_LINE_CHARS: Final = 240
_OUTLETS_NAMED: Final = 4
_TOLLS: Final = ("killed", "injured")
_RESERVED_CHARS: Final = 40


@dataclass(frozen=True, slots=True)
class Text:
    """Hold a message; `link` is the newest report, none for a digest."""

    title: str
    body: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Phrases:
    """Hold the page's words and the channels' own texts, in one language."""

    words: Words
    texts: Mapping[str, str]

    def __call__(self, code: str, **values: str | int) -> str:
        """Give a text with its values filled in. Errors: KeyError for a code there is not."""
        return fill(self.texts[code], values)


def load_phrases() -> dict[Language, Phrases]:
    """Load the texts. Errors: TextsError."""
    own = parse_texts((files(__package__) / "texts.tsv").read_text("utf-8"))
    words = load_words()
    return {language: Phrases(words[language], own[language]) for language in LANGUAGES}


def text_of(parcel: Parcel, say: Phrases) -> Text:
    """Write a parcel: one alert in full, several as a list, the gravest first."""
    if len(parcel.told) == 1:
        text = alert_text(parcel.told[0].alert, say)
    else:
        text = digest_text([told.alert for told in parcel.told], say)
    if not parcel.is_test:
        return text
    body = _fitting([say("body.test"), text.body])
    return Text(say("title.test", title=text.title), body, text.link)


def alert_text(alert: Alert, say: Phrases) -> Text:
    """Write one alert: what, where, how many and what that was before, the words, who says so."""
    link = safe_url(next((one.url for one in reversed(alert.sources) if one.url), None))
    if link is not None and len(link) > _MAX_LINK_CHARS:
        link = None
    return Text(title_of(alert, say), _fitting(list(_lines(alert, say))), link)


def title_of(alert: Alert, say: Phrases) -> str:
    """Name an alert in one line: severity, kind, place, and the revision when it is a later one."""
    t = say.words
    parts = [t.term("severity", alert.severity), t.term("type", alert.event_type)]
    if alert.place is not None:
        parts.append(alert.place.name)
        country = t.country(alert.place.country)
        parts += [country] if country and country != alert.place.name else []
    title = _cut(" · ".join(parts), MAX_TITLE_CHARS - _RESERVED_CHARS)
    if alert.status in ("retracted", "closed"):
        return say(f"title.{alert.status}", title=title)
    if alert.revision > 1:
        return say("title.revised", title=title, revision=alert.revision)
    return title


def digest_text(alerts: Sequence[Alert], say: Phrases) -> Text:
    """Write many as one: how many, how grave, and a line each, the last revision of each alert."""
    latest = {alert.alert_id: alert for alert in alerts}
    t = say.words
    grave = sorted(latest.values(), key=lambda one: -SEVERITIES.index(one.severity))
    counts = Counter(alert.severity for alert in grave)
    counted = [f"{t.term('severity', one)} {counts[one]}" for one in reversed(SEVERITIES)]
    shown = [text for one, text in zip(reversed(SEVERITIES), counted, strict=True) if counts[one]]
    comma = t("page.comma") + " "
    lines = [say("digest.severities", counts=comma.join(shown))]
    used = len(lines[0])
    for number, alert in enumerate(grave):
        tolls = [
            f"{t.term('field', field)} {toll_text(getattr(alert, field), t)}"
            for field in _TOLLS
            if getattr(alert, field).min is not None
        ]
        line = _cut("- " + " · ".join([title_of(alert, say), *tolls]), _MAX_LINE_CHARS)
        if used + len(line) + 1 > MAX_CHARS - _RESERVED_CHARS:
            lines.append(say("digest.more", count=len(grave) - number))
            break
        lines.append(line)
        used += len(line) + 1
    return Text(say("title.digest", count=len(grave)), "\n".join(lines))


def toll_text(toll: Toll, t: Words) -> str:
    """Write a toll: `10`, `at least 10`, `10 to 13`, `not stated`."""
    if toll.min is None:
        return t("toll.not_stated")
    if toll.max is None:
        return t("toll.at_least", count=toll.min)
    if toll.min == toll.max:
        return str(toll.min)
    return t("toll.range", low=toll.min, high=toll.max)


def _lines(alert: Alert, say: Phrases) -> Iterator[str]:
    t = say.words
    if alert.status == "retracted":
        yield say("body.retracted")
    if alert.headline:
        yield _cut(alert.headline, _MAX_LINE_CHARS)
    changed = {change.field: change for change in alert.changes}
    for field in _TOLLS:
        toll: Toll = getattr(alert, field)
        change = changed.get(field)
        before = change.from_ if change else None
        name = t.term("field", field)
        if isinstance(before, Toll) and before.min is not None:
            was = toll_text(before, t)
            yield say("body.was", field=name, now=toll_text(toll, t), before=was)
        elif toll.min is not None:
            yield say("body.is", field=name, now=toll_text(toll, t))
    if alert.event_date:
        yield say("body.is", field=t.term("field", "event_date"), now=t.day(alert.event_date))
    said = next((one.sentence for one in reversed(alert.evidence) if one.sentence), None)
    if said and said != alert.headline:
        yield say("body.said", words=_cut(said, _MAX_LINE_CHARS))
    if alert.outlets:
        comma = t("page.comma") + " "
        named = comma.join(alert.outlets[:_OUTLETS_NAMED])
        more = len(alert.outlets) - _OUTLETS_NAMED
        also = " " + say("digest.more", count=more) if more > 0 else ""
        yield _cut(say("body.outlets", outlets=named) + also, _MAX_LINE_CHARS)


def _fitting(lines: Sequence[str]) -> str:
    return _cut("\n".join(lines), MAX_CHARS)


def _cut(text: str, chars: int) -> str:
    return text if len(text) <= chars else text[: chars - 1].rstrip() + "…"
