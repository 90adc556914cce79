"""An incident is what its claims add up to, in any order."""

from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.alert import Toll
from streams.alert.claim import Claim
from streams.alert.incident import fold_claims
from streams.alert.slot import incident_id
from tests.making import DIYALA, make_claim

ATTACK = (
    make_claim("a", 10, "09:00"),
    make_claim("b", 13, "09:40"),
    make_claim("c", 15, "10:10"),
    make_claim("d", 14, "11:00", correction=True),
    make_claim("e", 15, "11:20"),
)


def test_a_toll_rises_with_later_claims() -> None:
    assert fold_claims(ATTACK[:1]).killed == Toll(min=10, max=10)
    assert fold_claims(ATTACK[:2]).killed == Toll(min=13, max=13)
    assert fold_claims(ATTACK[:3]).killed == Toll(min=15, max=15)


def test_a_correction_lowers_the_toll_and_a_slow_repeat_does_not_raise_it_again() -> None:
    assert fold_claims(ATTACK[:4]).killed == Toll(min=14, max=14)
    assert fold_claims(ATTACK).killed == Toll(min=14, max=14)


def test_after_a_correction_a_higher_new_figure_counts() -> None:
    later = make_claim("f", 17, "12:00")
    assert fold_claims((*ATTACK, later)).killed == Toll(min=17, max=17)


def test_a_slow_outlet_with_the_first_figure_does_not_lower_the_toll() -> None:
    slow = make_claim("z", 10, "23:00")
    assert fold_claims((*ATTACK[:3], slow)).killed == Toll(min=15, max=15)


def test_the_outlet_that_gave_a_figure_can_take_it_back() -> None:
    first = make_claim("a", 15, "09:00", outlet="وكالة")
    second = make_claim("b", 12, "10:00", outlet="وكالة")
    assert fold_claims((first, second)).killed == Toll(min=12, max=12)


def test_at_least_never_takes_back_and_an_exact_figure_closes_an_open_one() -> None:
    exact = make_claim("a", 15, "09:00", outlet="وكالة")
    open_end = make_claim("b", Toll(min=12, max=None), "10:00", outlet="وكالة")
    assert fold_claims((exact, open_end)).killed == Toll(min=15, max=15)
    opened = make_claim("c", Toll(min=15, max=None), "09:00")
    closed = make_claim("d", 15, "10:00")
    assert fold_claims((opened, closed)).killed == Toll(min=15, max=15)


def test_a_toll_nobody_states_stays_not_stated_and_a_denied_one_is_zero() -> None:
    assert fold_claims((make_claim("a", None, "09:00"),)).killed == Toll(min=None, max=None)
    assert fold_claims((make_claim("a", 0, "09:00"),)).killed == Toll(min=0, max=0)


def test_every_order_of_claims_gives_the_same_incident() -> None:
    wanted = fold_claims(ATTACK)
    assert all(fold_claims(order) == wanted for order in permutations(ATTACK))


CLAIMS = st.builds(
    lambda n, killed, minute, correction: make_claim(
        f"a{n}", killed, f"09:{minute:02}", correction=correction, outlet=f"وكالة {n % 3}"
    ),
    st.integers(0, 9),
    st.none() | st.integers(0, 40),
    st.integers(0, 59),
    st.booleans(),
)


@given(st.lists(CLAIMS, min_size=1, max_size=9, unique_by=lambda c: c.article_id), st.randoms())
def test_any_claims_in_any_order_give_the_same_incident(
    claims: list[Claim], random: Random
) -> None:
    shuffled = list(claims)
    random.shuffle(shuffled)
    assert fold_claims(shuffled) == fold_claims(claims)


def test_the_most_exact_place_is_kept() -> None:
    vague = make_claim("b", 10, "09:30", place=DIYALA)
    place = fold_claims((vague, ATTACK[0])).place
    assert place is not None
    assert place.name == "بعقوبة"


def test_headline_is_the_newest_that_carries_the_toll_in_force() -> None:
    assert fold_claims(ATTACK).headline == "عنوان d"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"place": DIYALA}, id="the province instead of the town"),
        pytest.param({"event_type": "armed_attack"}, id="called an armed attack"),
        pytest.param({"outlet": None}, id="outlet not named"),
    ],
)
def test_claims_on_one_attack_name_one_incident(changed: dict[str, Any]) -> None:
    assert incident_id(make_claim("x", 10, "12:00", **changed)) == incident_id(ATTACK[0])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"event_date": "2025-10-14"}, id="the day before"),
        pytest.param({"event_type": "natural_disaster"}, id="an earthquake"),
        pytest.param({"event_type": "traffic_accident"}, id="a road accident"),
        pytest.param({"place": None}, id="no place"),
    ],
)
def test_claims_on_other_events_name_other_incidents(changed: dict[str, Any]) -> None:
    assert incident_id(make_claim("x", 10, "12:00", **changed)) != incident_id(ATTACK[0])
