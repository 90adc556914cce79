"""Run rules over articles of the past, in memory: what would they have sent, and kept silent?

Raw pages go through the whole pipeline, enriched articles through alerting alone, in the order
given. The state is that of this run only.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from schemas.alert import Alert, Suppression
from schemas.article import EnrichedArticle
from schemas.codec import InvalidMessage, contract_of, parse_object
from schemas.duplicate import Duplicate
from streams import topics
from streams.alert.rules import Rule, holds
from streams.alert.rules.ruleset import RuleSet
from streams.batch import Handled
from streams.pipeline import Arrival, Stores, Words, alert
from streams.replay import Replay

_SECONDS_AN_HOUR: Final = 3600
# A sample is to be read, not searched.
_SAMPLE_WORDS: Final = 5
MATCHED: Final = "matched"


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one article and what it caused."""

    article: EnrichedArticle
    alerts: tuple[Alert, ...]
    suppressions: tuple[Suppression, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """Show one article that a rule fired for, and the words it fired by."""

    article_id: str
    title: str | None
    outlet: str | None
    crawled_at: str | None
    words: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """Count what one rule did. `silent`: by reason."""

    rule: Rule
    opened: int = 0
    revised: int = 0
    silent: Counter[str] = field(default_factory=Counter)
    samples: list[Sample] = field(default_factory=list)

    @property
    def duplicates(self) -> int:
        """Count what would have said again what was said."""
        return self.silent["duplicate"] + self.silent["no_change"]

    @property
    def stale(self) -> int:
        """Count old news."""
        return self.silent["stale"] + self.silent["background"]


@dataclass(slots=True)
class Result:
    """Hold a back-test: what was read, and a tally for each rule. Units: `hours` of crawl time."""

    tallies: dict[str, Tally]
    articles: int = 0
    duplicate_pages: int = 0
    unreadable: int = 0
    first: datetime | None = None
    last: datetime | None = None

    @property
    def hours(self) -> float:
        """Give the time from the first crawl to the last; an hour at least."""
        if self.first is None or self.last is None:
            return 1.0
        return max(1.0, (self.last - self.first).total_seconds() / _SECONDS_AN_HOUR)


class Backtest:
    """Feed messages in batches; ask for the result at the end."""

    def __init__(self, words: Words, stores: Stores, *, max_bytes: int, samples: int = 3) -> None:
        """Begin with nothing known."""
        self._words = words
        self._stores = stores
        self._samples = samples
        self._replay = Replay(words, stores, max_bytes=max_bytes)
        self.result = Result({rule.id: Tally(rule) for rule in words.rules.rules})

    async def feed(self, lines: Sequence[bytes]) -> tuple[Told, ...]:
        """Run a batch; raw pages and enriched articles may be mixed."""
        told: list[Told] = []
        raw: list[bytes] = []
        enriched: list[EnrichedArticle] = []
        for line in lines:
            article = _enriched(line)
            if article is None:
                raw.append(line)
            else:
                enriched.append(article)
        if raw:
            told += self._from(await self._replay.run(raw))
        if enriched:
            told += await self._alerted(enriched)
        for one in told:
            self._count(one)
        return tuple(told)

    async def _alerted(self, articles: Sequence[EnrichedArticle]) -> list[Told]:
        arrivals = [Arrival(f"backtest/{article.article_id}", article) for article in articles]
        outcomes = await alert(arrivals, self._words, self._stores)
        self.result.unreadable += sum(bool(outcome.failures) for outcome in outcomes)
        return [
            _told(article, [record.content for record in outcome.records])
            for article, outcome in zip(articles, outcomes, strict=True)
        ]

    def _from(self, handled: Sequence[Handled]) -> list[Told]:
        articles: list[EnrichedArticle] = []
        caused: list[list[object]] = []
        for one in handled:
            contents = [made.content for made in one.produced]
            self.result.duplicate_pages += sum(isinstance(made, Duplicate) for made in contents)
            self.result.unreadable += len(one.dead)
            articles += [made for made in contents if isinstance(made, EnrichedArticle)]
            if one.message.topic == topics.ENRICHED.name:
                caused.append(list(contents))
        return [_told(article, made) for article, made in zip(articles, caused, strict=True)]

    def _count(self, told: Told) -> None:
        result = self.result
        result.articles += 1
        moment = _moment(told.article.crawled_at)
        if moment is not None:
            result.first = min(result.first or moment, moment)
            result.last = max(result.last or moment, moment)
        spoken = {made.rule_id for made in told.alerts}
        for made in told.alerts:
            tally = result.tallies[made.rule_id]
            if made.status == "opened":
                tally.opened += 1
            else:
                tally.revised += 1
        for silent in told.suppressions:
            result.tallies[silent.rule_id].silent[silent.reason] += 1
        for rule, words in matched_words(self._words.rules, told.article):
            tally = result.tallies[rule.id]
            if rule.kind == "article" and rule.id not in spoken and holds(rule, words.bits, None):
                tally.silent[MATCHED] += 1
                spoken.add(rule.id)
            if rule.id in spoken and len(tally.samples) < self._samples:
                said = words.words or _alert_words(rule, told)
                tally.samples.append(_sample(told.article, said))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Hold what an article says to a rule."""

    bits: int
    words: tuple[str, ...]


def matched_words(rules: RuleSet, article: EnrichedArticle) -> Iterator[tuple[Rule, Spoken]]:
    """Yield the rules an article speaks to, with the words it does so by."""
    for match in rules.read(article):
        rule = rules.get(match.rule_id)
        if rule is not None:
            said = dict.fromkeys(evidence.text for evidence in match.evidence)
            yield rule, Spoken(match.bits, tuple(said)[:_SAMPLE_WORDS])


def _alert_words(rule: Rule, told: Told) -> tuple[str, ...]:
    """Give the words of the article that its alert rests on."""
    said = dict.fromkeys(
        evidence.text
        for alert in told.alerts
        if alert.rule_id == rule.id
        for evidence in alert.evidence
        if evidence.article_id == told.article.article_id
    )
    return tuple(said)[:_SAMPLE_WORDS]


def _told(article: EnrichedArticle, made: Sequence[object]) -> Told:
    return Told(
        article,
        tuple(one for one in made if isinstance(one, Alert)),
        tuple(one for one in made if isinstance(one, Suppression)),
    )


def _sample(article: EnrichedArticle, words: tuple[str, ...]) -> Sample:
    return Sample(article.article_id, article.title, article.source, article.crawled_at, words)


def _enriched(line: bytes) -> EnrichedArticle | None:
    """Read a record of `articles.enriched`; None for anything else."""
    try:
        value = parse_object(line)
        return contract_of(EnrichedArticle, value) if "story_id" in value else None
    except InvalidMessage:
        return None


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
