"""Which story an article belongs to: the reports of one happening, in whatever words. Pure.

An article is its strongest terms: said often, in the title, and in few other stories of the last
days. It joins the story whose articles of the last two days share the most of that, on average.
Terms are weighed by what the stream itself has said lately; there is no table of words.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from zlib import crc32

from schemas.article import Article
from streams.dedup.sketch import minutes_of, split_words
from streams.text.tokens import stems

# Event BCubed F1 (and share of events in one story) on labelled clusters, cold start, by the
# least average likeness: .20 .795 (.68), .22 .792 (.64), .25 .815 (.63), .28 .805 (.59).
MIN_LIKENESS_RATIO = 0.25
# Terms of an article: 12 .812, 15 .816, 20 .815, 25 .793.
_MAX_TERMS = 20
# A term in so many stories tells none apart: 40 .811, 60 .815, 80 .811, 100 .813.
MAX_STORIES = 60
# Articles of a story are compared while this young; forms come back daily. 72 hours: .01 less.
_MAX_AGE_MINUTES = 48 * 60
# Stories are counted over the three days an article falls into and the three before.
EPOCH_MINUTES = 72 * 60
# Only the last of a long story are compared with: 4, 8 and 16 give the same.
MAX_MEMBERS = 8
_MAX_CANDIDATES = 8
_MIN_SHARED_TERMS = 2
# Words of the body that are read: 150, 250 and 400 give the same, 100 a little less.
_MAX_WORDS = 150
_MAX_TITLE_WORDS = 50
_TITLE_WEIGHT = 2
_MIN_STEM_LETTERS = 3
_MIN_TERM_LETTERS = 2
_ARTICLES, _AND = ("ال", "لل"), "و"
_DIGEST_BYTES = 10
# A title that is longer is cut: the store keeps one for each article.
_MAX_TITLE_BYTES = 240
# Weights are kept as whole numbers, so that they are the same wherever they were kept.
WEIGHT_ONE = 10_000

Term = int
StoriesOf = Callable[[Term], Sequence[int] | None]


@dataclass(frozen=True, slots=True)
class Told:
    """Hold what an article tells: how often each term, in order of the text.

    `own_story` is the story its event names by kind, place and day, where it has one; `title` is
    kept to be shown beside articles related to it.
    """

    article_id: str
    minutes: int
    terms: tuple[tuple[Term, int], ...]
    own_story: str | None
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


@dataclass(frozen=True, slots=True)
class Story:
    """Keep a story: its id and its last members."""

    story_id: str
    members: tuple[StoryMember, ...]


def read_told(article: Article, own_story: str | None) -> Told:
    """Reduce an article to its terms. Cost: about 0.2 ms."""
    said = Counter(_terms(split_words(article.body)[:_MAX_WORDS]))
    for term in _terms(split_words(article.title or "")[:_MAX_TITLE_WORDS]):
        said[term] += _TITLE_WEIGHT
    minutes = minutes_of(article.crawled_at)
    title = _one_line(article.title or "")
    return Told(article.article_id, minutes, tuple(said.items()), own_story, title or None)


def weigh(told: Told, stories_of: StoriesOf) -> StoryMember:
    """Choose the strongest terms; `stories_of` gives None for a term in too many stories."""
    strengths: list[tuple[float, Term]] = []
    for term, count in told.terms:
        stories = stories_of(term)
        if stories is not None:
            rarity = math.log((MAX_STORIES + 1) / (len(stories) + 1))
            strengths.append((-(1 + math.log(count)) * rarity, term))
    strongest = sorted(strengths)[:_MAX_TERMS]
    norm = math.sqrt(sum(strength * strength for strength, _ in strongest))
    weights = ((term, round(-strength / norm * WEIGHT_ONE)) for strength, term in strongest)
    kept = tuple(weights) if norm else ()
    return StoryMember(told.minutes, kept, told.article_id, told.title)


def candidate_stories(member: StoryMember, stories_of: StoriesOf) -> list[int]:
    """Name the stories that share the most terms; the older first of equals."""
    shared = Counter(
        story for term, _ in member.weights for story in dict.fromkeys(stories_of(term) or ())
    )
    ranked = sorted((-count, story) for story, count in shared.items())
    return [story for count, story in ranked[:_MAX_CANDIDATES] if -count >= _MIN_SHARED_TERMS]


def choose_story(member: StoryMember, stories: Iterable[tuple[int, Story]]) -> int | None:
    """Give the story an article is most like, or None where it opens one."""
    best: tuple[float, int] | None = None
    weights = dict(member.weights)
    for number, story in stories:
        young = [one for one in story.members if _is_near(one, member)]
        if not young:
            continue
        shared = sum(weights.get(term, 0) * weight for one in young for term, weight in one.weights)
        likeness_ratio = shared / (len(young) * WEIGHT_ONE * WEIGHT_ONE)
        if likeness_ratio >= MIN_LIKENESS_RATIO and (best is None or likeness_ratio > best[0]):
            best = (likeness_ratio, number)
    return best[1] if best is not None else None


def new_story_id(article_id: str) -> str:
    """Name a story after the article that opened it."""
    digest = blake2b(
        f"told|{article_id}".encode("utf-8", "replace"), digest_size=_DIGEST_BYTES
    ).hexdigest()
    return f"story-{digest}"


def _one_line(title: str) -> str:
    line = " ".join(title.split()).encode("utf-8", "replace")
    return line[:_MAX_TITLE_BYTES].decode("utf-8", "ignore")


def _is_near(one: StoryMember, other: StoryMember) -> bool:
    if not one.minutes or not other.minutes:
        return True
    return abs(one.minutes - other.minutes) <= _MAX_AGE_MINUTES


def _terms(words: Sequence[str]) -> Iterable[Term]:
    for word in words:
        if len(word) >= _MIN_TERM_LETTERS:
            yield crc32(_without_article(word).encode("utf-8", "replace"))


def _without_article(word: str) -> str:
    """Take the article off, with what is glued before it, or a lone و; cut deeper, names blur."""
    bare = word
    for cut, form in stems(word):
        glued = word[:cut]
        if len(form) >= _MIN_STEM_LETTERS and (glued == _AND or glued.endswith(_ARTICLES)):
            bare = form
    return bare
