"""Choose the story of an article among those that share its terms, and see when two are one. Pure.

A story is as like an article as the three of its members that are most like it: a story drifts,
and its last chapter need not look like its first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from streams.dedup.story import WEIGHT_ONE, Heard, Story, StoryMember, is_name

# BCubed F1 of events and of stories, share of events in one story; labelled clusters, cold start,
# thin stream: .23 .821 .827 .76, .24 .837 .815 .76, .25 .835 .807 .75, .30 .843 .779 .72; the mean
# of all members instead of the three likest: stories .01 to .02 less.
MIN_LIKENESS_RATIO = 0.24
_MOST_LIKE = 3
# Events of one type on other days are two: daily forms, one raid after another. F1 .004 more.
_OTHER_DAY_RATIO = 0.10
_MAX_DAYS_APART = 1
# Two stories are one when an article is like both, and their articles like each other on average.
# Looser links join what belongs apart: .20 and .15 cost .01 of event F1 and give stories nothing.
_MERGE_RATIO = 0.30
# Articles of a story are compared while this young; forms come back daily. 72 hours: .01 less.
_MAX_AGE_MINUTES = 48 * 60
# Only the last of a long story are compared with: 4, 8 and 16 give the same.
MAX_MEMBERS = 8
_MAX_CANDIDATES = 12
_MIN_SHARED_TERMS = 2
# Of pairs that share terms but neither's two strongest names, two in three are one form filled in
# twice; of pairs that do not share the very strongest, every second.
_LEADS = 2
_LEAD_WORDS = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """Say which story an article joins, by which id, and the ids that proved to be the same one."""

    number: int
    story_id: str
    merged: tuple[str, ...] = ()


def candidate_stories(member: StoryMember, heard: Heard) -> list[int]:
    """Name the stories that share the most terms; the older first of equals."""
    shared = Counter(story for term, _ in member.weights for story in heard.stories(term))
    ranked = sorted((-count, story) for story, count in shared.items())
    return [story for count, story in ranked[:_MAX_CANDIDATES] if -count >= _MIN_SHARED_TERMS]


def choose_story(member: StoryMember, stories: Sequence[tuple[int, Story]]) -> Choice | None:
    """Give the story an article is most like, or None where it opens one.

    Where it proves stories to be one, the oldest lends its id, and the others are merged into it.
    """
    weights = dict(member.weights)
    young = {number: _young(story, member) for number, story in stories}
    likeness = {number: _likeness(weights, member, near) for number, near in young.items()}
    like = sorted(
        (-ratio, number) for number, ratio in likeness.items() if ratio >= MIN_LIKENESS_RATIO
    )
    if not like:
        return None
    best = like[0][1]
    ids = {number: story.story_id for number, story in stories}
    same = [best]
    for ratio, number in like[1:]:
        like_both = likeness[best] >= _MERGE_RATIO <= -ratio and ids[number] != ids[best]
        if like_both and _are_one(young[best], young[number]):
            same.append(number)
    story_id = ids[min(same)]
    gone = dict.fromkeys(ids[number] for number in sorted(same))
    return Choice(best, story_id, tuple(one for one in gone if one != story_id))


def alike_ratio(one: StoryMember, other: StoryMember, weights: dict[int, int]) -> float:
    """Measure how like two articles are; `weights` are those of the first. Units: up to 1."""
    shared = sum(weights[term] * weight for term, weight in other.weights if term in weights)
    ratio = shared / (WEIGHT_ONE * WEIGHT_ONE)
    return ratio - _OTHER_DAY_RATIO if are_other_events(one, other) else ratio


def are_other_events(one: StoryMember, other: StoryMember) -> bool:
    """Say whether both report an event of one type, on days too far apart to be one."""
    if not one.kind or one.kind != other.kind or not one.day or not other.day:
        return False
    return abs(one.day - other.day) > _MAX_DAYS_APART


def share_lead(one: StoryMember, other: StoryMember) -> bool:
    """Say whether one of the strongest names of an article is in the other; of none, words.

    Forms that fit every day, a cable or a bulletin, are alike but for who or what they are about.
    """
    return _leads(one, other) or _leads(other, one)


def _leads(one: StoryMember, other: StoryMember) -> bool:
    names = [term for term, _ in one.weights if is_name(term)]
    leads = names[:_LEADS] or [term for term, _ in one.weights[:_LEAD_WORDS]]
    theirs = dict(other.weights)
    return any(term in theirs for term in leads)


def _likeness(weights: dict[int, int], member: StoryMember, near: Sequence[StoryMember]) -> float:
    ratios = sorted((alike_ratio(member, one, weights) for one in near), reverse=True)
    most = ratios[:_MOST_LIKE]
    return sum(most) / len(most) if most else 0.0


def _are_one(ones: Iterable[StoryMember], others: Sequence[StoryMember]) -> bool:
    ratios: list[float] = []
    for one in ones:
        weights = dict(one.weights)
        ratios += [alike_ratio(one, other, weights) for other in others]
    return sum(ratios) >= MIN_LIKENESS_RATIO * len(ratios)


def _young(story: Story, member: StoryMember) -> list[StoryMember]:
    return [
        one
        for one in story.members
        if not one.minutes
        or not member.minutes
        or abs(one.minutes - member.minutes) <= _MAX_AGE_MINUTES
    ]
