"""Which alerts a reader gets for the conditions he writes."""

import pytest

from streams.alert.rules.names import ListedNames, Named
from streams.deliver.filters import (
    BadFilter,
    Filter,
    alert_facts,
    read_filter,
    suppression_facts,
)
from tests.deliver.told import make_alert, make_silence


@pytest.mark.parametrize(
    ("query", "taken"),
    [
        pytest.param([], True, id="nothing-asked"),
        pytest.param([("severity", "high,critical")], True, id="one-of-two"),
        pytest.param([("severity", "low"), ("severity", "high")], True, id="repeated"),
        pytest.param([("severity", "low")], False, id="other-severity"),
        pytest.param([("country", "iq")], True, id="country-in-small-letters"),
        pytest.param([("country", "SY")], False, id="other-country"),
        pytest.param([("place", "بعقوبه")], True, id="place-spelt-otherwise"),
        pytest.param([("place", "IQ-DI")], True, id="province"),
        pytest.param([("place", "الموصل")], False, id="other-place"),
        pytest.param([("language", "ar")], True, id="language"),
        pytest.param([("language", "en")], False, id="other-language"),
        pytest.param([("type", "bombing")], True, id="type"),
        pytest.param([("rule", "incident")], True, id="rule"),
        pytest.param([("q", "تَفجير النّهر")], True, id="words-of-headline-and-outlet"),
        pytest.param([("q", "تفجير كركوك")], False, id="one-word-missing"),
        pytest.param([("severity", "high"), ("type", "flood")], False, id="all-must-hold"),
    ],
)
def test_alert_is_taken(query: list[tuple[str, str]], taken: bool) -> None:
    assert read_filter(query).takes(alert_facts(make_alert())) is taken


def test_place_that_holds_the_town_takes_it() -> None:
    names = ListedNames(
        place_names={
            "ديالى": (Named("admin1:IQ-DI", "ديالى"),),
            "العراق": (Named("country:IQ", "العراق"),),
            "نينوى": (Named("admin1:IQ-NI", "نينوى"),),
        }
    )
    facts = alert_facts(make_alert())
    for name, taken in (("ديالى", True), ("العراق", True), ("نينوى", False)):
        assert read_filter([("place", name)], names=names).takes(facts) is taken
    with pytest.raises(BadFilter, match="is no parameter"):
        read_filter([("within", "admin1:IQ-DI")])


def test_silence_is_taken_by_reason_and_words() -> None:
    facts = suppression_facts(make_silence())
    assert read_filter([("reason", "stale"), ("q", "السخنه")]).takes(facts)
    assert not read_filter([("reason", "background")]).takes(facts)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param([("severity", "huge")], "low, medium, high, critical", id="severity"),
        pytest.param([("reason", "old")], "stale", id="reason"),
        pytest.param([("sevrity", "high")], "severity", id="misspelt-name"),
        pytest.param([("q", "x" * 201)], "200 characters", id="too-long"),
    ],
)
def test_what_cannot_be_asked_is_refused(query: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(BadFilter, match=said):
        read_filter(query)


def test_lenient_reading_passes_over_names_it_does_not_know() -> None:
    assert read_filter([("utm_source", "x"), ("q", "")], strict=False) == Filter()
    assert not read_filter([("lang", "en")], also=("lang",))
