"""Forget by the time articles tell, in memory, as keys expire in Redis by the server's clock."""

from collections.abc import Hashable, Iterator
from typing import Final, Generic, TypeVar

# One article of a wrong clock moves the time by so much at most, and cannot wipe out a window.
_MAX_STEP_MINUTES: Final = 24 * 60

Key = TypeVar("Key", bound=Hashable)


class Ageing(Generic[Key]):
    """Remember when each key was last touched. Units: minutes of article time."""

    def __init__(self, keep_seconds: int) -> None:
        self._keep_minutes = keep_seconds // 60
        self._now = 0
        self._touched: dict[Key, int] = {}

    def see(self, minutes: int) -> None:
        """Take notice of an article's time; 0 for none. Time does not go back."""
        if not self._now:
            self._now = minutes
            self._touched = dict.fromkeys(self._touched, minutes)
        elif minutes > self._now:
            self._now = min(minutes, self._now + _MAX_STEP_MINUTES)

    def touch(self, key: Key) -> None:
        """Keep a key from now on for as long as any."""
        self._touched.pop(key, None)
        self._touched[key] = self._now

    def forget(self) -> Iterator[Key]:
        """Give, and forget, the keys that were last touched too long ago."""
        while self._touched:
            key = next(iter(self._touched))
            if self._touched[key] + self._keep_minutes >= self._now:
                return
            del self._touched[key]
            yield key
