"""Read what a batch touches, decide article by article, write, and answer.

The only loop of the stage: read, decide, write; where another worker wrote first, all again. What
an article caused is kept with its region under the article's id, and what its crawl time closed
under the article too, so an article that comes again, after a crash or a lost race, gets the very
answer it got.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from heapq import heapify, heappop, heappush
from typing import Final

from schemas.alert import Alert, Suppression
from streams.alert.agenda import (
    Agenda,
    Closing,
    Due,
    Page,
    Plan,
    Seen,
    article_time,
    latest_of,
    seconds_of,
)
from streams.alert.claim import Claim
from streams.alert.closing import close_quiet, due_of
from streams.alert.examine import Case
from streams.alert.judge import Ground, Judged, judge
from streams.alert.region import Group
from streams.alert.rules import RuleSet
from streams.alert.settle_story import load_with_stories, settle_story
from streams.alert.silences import Silence
from streams.alert.slot import day_of, region_of
from streams.alert.store import Decision, Ledger, RegionStore, Wanted

NOTHING: Final = Decision(alerts=(), suppressions=())
# Nothing is due before the first crawl.
_NEVER: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """Hold what decides beside the articles. Units: `quiet_seconds` 0 to close nothing."""

    rules: RuleSet
    silences: Sequence[Silence] = ()
    agenda: Agenda | None = None
    quiet_seconds: int = 0

    @property
    def closes(self) -> bool:
        """Say whether incidents are closed at all."""
        return self.agenda is not None and self.quiet_seconds > 0


@dataclass(slots=True)
class _Round:
    """Hold one reading of the state while a batch is decided on it."""

    alerting: Alerting
    ledgers: dict[str, Ledger]
    page: Page
    latest: tuple[Seen, ...]
    due: list[Due]
    plan: Plan = field(default_factory=Plan)

    def see(self, case: Case) -> None:
        """Move article time on to the crawl of an article, if others agree."""
        crawled = seconds_of(case.article.crawled_at)
        if self.alerting.closes and crawled is not None:
            seen = Seen(crawled, case.article.article_id)
            self.plan.latest.append(seen)
            self.latest = latest_of((*self.latest, seen))

    def is_quiet(self, group: Group) -> bool:
        """Say whether nobody has told of an incident for the quiet period."""
        time = article_time(self.latest)
        due = due_of(group, "", self.alerting.quiet_seconds) if self.alerting.closes else None
        return due is not None and time is not None and due.at <= time


async def decide(
    cases: Sequence[Case], store: RegionStore, alerting: Alerting
) -> list[Decision | Exception]:
    """Decide a batch, in order; an article that cannot be judged answers with what was raised.

    Errors: the store's connection errors; asking again is safe.
    """
    while True:
        page = await _read_agenda(cases, alerting)
        wanted = [_of_incident(case.claim) for case in cases if case.claim is not None]
        wanted += [Wanted(one.region, one.day) for one in page.due]
        wanted += [Wanted(c.region, c.day) for made in page.closed.values() for c in made]
        ledgers = await load_with_stories(wanted, cases, store)
        due = list(page.due)
        heapify(due)
        now = _Round(alerting, ledgers, page, page.latest, due)
        answers = [_settle(case, now) for case in cases]
        agenda = alerting.agenda if alerting.closes else None
        if agenda is not None:
            await agenda.prepare(now.plan)
        changed = [one for one in now.ledgers.values() if one.is_changed]
        if not await store.commit(changed):
            if agenda is not None:
                await agenda.complete(now.plan)
            return answers
        # What was written is answered from the store in the next round, in the same words.


async def _read_agenda(cases: Sequence[Case], alerting: Alerting) -> Page:
    if alerting.agenda is None or not alerting.closes:
        return Page()
    crawled = [seconds_of(case.article.crawled_at) for case in cases]
    until = max((one for one in crawled if one is not None), default=_NEVER)
    return await alerting.agenda.read([case.article.article_id for case in cases], until)


def _of_incident(claim: Claim) -> Wanted:
    return Wanted(region_of(claim), day_of(claim), claim.article_id)


def _settle(case: Case, now: _Round) -> Decision | Exception:
    """Answer one article, and put the ledgers as they stand after it."""
    now.see(case)
    try:
        decisions = [_judged(case, case.claim, now)] if case.claim is not None else []
        if case.story_claim is not None:
            decisions += settle_story(case, case.story_claim, now.ledgers, _ground(now))
        closed = _close(case, now)
    except Exception as error:  # noqa: BLE001 - one article's fault; the batch goes on
        return error
    silent: tuple[Suppression, ...] = () if case.claim is not None else case.silent
    return Decision(
        alerts=(*(alert for one in decisions for alert in one.alerts), *closed),
        suppressions=(*silent, *(said for one in decisions for said in one.suppressions)),
    )


def _ground(now: _Round) -> Ground:
    return Ground(now.alerting.rules, now.alerting.silences, now.is_quiet)


def _judged(case: Case, claim: Claim, now: _Round) -> Decision:
    wanted = _of_incident(claim)
    ledger = now.ledgers[wanted.region]
    taken = ledger.decisions.get(wanted.article_id)
    if taken is not None:
        return taken
    judged = judge(ledger.now, claim, _ground(now))
    silent = (replace(one, incident_id=judged.incident_id) for one in case.silent)
    decision = Decision(alerts=judged.alerts, suppressions=(*silent, *judged.suppressions))
    _schedule(judged, now)
    now.ledgers[wanted.region] = ledger.deciding(
        judged.region, wanted.day, wanted.article_id, decision
    )
    return decision


def _schedule(judged: Judged, now: _Round) -> None:
    """Note when the incidents that a claim changed fall quiet, those with alerts."""
    if not now.alerting.closes:
        return
    for name in judged.touched:
        group = judged.region.groups[name]
        if not any(alert.incident_id == name for alert in judged.region.alerts_of(group.day)):
            continue
        due = due_of(group, judged.region.name, now.alerting.quiet_seconds)
        if due is not None:
            now.plan.due.append(due)
            heappush(now.due, due)


def _close(case: Case, now: _Round) -> tuple[Alert, ...]:
    """Close what has fallen quiet by the time an article was crawled."""
    if not now.alerting.closes:
        return ()
    article_id = case.article.article_id
    again = [one for one in now.page.closed.get(article_id, ()) if _stands(one, now)]
    time = article_time(now.latest)
    made: list[Closing] = []
    while time is not None and now.due and now.due[0].at <= time:
        due = heappop(now.due)
        ledger = now.ledgers[due.region]
        closed = close_quiet(
            ledger.now,
            due,
            case.article.crawled_at,
            now.alerting.rules,
            now.alerting.silences,
            now.alerting.quiet_seconds,
        )
        now.ledgers[due.region] = replace(ledger, now=closed.region)
        made += [Closing(region=due.region, day=due.day, alert=one) for one in closed.alerts]
        if closed.again is not None:
            now.plan.due.append(closed.again)
            heappush(now.due, closed.again)
        if not closed.alerts:
            now.plan.done.append(due)
    if made:
        now.plan.closed[article_id] = [*again, *made]
    return tuple(one.alert for one in (*again, *made))


def _stands(closing: Closing, now: _Round) -> bool:
    """Say whether what an article closed before was written, before a crash or a lost race.

    Where it was not, its incident is still due, and is closed again in the same words.
    """
    held = now.ledgers[closing.region].read.alerts_of(closing.day)
    said = closing.alert
    return any(
        one == said or (one.alert_id == said.alert_id and one.revision > said.revision)
        for one in held
    )
