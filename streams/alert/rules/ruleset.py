"""All rules in force, asked together: one pass over an article gives what it says to each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.alert import Evidence
from schemas.article import EnrichedArticle
from streams.alert.rules.circumstances import OfArticle, keys_of
from streams.alert.rules.conditions import Said
from streams.alert.rules.facts import Annotated
from streams.alert.rules.index import Anchor, Index, event_anchors, kindred
from streams.alert.rules.keys import Key
from streams.alert.rules.match import Match
from streams.alert.rules.rule import Rule
from streams.alert.rules.rule_reader import RuleTest
from streams.alert.rules.scan import Bounds, PatternScanner, TermScanner
from streams.text.normalize import Folded, fold_with_offsets

# What evidence of each kind of question is called in an alert.
FIELD_NAMES: Final = {
    "term": "terms", "regex": "regex", "entity": "entities", "name": "entities",
    "actor": "actors", "place": "place", "event": "event_type", "watchlist": "watchlist",
}  # fmt: skip
_NO_EVENT: Final = OfArticle(frozenset(), frozenset())
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Read:
    """Hold what one article answers, before any rule is asked. Units: spans in the original."""

    article: EnrichedArticle
    folded: Folded
    known: dict[int, Place | None]
    in_folded: frozenset[int]
    types: frozenset[str]
    places: frozenset[str]

    def span(self, number: int) -> Place | None:
        """Give the words a question was answered by."""
        place = self.known.get(number)
        if place is None or number not in self.in_folded:
            return place
        return self.folded.span(*place)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Hold the rules in force and what finds them."""

    rules: tuple[Rule, ...]
    tests: tuple[RuleTest, ...]
    keys: Sequence[Key]
    groups: dict[int, list[int]]
    annotated: Annotated
    terms: TermScanner
    patterns: PatternScanner
    index: Index
    by_id: dict[str, Rule]

    def __len__(self) -> int:
        return len(self.rules)

    def get(self, rule_id: str) -> Rule | None:
        """Give a rule by its id."""
        return self.by_id.get(rule_id)

    def read(self, article: EnrichedArticle) -> tuple[Match, ...]:
        """Ask all rules at once. Shape: in the order of the rules, only those it can speak to."""
        answers = self.answers(article)
        anchors: list[Anchor] = [*answers.known]
        anchors += event_anchors(answers.types, answers.places)
        candidates = self.index.candidates(anchors)
        return self._ask((self.rules[position] for position in candidates), answers)

    def read_one_by_one(self, article: EnrichedArticle) -> tuple[Match, ...]:
        """Ask every rule without the index: slow, and the same answer."""
        return self._ask(self.rules, self.answers(article))

    def answers(self, article: EnrichedArticle) -> Read:
        """Read an article once for all rules."""
        folded = fold_with_offsets(article.text)
        bounds = _bounds(article, folded)
        known: dict[int, Place | None] = dict(self.annotated.answers(article))
        found = self.terms.find(folded.text, bounds) | self.patterns.find(folded.text, bounds)
        known |= found
        in_folded = set(found)
        for member in sorted(found) + sorted(known.keys() - in_folded):
            for group in self.groups.get(member, ()):
                if group not in known:
                    known[group] = known[member]
                    if member in in_folded:
                        in_folded.add(group)
        return Read(
            article=article,
            folded=folded,
            known=known,
            in_folded=frozenset(in_folded),
            types=kindred(event.type for event in article.events),
            places=frozenset(key for event in article.events for key in keys_of(event.place)),
        )

    def _ask(self, rules: Iterable[Rule], answers: Read) -> tuple[Match, ...]:
        anywhere, here = OfArticle(answers.types, None), OfArticle(answers.types, answers.places)
        known = answers.known.keys()
        matches: list[Match] = []
        for rule in rules:
            about = _NO_EVENT
            if rule.kind == "incident":
                if not answers.types:
                    continue
                about = anywhere if rule.anchored else here
            bits = 0
            for said in rule.said:
                if not known.isdisjoint(said.keys):
                    bits |= said.mask
            if rule.condition.truth(bits, about) is not False:
                matches.append(self._match(rule, bits, answers))
        return tuple(matches)

    def _match(self, rule: Rule, bits: int, answers: Read) -> Match:
        evidence = [
            found
            for said in rule.said
            if bits & said.mask
            for found in self.evidence(said, answers)[:1]
        ]
        return Match(rule_id=rule.id, digest=rule.digest, bits=bits, evidence=tuple(evidence))

    def evidence(self, said: Said, answers: Read) -> list[Evidence]:
        """Give the words that make a condition hold, one for each question answered with yes."""
        found: list[Evidence] = []
        article = answers.article
        for number in said.keys:
            span = answers.span(number)
            if span is not None:
                start, end = span
                found.append(
                    Evidence(
                        article_id=article.article_id,
                        field=FIELD_NAMES.get(self.keys[number][0], self.keys[number][0]),
                        text=article.text[start:end],
                        start=start,
                        end=end,
                    )
                )
        return found


def _bounds(article: EnrichedArticle, folded: Folded) -> Bounds:
    """Find the end of the title and of the first paragraph after it."""
    text = article.text
    title = len(article.title) if article.title and text.startswith(article.title) else 0
    body = title
    while body < len(text) and text[body] == "\n":
        body += 1
    lead = text.find("\n", body)
    return Bounds(
        text=len(folded.text),
        lead=folded.folded_index(lead) if lead >= 0 else len(folded.text),
        title=folded.folded_index(title),
    )
