"""What a rule can ask, as small values that answer true, false, or None for "not known yet".

Conditions on the article (words, names, subjects, language, outlet) are bits, read once an article.
Conditions on the happening (kind, place, toll, severity, outlets) are asked of `Circumstances`:
an incident knows them all, an article only some of them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from schemas.alert import Severity
from schemas.annotation import CasualtyKind
from streams.alert.victims import EVERYBODY, Who

Truth = bool | None


class Circumstances(Protocol):
    """Answer what is known of a happening."""

    def happened(self, types: frozenset[str] | None) -> Truth:
        """Say whether it is of one of the types; None stands for any type."""
        ...

    def located(self, places: frozenset[str]) -> Truth:
        """Say whether it lies in one of the places."""
        ...

    def counted(self, kind: CasualtyKind, least: int, most: int | None, who: Who) -> Truth:
        """Say whether the least number of victims asked for is in range. Units: persons."""
        ...

    def rated(self, floor: Severity) -> Truth:
        """Say whether it is at least as severe."""
        ...

    def reported(self, outlets: int) -> Truth:
        """Say whether so many independent outlets tell of it."""
        ...


class Condition(Protocol):
    """Answer for an article's bits and what is known of its happening."""

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Say whether the condition holds."""
        ...


@dataclass(frozen=True, slots=True)
class Said:
    """Hold where one of `keys` is true of the article; the answer is the bit `mask`."""

    mask: int
    keys: tuple[int, ...]

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Read the bit."""
        del known
        return bool(bits & self.mask)


@dataclass(frozen=True, slots=True)
class Happened:
    """Hold for a happening of one of the types, or of any."""

    types: frozenset[str] | None

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Ask for the kind of event."""
        del bits
        return known.happened(self.types)


@dataclass(frozen=True, slots=True)
class Located:
    """Hold for a happening in one of the places: `country:IQ`, `admin1:IQ-KI`, `place:...`."""

    places: frozenset[str]

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Ask for the place."""
        del bits
        return known.located(self.places)


@dataclass(frozen=True, slots=True)
class Counted:
    """Hold where a toll is in range, both ends included; of all, or of some. Units: persons."""

    kind: CasualtyKind
    least: int
    most: int | None
    who: Who = EVERYBODY

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Ask for the toll."""
        del bits
        return known.counted(self.kind, self.least, self.most, self.who)


@dataclass(frozen=True, slots=True)
class Rated:
    """Hold from a severity upwards."""

    floor: Severity

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Ask for the severity."""
        del bits
        return known.rated(self.floor)


@dataclass(frozen=True, slots=True)
class Reported:
    """Hold from so many independent outlets upwards."""

    outlets: int

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Ask for the outlets."""
        del bits
        return known.reported(self.outlets)


@dataclass(frozen=True, slots=True)
class All:
    """Hold where every part holds; with no part, always."""

    parts: tuple[Condition, ...]

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Join the parts."""
        answer: Truth = True
        for part in self.parts:
            said = part.truth(bits, known)
            if said is False:
                return False
            if said is None:
                answer = None
        return answer


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Hold where one part holds; with no part, never."""

    parts: tuple[Condition, ...]

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Part by part."""
        answer: Truth = False
        for part in self.parts:
            said = part.truth(bits, known)
            if said:
                return True
            if said is None:
                answer = None
        return answer


@dataclass(frozen=True, slots=True)
class NoneOf:
    """Hold where no part holds."""

    parts: tuple[Condition, ...]

    def truth(self, bits: int, known: Circumstances) -> Truth:
        """Part by part, turned round."""
        answer: Truth = True
        for part in self.parts:
            said = part.truth(bits, known)
            if said:
                return False
            if said is None:
                answer = None
        return answer


ANY_EVENT = Happened(None)
ALWAYS = All(())


def parts_of(condition: Condition) -> Sequence[Condition]:
    """Give the parts of a joined condition; none for a single one."""
    return condition.parts if isinstance(condition, All | AnyOf | NoneOf) else ()


def walk(condition: Condition, visit: Callable[[Condition], None]) -> None:
    """Visit a condition and all its parts, outermost first."""
    visit(condition)
    for part in parts_of(condition):
        walk(part, visit)
