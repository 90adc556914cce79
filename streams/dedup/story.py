"""What an article tells, as weighed terms: strong words, names and its event. Pure.

An article is its strongest terms: said often, in the title, a name, and in few other articles of
the last days. Terms are weighed by what the stream itself has said lately, as a share of it: what
holds for a thin stream holds for a dense one. There is no table of words.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Protocol
from zlib import crc32

from schemas.article import Article
from streams.dedup.sketch import minutes_of, split_words
from streams.text.tokens import stems

# Terms of an article. Event, story BCubed F1: 15 .845, .711; 20 .847, .711; 30 .826, .694.
_MAX_TERMS = 20
# A term in more of the articles tells none apart. Event F1: 5 % .825, 10 % .814, 20 % .817.
CROWD_RATIO = 0.10
# So many articles are taken as read before the first, or a young stream would take every word for
# rare. Story F1 (event F1), thin stream: 0 .807 (.843), 200 .822 (.828); a dense one: the same.
PRIOR_ARTICLES = 200
# Articles are counted over the three days one falls into and the three before.
EPOCH_MINUTES = 72 * 60
# Words of the body that are read. Story F1: 150 .800, 200 .807.
_MAX_WORDS = 200
_MAX_TITLE_WORDS = 50
_TITLE_WEIGHT = 2
# A name counts as if it were said so often for each mention, up to three: names tell stories
# apart, and are the same in every language. Story F1, dense: 0 .715, 2 .783, 4 .809, 6 .820.
_NAME_WEIGHT = 6
_MAX_MENTIONS = 3
# What happened where on which day weighs as a name that is said twice. F1 within .003 of without,
# but the first report and the one that names the dead meet.
_EVENT_MENTIONS = 2
_MIN_STEM_LETTERS = 3
_MIN_TERM_LETTERS = 2
# Words whose terms are remembered, and the longest such word. Changes speed only.
_MAX_KEPT = 1 << 14
_MAX_KEPT_LETTERS = 40
_ARTICLES, _AND = ("ال", "لل"), "و"
_DIGEST_BYTES = 10
_NAME_BIT = 1 << 31
# A title that is longer is cut: the store keeps one for each article.
_MAX_TITLE_BYTES = 240
# Weights are kept as whole numbers, so that they are the same wherever they were kept.
WEIGHT_ONE = 10_000

Term = int
Name = tuple[str, int]
Happening = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what an article tells: how often each term, in order of the text.

    `kind` and `day` are of its event: a hash of the type, days since year 1; 0 for none. `title`
    is kept to be shown beside articles related to it.
    """

    article_id: str
    minutes: int
    terms: tuple[tuple[Term, int], ...]
    kind: int = 0
    day: int = 0
    title: str | None = None

    @property
    def epoch(self) -> int:
        """Number the days it falls into."""
        return self.minutes // EPOCH_MINUTES


@dataclass(frozen=True, slots=True)
class StoryMember:
    """Keep an article of a story. Units: weights in 1/10,000; their squares add up to one.

    `article_id` is empty for an article that is no longer known by its id.
    """

    minutes: int
    weights: tuple[tuple[Term, int], ...]
    article_id: str = ""
    title: str | None = None
    kind: int = 0
    day: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """Keep a story: its id and its last members."""

    story_id: str
    members: tuple[StoryMember, ...]


class Heard(Protocol):
    """Say how many articles of the last days there were, and how many said what one says."""

    @property
    def articles(self) -> int:
        """Count the articles."""
        ...

    @property
    def counts(self) -> Sequence[int]:
        """Count the articles that said each term of the article in question, in its order."""
        ...

    def stories(self, term: Term) -> tuple[int, ...]:
        """Give the last stories that a term is strong in, none twice."""
        ...


def read_told(article: Article, names: Iterable[Name] = (), event: Happening | None = None) -> Told:
    """Reduce an article to its terms. Cost: about 0.2 ms.

    Shape: `names` are ids, the same in every language, with how often each is named; `event` is
    its type, day and place.
    """
    said = Counter(_terms(split_words(article.body)[:_MAX_WORDS]))
    for term in _terms(split_words(article.title or "")[:_MAX_TITLE_WORDS]):
        said[term] += _TITLE_WEIGHT
    for name, mentions in names:
        said[name_term(name)] += _NAME_WEIGHT * min(mentions, _MAX_MENTIONS)
    kind, day, where = event or ("", "", None)
    if where is not None:
        said[_word_term(f"{kind}|{day}|{where}")] += _NAME_WEIGHT * _EVENT_MENTIONS
    return Told(
        article.article_id,
        minutes_of(article.crawled_at),
        tuple(said.items()),
        kind=name_term(kind) if kind else 0,
        day=_day(day),
        title=_one_line(article.title or "") or None,
    )


def term_words(article: Article, names: Iterable[Name] = ()) -> dict[Term, str]:
    """Give each term of an article as it stands there, a name by its id, to show why two meet."""
    words = split_words(f"{article.title or ''} {article.body}")
    said = {term: word for word in reversed(words) for term in _terms([word])}
    return said | {name_term(name): name for name, _ in names}


def crowd_count(articles: int) -> int:
    """Give the number of articles from which on a term is too common to tell anything."""
    return int(CROWD_RATIO * (articles + PRIOR_ARTICLES))


def weigh(told: Told, heard: Heard) -> StoryMember:
    """Choose the strongest terms of an article, and weigh them."""
    read, crowd = heard.articles + PRIOR_ARTICLES, crowd_count(heard.articles)
    log = math.log
    strengths = [
        (-(1 + log(said)) * log(read / (count + 1)), term)
        for (term, said), count in zip(told.terms, heard.counts, strict=True)
        if count <= crowd
    ]
    strengths.sort()
    strongest = strengths[:_MAX_TERMS]
    norm = math.sqrt(sum(strength * strength for strength, _ in strongest))
    weights = ((term, round(-strength / norm * WEIGHT_ONE)) for strength, term in strongest)
    kept = tuple(weights) if norm else ()
    return StoryMember(told.minutes, kept, told.article_id, told.title, told.kind, told.day)


def name_term(name: str) -> Term:
    """Give the term of a name's id, which no word has."""
    return crc32(name.encode("utf-8", "replace")) | _NAME_BIT


def _word_term(word: str) -> Term:
    return crc32(word.encode("utf-8", "replace")) & (_NAME_BIT - 1)


def is_name(term: Term) -> bool:
    """Say whether a term is a name's, and not a word's."""
    return term >= _NAME_BIT


def new_story_id(article_id: str) -> str:
    """Name a story after the article that opened it."""
    digest = blake2b(
        f"told|{article_id}".encode("utf-8", "replace"), digest_size=_DIGEST_BYTES
    ).hexdigest()
    return f"story-{digest}"


def _day(value: str) -> int:
    try:
        return date.fromisoformat(value[: len("2025-01-01")]).toordinal()
    except ValueError:
        return 0


def _one_line(title: str) -> str:
    line = " ".join(title.split()).encode("utf-8", "replace")
    return line[:_MAX_TITLE_BYTES].decode("utf-8", "ignore")


def _terms(words: Sequence[str]) -> list[Term]:
    return [
        _kept_term(word) if len(word) <= _MAX_KEPT_LETTERS else _word_term(_without_article(word))
        for word in words
        if len(word) >= _MIN_TERM_LETTERS
    ]


@lru_cache(maxsize=_MAX_KEPT)
def _kept_term(word: str) -> Term:
    return _word_term(_without_article(word))


def _without_article(word: str) -> str:
    """Take the article off, with what is glued before it, or a lone و; cut deeper, names blur."""
    bare = word
    for cut, form in stems(word):
        glued = word[:cut]
        if len(form) >= _MIN_STEM_LETTERS and (glued == _AND or glued.endswith(_ARTICLES)):
            bare = form
    return bare
