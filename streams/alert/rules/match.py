"""A match: what one article says to one rule. Kept inside the article's claim."""

from dataclasses import dataclass

from schemas.alert import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Say which of a rule's conditions on articles hold for one article, and by which words.

    Each condition that an article decides alone (terms, entities, subjects, language, outlet) has
    one bit, set where it holds. `digest` is that of the rule when it was asked: bits of a rule that
    has since been rewritten mean nothing to the new one.
    """

    rule_id: str
    digest: str
    bits: int
    evidence: tuple[Evidence, ...] = ()
