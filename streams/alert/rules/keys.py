"""What rules may ask of an article, each question once, numbered; rules hold the numbers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Asked = Literal[
    "term", "regex", "entity", "name", "actor", "place", "subject", "language", "outlet", "event",
    "watchlist",
]  # fmt: skip
Where = Literal["text", "lead", "title"]
Key = tuple[str, ...]


@dataclass(slots=True)
class Keys:
    """Number questions: `("term", words, level, where)`, `("entity", id)`, `("language", code)`.

    `groups` says which questions are answered with yes by the yes to another.
    """

    numbers: dict[Key, int] = field(default_factory=dict)
    asked: list[Key] = field(default_factory=list)
    groups: dict[int, list[int]] = field(default_factory=dict)

    def number(self, asked: Asked, *what: str) -> int:
        """Give the number of a question, a new one for a new question."""
        key = (asked, *what)
        known = self.numbers.get(key)
        if known is None:
            known = self.numbers[key] = len(self.asked)
            self.asked.append(key)
        return known

    def group(self, members: Iterable[int], asked: Asked, *what: str) -> int:
        """Give the number of a question that is true where one of others is."""
        number = self.number(asked, *what)
        for member in members:
            self.groups.setdefault(member, []).append(number)
        return number
