"""What claims become is a function of their set, and of claims a few days away at most."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.alert import Toll
from schemas.annotation import EventPlace
from streams.alert.claim import Claim, Dating
from streams.alert.region import Bucket, Region, days_around, walk_changed
from streams.alert.slot import day_of
from tests.making import BAQUBAH, DIYALA, make_claim

FIRST_DAY = date(2025, 10, 1)
PLACES = (
    BAQUBAH,
    DIYALA,
    EventPlace(id="place:khalis", name="الخالص", country="IQ", admin1="IQ-DI", precision="town"),
    EventPlace(id="place:ramadi", name="الرمادي", country="IQ", admin1="IQ-AN", precision="town"),
    EventPlace(id="country:IQ", name="العراق", country="IQ", precision="country"),
)
MARKS = (tuple(range(8)), tuple(range(100, 108)), (1, 2, 3, 100, 101, 102), ())


def claim(number: int, chance: Random, days: int) -> Claim:
    """Make a claim on one of a few attacks, dated or not, told or denied."""
    day = FIRST_DAY + timedelta(days=chance.randrange(days))
    crawl = f"{day.isoformat()}T{chance.randrange(24):02}:{chance.randrange(60):02}:00Z"
    dating: Dating = chance.choice(("stated", "stated", "reported", "unstated"))
    killed = chance.choice((None, 1, 3, 10, 10))
    made = make_claim(f"a{number}", Toll(min=killed, max=killed), "09:00")
    return replace(
        made,
        as_of=crawl,
        crawled_at=crawl,
        outlet=f"وكالة {chance.randrange(4)}",
        event_type=chance.choice(("bombing", "armed_attack", "crime_violence")),
        event_date=None if dating == "unstated" else day.isoformat(),
        dating=dating,
        place=chance.choice(PLACES),
        stance=chance.choice(("tells", "tells", "tells", "supports", "denies")),
        marks=chance.choice(MARKS),
        injured=Toll(min=chance.choice((None, 7))),
    )


def region(claims: list[Claim]) -> Region:
    made = Region("violence:IQ", {})
    for one in claims:
        made = made.adding(one)
    return made


def parted(made: Region) -> dict[str, frozenset[str]]:
    return {name: group.article_ids for name, group in made.groups.items()}


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(2, 30))
def test_any_order_of_claims_parts_a_region_alike(chance: Random, size: int) -> None:
    claims = [claim(number, chance, 5) for number in range(size)]
    shuffled = [*claims, *chance.sample(claims, size // 2)]
    chance.shuffle(shuffled)
    assert parted(region(shuffled)) == parted(region(claims))


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(10, 80))
def test_the_days_that_are_read_are_enough_to_know_what_a_claim_changes(
    chance: Random, size: int
) -> None:
    claims = [claim(number, chance, 60) for number in range(size)]
    whole, one = region(claims[1:]), claims[0]
    near: dict[int, Bucket] = {
        day: bucket for day, bucket in whole.buckets.items() if day in days_around(day_of(one))
    }
    read = Region(whole.name, near)

    def changed(before: Region) -> list[tuple[str, frozenset[str]] | None]:
        return [
            (group.incident_id, group.article_ids) if group is not None else None
            for pair in walk_changed(before, before.adding(one))
            for group in pair
        ]

    assert changed(read) == changed(whole)


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.integers(1, 30))
def test_every_telling_claim_is_in_one_incident_and_no_other_opens_one(
    chance: Random, size: int
) -> None:
    claims = [claim(number, chance, 6) for number in range(size)]
    groups = region(claims).groups.values()
    told = sorted(c.article_id for group in groups for c in group.claims)
    assert told == sorted(c.article_id for c in claims if c.stance == "tells")
    others = [c.article_id for group in groups for c in (*group.supports, *group.denials)]
    assert len(others) == len(set(others))
