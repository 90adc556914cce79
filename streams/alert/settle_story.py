"""Find the story an article tells on today, take in what it proves to be the same, and judge it.

What an article caused is kept with the story it was judged on, and of each story that it ended,
with that story: read again after a crash between the two, it gets the same answer.
"""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import replace

from streams.alert.claim import Claim
from streams.alert.examine import Case
from streams.alert.judge import Ground
from streams.alert.slot import STORY_DAY, story_named, story_region
from streams.alert.store import Decision, Ledger, RegionStore, Wanted
from streams.alert.stories import forward_of, judge_story, merge_stories


async def load_with_stories(
    wanted: Sequence[Wanted], cases: Sequence[Case], store: RegionStore
) -> dict[str, Ledger]:
    """Read regions, and the stories of articles with all that they have become."""
    told = [case for case in cases if case.story_claim is not None]
    asked = {
        (name, case.article.article_id) for case in told for name in _regions(case)
    } | _moved_by_batch(told)
    stories = [Wanted(name, STORY_DAY, article_id) for name, article_id in sorted(asked)]
    ledgers = await store.load([*wanted, *stories])
    while True:
        ahead = {
            (forward, article_id)
            for name, article_id in asked
            if (forward := forward_of(ledgers[name].read)) is not None
        } - asked
        if not ahead:
            return ledgers
        asked |= ahead
        more = await store.load([Wanted(name, STORY_DAY, of) for name, of in sorted(ahead)])
        for name, ledger in more.items():
            known = ledgers.get(name)
            ledgers[name] = (
                ledger
                if known is None
                else replace(known, decisions={**known.decisions, **ledger.decisions})
            )


def settle_story(
    case: Case, claim: Claim, ledgers: MutableMapping[str, Ledger], ground: Ground
) -> list[Decision]:
    """Judge what an article tells of its story, and put the ledgers as they stand after it."""
    own = story_region(claim)
    taken = ledgers[own].decisions.get(claim.article_id)
    home = _home(own, ledgers)
    ends = [name for name in map(story_named, case.article.story_merged) if name != own]
    decisions = [_end(name, home, claim, ledgers, ground) for name in ends]
    if taken is None:
        taken = ledgers[home].decisions.get(claim.article_id)
    if taken is None:
        judged = judge_story(ledgers[home].now, claim, ground)
        taken = Decision(alerts=judged.alerts, suppressions=judged.suppressions)
        ledgers[home] = ledgers[home].deciding(judged.region, STORY_DAY, claim.article_id, taken)
    return [*(one for one in decisions if one is not None), taken]


def _end(
    name: str, home: str, claim: Claim, ledgers: MutableMapping[str, Ledger], ground: Ground
) -> Decision | None:
    """Take a story into another, once; None where it is that one already."""
    way = [one for one in _way(name, ledgers) if one != home]
    ended = [one for one in way if claim.article_id in ledgers[one].decisions]
    known = ledgers[ended[0]].decisions[claim.article_id] if ended else None
    if not way or (not ended and _home(name, ledgers) == home):
        return None
    if ended and claim.article_id in ledgers[home].decisions:
        return known
    gone = ended[0] if ended else way[-1]
    merged = merge_stories(ledgers[gone].now, ledgers[home].now, claim, ground)
    ledgers[home] = replace(ledgers[home], now=merged.home)
    if known is None:
        known = Decision(alerts=merged.alerts, suppressions=())
        ledgers[gone] = ledgers[gone].deciding(merged.gone, STORY_DAY, claim.article_id, known)
    return known


def _home(name: str, ledgers: Mapping[str, Ledger]) -> str:
    return _way(name, ledgers)[-1]


def _way(name: str, ledgers: Mapping[str, Ledger]) -> list[str]:
    """Follow a story to the one it has become."""
    seen = [name]
    while (forward := forward_of(ledgers[seen[-1]].now)) is not None:
        if forward in seen or forward not in ledgers:
            break
        seen.append(forward)
    return seen


def _regions(case: Case) -> tuple[str, ...]:
    names = (case.article.story_id, *case.article.story_merged)
    return tuple(story_named(name) for name in names)


def _moved_by_batch(told: Sequence[Case]) -> set[tuple[str, str]]:
    """Name articles of stories that others of the batch end, with where they may be judged."""
    into = {
        story_named(gone): story_named(case.article.story_id)
        for case in told
        for gone in case.article.story_merged
    }
    found = set()
    for case in told if into else ():
        name = story_named(case.article.story_id)
        for _ in into:
            if name not in into:
                break
            name = into[name]
            found.add((name, case.article.article_id))
    return found
