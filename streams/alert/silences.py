"""Silences: what operators do not want to hear of for a while, who said so and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final, Protocol

from schemas.alert import Severity
from schemas.annotation import EventPlace
from streams.alert.severity import SEVERITIES
from streams.text.normalize import fold

_DIGEST_BYTES: Final = 5
MATCHERS: Final = ("rule", "incident", "place", "severity")


class SilenceError(ValueError):
    """Report a silence that cannot be kept; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Keep one silence. Every matcher that is given must hold; at least one is.

    `place` is a place's name, its id, or a code of a province (`IQ-DI`) or country (`IQ`) that
    holds it; `severity` is the highest that is silenced, so a worse incident is still heard.
    Units: times in ISO 8601, UTC.
    """

    silence_id: str
    author: str
    reason: str
    created_at: str
    expires_at: str
    rule: str | None = None
    incident: str | None = None
    place: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """Say who has seen an alert, at which revision; a later revision is not acknowledged by it."""

    alert_id: str
    revision: int
    author: str
    note: str
    created_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Name what might be silenced."""

    rule_id: str
    incident_id: str | None
    place: EventPlace | None
    severity: Severity


class Silences(Protocol):
    """Keep silences; a store need not look at their times, `silenced_by` does."""

    async def current(self) -> tuple[Silence, ...]:
        """Give the silences kept, by name."""
        ...


class MemorySilences:
    """Keep silences in memory, for `replay`, `try` and tests."""

    def __init__(self, silences: Sequence[Silence] = ()) -> None:
        self._silences = tuple(silences)

    async def current(self) -> tuple[Silence, ...]:
        """Give the silences kept, by name."""
        return tuple(sorted(self._silences, key=lambda one: one.silence_id))


def check_silence(silence: Silence) -> Silence:
    """Give the silence back if it can be kept. Errors: SilenceError."""
    if not any(getattr(silence, name) for name in MATCHERS):
        raise SilenceError(f"a silence needs at least one of {', '.join(MATCHERS)}")
    if not silence.author.strip() or not silence.reason.strip():
        raise SilenceError("a silence needs an author and a reason")
    if silence.severity is not None and silence.severity not in SEVERITIES:
        raise SilenceError(f"no severity {silence.severity!r}; one of {', '.join(SEVERITIES)}")
    if moment_of(silence.expires_at) <= moment_of(silence.created_at):
        raise SilenceError("a silence must expire after it begins")
    return silence


def silence_name(silence: Silence) -> Silence:
    """Give a silence its name: a digest of all it says."""
    said = "|".join(str(getattr(silence, one.name)) for one in fields(silence))
    digest = blake2b(said.encode("utf-8"), digest_size=_DIGEST_BYTES).hexdigest()
    return replace(silence, silence_id=f"sil-{digest}")


def moment_of(stated: str) -> datetime:
    """Read a time, UTC unless it names a zone. Errors: SilenceError."""
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        raise SilenceError(f"{stated!r} is no time; write 2025-10-15T12:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def silenced_by(silences: Sequence[Silence], subject: Subject, at: str | None) -> Silence | None:
    """Find the silence that holds for a subject at the time of an article; None where none does.

    The time is the article's crawl, never the wall clock: what a message causes is the same
    whenever it is read. An article that does not say its time is silenced by any that matches.
    """
    return next((one for one in silences if _holds(one, subject) and _lasts(one, at)), None)


def _holds(silence: Silence, subject: Subject) -> bool:
    if silence.rule is not None and silence.rule != subject.rule_id:
        return False
    if silence.incident is not None and silence.incident != subject.incident_id:
        return False
    if silence.severity is not None and (
        SEVERITIES.index(subject.severity) > SEVERITIES.index(silence.severity)
    ):
        return False
    return silence.place is None or _is_in(subject.place, silence.place)


def _is_in(place: EventPlace | None, wanted: str) -> bool:
    if place is None:
        return False
    codes = (place.id, place.country, place.admin1)
    return wanted in codes or fold(wanted) in (fold(place.name), fold(place.text or ""))


def _lasts(silence: Silence, at: str | None) -> bool:
    if at is None:
        return True
    try:
        return moment_of(at) < moment_of(silence.expires_at)
    except SilenceError:
        return True
