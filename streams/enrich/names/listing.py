"""What is found in a text, and how listed names are found: the longest listed name at a word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.annotation import EntityType
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.readings import (
    GIVEN,
    KUNYA,
    LOCATIVE,
    ORG_HEAD,
    OUTLET_CUE,
    PLACE_CUE,
    SAYING,
    TITLE,
    Wording,
)
from streams.enrich.names.words import NameWords
from streams.text.normalize import fold

_OPENING_QUOTES = frozenset("«“\"'(")
_CLOSING_QUOTES = frozenset("»”\"')")
_MAX_PATRON_WORDS = 5
_MIN_NAMESAKE_POPULATION = 50_000
# Where towns have Arabic names, so that several are called the same (not Manchester, NH).
_NAMESAKE_COUNTRIES = frozenset(
    {"IQ", "SY", "YE", "SA", "LB", "PS", "EG", "LY", "SD", "JO", "AE", "QA", "BH", "KW", "OM", "TN",
     "DZ", "MA", "MR", "SO", "DJ"}
)  # fmt: skip
LONGER_RULE = "listed.longer"
_FATHATAN = "\u064b"
APOSTROPHES = ("'", "\u2019")
_MAX_ABBREVIATION_LETTERS = 3  # US, UN, EU: as short Latin words they are pronouns and articles


@dataclass(frozen=True, slots=True)
class Found:
    """Hold one name in the text: words `first` to `last`, code points of the folded text.

    `options` are the listed entities it may mean, the likeliest first; none for a name that only
    grammar found. `rule` names what found it.
    """

    first: int
    last: int
    start: int
    end: int
    type: EntityType
    rule: str
    options: tuple[Listed, ...] = ()
    kind: str = ""


def listed_at(wording: Wording, words: NameWords, index: int, *, titled: bool) -> Found | None:
    """Find the longest listed name that starts at a word; the bare word before stripped forms."""
    town: Found | None = None
    phrases, rows = words.phrases, words.gazetteer.rows
    following = wording.words[index + 1] if index + 1 < len(wording.words) else ""
    for cut, form, opening in wording.readings[index].names:
        for size in opening.sizes if following in opening.seconds else opening.sizes[-1:]:
            key = form
            if size > 1:
                key = " ".join((form, *wording.words[index + 1 : index + size]))
            if key not in phrases and key not in rows:
                continue
            found = _named(wording, words, index, cut, key, size, titled=titled)
            if found is None:
                continue
            if not _is_town(found):
                return found if town is None else _longer_town(town, found)
            town = town or found
    return town


def _longer_town(town: Found, found: Found) -> Found:
    """Choose between a town that only GeoNames knows and a listed name at the same word.

    The town counts where its name goes on after the listed one's and it lies in the same country.
    """
    if town.last <= found.last or found.type != "place":
        return found
    countries = {option.country for option in found.options}
    options = tuple([option for option in town.options if option.country in countries])
    return replace(town, rule=LONGER_RULE, options=options) if options else found


def _is_town(found: Found) -> bool:
    """Say whether only GeoNames knows the name: وجدة is `and Jeddah` before it is Oujda."""
    return bool(found.options) and found.options[0].id.startswith("geonames:")


def _named(
    wording: Wording,
    words: NameWords,
    index: int,
    cut: int,
    key: str,
    size: int,
    *,
    titled: bool,
) -> Found | None:
    listed = words.phrases.get(key, ())
    towns = words.gazetteer.towns(key) if key in words.gazetteer.rows else ()
    if size > 1 and not all(wording.is_joined(at) for at in range(index, index + size - 1)):
        return None
    last, start = index + size, wording.starts[index] + cut
    if key[0].isascii() and not _is_capital(wording, start, wording.ends[last - 1], key):
        return None
    options = tuple(
        [one for one in listed if _may_stand(one, wording, index, last, cut, titled=titled)]
    )
    if options and options[0].type != "place":
        if options[0].type == "outlet" and size > 1:
            start = _without_outlet_word(wording, index, start)
        return Found(index, last, start, wording.ends[last - 1], options[0].type,
                     "listed", options[:1])  # fmt: skip
    if any(one.type == "place" for one in listed):
        towns = _namesakes(towns, listed) if options else ()
    options += towns
    if has_neighbour(wording, index) and wording.words[index - 1] in words.shapes["prayer"]:
        return None
    if not options or not _is_noun(wording, start, wording.ends[last - 1], key, words, index):
        return None
    if size > 1:
        start = _without_place_word(wording, words, index, start, options[0].name)
    return Found(index, last, start, wording.ends[last - 1], "place", "listed", options)


def _namesakes(towns: tuple[Listed, ...], listed: tuple[Listed, ...]) -> tuple[Listed, ...]:
    """Keep what a listed place's namesakes in other countries may mean there.

    The hand-made list knows which place news means, and what cue the word needs; only large towns
    come after it, and only in texts about their country: القنيطرة in Syria, and in Morocco.
    """
    if any(one.precision == "country" for one in listed):
        return ()
    known = {one.country for one in listed}
    return tuple(
        [
            town
            for town in towns
            if town.country in _NAMESAKE_COUNTRIES - known
            and town.population >= _MIN_NAMESAKE_POPULATION
        ]
    )


def _without_place_word(
    wording: Wording, words: NameWords, index: int, start: int, name: str
) -> int:
    """Leave out `city` and `district` before the name, unless it is part of it: مدينة الصدر."""
    plain = wording.readings[index].plain
    cue = words.place_cues.get(plain)
    if cue is None or cue.rule != "outside" or fold(name).startswith(plain):
        return start
    return wording.starts[index + 1]


def _is_capital(wording: Wording, start: int, end: int, key: str) -> bool:
    begin, stop = wording.folded.span(start, end)
    original = wording.folded.original[begin:stop]
    if not original[:1].isupper():
        return False
    if len(key) > _MAX_ABBREVIATION_LETTERS or original.isupper():
        return True
    return wording.folded.text[end : end + 1] in APOSTROPHES  # Van'da, as Turkish writes names


def _is_noun(
    wording: Wording, start: int, end: int, key: str, words: NameWords, index: int
) -> bool:
    """Say whether a country's name is no adjective: سورياً has a tanwin, الحكومة التركية an article.

    Persian writes ترکیه for Turkey, which is Arabic for `Turkish`; then only a locating word
    before it (`in`, `to`) makes it the country.
    """
    if wording.has_tanwin:
        begin, stop = wording.folded.span(start, end)
        if wording.folded.original.find(_FATHATAN, begin, stop) >= 0:
            return False
    if key not in words.nations or not wording.is_arabic:
        return True
    return has_neighbour(wording, index) and bool(wording.readings[index - 1].role & LOCATIVE)


def _without_outlet_word(wording: Wording, index: int, start: int) -> int:
    """Leave out `newspaper` and `channel` before the name; an agency's word is part of it."""
    reading = wording.readings[index]
    if reading.role & OUTLET_CUE and not reading.role & ORG_HEAD:
        return wording.starts[index + 1]
    return start


def _may_stand(
    one: Listed, wording: Wording, index: int, last: int, cut: int, *, titled: bool
) -> bool:
    if one.level in ("word", "supported"):
        return True
    if one.level == "exact":
        return cut == 0
    if one.level == "spelled":
        begin, stop = wording.folded.span(wording.starts[index] + cut, wording.ends[last - 1])
        return wording.folded.original[begin:stop] == one.name
    before = wording.readings[index - 1].role if has_neighbour(wording, index) else 0
    if one.type == "person":
        return titled or bool(before & SAYING) or _opens_a_line(wording, index)
    if one.type == "place":
        return bool(before & PLACE_CUE) or is_near(wording, index)
    return bool(before & (OUTLET_CUE | ORG_HEAD)) or is_quoted(wording, index, last)


def has_neighbour(wording: Wording, index: int) -> bool:
    """Say whether the word before belongs to the same phrase."""
    return index > 0 and wording.is_joined(index - 1)


def is_near(wording: Wording, index: int) -> bool:
    """Say whether a word of direction or nearness stands before (`north of`), not just `in`."""
    if not has_neighbour(wording, index):
        return False
    reading = wording.readings[index - 1]
    return bool(reading.role & LOCATIVE) and len(reading.plain) > 3  # noqa: PLR2004  في, من, الي


def is_quoted(wording: Wording, first: int, last: int) -> bool:
    """Say whether quotation marks or brackets stand right around words."""
    return wording.before(first) in _OPENING_QUOTES and wording.after(last - 1) in _CLOSING_QUOTES


def _opens_a_line(wording: Wording, index: int) -> bool:
    """Say whether a name opens a line: headlines begin with whoever acts."""
    if (
        index
        and wording.folded.text[wording.ends[index - 1] : wording.starts[index]].find("\n") < 0
    ):
        return False
    following = wording.readings[index + 1].role if index + 1 < len(wording.words) else 0
    return not following & TITLE or bool(following & SAYING)


def patron_last(wording: Wording, words: NameWords, at: int) -> int:
    """Say where a patron's name ends: hospitals, universities and airports called after a king.

    Gives `at` itself where no title with a given name stands there.
    """
    if wording.words[at] not in words.shapes["patron"]:
        return at
    last = at + 1
    while last < len(wording.words) and last - at <= _MAX_PATRON_WORDS:
        reading = wording.readings[last]
        servant = wording.words[last - 1] in words.shapes["servant"]
        part = reading.role & (GIVEN | KUNYA) or (servant and reading.is_definite)
        part = part or (wording.words[last - 1] in words.shapes["son"] and not reading.role)
        if not wording.is_joined(last - 1) or reading.cut or not part:
            break
        last += 1
    if wording.words[last - 1] in words.shapes["son"]:
        last -= 1  # the text breaks off after بن
    return last if last > at + 1 else at
