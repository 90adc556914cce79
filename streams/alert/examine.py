"""What an article alone decides: which rules it may speak to, and which silences. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from schemas.alert import Suppression
from schemas.article import EnrichedArticle
from streams.alert.claim import Claim, claim_of, news_event, story_claim_of
from streams.alert.incident import fold_claims
from streams.alert.place import is_vague
from streams.alert.rules import Match, Rule, RuleSet, holds
from streams.alert.slot import day_of
from streams.alert.suppress import silence, stale
from streams.alert.voice import Voices

# A reminder or a denial of what is older supports nothing that is still open.
_MAX_REMINDER_DAYS: Final = 8


@dataclass(frozen=True, slots=True)
class Case:
    """Hold an article and what can be said of it without knowing anything else.

    `claim` is None where no incident is touched: nothing happened, or too long ago for every rule.
    `story_claim` is what it says to rules on articles; None where it says nothing to any and
    joins no stories.
    """

    article: EnrichedArticle
    claim: Claim | None
    silent: tuple[Suppression, ...]
    story_claim: Claim | None = None


def examine(article: EnrichedArticle, rules: RuleSet, voices: Voices | None = None) -> Case:
    """Decide what an article alone decides: which rules it may speak to, and which silences."""
    matched = [(rule, m) for m in rules.read(article) if (rule := rules.get(m.rule_id))]
    about_articles = [pair for pair in matched if pair[0].kind == "article"]
    told, old = _of_story(article, about_articles, merges=rules.has_article_rules)
    about_incidents = [pair for pair in matched if pair[0].kind == "incident"]
    event = news_event(article)
    if event is None:
        silent = (*_silences(article, about_incidents), *old)
        return Case(article, _reminder(article, voices), silent, told)
    claim = claim_of(article, event, (), voices)
    alone = fold_claims([claim])
    speaking: list[Match] = []
    silences: list[Suppression] = []
    for rule, match in about_incidents:
        reason = silence(rule, article, event, None)
        if reason is None:
            speaking.append(match)
        elif holds(rule, match.bits, alone):
            silences.append(reason)
        if not holds(rule, match.bits, alone):
            rest = [one for one in article.events if one is not event]
            silences += _silences(replace(article, events=tuple(rest)), [(rule, match)])
    telling = replace(claim, matches=tuple(speaking)) if speaking else None
    return Case(article, telling, (*silences, *old), told)


def _of_story(
    article: EnrichedArticle, matched: Sequence[tuple[Rule, Match]], *, merges: bool
) -> tuple[Claim | None, tuple[Suppression, ...]]:
    """Say what an article tells rules on articles, and which of them find it too old."""
    speaking: list[Match] = []
    old: list[Suppression] = []
    for rule, match in matched:
        reason = stale(rule, article, None)
        if reason is None:
            speaking.append(match)
        elif holds(rule, match.bits, None):
            old.append(reason)
    is_told = article.story_id and (speaking or (article.story_merged and merges))
    return story_claim_of(article, tuple(speaking)) if is_told else None, tuple(old)


def _reminder(article: EnrichedArticle, voices: Voices | None) -> Claim | None:
    """Give what an article without news says of an incident that others may tell.

    It must place the event, and date it within days of its own: a reminder of what nobody can
    find again is kept for nothing.
    """
    for event in article.events:
        if event.status in ("background", "negated") and not is_vague(event.place):
            claim = claim_of(article, event, (), voices)
            if _is_fresh(claim):
                return claim
    return None


def _is_fresh(claim: Claim) -> bool:
    told = day_of(replace(claim, event_date=None))
    is_dated = claim.dating == "stated" or claim.stance == "denies"
    return is_dated and 0 <= told - day_of(claim) <= _MAX_REMINDER_DAYS


def _silences(
    article: EnrichedArticle, rules: Sequence[tuple[Rule, Match]]
) -> tuple[Suppression, ...]:
    """Explain each rule that an event of the article would have met, had it been current news."""
    found: list[Suppression] = []
    told = [(event, fold_claims([claim_of(article, event)])) for event in article.events]
    for rule, match in rules:
        for event, alone in told:
            reason = silence(rule, article, event, None)
            if reason is not None and holds(rule, match.bits, alone):
                found.append(reason)
                break
    return tuple(found)
