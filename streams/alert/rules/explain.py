"""Say of each condition of a rule whether an article meets it, and by which words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.alert import Evidence
from schemas.article import EnrichedArticle
from streams.alert.rules.circumstances import IncidentFacts, OfIncident, OfStory
from streams.alert.rules.conditions import (
    All,
    AnyOf,
    Circumstances,
    Condition,
    Counted,
    Happened,
    Located,
    NoneOf,
    Rated,
    Reported,
    Said,
    Truth,
    parts_of,
)
from streams.alert.rules.keys import Key
from streams.alert.rules.rule import Rule
from streams.alert.rules.ruleset import RuleSet

_SHOWN = 6
_PLURALS = {
    "term": "terms", "entity": "entities", "name": "entities", "actor": "actors",
    "subject": "subjects", "outlet": "outlets",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """Hold one condition: how deep it stands, what it asks, the answer, and the words."""

    depth: int
    asks: str
    truth: Truth
    evidence: tuple[Evidence, ...] = ()


def explain_rule(
    rule: Rule, rules: RuleSet, article: EnrichedArticle, incident: IncidentFacts | None
) -> tuple[Step, ...]:
    """Walk a rule's conditions, outermost first; `incident` is what the article alone tells."""
    asking = rules.asking(article)
    known: Circumstances = OfIncident(incident) if incident is not None else OfStory()
    bits = asking.bits(rule)

    def walk(node: Condition, depth: int) -> Iterator[Step]:
        words = asking.words(node) if isinstance(node, Said) else ()
        yield Step(depth, _asks(node, rules.keys), node.truth(bits, known), words)
        for part in parts_of(node):
            yield from walk(part, depth + 1)

    steps = list(walk(rule.condition, 0))
    if rule.kind == "incident" and rule.min_severity != "low":
        floor = Rated(rule.min_severity)
        steps.append(Step(0, _asks(floor, rules.keys), floor.truth(bits, known)))
    return tuple(steps)


def _asks(node: Condition, keys: Sequence[Key]) -> str:  # noqa: PLR0911 - one a kind
    if isinstance(node, All | AnyOf | NoneOf):
        return {All: "all of", AnyOf: "any of", NoneOf: "none of"}[type(node)]
    if isinstance(node, Happened):
        return f"event: {', '.join(sorted(node.types)) if node.types else 'any'}"
    if isinstance(node, Located):
        return f"place: {', '.join(sorted(node.places))}"
    if isinstance(node, Counted):
        most = "" if node.most is None else f", at most {node.most}"
        whom = [("role", node.who.roles), ("affiliation", node.who.affiliations)]
        who = "".join(f", {name} {' or '.join(given)}" for name, given in whom if given)
        return f"{node.kind}: at least {node.least}{most}{who}"
    if isinstance(node, Rated):
        return f"severity: {node.floor} or above"
    if isinstance(node, Reported):
        return f"outlets: at least {node.outlets}"
    if isinstance(node, Said):
        asked = [_question(keys[number]) for number in node.keys]
        more = f", ... ({len(asked)} in all)" if len(asked) > _SHOWN else ""
        return f"{_field(keys[node.keys[0]])}: {', '.join(asked[:_SHOWN])}{more}"
    return repr(node)


def _field(key: Key) -> str:
    return _PLURALS.get(key[0], key[0])


def _question(key: Key) -> str:
    asked, *what = key
    if asked == "term":
        return " ".join([what[0], *(() if what[1] == "word" else (f"({what[1]})",)), *_in(what[2])])
    if asked in ("regex", "watchlist"):
        return " ".join([what[0], *_in(what[1])])
    if asked == "actor":
        return f"{what[2]} as {what[0]}" if what[0] else what[2]
    return " ".join(what)


def _in(where: str) -> tuple[str, ...]:
    return () if where == "text" else (f"in the {where}",)
