"""Who the killed, injured, missing and arrested are: their role, and whose they were. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from schemas.alert import Toll
from schemas.annotation import CasualtyKind, Event
from streams.text.lexicon import read_table
from streams.text.normalize import fold

# As enrichment names them. Victims of several roles in one figure have none.
ROLES: Final = ("civilian", "soldier", "police", "militant", "suspect")


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """Count what an article tells of victims of one role and affiliation."""

    kind: CasualtyKind
    toll: Toll
    role: str | None = None
    affiliation: str | None = None


@dataclass(frozen=True, slots=True)
class Who:
    """Ask for victims: of one of the roles, of one of the affiliations. Empty: of any.

    Shape: sorted; affiliations folded.
    """

    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()

    def means(self, victims: Victims) -> bool:
        """Say whether victims are asked for; those nobody describes never are."""
        if self.roles and victims.role not in self.roles:
            return False
        return not self.affiliations or _folded(victims.affiliation) in self.affiliations


EVERYBODY: Final = Who()


def load_role_words(path: Path | None = None) -> Mapping[str, str]:
    """Load what the roles are called, as written and folded. Errors: LexiconError."""
    words: dict[str, str] = {}
    for row in read_table(path or Path(str(files("streams.alert"))) / "data" / "victim_roles.tsv"):
        if row["value"] not in ROLES:
            raise row.refuse(f"{row['value']!r} is no role; there are {', '.join(ROLES)}")
        for form in row["form"].split("|"):
            words |= dict.fromkeys((form.strip(), fold(form.strip())), row["value"])
    return words


def victims_of(event: Event) -> tuple[Victims, ...]:
    """List the victims of an event that the text describes."""
    return tuple(
        Victims(
            kind=one.kind,
            toll=Toll(min=one.min, max=one.max),
            role=one.role,
            affiliation=one.affiliation,
        )
        for one in event.casualties
        if one.role or one.affiliation
    )


def count_victims(told: Iterable[Victims], kind: CasualtyKind, who: Who) -> Toll:
    """Add up what one article tells of the victims asked for. Units: persons."""
    tolls = [one.toll for one in told if one.kind == kind and who.means(one)]
    if not tolls:
        return Toll()
    ends = [toll.max for toll in tolls]
    return Toll(
        min=sum(toll.min or 0 for toll in tolls),
        max=None if None in ends else sum(end or 0 for end in ends),
    )


@lru_cache(maxsize=4096)
def _folded(name: str | None) -> str:
    return fold(name or "").strip()
