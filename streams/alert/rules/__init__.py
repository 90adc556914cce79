"""Alert rules: YAML in, checked rules out, and all of them asked of an article in one pass."""

from streams.alert.rules.faults import Fault, RulesError
from streams.alert.rules.load import (
    Checked,
    check_rules,
    check_text,
    load_default_rules,
    load_rules,
    parse_rules,
)
from streams.alert.rules.match import Match
from streams.alert.rules.names import NO_NAMES, ListedNames, Named, Names
from streams.alert.rules.rule import ON, Rule, holds, severity_for
from streams.alert.rules.ruleset import RuleSet

__all__ = [
    "NO_NAMES",
    "ON",
    "Checked",
    "Fault",
    "ListedNames",
    "Match",
    "Named",
    "Names",
    "Rule",
    "RuleSet",
    "RulesError",
    "check_rules",
    "check_text",
    "holds",
    "load_default_rules",
    "load_rules",
    "parse_rules",
    "severity_for",
]
