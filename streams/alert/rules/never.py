"""Find conditions that no article and no incident can meet."""

from collections.abc import Iterator

from streams.alert.rules.conditions import (
    All,
    Condition,
    Counted,
    Happened,
    Located,
    NoneOf,
)
from streams.alert.victims import EVERYBODY, Who


def contradiction(condition: Condition) -> str | None:
    """Say why a condition can never hold; None where it may, as far as can be seen.

    Looks at what must hold all at once: `all` within `all`, and the `none` beside them.
    """
    needed = list(_needed(condition))
    denied = [part for one in needed if isinstance(one, NoneOf) for part in one.parts]
    for one in needed:
        if one in denied:
            return "a condition stands in `all` and in `none`"
    for part in denied:
        if isinstance(part, Happened) and part.types is None:
            return "`none` excludes every event"
    return _types(needed, denied) or _places(needed) or _tolls(needed)


def _needed(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _needed(part)
    else:
        yield condition


def _types(needed: list[Condition], denied: list[Condition]) -> str | None:
    left: frozenset[str] | None = None
    for one in needed:
        if isinstance(one, Happened) and one.types is not None:
            left = one.types if left is None else left & one.types
    for one in denied:
        if isinstance(one, Happened) and one.types is not None and left is not None:
            left -= one.types
    return None if left is None or left else "no event is of all the types at once"


def _places(needed: list[Condition]) -> str | None:
    """See that two countries, or two governorates, are not asked for at once."""
    for level in ("country:", "admin1:"):
        left: frozenset[str] | None = None
        for one in needed:
            if isinstance(one, Located) and all(place.startswith(level) for place in one.places):
                left = one.places if left is None else left & one.places
        if left is not None and not left:
            return "no place is in all of these at once"
    countries = _countries(needed, "country:"), _countries(needed, "admin1:")
    if None not in countries and countries[0].isdisjoint(countries[1] or ()):  # type: ignore[union-attr]  # None is not in it
        return "no place is in all of these at once"
    return None


def _countries(needed: list[Condition], level: str) -> frozenset[str] | None:
    for one in needed:
        if isinstance(one, Located) and all(place.startswith(level) for place in one.places):
            return frozenset(place.removeprefix(level)[:2] for place in one.places)
    return None


def _tolls(needed: list[Condition]) -> str | None:
    least: dict[tuple[str, Who], int] = {}
    most: dict[tuple[str, Who], int] = {}
    for one in needed:
        if isinstance(one, Counted):
            asked = one.kind, one.who
            least[asked] = max(least.get(asked, 0), one.least)
            if one.most is not None:
                most[asked] = min(most.get(asked, one.most), one.most)
    for (kind, who), count in least.items():
        # Some of them are no more than all of them.
        tops = [most[asked] for asked in ((kind, who), (kind, EVERYBODY)) if asked in most]
        if tops and min(tops) < count:
            return f"{kind} is to be at least {count} and at most {min(tops)}"
    return None
