"""What is found in a text, and how listed names are found: the longest listed name at a word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from schemas.annotation import EntityType
from streams.enrich.names.around import has_neighbour
from streams.enrich.names.catalogue import Listed
from streams.enrich.names.gazetteer import TOWN_LEVEL
from streams.enrich.names.readings import (
    LOCATIVE,
    ORG_HEAD,
    OUTLET_CUE,
    PLACE_CUE,
    Wording,
)
from streams.enrich.names.standing import SURE_LEVELS, may_stand
from streams.enrich.names.words import Meant, NameWords
from streams.text.normalize import fold

_MAX_KEPT = 5_000  # names whose meanings are remembered; a day of news has fewer
_MIN_NAMESAKE_POPULATION = 50_000
# Where towns have Arabic names, so that several are called the same (not Manchester, NH).
_NAMESAKE_COUNTRIES = frozenset(
    {"IQ", "SY", "YE", "SA", "LB", "PS", "EG", "LY", "SD", "JO", "AE", "QA", "BH", "KW", "OM", "TN",
     "DZ", "MA", "MR", "SO", "DJ"}
)  # fmt: skip
LONGER_RULE = "listed.longer"
_FATHATAN = "\u064b"
_HEH = "\u0647"
_TA_MARBUTA = "\u0629"
_ARTICLE = "ال"
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
    return bool(found.options) and found.options[0].level == TOWN_LEVEL


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
    meant = words.meant.get(key) or _keep(key, words)
    if size > 1 and not all(wording.is_joined(at) for at in range(index, index + size - 1)):
        return None
    last, start = index + size, wording.starts[index] + cut
    if key[0].isascii() and not _is_capital(wording, start, wording.ends[last - 1], key):
        return None
    options = meant.listed
    if not meant.is_sure:
        options = _standing(options, wording, words, (index, last, cut), titled=titled)
    if options and options[0].type != "place":
        if options[0].type == "outlet" and size > 1:
            start = _without_outlet_word(wording, index, start)
        return Found(index, last, start, wording.ends[last - 1], options[0].type,
                     "listed", options[:1])  # fmt: skip
    options += meant.beside if options else meant.alone
    if size == 1 and _is_no_place(wording, words, index, key, options):
        return None
    if not options or not _is_noun(wording, start, wording.ends[last - 1], key, words, index):
        return None
    if size > 1:
        start = _without_place_word(wording, words, index, start, options[0].name)
    return Found(index, last, start, wording.ends[last - 1], "place", "listed", options)


def _standing(
    listed: tuple[Listed, ...],
    wording: Wording,
    words: NameWords,
    place: tuple[int, int, int],
    *,
    titled: bool,
) -> tuple[Listed, ...]:
    return tuple([one for one in listed if may_stand(one, wording, words, place, titled=titled)])


def _keep(key: str, words: NameWords) -> Meant:
    """Look up what a name can mean wherever it stands, and remember it."""
    if len(words.meant) >= _MAX_KEPT:
        words.meant.clear()
    listed = words.phrases.get(key, ())
    towns = words.gazetteer.towns(key)
    has_place = any(one.type == "place" for one in listed)
    meant = words.meant[key] = Meant(
        listed,
        alone=() if has_place else towns,
        beside=_namesakes(towns, listed) if towns and has_place else towns,
        is_sure=all(one.level in SURE_LEVELS for one in listed),
    )
    return meant


def _is_no_place(
    wording: Wording, words: NameWords, index: int, key: str, options: tuple[Listed, ...]
) -> bool:
    """Say whether a word is no place here: the sunset prayer, a birthplace, Persian for it."""
    if wording.is_arabic and key in words.shapes["abroad"]:
        return True
    feminine = key.endswith(_HEH) and any(one.name.endswith(_TA_MARBUTA) for one in options)
    if feminine and wording.is_arabic and _has_pronoun(wording, words, index, key):
        return True
    if index:
        before = wording.words[index - 1]
        ends = before in words.shapes["prayer"] or f"{before} {key}" in words.idioms
        if ends and wording.is_joined(index - 1):
            return True
    if index + 1 >= len(wording.words):
        return False
    return f"{key} {wording.words[index + 1]}" in words.idioms and wording.is_joined(index)


def _has_pronoun(wording: Wording, words: NameWords, index: int, key: str) -> bool:
    """Say whether a final heh is `his`, not the feminine ending: لزواره `to its visitors`.

    Only in texts that write the ending with its dots elsewhere, and where nothing locates the word.
    """
    original = wording.folded.original
    last = original[wording.folded.span(wording.starts[index], wording.ends[index])[1] - 1]
    if last != _HEH or _TA_MARBUTA not in original:
        return False
    cut = wording.words[index][: -len(key)]
    before = wording.readings[index - 1].role if has_neighbour(wording, index) else 0
    return not before & (LOCATIVE | PLACE_CUE) and cut not in words.shapes["locating_proclitic"]


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
    neighbour = has_neighbour(wording, index)
    before = wording.readings[index - 1] if neighbour else None
    if before is not None and before.role & LOCATIVE:
        return True
    # حكومة السعودية is of the country; after the article or a name it is an adjective.
    country = key.startswith(_ARTICLE) and key[len(_ARTICLE) :] in words.nations
    return country and (before is None or not (before.is_definite or before.is_name))


def _without_outlet_word(wording: Wording, index: int, start: int) -> int:
    """Leave out `newspaper` and `channel` before the name; an agency's word is part of it."""
    reading = wording.readings[index]
    if reading.role & OUTLET_CUE and not reading.role & ORG_HEAD:
        return wording.starts[index + 1]
    return start
