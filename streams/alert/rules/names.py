"""What names in rules mean: places, entities, subjects. The composition root knows; rules ask."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Named:
    """Hold one thing a name may mean; `about` tells it from others of the name (`city, IQ`)."""

    id: str
    name: str
    about: str = ""

    def __str__(self) -> str:
        return (
            f"{self.id} ({self.name}, {self.about})" if self.about else f"{self.id} ({self.name})"
        )


class Names(Protocol):
    """Resolve names as people write them in rules, or ids."""

    def places(self, name: str) -> tuple[Named, ...]:
        """Give the places of a name or id, none that lies within another of them."""
        ...

    def entities(self, name: str) -> tuple[Named, ...]:
        """Give the persons, organisations and outlets of a name or id."""
        ...

    def subjects(self, name: str) -> tuple[str, ...]:
        """Give the codes of a subject and of all beneath it, by name or code."""
        ...

    def near(self, name: str) -> tuple[str, ...]:
        """Give a few names much like one that nothing has."""
        ...


@dataclass(frozen=True, slots=True)
class ListedNames:
    """Know just the names given, each folded; for tests and small worlds."""

    place_names: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    entity_names: dict[str, tuple[Named, ...]] = field(default_factory=dict)
    subject_names: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def places(self, name: str) -> tuple[Named, ...]:
        """Look a place up."""
        return self.place_names.get(name, ())

    def entities(self, name: str) -> tuple[Named, ...]:
        """Look an entity up."""
        return self.entity_names.get(name, ())

    def subjects(self, name: str) -> tuple[str, ...]:
        """Look a subject up."""
        return self.subject_names.get(name, ())

    def near(self, name: str) -> tuple[str, ...]:
        """Give names with the same beginning."""
        known = (*self.place_names, *self.entity_names, *self.subject_names)
        return tuple(one for one in known if one[:2] == name[:2])[:3]


NO_NAMES = ListedNames()
