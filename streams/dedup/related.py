"""Which earlier articles an article is related to: other stories of the same names. Pure.

Two stories of one matter share several of the strongest terms of their articles, and terms that
few articles say. A word that many say links nothing, however strong it is in both.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.annotation import Related
from streams.dedup.choose import are_other_events, share_lead
from streams.dedup.story import WEIGHT_ONE, Heard, Story, StoryMember, Term, Told

MAX_RELATED = 10
# A term that more of the articles of the last days say links none, however few there are.
_LINKING_RATIO = 0.01
_MIN_LINKING_ARTICLES = 12
# A term that is strong in more stories of the last days is a form's, said anew each day. By eye, of
# 50 articles of a thin stream: without this limit .77 of what was shown was right, with 6 .83.
_LINKING_STORIES_RATIO = 0.003
_MIN_LINKING_STORIES = 6
# Two terms of a common phrase meet by chance.
MIN_LINKING_TERMS = 3
# Read by eye, 50 articles of a three-week crawl: of pairs under .22 two in three are of one matter,
# of those above nine in ten.
MIN_SCORE = 0.22
_SCORE_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Say that an earlier article is related, and by which terms, the strongest first."""

    related: Related
    terms: tuple[Term, ...]


def linking_count(articles: int) -> int:
    """Give the number of articles up to which a term links the stories that say it."""
    return max(_MIN_LINKING_ARTICLES, int(_LINKING_RATIO * articles))


def choose_related(
    told: Told, member: StoryMember, stories: Iterable[Story], heard: Heard
) -> tuple[Related, ...]:
    """Rank the articles of other stories by the rare terms they share with one.

    Shape: the most related first, of equals the later seen, none twice. Units: score 0-1, the
    likeness over terms that link.
    """
    return tuple(link.related for link in choose_links(told, member, stories, heard))


def choose_links(
    told: Told, member: StoryMember, stories: Iterable[Story], heard: Heard
) -> tuple[Link, ...]:
    """Rank as `choose_related` does, and say by which terms."""
    most = linking_count(heard.articles)
    most_stories = max(_MIN_LINKING_STORIES, int(_LINKING_STORIES_RATIO * heard.articles))
    rare = {
        term for (term, _), count in zip(told.terms, heard.counts, strict=True) if count <= most
    }
    linking = {
        term: weight
        for term, weight in member.weights
        if term in rare and len(heard.stories(term)) <= most_stories
    }
    best: dict[str, tuple[float, int, str, Link]] = {}
    for one in (member_of for story in stories for member_of in story.members):
        shared = {term: linking[term] * weight for term, weight in one.weights if term in linking}
        score = round(min(1.0, sum(shared.values()) / WEIGHT_ONE**2), _SCORE_DIGITS)
        if len(shared) < MIN_LINKING_TERMS or score < MIN_SCORE:
            continue
        if one.article_id not in ("", member.article_id) and _are_of_one_matter(member, one):
            terms = tuple(sorted(shared, key=lambda term: (-shared[term], term)))
            related = Related(article_id=one.article_id, title=one.title, score=score)
            best[one.article_id] = (-score, -one.minutes, one.article_id, Link(related, terms))
    return tuple(row[3] for row in sorted(best.values(), key=lambda row: row[:3])[:MAX_RELATED])


def _are_of_one_matter(one: StoryMember, other: StoryMember) -> bool:
    """Say whether two articles that share terms share more than a form: cables, raids, bulletins.

    Chapters of one happening name its day; two executions or fires do not share it.
    """
    return share_lead(one, other) and not are_other_events(one, other)
