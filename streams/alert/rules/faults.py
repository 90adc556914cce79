"""What is wrong with a rules file, where, and what to do, in English and in Arabic."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Final

from streams.alert.rules.tree import Node

# An error names this many faults at once; a file with more has one cause, not many.
_MAX_SHOWN: Final = 20


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Say what is wrong at one place. `code` is a stable slug; `error` or else a warning."""

    file: str
    line: int
    column: int
    code: str
    english: str
    arabic: str
    error: bool = True

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.english}\n    {self.arabic}"


class RulesError(ValueError):
    """Report rules that cannot be used; the text says where and what to do."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Put the faults in the order of the file."""
        self.faults = tuple(sorted(faults))
        shown = [str(fault) for fault in self.faults[:_MAX_SHOWN]]
        left = len(self.faults) - len(shown)
        super().__init__("\n".join([*shown, f"... and {left} more"] if left else shown))


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold one message in both languages, with `{names}` to fill in."""

    english: str
    arabic: str


Messages = Mapping[str, Wording]


def load_messages(path: Path | None = None) -> Messages:
    """Load the shipped messages. Errors: ValueError with file and code."""
    found = path or Path(str(files("streams.alert"))) / "data" / "rule_messages.toml"
    messages: dict[str, Wording] = {}
    for code, entry in tomllib.loads(found.read_text("utf-8")).items():
        if not isinstance(entry, dict) or set(entry) != {"en", "ar"}:
            raise ValueError(f"{found}:0: {code} needs `en` and `ar`, and nothing else")
        messages[code] = Wording(entry["en"], entry["ar"])
    return messages


@dataclass(slots=True)
class Report:
    """Collect faults while files are read; `file` is the one being read."""

    messages: Messages
    file: str = ""
    faults: list[Fault] = field(default_factory=list)

    def error(self, at: Node, code: str, /, **values: object) -> None:
        """Note what makes the rules unusable."""
        self._note(at.line, at.column, code, values, error=True)

    def warn(self, at: Node, code: str, /, **values: object) -> None:
        """Note what is likely a mistake."""
        self._note(at.line, at.column, code, values, error=False)

    def error_at(self, line: int, column: int, code: str, /, **values: object) -> None:
        """Note an error where there is no node."""
        self._note(line, column, code, values, error=True)

    @property
    def failed(self) -> bool:
        """Say whether there is an error."""
        return any(fault.error for fault in self.faults)

    def _note(
        self, line: int, column: int, code: str, values: Mapping[str, object], *, error: bool
    ) -> None:
        said = self.messages[code]
        english, arabic = said.english.format(**values), said.arabic.format(**values)
        self.faults.append(Fault(self.file, line, column, code, english, arabic, error))
