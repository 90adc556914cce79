"""Name a line by what it holds alone: a label, a stamp, a date, a dateline, a bullet, or text.

What a line means on its page (title, repeated title, item of a list) is decided in `segment`.
"""

import re
from dataclasses import dataclass

from streams.parse.dateshape import Stamp, find_stamp, is_date, is_time
from streams.parse.lines import Line, trim, trim_name
from streams.parse.markers import Label, Markers, words_of
from streams.text.normalize import fold, fold_with_offsets

MAX_LABELLED_CHARS = 220  # the longest teaser seen is 190; a longer line is a paragraph
_MAX_NAME_WORDS = 5  # "وكالة الأنباء السعودية الرسمية" has four
_MAX_CREDIT_WORDS = 8
_MAX_FIELDS_CHARS = 120
_MAX_DATELINE_WORDS = 8
_CITY_LINE_MAX_CHARS = 50
_MAX_CITY_LINE_NAME_WORDS = 3
_MIN_TEASER_WORDS = 2
_MAX_END_WORD_LETTERS = 2  # "انتهى // 12:29 ت م": nothing but the time may follow
_INLINE_TAIL_CHARS = 200

_FIELD_SEPARATOR = re.compile(
    r"\s*[|\uff5c¦•]\s*|\s+[-\u2013\u2014]+\s*|\s*[-\u2013\u2014]+\s+|\s*[/\\]\s+|\s+[/\\]\s*|[،,]\s+"
)
_TRAILING_DASH = re.compile(r"\s*[-\u2013\u2014]+$")
_ENDS_SENTENCE = re.compile(r"[.!؟?]$")
_BRACKETED = re.compile(r"^(?P<name>[^()]{2,40})\((?P<place>[^()]{2,30})\)$")
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
    if len(line.text) <= _MAX_FIELDS_CHARS:
        return _stamped(line) or _fielded(line, markers) or TEXT
    return TEXT


def _labelled(line: Line, label: Label, markers: Markers) -> Mark | None:
    begin, end = fold_with_offsets(line.text).span(*label.value)
    value = trim(line.text[begin:end])
    words = words_of(line.folded[label.value[0] : label.value[1]]).split()
    if label.kind in ("publish", "date", "updated"):
        return _published(label, value, markers)
    if not _is_believable(line, label, words):
        return None
    if label.kind == "id":
        dates, source, _ = _read_fields(line.text, markers)
        if dates:
            return Mark("publish", "publish.field", dates, source=source)
    kind = "teaser" if label.kind == "more" and words else label.kind
    return Mark(
        kind,
        label.rule,
        line.text if kind == "signature" else value,
        source=_name_of(value) if kind == "credit" else None,
        author=value if kind == "byline" else None,
    )


def _is_believable(line: Line, label: Label, words: list[str]) -> bool:
    """Tell whether what follows the label is what such a label announces."""
    ends = _ENDS_SENTENCE.search(line.folded) is not None
    short = all(len(word) <= _MAX_END_WORD_LETTERS or word.isdigit() for word in words)
    tests = {
        "more": not words or len(words) >= _MIN_TEASER_WORDS,
        "credit": len(words) <= _MAX_CREDIT_WORDS,
        "byline": 0 < len(words) <= _MAX_NAME_WORDS and not ends,
        "end": short,
        "signature": not (ends or line.is_paragraph),
        "id": label.separated and len(line.text) <= _MAX_FIELDS_CHARS,
    }
    return tests.get(label.kind, True)


def _published(label: Label, value: str, markers: Markers) -> Mark | None:
    """Accept a publish label when a date follows, or nothing yet ("published on:" alone)."""
    if not value:
        return Mark(label.kind, label.rule) if label.separated else None
    dates, source, _ = _read_fields(value, markers)
    if dates:
        return Mark(label.kind, label.rule, dates, source=source)
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
    if len(words) > _MAX_NAME_WORDS or (words and not stamp.is_at):
        return None
    kind = "stamp" if stamp.is_at else "iso"
    begin, end = fold_with_offsets(line.text).span(stamp.start, stamp.end)
    name = trim(line.text[:begin] if stamp.start else line.text[end:]) if words else ""
    return Mark(kind, f"shape.{kind}", line.text[begin:end], source=_name_of(name), stamp=stamp)


def _fielded(line: Line, markers: Markers) -> Mark | None:
    folded, text = line.folded, line.text
    if is_date(folded, markers) or is_time(folded):
        return Mark("date", "shape.date", text)
    text = trim_name(text)
    dash = _TRAILING_DASH.search(text)
    bare = text[: dash.start()] if dash is not None else text
    if folded.endswith(":"):
        name = _name_of(text)
        return Mark("colon", "shape.colon", text, source=name) if name else None
    dates, source, author = _read_fields(bare, markers)
    if dates:
        return Mark("dateline", "shape.dateline", dates, source=source, author=author)
    if (
        dash is not None
        and ":" not in bare
        and len(words_of(fold(bare)).split()) <= _MAX_NAME_WORDS
    ):
        return Mark(
            "outlet", "shape.trailing_dash", bare, source=source or _not_city(bare, markers)
        )
    return _named_dateline(text, markers)


def _read_fields(text: str, markers: Markers) -> tuple[str, str | None, str | None]:
    """Split `outlet - city - date` into (date text, outlet, author); no date: ("", None, None)."""
    if is_date(fold(text), markers):
        return text, None, None
    dated: list[str] = []
    names: list[str] = []
    source: str | None = None
    for field in filter(None, map(trim, _FIELD_SEPARATOR.split(text))):
        label = markers.label(fold(field))
        value = trim(field[fold_with_offsets(field).span(*label.value)[0] :]) if label else field
        if is_date(fold(value), markers) or is_time(fold(value)):
            dated.append(value)
        elif label is None:
            names.append(field)
        elif label.kind == "credit":
            source = _name_of(value)
    if not any(is_date(fold(field), markers) for field in dated):
        return "", None, None
    if any(len(name.split()) > _MAX_NAME_WORDS for name in names):
        return "", None, None
    chosen, author = _who_is_who(names, markers)
    return " ".join(dated), source or chosen, author


def _who_is_who(names: list[str], markers: Markers) -> tuple[str | None, str | None]:
    """Choose outlet and author among the names of a dateline; what is a known city is neither."""
    keys = {name: words_of(fold(name)) for name in names}
    outlets = [name for name in names if keys[name] in markers.outlets]
    sure = [name for name in outlets if keys[name] not in markers.cities]
    unknown = [n for n in names if keys[n] not in markers.outlets and keys[n] not in markers.cities]
    if sure or outlets:
        return (sure or outlets)[0], unknown[0] if unknown else None
    return (unknown[0] if unknown else None), None


def _named_dateline(text: str, markers: Markers) -> Mark | None:
    """Read `بغداد اليوم - بغداد`, `الرياض - واس`, `name - outlet`: one side must be an outlet."""
    bracketed = _BRACKETED.match(text)
    if bracketed is not None:
        fields = [trim(bracketed["name"]), trim(bracketed["place"])]
    else:
        fields = [field for field in map(trim, _FIELD_SEPARATOR.split(text)) if field]
    if len(fields) not in (2, 3) or len(text.split()) > _MAX_DATELINE_WORDS:
        return None
    keys = [words_of(fold(field.rstrip(": "))) for field in fields]
    known = [key in markers.outlets or key in markers.cities for key in keys]
    if not any(key in markers.outlets for key in keys) or _ENDS_SENTENCE.search(text):
        return None
    if bracketed is not None and not all(known):
        return None
    if any(len(key.split()) > _MAX_NAME_WORDS - 1 for key in keys):
        return None
    source, author = _who_is_who([field.rstrip(": ") for field in fields], markers)
    return Mark("dateline", "shape.named_dateline", "", source=source, author=author)


def read_city_line(line: Line, markers: Markers) -> tuple[str, bool] | None:
    """Read `name - city` or `city - name`: (name, "the city comes first"); None for other lines.

    Only position can tell it from a headline, so the caller must know that a dateline may stand
    here.
    """
    if len(line.text) > _CITY_LINE_MAX_CHARS:
        return None
    fields = [field for field in map(trim_name, _FIELD_SEPARATOR.split(line.text)) if field]
    if len(fields) != len(("name", "city")):
        return None
    known = [words_of(fold(field)) in markers.cities for field in fields]
    if sum(known) != 1:
        return None
    name = fields[known.index(False)]
    if len(name.split()) > _MAX_CITY_LINE_NAME_WORDS or _ENDS_SENTENCE.search(name):
        return None
    return name, known[0]


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


def _name_of(text: str) -> str | None:
    name = trim_name(trim_name(text).strip(" :-\u2013\u2014|()[]•*.\xa0"))
    if not name or len(name.split()) > _MAX_NAME_WORDS or not any(map(str.isalpha, name)):
        return None
    return name


def _not_city(name: str, markers: Markers) -> str | None:
    key = words_of(fold(name))
    return None if key in markers.cities and key not in markers.outlets else _name_of(name)
