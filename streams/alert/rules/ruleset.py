"""All rules in force, asked together: one pass over an article gives what it says to each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from schemas.alert import Evidence
from schemas.article import EnrichedArticle
from streams.alert.rules.circumstances import OfArticle, keys_of
from streams.alert.rules.conditions import Said
from streams.alert.rules.facts import Annotated
from streams.alert.rules.index import ASK, Anchor, Index, event_anchors, kindred
from streams.alert.rules.keys import Key
from streams.alert.rules.match import Match
from streams.alert.rules.rule import Rule
from streams.alert.rules.rule_reader import RuleTest
from streams.alert.rules.scan import Bounds, PatternScanner, TermScanner
from streams.text.normalize import Folded, fold_with_offsets
from streams.text.sentence import MAX_SENTENCE_CHARS, sentence_around

# What may end a sentence.
_STOPS: Final = frozenset(".!?\u061f\u06d4\u3002\n")
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

    def met(self) -> set[Anchor]:
        """Name everything that rules may hang on and the article has."""
        met = event_anchors(self.types, self.places)
        met.update(self.known)
        return met

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
    has_article_rules: bool

    def __len__(self) -> int:
        return len(self.rules)

    def get(self, rule_id: str) -> Rule | None:
        """Give a rule by its id."""
        return self.by_id.get(rule_id)

    def read(self, article: EnrichedArticle) -> tuple[Match, ...]:
        """Ask all rules at once. Shape: in the order of the rules, only those it can speak to."""
        answers = self.answers(article)
        positions = self.index.candidates(answers.met())
        return self._ask(positions, Asking(self.keys, answers))

    def candidates(self, article: EnrichedArticle) -> tuple[Rule, ...]:
        """Give the rules that `read` asks one by one: all that may match, and few others."""
        positions = self.index.candidates(self.answers(article).met())
        return tuple(self.rules[position] for position in positions)

    def read_one_by_one(self, article: EnrichedArticle) -> tuple[Match, ...]:
        """Ask every rule without the index: slow, and the same answer."""
        asking = self.asking(article)
        found = [asking.match(rule) for rule in self.rules]
        return tuple(match for match in found if match is not None)

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

    def asking(self, article: EnrichedArticle) -> "Asking":
        """Read an article, to ask single rules of it."""
        return Asking(self.keys, self.answers(article))

    def _ask(self, positions: Iterable[int], asking: "Asking") -> tuple[Match, ...]:
        rules, all_bits = self.rules, self.index.bits
        found: list[Match] = []
        for position in positions:
            bits = all_bits[position]
            if bits != ASK:
                found.append(asking.matched(rules[position], bits))
            else:
                match = asking.match(rules[position])
                if match is not None:
                    found.append(match)
        return tuple(found)


class Asking:
    """Ask rules of one article that has been read; equal evidence is made once."""

    __slots__ = ("_answers", "_evidence", "_here", "_keys", "_sentences")

    def __init__(self, keys: Sequence[Key], answers: Read) -> None:
        self._keys = keys
        self._answers = answers
        self._here = OfArticle(answers.types, answers.places)
        self._evidence: dict[int, Evidence | None] = {}
        self._sentences: list[tuple[int, int]] = []

    def match(self, rule: Rule) -> Match | None:
        """Ask one rule; None where no incident and no story of the article can meet it."""
        about = _NO_EVENT
        if rule.kind == "incident":
            if not self._answers.types:
                return None
            about = self._here
        bits = self.bits(rule)
        if rule.condition.truth(bits, about) is False:
            return None
        return self.matched(rule, bits)

    def bits(self, rule: Rule) -> int:
        """Give the bits of the conditions that hold."""
        known = self._answers.known.keys()
        bits = 0
        for said in rule.said:
            if not known.isdisjoint(said.keys):
                bits |= said.mask
        return bits

    def words(self, said: Said) -> tuple[Evidence, ...]:
        """Give all words that make a condition hold, one place for each question."""
        found = (self.evidence(number) for number in said.keys if number in self._answers.known)
        return tuple(evidence for evidence in found if evidence is not None)

    def matched(self, rule: Rule, bits: int) -> Match:
        """Make the match, with the first words of each condition that holds."""
        if not bits:
            return Match(rule_id=rule.id, digest=rule.digest, bits=0)
        evidence: list[Evidence] = []
        known, made = self._answers.known, self._evidence
        for said in rule.said:
            if bits & said.mask:
                for number in said.keys:
                    if number in known:
                        found = made[number] if number in made else self.evidence(number)
                        if found is not None:
                            evidence.append(found)
                            break
        return Match(rule_id=rule.id, digest=rule.digest, bits=bits, evidence=tuple(evidence))

    def evidence(self, number: int) -> Evidence | None:
        """Give the words that a question was answered by; None where no words did."""
        if number in self._evidence:
            return self._evidence[number]
        span = self._answers.span(number)
        made = None
        if span is not None:
            article = self._answers.article
            asked = self._keys[number][0]
            first, last = self._sentence(*span)
            made = Evidence(
                article_id=article.article_id,
                field=FIELD_NAMES.get(asked, asked),
                text=article.text[span[0] : span[1]],
                start=span[0],
                end=span[1],
                sentence=article.text[first:last],
                sentence_start=first,
            )
        self._evidence[number] = made
        return made

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """Find the sentence of a span, among those found before if it is there.

        A sentence that is shorter than the limit was cut nowhere: it is that of all spans in it.
        """
        for first, last in self._sentences:
            if first <= start and end <= last:
                return first, last
        text = self._answers.article.text
        first, last = sentence_around(text, start, end)
        if last - first < MAX_SENTENCE_CHARS and _STOPS.isdisjoint(text[start:end]):
            self._sentences.append((first, last))
        return first, last


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
