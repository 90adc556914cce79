"""The numbers that one of two articles says and the other does not, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from schemas.article import Article
from streams.dedup.sketch import LEAD_SHINGLES
from streams.dedup.tolls import DedupWords, numbers_said
from streams.text.normalize import fold
from streams.text.tokens import tokenize

# A number is told with the words around it.
_WORDS_BEFORE, _WORDS_AFTER = 2, 2


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold a number of one article. `text` is the number and its neighbours, in folded words."""

    side: Literal["first", "second"]
    place: Literal["title", "lead", "body"]
    value: int
    text: str


def differing_figures(first: Article, second: Article, words: DedupWords) -> tuple[Figure, ...]:
    """Give every number that only one of the two says anywhere, in the order they are said."""
    one, other = list(_figures("first", first, words)), list(_figures("second", second, words))
    shared = {figure.value for figure in one} & {figure.value for figure in other}
    return tuple(figure for figure in (*one, *other) if figure.value not in shared)


def _figures(
    side: Literal["first", "second"], article: Article, words: DedupWords
) -> Iterator[Figure]:
    for value, _, text in _numbers(article.title or "", words):
        yield Figure(side, "title", value, text)
    said = article.body.split()
    lead_tokens = len(tokenize(fold(" ".join(said[:LEAD_SHINGLES]))))
    for value, at, text in _numbers(" ".join(said), words):
        yield Figure(side, "lead" if at < lead_tokens else "body", value, text)


def _numbers(text: str, words: DedupWords) -> Iterator[tuple[int, int, str]]:
    folded = fold(text)
    tokens = tokenize(folded)
    for number in numbers_said(folded, tokens, words):
        around = tokens[max(0, number.first - _WORDS_BEFORE) : number.last + _WORDS_AFTER]
        said = folded[around[0].start : around[-1].end]
        for value in {number.min: None, number.max: None}:
            if value is not None:
                yield value, number.first, said
