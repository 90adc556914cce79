"""Happenings that look alike stay apart; one happening told in many ways stays one."""

from dataclasses import replace
from random import Random

import pytest

from schemas.alert import Toll
from schemas.annotation import EventPlace
from streams.alert.claim import Claim
from streams.alert.incident import fold_claims
from streams.alert.region import Bucket, Group, Region
from streams.alert.slot import region_of
from tests.alert.test_region_laws import claim as made_up
from tests.making import make_claim

SAMTAH = EventPlace(id="place:samtah", name="صامطة", country="SA", admin1="SA-09", precision="town")
HARTH = EventPlace(id="place:harth", name="الحرث", country="SA", admin1="SA-09", precision="town")
SAUDI = EventPlace(id="country:SA", name="السعودية", country="SA", precision="country")
ALIKE = tuple(range(8))


def rocket(name: str, outlet: str, day: int, killed: int | None, **changed: object) -> Claim:
    """Make a report of a rocket on Samtah, crawled in the evening of its day."""
    moment = f"2025-10-{changed.pop('crawled', day):02}T19:00:00Z"
    values = {
        "outlet": outlet,
        "event_type": "airstrike_shelling",
        "event_date": f"2025-10-{day:02}",
        "place": SAMTAH,
        "as_of": moment,
        "crawled_at": moment,
        "marks": ALIKE,
    }
    return replace(make_claim(name, killed, "09:00"), **{**values, **changed})  # type: ignore[arg-type]


def incidents(*claims: Claim) -> list[list[str]]:
    """Part claims; name the articles of each incident."""
    region = Region(region_of(claims[0]), {})
    for one in claims:
        region = region.adding(one)
    return sorted(sorted(group.article_ids) for group in region.groups.values())


TWO_DAYS = [
    pytest.param(
        [rocket("a", "أ", 1, 1), rocket("b", "ب", 1, 1), rocket("c", "ج", 2, 1)],
        [["a", "b"], ["c"]],
        id="one dead on each of two days, in the same words",
    ),
    pytest.param(
        [rocket("a", "أ", 1, 4), rocket("b", "ب", 1, 4), rocket("c", "أ", 2, 4)],
        [["a", "b"], ["c"]],
        id="who told the first with its day tells another of the next",
    ),
    pytest.param(
        [rocket("a", "أ", 1, 1), rocket("c", "ب", 2, 1, dating="reported", marks=(50, 51, 52, 53))],
        [["a"], ["c"]],
        id="a report without a day and in other words, one dead again",
    ),
    pytest.param(
        [rocket("a", "أ", 1, 2), rocket("c", "ب", 1, 2, place=HARTH)],
        [["a"], ["c"]],
        id="two towns of one province on one day, two dead in each",
    ),
]
ONE_HAPPENING = [
    pytest.param(
        [rocket("a", "أ", 1, 4), rocket("b", "ب", 1, 4), rocket("c", "ج", 2, 4)],
        [["a", "b", "c"]],
        id="outlets that differ by a day on four dead",
    ),
    pytest.param(
        [rocket("a", "أ", 1, 1), rocket("c", "ب", 2, 1, dating="reported")],
        [["a", "c"]],
        id="a report of the next day in the same words",
    ),
    pytest.param(
        [rocket("a", "أ", 1, 4), rocket("c", "ب", 1, 4, place=SAUDI)],
        [["a", "c"]],
        id="one says only the country",
    ),
]


@pytest.mark.parametrize(("claims", "parted"), [*TWO_DAYS, *ONE_HAPPENING])
def test_look_alikes_stay_apart_and_one_happening_stays_one(
    claims: list[Claim], parted: list[list[str]]
) -> None:
    assert incidents(*claims) == parted
    assert incidents(*reversed(claims)) == parted


@pytest.mark.parametrize("seed", range(6))
def test_what_is_remembered_from_claim_to_claim_changes_nothing(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - the same claims each run
    claims = [
        replace(made_up(number, chance, 3), place=chance.choice((SAMTAH, HARTH, SAUDI)))
        for number in range(90)
    ]
    region, days, parted = Region("violence:SA", {}), dict[int, list[Claim]](), dict[str, Group]()
    for one in claims:
        region = region.adding(one)
        parted = dict(region.groups)
    for day, bucket in region.buckets.items():
        days[day] = list(bucket.claims)
    fresh = Region(
        "violence:SA", {day: Bucket(day, claims=tuple(held)) for day, held in days.items()}
    )
    assert parted == {
        name: replace(group, root=region.groups[name].root, parts=region.groups[name].parts)
        for name, group in fresh.groups.items()
    }


def test_a_toll_of_several_outlets_is_not_taken_back_by_one_of_them() -> None:
    told = [
        make_claim("a", 15, "09:00", outlet="أ"),
        make_claim("b", 15, "10:00", outlet="ب"),
        make_claim("c", 5, "11:00", outlet="أ"),
    ]
    assert fold_claims(told).killed == Toll(min=15, max=15)
    assert fold_claims([told[0], told[2]]).killed == Toll(min=5, max=5)
    both = [*told, make_claim("d", 5, "12:00", outlet="ب")]
    assert fold_claims(both).killed == Toll(min=5, max=5)
