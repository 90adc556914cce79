"""How bad is it: severity from the kind of event and its toll, as docs/incidents.md says."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from schemas.alert import Severity, Toll
from streams.text.lexicon import read_table
from streams.text.normalize import fold

SEVERITIES: Final[tuple[Severity, ...]] = ("low", "medium", "high", "critical")

EVENT_TYPES: Final = (
    "armed_attack", "bombing", "airstrike_shelling", "armed_clash", "crime_violence",
    "arrest_raid", "abduction", "protest_riot", "execution", "traffic_accident",
    "transport_accident", "fire_explosion", "drowning", "structural_collapse",
    "natural_disaster", "health_outbreak", "other_accident",
)  # fmt: skip

# What an event is taken for when incidents are told apart: outlets call one attack now a bombing,
# now an armed attack, and a train off its rails a traffic accident; but neither ever a flood.
TYPE_GROUPS: Final = {
    "armed_attack": "attack",
    "bombing": "attack",
    "armed_clash": "attack",
    "airstrike_shelling": "strike",
    "crime_violence": "crime",
    "abduction": "abduction",
    "execution": "execution",
    "arrest_raid": "arrest",
    "protest_riot": "protest",
    "traffic_accident": "transport",
    "transport_accident": "transport",
    "drowning": "transport",
}

# Groups that outlets confuse all the same: one happening is now an attack, now a crime. Incidents
# are looked for in a family; two groups of one are joined on proof only.
_FAMILIES: Final = {
    "attack": "violence", "strike": "violence", "crime": "violence", "abduction": "violence",
    "transport": "accident", "fire_explosion": "accident", "structural_collapse": "accident",
    "other_accident": "accident",
}  # fmt: skip

_ALWAYS_MEDIUM: Final = frozenset(
    {"armed_attack", "bombing", "airstrike_shelling", "armed_clash"},
)
_VIOLENT: Final = _ALWAYS_MEDIUM | {"crime_violence", "abduction"}


@dataclass(frozen=True, slots=True)
class Bar:
    """State the least toll of a severity, any one of which is enough. Units: persons.

    `together` counts killed and injured in one figure.
    """

    killed: int | None = None
    injured: int | None = None
    missing: int | None = None
    arrested: int | None = None
    together: int | None = None


_BARS: Final[dict[str, dict[Severity, Bar]]] = {
    "violent": {
        "critical": Bar(killed=20, together=100, missing=50),
        "high": Bar(killed=5, injured=20, together=25, missing=5),
        "medium": Bar(killed=1, injured=5, missing=1),
    },
    "accident": {
        "critical": Bar(killed=30, together=200),
        "high": Bar(killed=10, injured=50, missing=20, together=60),
        "medium": Bar(killed=3, injured=10, missing=3, together=10),
    },
    "protest_riot": {"high": Bar(killed=5), "medium": Bar(killed=1, injured=5, arrested=50)},
    "arrest_raid": {"high": Bar(killed=5, arrested=100), "medium": Bar(killed=1, arrested=10)},
    "execution": {"medium": Bar(killed=5)},
}


def load_severity_words(path: Path | None = None) -> Mapping[str, Severity]:
    """Load what the severities are called, as written and folded. Errors: LexiconError."""
    words: dict[str, Severity] = {}
    by_name = {severity: severity for severity in SEVERITIES}
    for row in read_table(path or Path(str(files("streams.alert"))) / "data" / "severities.tsv"):
        severity = by_name.get(row["value"])  # type: ignore[call-overload]  # None for no severity
        if severity is None:
            raise row.refuse(f"{row['value']!r} is no severity")
        for form in row["form"].split("|"):
            words |= dict.fromkeys((form.strip(), fold(form.strip())), severity)
    return words


def type_group(event_type: str) -> str:
    """Name the group of types that may be one incident; other types each stand alone."""
    return TYPE_GROUPS.get(event_type, event_type)


def family(event_type: str) -> str:
    """Name the family of kinds that may be one incident where more than the kind says so."""
    group = type_group(event_type)
    return _FAMILIES.get(group, group)


def severity_of(
    event_type: str, *, killed: Toll, injured: Toll, missing: Toll, arrested: Toll
) -> Severity:
    """Rate an incident by the least number each toll can mean; a toll not stated counts nothing."""
    counts = Bar(
        killed=killed.min or 0,
        injured=injured.min or 0,
        missing=missing.min or 0,
        arrested=arrested.min or 0,
        together=(killed.min or 0) + (injured.min or 0),
    )
    bars = _BARS[_bars_name(event_type)]
    for severity in reversed(SEVERITIES):
        bar = bars.get(severity)
        if bar is not None and _reaches(counts, bar):
            return severity
    return "medium" if event_type in _ALWAYS_MEDIUM else "low"


def at_least(severity: Severity, floor: Severity) -> bool:
    """Say whether a severity is no lower than another."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(floor)


def _bars_name(event_type: str) -> str:
    if event_type in _VIOLENT:
        return "violent"
    return event_type if event_type in _BARS else "accident"


def _reaches(counts: Bar, bar: Bar) -> bool:
    pairs = (
        (counts.killed, bar.killed),
        (counts.injured, bar.injured),
        (counts.missing, bar.missing),
        (counts.arrested, bar.arrested),
        (counts.together, bar.together),
    )
    return any(need is not None and (have or 0) >= need for have, need in pairs)
