"""Where a claim belongs: its region and day, and the name of the incident it would open.

A region is a family of kinds of event in one country; incidents never reach across regions. A
slot is kind, province and day. Both are functions of what is claimed and of nothing else, so two
workers that meet one attack at one moment, or a replay years later, name them alike.
"""

from datetime import date
from hashlib import blake2b
from typing import Final

from schemas.annotation import EventPlace
from streams.alert.claim import Claim
from streams.alert.severity import family, type_group
from streams.text.normalize import fold

UNKNOWN: Final = "?"
_DIGEST_BYTES: Final = 10
# A claim that says neither day nor crawl lies on a day of its own, before all others.
_NO_DAY: Final = 1
# A story has no day; all of it lies on one.
STORY_DAY: Final = 1


def region_of(claim: Claim) -> str:
    """Name the region of a claim."""
    country = claim.place.country if claim.place is not None else None
    return f"{family(claim.event_type)}:{country or UNKNOWN}"


def story_region(claim: Claim) -> str:
    """Name the region that a story is by itself, for rules that ask for no happening."""
    return story_named(claim.story_id)


def story_named(story_id: str) -> str:
    """Name the region of a story by its id."""
    return f"story:{story_id}"


def day_of(claim: Claim) -> int:
    """Give the day a claim lies on: that of the event, else of the report. Units: ordinal days."""
    for stated in (claim.event_date, claim.as_of):
        try:
            return date.fromisoformat((stated or "")[:10]).toordinal()
        except ValueError:
            continue
    return _NO_DAY


def slot_of(claim: Claim) -> str:
    """Name the slot of a claim."""
    day = date.fromordinal(day_of(claim)).isoformat()
    return "|".join((type_group(claim.event_type), *_place_key(claim.place), day))


def incident_id(claim: Claim, *, is_taken: bool = False) -> str:
    """Name the incident that a claim opens.

    `is_taken` says that an older incident has the slot: the name then holds the article too.
    """
    said = slot_of(claim) + (f"|{claim.article_id}" if is_taken else "")
    return "inc-" + blake2b(said.encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest()


def _place_key(place: EventPlace | None) -> tuple[str, str]:
    if place is None:
        return UNKNOWN, UNKNOWN
    if place.admin1:
        return place.country or UNKNOWN, place.admin1
    if place.precision == "country":
        return place.country or UNKNOWN, UNKNOWN
    return place.country or UNKNOWN, fold(place.name)
