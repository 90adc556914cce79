"""Rules may ask who the victims are, and whose."""

from dataclasses import replace

import pytest

from schemas.alert import Toll
from schemas.annotation import Casualty
from streams.alert.claim import Claim, claim_of
from streams.alert.incident import fold_claims
from streams.alert.rules import ListedNames, Named, RulesError, check_text, parse_rules
from streams.alert.rules.rule import holds
from streams.alert.victims import Who
from tests.alert.test_seed_rules import said
from tests.making import make_enriched, make_event

ARMY = ListedNames(entity_names={"الجيش": (Named("org:army", "الجيش العراقي"),)})


def claim(name: str, as_of: str, *killed: Casualty, **changed: object) -> Claim:
    """Make a claim on an event with such dead."""
    made = claim_of(make_enriched(article_id=name), make_event(casualties=killed))
    return replace(made, as_of=f"2025-10-15T{as_of}:00Z", outlet=name, **changed)  # type: ignore[arg-type]


def dead(least: int, most: int | None = None, **who: str) -> Casualty:
    return Casualty(kind="killed", min=least, max=most or least, **who)  # type: ignore[arg-type]


SOLDIERS = dead(2, role="soldier", affiliation="الجيش العراقي")


@pytest.mark.parametrize(
    ("asked", "fires"),
    [
        pytest.param("{min: 2, role: soldier}", True, id="soldiers"),
        pytest.param("{min: 2, role: جنود}", True, id="by their Arabic name"),
        pytest.param("{min: ٢, role: [police, soldier]}", True, id="one of two roles"),
        pytest.param("{min: 3, role: soldier}", False, id="more than there are"),
        pytest.param("{min: 1, role: civilian}", False, id="others"),
        pytest.param("{max: 0, role: civilian}", True, id="no others"),
        pytest.param("{min: 2, affiliation: الجيش}", True, id="whose, by a name on a list"),
        pytest.param("{min: 2, affiliation: الجيش العراقي}", True, id="whose, as written"),
        pytest.param(
            "{min: 2, role: soldier, affiliation: البيشمركة}", False, id="of another army"
        ),
    ],
)
def test_a_toll_is_asked_of_the_victims_meant(asked: str, *, fires: bool) -> None:
    text = f"version: 1\nrules: [{{id: r, when: {{killed: {asked}}}}}]\n"
    (rule,) = parse_rules(text, "r", ARMY).rules
    assert holds(rule, 0, fold_claims([claim("a", "09:00", SOLDIERS)])) is fires


def test_the_count_of_a_role_rises_and_never_passes_the_toll_in_force() -> None:
    soldiers = Who(roles=("soldier",))
    first = claim("a", "09:00", dead(2, role="soldier"))
    risen = claim("b", "10:00", dead(4, role="soldier"))
    unsaid = claim("c", "11:00", dead(6))
    corrected = claim("d", "12:00", dead(3), correction=True)
    assert fold_claims([first]).count_victims("killed", soldiers) == Toll(min=2, max=2)
    assert fold_claims([unsaid, risen, first]).count_victims("killed", soldiers) == Toll(
        min=4, max=4
    )
    assert fold_claims([first, risen, unsaid, corrected]).count_victims("killed", soldiers) == Toll(
        min=3, max=3
    )


def test_parts_of_one_article_are_added() -> None:
    told = claim("a", "09:00", dead(5), dead(2, role="soldier"), dead(3, 4, role="police"))
    both = Who(roles=("police", "soldier"))
    assert fold_claims([told]).count_victims("killed", both) == Toll(min=5, max=5)
    assert fold_claims([told]).count_victims("injured", both) == Toll()


@pytest.mark.parametrize(
    ("when", "code"),
    [
        pytest.param("{killed: {min: 2, role: general}}", "role", id="no such role"),
        pytest.param("{killed: {role: soldier}}", "range", id="no number"),
        pytest.param("{killed: {min: 1, role: []}}", "empty_list", id="no role at all"),
    ],
)
def test_what_cannot_be_asked_is_refused(when: str, code: str) -> None:
    with pytest.raises(RulesError) as raised:
        parse_rules(f"version: 1\nrules: [{{id: r, when: {when}}}]\n", "r", ARMY)
    assert code in {fault.code for fault in raised.value.faults}


def test_more_soldiers_than_dead_is_a_rule_that_never_fires() -> None:
    when = "{all: [{killed: {min: 5, role: soldier}}, {killed: {max: 3}}]}"
    checked = check_text(f"version: 1\nrules: [{{id: r, when: {when}}}]\n", "r", ARMY)
    assert [fault.code for fault in checked.faults] == ["never"]


def test_a_rule_on_soldiers_is_told_that_they_are_of_an_earlier_event() -> None:
    (reminder,) = said("when: {killed: {min: 1, role: soldier}}")["alerts.suppressed"]
    assert reminder["reason"] == "background"
