"""What an incident, an article, or nothing at all answers to the conditions on a happening."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.alert import Severity, Toll
from schemas.annotation import CasualtyKind, EventPlace
from streams.alert.rules.conditions import Truth
from streams.alert.severity import at_least
from streams.alert.victims import EVERYBODY, Who


class IncidentFacts(Protocol):
    """What rules read of an incident."""

    @property
    def event_type(self) -> str:
        """Name the kind of event."""
        ...

    @property
    def place(self) -> EventPlace | None:
        """Give the place at its known precision."""
        ...

    @property
    def killed(self) -> Toll:
        """Count the killed."""
        ...

    @property
    def injured(self) -> Toll:
        """Count the injured."""
        ...

    @property
    def missing(self) -> Toll:
        """Count the missing."""
        ...

    @property
    def arrested(self) -> Toll:
        """Count the arrested."""
        ...

    def count_victims(self, kind: CasualtyKind, who: Who) -> Toll:
        """Count victims of a role or an affiliation."""
        ...

    @property
    def severity(self) -> Severity:
        """Rate the incident."""
        ...

    @property
    def outlets(self) -> Sequence[str]:
        """Name the outlets that tell of it."""
        ...


def place_keys(identity: str | None, country: str | None, admin1: str | None) -> frozenset[str]:
    """Name a place and all that holds it: the town, its governorate, its country."""
    keys = {identity} if identity else set()
    if admin1:
        keys.add(f"admin1:{admin1}")
    if country:
        keys.add(f"country:{country}")
    return frozenset(keys)


def keys_of(place: EventPlace | None) -> frozenset[str]:
    """Name the place of an event and all that holds it; nothing where there is no place."""
    return frozenset() if place is None else place_keys(place.id, place.country, place.admin1)


@dataclass(frozen=True, slots=True)
class OfIncident:
    """Answer from an incident, where everything is known."""

    incident: IncidentFacts

    def happened(self, types: frozenset[str] | None) -> Truth:
        """Compare the kind of event."""
        return types is None or self.incident.event_type in types

    def located(self, places: frozenset[str]) -> Truth:
        """Look for one of the places among those that hold the incident."""
        return not places.isdisjoint(keys_of(self.incident.place))

    def counted(self, kind: CasualtyKind, least: int, most: int | None, who: Who) -> Truth:
        """Compare the least number that the toll can mean; a toll not stated counts nothing."""
        toll: Toll = getattr(self.incident, kind)
        if who != EVERYBODY:
            toll = self.incident.count_victims(kind, who)
        count = toll.min or 0
        return least <= count and (most is None or count <= most)

    def rated(self, floor: Severity) -> Truth:
        """Compare the severity."""
        return at_least(self.incident.severity, floor)

    def reported(self, outlets: int) -> Truth:
        """Count the outlets."""
        return len(self.incident.outlets) >= outlets


@dataclass(frozen=True, slots=True)
class OfArticle:
    """Answer for every incident that an article may come to belong to.

    `types` are the kinds of event that may be one incident with what the article tells, `places`
    where it says it happened, None for anything and anywhere. The words of a rule and its place
    must stand in one article: an incident's place is always one that an article gives.
    """

    types: frozenset[str] | None
    places: frozenset[str] | None

    def happened(self, types: frozenset[str] | None) -> Truth:
        """Refuse what no incident of the article can be."""
        if types is None:
            return self.types is None or bool(self.types)
        if self.types is None:
            return None
        return False if types.isdisjoint(self.types) else None

    def located(self, places: frozenset[str]) -> Truth:
        """Refuse what lies elsewhere."""
        if self.places is None:
            return None
        return False if places.isdisjoint(self.places) else None

    def counted(self, kind: CasualtyKind, least: int, most: int | None, who: Who) -> Truth:
        """Leave it open: tolls rise."""
        del kind, least, most, who
        return None

    def rated(self, floor: Severity) -> Truth:
        """Leave it open."""
        del floor
        return None

    def reported(self, outlets: int) -> Truth:
        """Leave it open."""
        del outlets
        return None


@dataclass(frozen=True, slots=True)
class OfStory:
    """Answer for an article without an incident: no happening, but outlets of its story."""

    outlets: int = 1

    def happened(self, types: frozenset[str] | None) -> Truth:
        """Deny: there is no incident."""
        del types
        return False

    def located(self, places: frozenset[str]) -> Truth:
        """Deny: a rule on articles asks for places with its bits."""
        del places
        return False

    def counted(self, kind: CasualtyKind, least: int, most: int | None, who: Who) -> Truth:
        """Deny: there is no toll."""
        del kind, least, most, who
        return False

    def rated(self, floor: Severity) -> Truth:
        """Deny: there is no incident to rate."""
        del floor
        return False

    def reported(self, outlets: int) -> Truth:
        """Count the outlets of the story."""
        return self.outlets >= outlets
