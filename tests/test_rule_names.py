"""Names in rules mean what enrichment finds under them."""

import pytest

from streams.rule_names import LoadedNames
from streams.text.normalize import fold

NAMES = LoadedNames()


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        pytest.param("كركوك", ["admin1:IQ-KI"], id="a governorate and its seat are one name"),
        pytest.param("Kirkuk", ["admin1:IQ-KI"], id="in English"),
        pytest.param("admin1:IQ-KI", ["admin1:IQ-KI"], id="by id"),
        pytest.param("العراق", ["country:IQ"], id="a country"),
        pytest.param("الحويجة", ["place:iq_hawija"], id="a town"),
        pytest.param("geonames:94787", ["geonames:94787"], id="a town of GeoNames by id"),
        pytest.param(
            "طرابلس", ["admin1:LY-TB", "place:lb_tripoli_lebanon"], id="one name of two places"
        ),
        pytest.param("geonames:0", [], id="an id nobody has"),
        pytest.param("اطلانطس", [], id="no place"),
    ],
)
def test_places_by_name_and_id(name: str, ids: list[str]) -> None:
    assert [place.id for place in NAMES.places(fold(name))] == ids or [
        place.id for place in NAMES.places(name)
    ] == ids


def test_a_name_close_by_is_offered() -> None:
    assert "كركوك" in NAMES.near("كركوكق")


@pytest.mark.parametrize("name", ["داعش", "ISIS", "org:islamic_state"])
def test_an_organisation_by_each_of_its_names(name: str) -> None:
    assert [one.id for one in NAMES.entities(name)] == ["org:islamic_state"]


def test_a_subject_stands_for_all_beneath_it() -> None:
    sport = NAMES.subjects("sport")
    assert sport[0] == "medtop:15000000"
    assert NAMES.subjects(fold("رياضة")) == sport
    culture = NAMES.subjects("medtop:01000000")
    assert {"medtop:20000038", "medtop:20000045"} <= set(culture)
    assert NAMES.subjects("culture") == ("medtop:20000038",)
    assert NAMES.subjects("nothing") == ()
