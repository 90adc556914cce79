"""How two places of one country lie to each other."""

import pytest

from schemas.annotation import EventPlace
from streams.alert.place import relation
from tests.making import BAQUBAH, DIYALA


def place(name: str, **changed: object) -> EventPlace:
    values = {"id": f"place:{name}", "country": "IQ", "admin1": "IQ-DI", "precision": "town"}
    return EventPlace(name=name, **{**values, **changed})  # type: ignore[arg-type]


IRAQ = EventPlace(id="country:IQ", name="العراق", country="IQ", precision="country")
LAID = {"lat": 33.75, "lon": 44.64}


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        pytest.param(BAQUBAH, BAQUBAH, "spot", id="the same"),
        pytest.param(
            place("أربيل", id=None), place("اربيل", id=None), "spot", id="one name, folded"
        ),
        pytest.param(BAQUBAH, DIYALA, "inside", id="a town and its province"),
        pytest.param(BAQUBAH, IRAQ, "country", id="a country"),
        pytest.param(BAQUBAH, None, "country", id="no place"),
        pytest.param(BAQUBAH, place("الخالص"), "towns", id="two towns of a province"),
        pytest.param(BAQUBAH, place("الرمادي", admin1="IQ-AN"), "apart", id="two provinces"),
        pytest.param(BAQUBAH, place("قرية", admin1=None), "towns", id="of an unknown province"),
        pytest.param(
            place("بعقوبة", **LAID),
            place("سوق", precision="point", lat=33.8, lon=44.6),
            "near",
            id="a market beside its town",
        ),
        pytest.param(
            place("بعقوبة", **LAID),
            place("جسر", precision="point", lat=34.4, lon=45.1),
            "towns",
            id="a bridge far off",
        ),
        pytest.param(
            place("بعقوبة", **LAID),
            place("مخيم", admin1=None, precision="point", lat=36.2, lon=44.0),
            "apart",
            id="a camp far off, of an unknown province",
        ),
    ],
)
def test_two_places_lie_to_each_other_as_the_map_says(
    one: EventPlace, other: EventPlace | None, wanted: str
) -> None:
    assert relation(one, other) == wanted
    assert relation(other, one) == wanted
