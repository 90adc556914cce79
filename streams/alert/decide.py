"""Read the incidents a batch touches, decide article by article, write, and answer.

The only loop of the stage: read, decide, write; where another worker wrote first, again for what
it touched. What an article caused is kept with the incident under the article's id, so an article
that comes again after a crash gets the very answer it got.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from schemas.alert import Alert, Suppression
from schemas.article import EnrichedArticle
from streams.alert.claim import Claim, claim_of, incident_id, news_event
from streams.alert.incident import Incident, fold_claims
from streams.alert.revise import revise, silence
from streams.alert.rules import Match, Rule, RuleSet, holds, severity_for
from streams.alert.store import Decision, IncidentState, IncidentStore, Ledger

NOTHING = Decision(alerts=(), suppressions=())


@dataclass(frozen=True, slots=True)
class Case:
    """Hold an article and what can be said of it without knowing anything else.

    `claim` is None where no incident is touched: no current event, or too old for every rule.
    """

    article: EnrichedArticle
    claim: Claim | None
    incident_id: str | None
    speaking: tuple[Rule, ...]
    silent: tuple[Suppression, ...]


def examine(article: EnrichedArticle, rules: RuleSet) -> Case:
    """Decide what an article alone decides: which rules it may speak to, and which silences."""
    matched = [(rule, m) for m in rules.read(article) if (rule := rules.get(m.rule_id))]
    about_incidents = [(rule, match) for rule, match in matched if rule.kind == "incident"]
    event = news_event(article)
    if event is None:
        return Case(article, None, None, (), _silences(article, about_incidents))
    claim = claim_of(article, event, tuple(match for _, match in about_incidents))
    alone = fold_claims([claim])
    incident = incident_id(claim)
    speaking: list[Rule] = []
    silent: list[Suppression] = []
    for rule, match in about_incidents:
        reason = silence(rule, article, event, incident)
        if reason is None:
            speaking.append(rule)
        elif holds(rule, match.bits, alone):
            silent.append(reason)
    if not speaking:
        return Case(article, None, None, (), tuple(silent))
    return Case(article, claim, incident, tuple(speaking), tuple(silent))


def judge(case: Case, claim: Claim, incident: str, state: IncidentState) -> IncidentState:
    """Add a claim to its incident and keep what it caused under the article's id. Pure."""
    claims = (*(c for c in state.claims if c.article_id != claim.article_id), claim)
    known = fold_claims(claims)
    alerts: list[Alert] = []
    silent: list[Suppression] = list(case.silent)
    last = {alert.rule_id: alert for alert in state.alerts}
    said = _said(claims)
    for rule in case.speaking:
        bits = _holding(rule, known, said.get((rule.id, rule.digest), ()))
        if bits is None and rule.id not in last:
            continue
        rated = replace(known, severity=severity_for(rule, known, bits or 0))
        outcome = revise(rule, rated, incident, claims, last.get(rule.id), claim)
        if isinstance(outcome, Alert):
            alerts.append(outcome)
            last[rule.id] = outcome
        else:
            silent.append(outcome)
    decision = Decision(alerts=tuple(alerts), suppressions=tuple(silent))
    return replace(
        state,
        claims=claims,
        alerts=tuple(last.values()),
        decisions={**state.decisions, claim.article_id: decision},
    )


async def decide(cases: Sequence[Case], store: IncidentStore) -> list[Decision | Exception]:
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
        wanted = [(cases[i].incident_id or "", cases[i].article.article_id) for i in open_cases]
        ledgers = await store.load(wanted)
        before = dict(ledgers)
        for i in open_cases:
            answers[i] = _settle(cases[i], ledgers)
        changed = [
            ledger for key, ledger in ledgers.items() if ledger.state is not before[key].state
        ]
        lost = await store.commit(changed)
        for i in open_cases:
            if cases[i].incident_id in lost and isinstance(answers[i], Decision):
                answers[i] = None


def _settle(case: Case, ledgers: dict[str, Ledger]) -> Decision | Exception:
    """Answer a case from its incident's ledger, and put the ledger as it stands after it."""
    if case.claim is None or case.incident_id is None:
        raise AssertionError("only a case with a claim is open")
    ledger = ledgers[case.incident_id]
    taken = ledger.state.decisions.get(case.article.article_id)
    if taken is not None:
        return taken
    try:
        state = judge(case, case.claim, case.incident_id, ledger.state)
    except Exception as error:  # noqa: BLE001 - one article's fault; the batch goes on
        return error
    ledgers[case.incident_id] = replace(ledger, state=state)
    return state.decisions[case.article.article_id]


def _said(claims: Sequence[Claim]) -> dict[tuple[str, str], list[int]]:
    """Gather what the claims say to each rule, by its id and digest."""
    said: dict[tuple[str, str], list[int]] = {}
    for claim in claims:
        for match in claim.matches:
            said.setdefault((match.rule_id, match.digest), []).append(match.bits)
    return said


def _holding(rule: Rule, known: Incident, said: Iterable[int]) -> int | None:
    """Join the bits of the claims that make a rule hold; None where none does."""
    holding = [bits for bits in said if holds(rule, bits, known)]
    return reduce(or_, holding) if holding else None


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
