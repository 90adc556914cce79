"""A channel as its file describes it, and what a channel is given to send and says of it."""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from schemas.alert import Alert, AlertStatus, Severity
from schemas.codec import decode
from streams.deliver.channels.secret import Secret
from streams.deliver.filters import Filter, alert_facts
from streams.subscribe import Received

ChannelType = Literal["webhook", "ntfy", "apprise", "file"]
Language = Literal["ar", "en"]
SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)
# Why an alert was given up; a closed set, and the `reason` of its dead letter.
GiveUp = Literal[
    "refused", "redirected", "blocked_address", "no_answer", "failing", "unreadable", "unsendable"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Say which alerts a channel takes; an empty condition takes all."""

    severity_min: Severity = "low"
    statuses: frozenset[AlertStatus] = frozenset()
    filter: Filter = field(default_factory=Filter)

    def takes(self, alert: Alert) -> bool:
        """Say whether an alert is for this channel."""
        if SEVERITIES.index(alert.severity) < SEVERITIES.index(self.severity_min):
            return False
        if self.statuses and alert.status not in self.statuses:
            return False
        return not self.filter or self.filter.takes(alert_facts(alert))


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Say when one message stands for many: that far behind, or that soon after the last one.

    Units: alerts, seconds; 0 for never.
    """

    behind: int = 10
    min_interval_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Say how long to try. Units: seconds.

    `attempts` counts answers that are failures; without an answer there is no such limit. Nothing
    is tried again once the channel as a whole has failed for `give_up_seconds`.
    """

    attempts: int = 10
    give_up_seconds: float = 6 * 3600.0
    timeout_seconds: float = 10.0
    first_wait_seconds: float = 1.0
    longest_wait_seconds: float = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Describe one channel. `digest` is None where each alert is a message of its own.

    `secrets` are signing keys, the newest first; `path` is that of a file.
    """

    id: str
    type: ChannelType
    url: Secret | None = None
    secrets: tuple[Secret, ...] = ()
    token: Secret | None = None
    path: str | None = None
    wanted: Wanted = field(default_factory=Wanted)
    digest: Digest | None = None
    patience: Patience = field(default_factory=Patience)
    allow_private: bool = False
    language: Language = "ar"

    @property
    def hidden(self) -> tuple[Secret, ...]:
        """Give everything that must not be written anywhere."""
        return tuple(one for one in (self.url, self.token, *self.secrets) if one is not None)


@dataclass(frozen=True, slots=True)
class Told:
    """Hold one alert to send, with the record it came in."""

    alert: Alert
    record: Received

    @property
    def key(self) -> str:
        """Name this revision: what a receiver counts once. The same as `ce_id` in the topic."""
        return f"{self.alert.alert_id}:{self.alert.revision}"


@dataclass(frozen=True, slots=True)
class Parcel:
    """Hold what goes out as one message: one alert, or a digest of several.

    `is_test` marks an alert that is none.
    """

    told: tuple[Told, ...]
    is_test: bool = False

    @property
    def message_id(self) -> str:
        """Name the message; the same for every attempt, and after a restart."""
        last = self.told[-1]
        if self.is_test:
            return f"test:{last.alert.alert_id}"
        if len(self.told) == 1:
            return last.key
        return f"digest:{len(self.told)}:{self.told[0].key}:{last.key}"

    @property
    def kind(self) -> Literal["alert", "digest", "test"]:
        """Say what it is."""
        return "test" if self.is_test else "alert" if len(self.told) == 1 else "digest"


@dataclass(frozen=True, slots=True)
class Answer:
    """Say what came of one attempt.

    `delivered`, or `again` (a failure that may pass), or `stop` (the receiver wants nothing any
    more), or the reason for which it will never be taken. Units: `wait_seconds` as the receiver
    asks.
    """

    outcome: Literal["delivered", "again", "stop"] | GiveUp
    status: int | None = None
    error: str | None = None
    wait_seconds: float | None = None


def read_told(record: Received) -> Told | None:
    """Read a record; None for a tombstone. Errors: InvalidMessage."""
    if record.value is None:
        return None
    return Told(decode(Alert, record.value), record)
