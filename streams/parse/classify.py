"""Name a line by what it holds alone: a label, a stamp, a date, a dateline, a bullet, or text.

What a line means on its page (title, repeated title, item of a list) is decided in `segment`.
"""

import re
from dataclasses import dataclass

from streams.parse.dateline import (
    MAX_NAME_WORDS,
    name_of,
    outlet_of,
    read_byline,
    read_dateline,
    read_names,
)
from streams.parse.dateshape import Stamp, find_stamp, is_date, is_time
from streams.parse.lines import Line, trim
from streams.parse.markers import Label, Markers, words_of
from streams.text.normalize import fold, fold_with_offsets

MAX_LABELLED_CHARS = 220  # the longest teaser seen is 190; a longer line is a paragraph
_MAX_CREDIT_WORDS = 8
_MAX_FIELDS_CHARS = 120
# No dateline of the pages seen ends in a full stop after so many words.
_MIN_SENTENCE_SPACES = 12
_MIN_TEASER_WORDS = 2
_MAX_END_WORD_LETTERS = 2  # "انتهى // 12:29 ت م": nothing but the time may follow
_INLINE_TAIL_CHARS = 200

_OPENING, _CLOSING = "([", (")", "]")
_TRAILING_DASH = re.compile(r"\s*[-\u2013\u2014]+$")
_ENDS_SENTENCE = re.compile(r"[.!؟?]$")
_AFTER_SENTENCE = re.compile(r"[.!؟?»”\"…)]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Mark:
    """Name a line. `value` is what it says in its own spelling: a date, a name, a headline."""

    kind: str
    rule: str
    value: str = ""
    source: str | None = None
    author: str | None = None
    stamp: Stamp | None = None


TEXT = Mark("text", "text")


def classify(line: Line, markers: Markers) -> Mark:
    """Name one line. Cost: a few dictionary look-ups for a paragraph, more for a short line."""
    if len(line.text) > MAX_LABELLED_CHARS:
        return TEXT
    if line.is_decoration:
        return Mark("decoration", "shape.no_letters")
    label = markers.label(line.folded)
    if label is not None:
        mark = _labelled(line, label, markers)
        if mark is not None:
            return mark
    cut = line.bullet_chars
    if cut and not is_date(line.folded, markers):
        return Mark("bullet", "shape.bullet", line.without(cut))
    if len(line.text) > _MAX_FIELDS_CHARS or _is_sentence(line):
        return TEXT
    return _stamped(line) or _fielded(line, markers) or TEXT


def _is_sentence(line: Line) -> bool:
    """Tell a plain sentence from fields: reading it for fields is half of the cost of a page."""
    return line.folded.endswith((".", "!", "?", "\u061f")) and (
        line.folded.count(" ") >= _MIN_SENTENCE_SPACES
    )


def _labelled(line: Line, label: Label, markers: Markers) -> Mark | None:
    begin, end = fold_with_offsets(line.text).span(*label.value)
    value = trim(line.text[begin:end])
    if line.text[0] in _OPENING and value.endswith(_CLOSING):
        value = trim(value[:-1])
    words = words_of(line.folded[label.value[0] : label.value[1]]).split()
    if label.kind in ("publish", "date", "updated"):
        return _published(label, value, markers)
    author = read_byline(value, markers) if label.kind == "byline" else None
    if not _is_believable(line, label, author, words):
        return None
    if label.kind in ("id", "byline"):
        said = read_dateline(line.text, markers)
        if said is not None:
            kind = "publish" if label.kind == "id" else "dateline"
            rule = f"{kind}.field"
            return Mark(kind, rule, said.dates, source=said.source, author=said.author)
    kind = "teaser" if label.kind == "more" and words else label.kind
    return Mark(
        kind,
        label.rule,
        line.text if kind == "signature" else value,
        source=name_of(value) if kind == "credit" else None,
        author=author,
    )


def _is_believable(line: Line, label: Label, author: str | None, words: list[str]) -> bool:
    """Tell whether what follows the label is what such a label announces."""
    ends = _ENDS_SENTENCE.search(line.folded) is not None
    short = all(len(word) <= _MAX_END_WORD_LETTERS or word.isdigit() for word in words)
    tests = {
        "more": not words
        or (len(words) >= _MIN_TEASER_WORDS and (label.separated or line.is_headline)),
        "credit": len(words) <= _MAX_CREDIT_WORDS,
        "byline": 0 < len(words) <= MAX_NAME_WORDS and not ends and bool(author),
        "end": short,
        "signature": not (ends or line.is_paragraph),
        "id": label.separated and len(line.text) <= _MAX_FIELDS_CHARS,
    }
    return tests.get(label.kind, True)


def _published(label: Label, value: str, markers: Markers) -> Mark | None:
    """Accept a publish label when a date follows, or nothing yet ("published on:" alone)."""
    if not value:
        return Mark(label.kind, label.rule) if label.separated else None
    said = read_dateline(value, markers)
    if said is not None:
        return Mark(label.kind, label.rule, said.dates, source=said.source)
    has_digit = any(map(str.isdigit, value))
    if has_digit and label.separated and len(value) <= _MAX_FIELDS_CHARS:
        return Mark(label.kind, label.rule, value)
    return None


def _stamped(line: Line) -> Mark | None:
    stamp = find_stamp(line.folded)
    if stamp is None:
        return None
    rest = f"{line.folded[: stamp.start]} {line.folded[stamp.end :]}"
    words = words_of(rest).split()
    if len(words) > MAX_NAME_WORDS or (words and not stamp.is_at):
        return None
    kind = "stamp" if stamp.is_at else "iso"
    begin, end = fold_with_offsets(line.text).span(stamp.start, stamp.end)
    name = trim(line.text[:begin] if stamp.start else line.text[end:]) if words else ""
    return Mark(kind, f"shape.{kind}", line.text[begin:end], source=name_of(name), stamp=stamp)


def _fielded(line: Line, markers: Markers) -> Mark | None:
    text = trim(line.text)
    if is_date(line.folded, markers) or is_time(line.folded):
        return Mark("date", "shape.date", text)
    if line.folded.endswith(":"):
        name = name_of(text)
        return Mark("colon", "shape.colon", text, source=name) if name else None
    dash = _TRAILING_DASH.search(text)
    bare = text[: dash.start()] if dash is not None else text
    said = read_dateline(bare, markers) or read_names(bare, markers)
    if said is not None:
        rule = "shape.dateline" if said.dates else "shape.named_dateline"
        return Mark("dateline", rule, said.dates, source=said.source, author=said.author)
    if dash is None or ":" in bare or len(words_of(fold(bare)).split()) > MAX_NAME_WORDS:
        return None
    return Mark("outlet", "shape.trailing_dash", bare, source=outlet_of(bare, markers))


def split_inline_teaser(line: Line, markers: Markers) -> tuple[int, str] | None:
    """Find `… end of text. اقرأ أيضا: headline` at the end of a paragraph: (cut, headline)."""
    tail_start = max(0, len(line.text) - _INLINE_TAIL_CHARS)
    if ":" not in line.text[tail_start:]:
        return None
    for stop in _AFTER_SENTENCE.finditer(line.text, tail_start):
        rest = line.text[stop.end() :]
        folded = fold_with_offsets(rest)
        label = markers.label(folded.text)
        if label is None or label.kind != "more" or not label.separated:
            continue
        begin, end = folded.span(*label.value)
        headline = trim(rest[begin:end])
        if len(headline.split()) > _MIN_TEASER_WORDS:
            return stop.end(), headline
    return None
