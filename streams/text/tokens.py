"""Words of folded text, and the little words Arabic glues to their front.

A token is a run of letters or a number; a letter run and a digit run that touch are two tokens
(`و12`). Proclitics are و ف ب ل ك, the article ال, and لل (ل + ال with the alef gone).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,\u066b\u066c/]\d+)*|[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c/]\d+)*")
_MANY_NUMBERS = 200
# Letters and digits together, split at what stands between. Splitting gives words and gaps in one
# go, in half the time of asking every match for its place.
_GAP = re.compile(r"([\W_]+)")
# The same for folded text of ASCII and everyday Arabic: naming the signs halves the time again.
_EVERYDAY = re.compile(
    "[\\x00-\\x7f\xa0\xab\xbb\u060c\u061b\u061f\u0622-\u063a\u0641-\u064a\u067e\u0686\u0698\u06af"
    "\u2013\u2014\u2018-\u201d\u2022\u2039\u203a]*"
)
_EVERYDAY_TOKEN = re.compile(
    "[0-9]+(?:[.,/][0-9]+)*|[^\\x00-@\\[-`{-\x7f\xa0\xab\xbb\u060c\u061b\u061f\u2013-\u203a]+"
)
_EVERYDAY_GAP = re.compile("([\\x00-/:-@\\[-`{-\x7f\xa0\xab\xbb\u060c\u061b\u061f\u2013-\u203a]+)")
_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_MIN_STEM_LETTERS = 2
# Words whose forms are remembered (4 MB): every reader asks, and news repeats its words. Longer
# ones are no words. Changes speed only.
_MAX_KEPT = 1 << 13
_MAX_KEPT_LETTERS = 40


class Token(NamedTuple):
    """Point at one word of folded text. Units: half-open, code points of the folded text.

    A tuple, because there are hundreds in an article: made in a third of a dataclass's time.
    """

    text: str
    start: int
    end: int


def tokenize(folded: str) -> list[Token]:
    """Split folded text into words and numbers, in order."""
    token = _EVERYDAY_TOKEN if _EVERYDAY.fullmatch(folded) else _TOKEN
    return [Token(match[0], match.start(), match.end()) for match in token.finditer(folded)]


def token_texts(folded: str) -> list[str]:
    """Split folded text as `tokenize` does, without the places: what costs most is left out."""
    token = _EVERYDAY_TOKEN if _EVERYDAY.fullmatch(folded) else _TOKEN
    return token.findall(folded)


class Runs(NamedTuple):
    """Hold the runs of letters and digits of a text, the gap after each, and where they stand.

    The last run has no gap where the text ends with it.
    """

    texts: list[str]
    gaps: list[str]
    starts: list[int]
    ends: list[int]


@lru_cache(maxsize=2)
def split_runs(folded: str) -> Runs:
    """Split folded text into runs of letters and digits, in order: the words of names.

    The last answers are kept for the next extractor, so nobody may change them.
    Cost: linear, 0.06 ms for 1,700 characters.
    """
    gap = _EVERYDAY_GAP if _EVERYDAY.fullmatch(folded) else _GAP
    parts = gap.split(folded)
    bounds = list(accumulate(map(len, parts)))
    if len(parts) > 1 and not parts[-1]:
        del parts[-1], bounds[-2:]  # the text ends in a gap, after which no word begins
    if parts[0]:
        return Runs(parts[::2], parts[1::2], [0, *bounds[1::2]], bounds[::2])
    return Runs(parts[2::2], parts[3::2], bounds[1::2], bounds[2::2])


class Words(NamedTuple):
    """Hold the words of folded text and where they stand: what `tokenize` gives, in three lists.

    Made in half the time, for readers that look every word up.
    """

    texts: list[str]
    starts: list[int]
    ends: list[int]


def split_words(folded: str) -> Words:
    """Split folded text into words and numbers, in order, on the words of `letter_words`."""
    numbers = list(_NUMBER.finditer(folded))
    if len(numbers) > _MANY_NUMBERS:  # a table: putting each in its place would take too long
        tokens = tokenize(folded)
        texts, starts, ends = zip(*tokens, strict=True)
        return Words(list(texts), list(starts), list(ends))
    letters = letter_words(folded)
    words = Words(letters.texts.copy(), letters.starts.copy(), letters.ends.copy())
    for number in numbers:
        at = bisect_left(words.starts, number.start())
        words.texts.insert(at, number[0])
        words.starts.insert(at, number.start())
        words.ends.insert(at, number.end())
    return words


@lru_cache(maxsize=2)
def letter_words(folded: str) -> Words:
    """Find the words of letters, in order: the runs of `split_runs` without their digits.

    The last answers are kept for the next extractor, so nobody may change them.
    """
    runs = split_runs(folded)
    mixed = [at for at, run in enumerate(runs.texts) if not run.isalpha()]
    if len(mixed) > _MANY_NUMBERS:  # a table: taking each out would take too long
        places = list(_LETTERS.finditer(folded))
        return Words(
            [place[0] for place in places],
            [place.start() for place in places],
            [place.end() for place in places],
        )
    words = Words(runs.texts.copy(), runs.starts.copy(), runs.ends.copy())
    for at in reversed(mixed):
        start = words.starts[at]
        letters = list(_LETTERS.finditer(words.texts[at]))
        words.texts[at : at + 1] = [place[0] for place in letters]
        words.starts[at : at + 1] = [start + place.start() for place in letters]
        words.ends[at : at + 1] = [start + place.end() for place in letters]
    return words


def stems(word: str) -> Sequence[tuple[int, str]]:
    """Give `(letters cut, form)` for each way to take proclitics off a folded word, bare first.

    The article stays where it is part of the name: `وبالعراق` gives بالعراق, العراق, عراق;
    `للعراق` gives العراق and عراق. Forms shorter than two letters are left out.

    >>> list(stems("وبالعراق"))
    [(0, 'وبالعراق'), (1, 'بالعراق'), (2, 'العراق'), (4, 'عراق')]
    >>> list(stems("للعراق"))
    [(0, 'للعراق'), (1, 'العراق'), (2, 'عراق'), (1, 'لعراق')]
    """
    return _kept_forms(word) if len(word) <= _MAX_KEPT_LETTERS else tuple(_forms(word))


@lru_cache(maxsize=_MAX_KEPT)
def _kept_forms(word: str) -> tuple[tuple[int, str], ...]:
    return tuple(_forms(word))


def _forms(word: str) -> Iterator[tuple[int, str]]:
    yield 0, word
    cut = 0
    if word.startswith(_CONJUNCTIONS) and len(word) > _MIN_STEM_LETTERS:
        cut = 1
        yield cut, word[cut:]
    rest = word[cut:]
    if rest.startswith("لل") and len(rest) >= 2 + _MIN_STEM_LETTERS:
        yield cut + 1, "ال" + rest[2:]
        yield cut + 2, rest[2:]
    if rest.startswith(_PREPOSITIONS) and len(rest) > _MIN_STEM_LETTERS:
        cut += 1
        rest = rest[1:]
        yield cut, rest
    if rest.startswith("ال") and len(rest) >= 2 + _MIN_STEM_LETTERS:
        yield cut + 2, rest[2:]
