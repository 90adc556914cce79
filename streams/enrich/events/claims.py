"""Name who says it: the organisation or office next to the first verb of saying.

Runs on every article, so it reads the top of the text only and looks words up without making
the full reading: one pass of a regex, one dictionary look-up a word.
"""

import re
from collections.abc import Sequence

from schemas.annotation import Entity
from schemas.article import DetectedArticle
from streams.enrich.events.words import EventWords, LanguageWords
from streams.text.normalize import Folded, fold_with_offsets

# Title and lead; who speaks later speaks of something else.
_SPEAKER_CHARS = 600
_SPEAKER_NEAR_WORDS = 4
_MAX_GLUED_LETTERS = 2
_WORD = re.compile(r"[^\W\d_]+")
_HARD_STOPS = frozenset("\u061f\u061b\u06d4\n!?")


def claimed_by(
    article: DetectedArticle, entities: tuple[Entity, ...], words: EventWords
) -> str | None:
    """Name an organisation or office next to a verb of saying, early in the text.

    Shape:  the organisation's name, or the words of the text ("a security source"); None
    Errors: none. Cost: independent of the length of the text
    """
    language = words.of(article.language.code)
    if language is None:
        return None
    folded = fold_with_offsets(article.text)
    top = folded.folded_index(_SPEAKER_CHARS)
    places = [match.span() for match in _WORD.finditer(folded.text, 0, top)]
    forms = [folded.text[start:end] for start, end in places]
    named: dict[int, str] | None = None
    for at, form in enumerate(forms):
        options = language.options(form)
        if options is None or "report" not in options.roles:
            continue
        if _match(language, forms, at, "report") is None:
            continue
        if named is None:
            named = _named(folded, entities)
        for near in _around(folded, places, at):
            name = _name_at(named, places[near])
            if name is not None:
                return name
            last = _match(language, forms, near, "speaker")
            if last is not None:
                start, end = folded.span(places[near][0], places[last - 1][1])
                return folded.original[start:end]
    return None


def _match(language: LanguageWords, forms: Sequence[str], at: int, role: str) -> int | None:
    """Give the end of the words from `at` that have a role; None when they have not."""
    options = language.options(forms[at])
    if options is None or role not in options.roles:
        return None
    following = forms[at + 1] if at + 1 < len(forms) else ""
    for candidate in (*options.phrases.get(following, ()), *options.single):
        last = at + 1 + len(candidate.rest)
        if candidate.sense.role == role and tuple(forms[at + 1 : last]) == candidate.rest:
            return last
    return None


def _named(folded: Folded, entities: Sequence[Entity]) -> dict[int, str]:
    """Map folded positions where an organisation is named to its name."""
    return {
        folded.folded_index(mention.start): entity.name
        for entity in entities
        if entity.type == "organisation"
        for mention in entity.mentions
        if mention.start < len(folded.original)
    }


def _name_at(named: dict[int, str], place: tuple[int, int]) -> str | None:
    """Give the name that starts in a word, or after the letters glued to its front."""
    start, end = place
    inside = range(start, min(end, start + _MAX_GLUED_LETTERS + 1))
    return next((named[position] for position in inside if position in named), None)


def _around(folded: Folded, places: Sequence[tuple[int, int]], at: int) -> list[int]:
    """Give the words after, then those before, as far as the sentence goes."""
    found: list[int] = []
    for near in range(at + 1, min(at + 1 + _SPEAKER_NEAR_WORDS, len(places))):
        if _ends(folded.text[places[near - 1][1] : places[near][0]]):
            break
        found.append(near)
    for near in range(at - 1, max(at - 1 - _SPEAKER_NEAR_WORDS, -1), -1):
        if _ends(folded.text[places[near][1] : places[near + 1][0]]):
            break
        found.append(near)
    return found


def _ends(gap: str) -> bool:
    """Tell whether the marks between two words end a sentence; the dots of d.p.a. do not."""
    return gap != " " and (not _HARD_STOPS.isdisjoint(gap) or ("." in gap and gap[-1:] == " "))
