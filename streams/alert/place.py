"""How two places of one country lie to each other: the same spot, one inside the other, apart."""

import math
from functools import lru_cache
from typing import Final, Literal

from schemas.annotation import EventPlace
from streams.text.normalize import fold

# spot: one place; near: a point beside a town; inside: a town and its province; country: one of the
# two is no better than the country; towns: two of one province, or of one unknown; apart: two
# provinces.
Relation = Literal["spot", "near", "inside", "country", "towns", "apart"]

# A quarter, a camp or a mosque lies so far from the middle of its town at most.
_NEAR_KM: Final = 25.0
_EARTH_KM: Final = 6371.0


def is_vague(place: EventPlace | None) -> bool:
    """Say whether a place is no better than its country."""
    return place is None or place.precision == "country"


def relation(one: EventPlace | None, other: EventPlace | None) -> Relation:
    """Say how two places of one country lie to each other. Symmetric."""
    if one is None or other is None or is_vague(one) or is_vague(other):
        return "country"
    if _same_name(one, other):
        return "spot"
    away = kilometres(one, other)
    is_near = away is not None and away <= _NEAR_KM and "point" in (one.precision, other.precision)
    if not one.admin1 or not other.admin1:
        # A place without a province may lie in any; its name is another all the same.
        return "near" if is_near else ("towns" if away is None else "apart")
    if one.admin1 != other.admin1:
        return "apart"
    if "admin1" in (one.precision, other.precision):
        return "inside"
    return "near" if is_near else "towns"


def kilometres(one: EventPlace, other: EventPlace) -> float | None:
    """Measure between two places; None where a coordinate is not known."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    first, second = math.radians(one.lat), math.radians(other.lat)
    across = math.radians(one.lon - other.lon)
    chord = (
        math.sin((first - second) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))


def _same_name(one: EventPlace, other: EventPlace) -> bool:
    if one.id is not None and one.id == other.id:
        return True
    same_province = one.admin1 == other.admin1 or not one.admin1 or not other.admin1
    return same_province and _folded(one.name) == _folded(other.name)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name)
