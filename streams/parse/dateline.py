"""Read the lines that say where a text comes from: `outlet - city - date`, `name - outlet`.

What is a known city is neither outlet nor author; what is a known outlet is no author.
"""

import re
from dataclasses import dataclass

from streams.parse.dateshape import is_date, is_time
from streams.parse.lines import Line, trim
from streams.parse.markers import Markers, words_of
from streams.text.normalize import fold, fold_with_offsets

MAX_NAME_WORDS = 5  # "وكالة الأنباء السعودية الرسمية" has four
_MAX_DATELINE_WORDS = 8
_MAX_PLACE_WORDS = 4
_CITY_LINE_MAX_CHARS = 50
_MAX_CITY_LINE_NAME_WORDS = 3

_STRONG = re.compile(
    r"\s*[|\uff5c¦•]\s*|\s+[-\u2013\u2014]+\s*|\s*[-\u2013\u2014]+\s+|\s*[/\\]\s+|\s+[/\\]\s*"
)
_COMMA = re.compile(r"[،,]\s+")
_ANY = re.compile(r"\s*[|/\\،]\s*|\s+[-\u2013\u2014]+\s*|\s*[-\u2013\u2014]+\s+")
_JOINT = re.compile(r"[-\u2013\u2014|/\\(،]")
_DIGIT = re.compile(r"\d")
_CLOCK_TIME = re.compile(r"\d:\d\d")
_ENDS_SENTENCE = re.compile(r"[.!؟?]$")
_BRACKETED = re.compile(r"^(?P<name>[^()]{2,40})\((?P<place>[^()]{2,30})\)$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """Hold what a dateline says; `dates` is "" when it names no day."""

    dates: str = ""
    source: str | None = None
    author: str | None = None


def read_dateline(text: str, markers: Markers) -> Dateline | None:
    """Read a line that holds a date between names and labels; None when there is no date."""
    folded = fold(text)
    if is_date(folded, markers):
        return Dateline(text)
    if _DIGIT.search(folded) is None:
        return None
    dated: list[str] = []
    names: list[str] = []
    labelled: dict[str, str] = {}
    for field in _fields(text, markers):
        label = markers.label(fold(field))
        value = trim(field[fold_with_offsets(field).span(*label.value)[0] :]) if label else field
        if is_date(fold(value), markers) or is_time(fold(value)):
            dated.append(value)
        elif label is not None:
            labelled.setdefault(label.kind, value)
        elif _CLOCK_TIME.search(value) is None:  # "22:10 بتوقيت أبوظبي" is no outlet
            names.append(field)
    has_day = any(is_date(fold(field), markers) for field in dated)
    if not has_day or any(len(name.split()) > MAX_NAME_WORDS for name in names):
        return None
    outlet, writer = _who_is_who(names, markers)
    return Dateline(
        " ".join(dated),
        name_of(labelled.get("credit", "")) or outlet,
        name_of(labelled.get("byline", "")) or writer,
    )


def read_names(text: str, markers: Markers) -> Dateline | None:
    """Read `بغداد اليوم - بغداد`, `الرياض - واس`, `name - outlet`: one side must be an outlet."""
    if text.count(" ") >= _MAX_DATELINE_WORDS or _JOINT.search(text) is None:
        return None
    bracketed = _BRACKETED.match(text)
    fields = _parts(_ANY, text)
    if bracketed is not None:
        fields = [trim(bracketed["name"]), trim(bracketed["place"])]
    keys = [words_of(fold(field)) for field in fields]
    outlets = [key in markers.outlets for key in keys]
    if len(fields) not in (2, 3) or not any(outlets) or _ENDS_SENTENCE.search(text):
        return None
    if any(len(key.split()) > _MAX_PLACE_WORDS for key in keys):
        return None
    if bracketed is not None and not (outlets[1] or all(key in markers.cities for key in keys[1:])):
        return None
    source, author = _who_is_who([trim(field.rstrip(": ")) for field in fields], markers)
    return Dateline("", source, None if bracketed is not None else author)


def read_city_line(line: Line, markers: Markers) -> tuple[str, bool] | None:
    """Read `name - city` or `city - name`: (name, "the city comes first"); None for other lines.

    Only position can tell it from a headline, so the caller must know that a dateline may stand
    here.
    """
    if len(line.text) > _CITY_LINE_MAX_CHARS or _JOINT.search(line.text) is None:
        return None
    fields = _parts(_STRONG, line.text)
    known = [words_of(fold(field)) in markers.cities for field in fields]
    if len(fields) != len(("name", "city")) or sum(known) != 1:
        return None
    name = fields[known.index(False)]
    if len(name.split()) > _MAX_CITY_LINE_NAME_WORDS or _ENDS_SENTENCE.search(name):
        return None
    return name, known[0]


def read_byline(value: str, markers: Markers) -> str | None:
    """Give the name of a byline without the city beside it; None for what is no name."""
    names = [
        part
        for part in _parts(_STRONG, value)
        if words_of(fold(part)) not in markers.cities
        and words_of(fold(part)) not in markers.outlets
    ]
    name = name_of(names[0]) if names else None
    return name if name is not None and _is_capitalised(name) else None


def name_of(text: str) -> str | None:
    """Give an outlet's name without the signs around it, or None for what can be no name."""
    name = trim(trim(text).strip(" :-\u2013\u2014|()[]•*.\xa0"))
    if not name or len(name.split()) > MAX_NAME_WORDS or not any(map(str.isalpha, name)):
        return None
    return name


def outlet_of(name: str, markers: Markers) -> str | None:
    """Give the outlet that a line with a dash at its end names; a city alone is none."""
    key = words_of(fold(name))
    return None if key in markers.cities and key not in markers.outlets else name_of(name)


def _fields(text: str, markers: Markers) -> list[str]:
    """Split at dashes and bars; at commas too, but never inside a date."""
    fields: list[str] = []
    for field in _parts(_STRONG, text):
        fields.extend([field] if is_date(fold(field), markers) else _parts(_COMMA, field))
    if any(is_date(fold(field), markers) for field in fields):
        return fields
    return _parts(_STRONG, text)


def _parts(separator: re.Pattern[str], text: str) -> list[str]:
    return [part for part in map(trim, separator.split(text)) if part]


def _who_is_who(names: list[str], markers: Markers) -> tuple[str | None, str | None]:
    keys = {name: words_of(fold(name)) for name in names}
    outlets = [name for name in names if keys[name] in markers.outlets]
    sure = [name for name in outlets if keys[name] not in markers.cities]
    unknown = [n for n in names if keys[n] not in markers.outlets and keys[n] not in markers.cities]
    if sure or outlets:
        return (sure or outlets)[0], unknown[0] if unknown else None
    return (unknown[0] if unknown else None), None


def _is_capitalised(name: str) -> bool:
    """Tell whether a name in Latin letters is written as one; other scripts have no capitals."""
    return all(not word[:1].islower() or word == "and" for word in name.split())
