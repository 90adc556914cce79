"""Severity by the kind of event and its toll: each row is one bar of the table."""

import pytest

from schemas.alert import Toll
from streams.alert.severity import severity_of

ROWS = [
    ("bombing", {"killed": 20}, "critical"),
    ("bombing", {"killed": 1, "injured": 99}, "critical"),
    ("bombing", {"killed": 19}, "high"),
    ("bombing", {"injured": 20}, "high"),
    ("bombing", {"killed": 4, "injured": 21}, "high"),
    ("bombing", {"killed": 4}, "medium"),
    ("bombing", {}, "medium"),
    ("armed_clash", {}, "medium"),
    ("crime_violence", {}, "low"),
    ("crime_violence", {"killed": 1}, "medium"),
    ("abduction", {"missing": 1}, "medium"),
    ("abduction", {"missing": 50}, "critical"),
    ("traffic_accident", {"killed": 2}, "low"),
    ("traffic_accident", {"killed": 3}, "medium"),
    ("traffic_accident", {"killed": 10}, "high"),
    ("natural_disaster", {"killed": 30}, "critical"),
    ("drowning", {"missing": 20}, "high"),
    ("health_outbreak", {"injured": 200}, "critical"),
    ("protest_riot", {"arrested": 50}, "medium"),
    ("protest_riot", {"killed": 5}, "high"),
    ("arrest_raid", {"arrested": 9}, "low"),
    ("arrest_raid", {"arrested": 10}, "medium"),
    ("arrest_raid", {"arrested": 100}, "high"),
    ("execution", {"killed": 5}, "medium"),
    ("execution", {"killed": 4}, "low"),
]


@pytest.mark.parametrize(
    ("event_type", "tolls", "severity"), ROWS, ids=[f"{r[0]} {r[1]}" for r in ROWS]
)
def test_severity_follows_the_table(event_type: str, tolls: dict[str, int], severity: str) -> None:
    stated = {
        kind: Toll(min=tolls.get(kind), max=tolls.get(kind))
        for kind in ("killed", "injured", "missing", "arrested")
    }
    assert severity_of(event_type, **stated) == severity


def test_an_open_toll_counts_as_its_least() -> None:
    nothing = Toll()
    toll = Toll(min=20, max=None)
    assert (
        severity_of("bombing", killed=toll, injured=nothing, missing=nothing, arrested=nothing)
        == "critical"
    )
