"""Read the regions a batch touches, decide article by article, write, and answer.

The only loop of the stage: read, decide, write; where another worker wrote first, again for what
it touched. What an article caused is kept with its region under the article's id, so an article
that comes again after a crash gets the very answer it got.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.alert import Suppression
from schemas.article import EnrichedArticle
from streams.alert.claim import Claim, claim_of, news_event
from streams.alert.incident import fold_claims
from streams.alert.judge import judge
from streams.alert.place import is_vague
from streams.alert.rules import Match, Rule, RuleSet, holds
from streams.alert.silences import Silence
from streams.alert.slot import day_of, region_of
from streams.alert.store import Decision, Ledger, RegionStore, Wanted
from streams.alert.suppress import silence
from streams.alert.voice import Voices

NOTHING = Decision(alerts=(), suppressions=())
# A reminder or a denial of what is older supports nothing that is still open.
_MAX_REMINDER_DAYS = 8


@dataclass(frozen=True, slots=True)
class Case:
    """Hold an article and what can be said of it without knowing anything else.

    `claim` is None where no incident is touched: nothing happened, or too long ago for every rule.
    """

    article: EnrichedArticle
    claim: Claim | None
    silent: tuple[Suppression, ...]


def examine(article: EnrichedArticle, rules: RuleSet, voices: Voices | None = None) -> Case:
    """Decide what an article alone decides: which rules it may speak to, and which silences."""
    matched = [(rule, m) for m in rules.read(article) if (rule := rules.get(m.rule_id))]
    about_incidents = [(rule, match) for rule, match in matched if rule.kind == "incident"]
    event = news_event(article)
    if event is None:
        return Case(article, _reminder(article, voices), _silences(article, about_incidents))
    claim = claim_of(article, event, (), voices)
    alone = fold_claims([claim])
    speaking: list[Match] = []
    silent: list[Suppression] = []
    for rule, match in about_incidents:
        reason = silence(rule, article, event, None)
        if reason is None:
            speaking.append(match)
        elif holds(rule, match.bits, alone):
            silent.append(reason)
    if not speaking:
        return Case(article, None, tuple(silent))
    return Case(article, replace(claim, matches=tuple(speaking)), tuple(silent))


async def decide(
    cases: Sequence[Case],
    store: RegionStore,
    rules: RuleSet,
    silences: Sequence[Silence] = (),
) -> list[Decision | Exception]:
    """Decide a batch, in order; an article that cannot be judged answers with what was raised.

    Errors: the store's connection errors; asking again is safe.
    """
    answers: list[Decision | Exception | None] = [
        None if case.claim else replace(NOTHING, suppressions=case.silent) for case in cases
    ]
    while True:
        open_cases = [i for i, answer in enumerate(answers) if answer is None]
        if not open_cases:
            return [answer for answer in answers if answer is not None]
        wanted = [_wanted(cases[i]) for i in open_cases]
        ledgers = await store.load(wanted)
        for i, one in zip(open_cases, wanted, strict=True):
            answers[i] = _settle(cases[i], one, ledgers, rules, silences)
        lost = await store.commit([one for one in ledgers.values() if one.is_changed])
        for i, one in zip(open_cases, wanted, strict=True):
            if one.region in lost and isinstance(answers[i], Decision):
                answers[i] = None


def _wanted(case: Case) -> Wanted:
    if case.claim is None:
        raise AssertionError("only a case with a claim is open")
    return Wanted(region_of(case.claim), day_of(case.claim), case.claim.article_id)


def _settle(
    case: Case,
    wanted: Wanted,
    ledgers: dict[str, Ledger],
    rules: RuleSet,
    silences: Sequence[Silence],
) -> Decision | Exception:
    """Answer a case from its region's ledger, and put the ledger as it stands after it."""
    ledger = ledgers[wanted.region]
    taken = ledger.decisions.get(wanted.article_id)
    if taken is not None:
        return taken
    if case.claim is None:
        raise AssertionError("only a case with a claim is open")
    try:
        judged = judge(ledger.now, case.claim, rules, silences)
    except Exception as error:  # noqa: BLE001 - one article's fault; the batch goes on
        return error
    silent = tuple(replace(one, incident_id=judged.incident_id) for one in case.silent)
    decision = Decision(alerts=judged.alerts, suppressions=(*silent, *judged.suppressions))
    ledgers[wanted.region] = ledger.deciding(judged.region, wanted.day, wanted.article_id, decision)
    return decision


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
