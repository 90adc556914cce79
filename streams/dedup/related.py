"""Which earlier articles an article is related to: other stories of the same names. Pure.

Two stories of one matter share several of the strongest terms of their articles, and terms that
stand in few stories. A word that many stories say links nothing, however strong it is in both.
"""

from collections.abc import Iterable

from schemas.annotation import Related
from streams.dedup.story import WEIGHT_ONE, StoriesOf, Story, StoryMember

MAX_RELATED = 10
# A term in more stories of the last days links none: names of a matter stand in a handful.
MAX_LINKING_STORIES = 12
# Two terms of a common phrase meet by chance.
MIN_LINKING_TERMS = 3
# Read by eye on a three-week crawl: from .20 nearly all are of one matter, from .12 three in four.
MIN_SCORE = 0.20
_SCORE_DIGITS = 3


def choose_related(
    member: StoryMember, stories: Iterable[Story], stories_of: StoriesOf
) -> tuple[Related, ...]:
    """Rank the articles of other stories by the rare terms they share with one.

    Shape: the most related first, of equals the later seen, none twice. Units: score 0-1, the
    likeness over terms that link.
    """
    linking = {
        term: weight
        for term, weight in member.weights
        if len(stories_of(term) or ()) <= MAX_LINKING_STORIES
    }
    best: dict[str, tuple[float, int, str, StoryMember]] = {}
    for one in (member_of for story in stories for member_of in story.members):
        shared = [linking[term] * weight for term, weight in one.weights if term in linking]
        score = round(min(1.0, sum(shared) / WEIGHT_ONE**2), _SCORE_DIGITS)
        if len(shared) < MIN_LINKING_TERMS or score < MIN_SCORE:
            continue
        if one.article_id not in ("", member.article_id):
            best[one.article_id] = (-score, -one.minutes, one.article_id, one)
    return tuple(
        Related(article_id=name, title=one.title, score=-score)
        for score, _, name, one in sorted(best.values(), key=lambda row: row[:3])[:MAX_RELATED]
    )
