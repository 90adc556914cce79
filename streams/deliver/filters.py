"""Which alerts and silences a reader wants: conditions of a query, and the facts they look at."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from typing import Final, get_args

from schemas.alert import Alert, Severity, Suppression, SuppressionReason
from schemas.annotation import EventPlace
from streams.alert.rules import NO_NAMES, Names
from streams.text.normalize import fold

# Longer ones are not typed by people, and are folded for every request.
MAX_VALUE_CHARS: Final = 200
_CLOSED: Final[dict[str, tuple[str, ...]]] = {
    "severity": get_args(Severity),
    "reason": get_args(SuppressionReason),
}


class BadFilter(ValueError):
    """Report a condition that cannot be met by anything; the text says what can be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Hold what conditions look at, of one alert or one silence. Texts are folded."""

    severity: str | None = None
    rule: str | None = None
    country: str | None = None
    language: str | None = None
    type: str | None = None
    reason: str | None = None
    places: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Ask for facts: of each condition at least one value holds; no value asks for nothing.

    `place` is a part of a place's name, its id, or the ISO code of its province; `within` are ids
    of places that may hold it. `q` are words that all stand in headline, place or outlets, spelt in
    any way that folding makes equal.
    """

    severity: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    reason: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    q: tuple[str, ...] = ()

    def takes(self, facts: Facts) -> bool:
        """Say whether facts meet every condition."""
        # Written out: it is asked for each alert that is held, and for each client.
        if (
            (self.severity and facts.severity not in self.severity)
            or (self.rule and facts.rule not in self.rule)
            or (self.country and facts.country not in self.country)
            or (self.language and facts.language not in self.language)
            or (self.type and facts.type not in self.type)
            or (self.reason and facts.reason not in self.reason)
        ):
            return False
        if self.place and not self._is_at(facts):
            return False
        return not self.q or all(word in facts.text for word in self.q)

    def _is_at(self, facts: Facts) -> bool:
        return not set(self.within).isdisjoint(facts.regions) or any(
            part in name for part in self.place for name in facts.places
        )

    def __bool__(self) -> bool:
        """Say whether anything is asked for."""
        return any(getattr(self, field.name) for field in fields(self))


_CONDITIONS: Final = frozenset(field.name for field in fields(Filter)) - {"within"}


def read_filter(
    query: Iterable[tuple[str, str]],
    *,
    also: Collection[str] = (),
    strict: bool = True,
    names: Names = NO_NAMES,
) -> Filter:
    """Read conditions from a query string's pairs; values may repeat or stand with commas between.

    `names` knows which places hold others: a governorate its towns, a country both. `also` names
    other parameters of the endpoint. Errors: BadFilter for a value outside a closed set, and where
    `strict` for a name that is no condition: a misspelt one would ask for nothing.
    """
    wanted: dict[str, list[str]] = {}
    for name, value in query:
        if name in also:
            continue
        if name not in _CONDITIONS:
            if strict:
                known = ", ".join(sorted({*_CONDITIONS, *also}))
                raise BadFilter(f"{name[:40]!r} is no parameter here; there are {known}")
            continue
        if len(value) > MAX_VALUE_CHARS:
            raise BadFilter(f"{name} takes at most {MAX_VALUE_CHARS} characters")
        wanted.setdefault(name, []).extend(_values(name, value))
        if name == "place":
            found = [one.id for part in _parts(value) for one in names.places(part)]
            wanted.setdefault("within", []).extend(found)
    return Filter(**{name: tuple(dict.fromkeys(values)) for name, values in wanted.items()})


def alert_facts(alert: Alert) -> Facts:
    """Take an alert's facts."""
    place = alert.place
    said = (alert.headline, *_names(place), *alert.outlets, alert.event_type)
    return Facts(
        severity=alert.severity,
        rule=alert.rule_id,
        country=place.country if place else None,
        language=alert.language,
        type=alert.event_type,
        places=_places(place),
        regions=_regions(place),
        text=_folded(said),
    )


def suppression_facts(suppression: Suppression) -> Facts:
    """Take a silence's facts."""
    said = (suppression.headline, suppression.outlet, suppression.event_type)
    return Facts(
        rule=suppression.rule_id,
        language=suppression.language,
        type=suppression.event_type,
        reason=suppression.reason,
        text=_folded(said),
    )


def _values(name: str, value: str) -> list[str]:
    if name == "q":
        return fold(value).split()
    values = _parts(value)
    if name == "place":
        return [fold(part) for part in values]
    if name == "country":
        return [part.upper() for part in values]
    for part in values:
        if name in _CLOSED and part not in _CLOSED[name]:
            raise BadFilter(f"{name} is one of {', '.join(_CLOSED[name])}, not {part[:40]!r}")
    return values


def _parts(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _names(place: EventPlace | None) -> tuple[str | None, ...]:
    return (place.name, place.text) if place else ()


def _places(place: EventPlace | None) -> tuple[str, ...]:
    if place is None:
        return ()
    said = (*_names(place), place.id, place.admin1)
    return tuple(dict.fromkeys(fold(part) for part in said if part))


def _regions(place: EventPlace | None) -> tuple[str, ...]:
    """Name what holds a place, and the place itself, by the gazetteer's ids."""
    if place is None:
        return ()
    held = (
        place.id,
        f"admin1:{place.admin1}" if place.admin1 else None,
        f"country:{place.country}" if place.country else None,
    )
    return tuple(dict.fromkeys(one for one in held if one))


def _folded(parts: Iterable[str | None]) -> str:
    return fold("\n".join(part for part in parts if part))
