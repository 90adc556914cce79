"""What was read of the two topics and is still held: a bounded window on each, newest last.

Everything that shows or sends alerts reads from here: a stream's client by a cursor, the JSON
endpoints and the page by looking. No I/O, no clock; whoever reads the topics puts records in.
"""

import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from schemas.alert import Alert, Suppression
from schemas.codec import InvalidMessage, decode
from streams.deliver.filters import Facts, Filter, alert_facts, suppression_facts
from streams.deliver.position import Partition, Positions
from streams.deliver.reading import place_of
from streams.subscribe import Received
from streams.topics import ALERTS, SUPPRESSED

log = logging.getLogger("barid.history")

Kind = Literal["alert", "suppressed"]
KINDS: Final[dict[str, Kind]] = {ALERTS.name: "alert", SUPPRESSED.name: "suppressed"}
# A revision is 3 KB, one of an incident of forty articles 25 KB: some 60 MB at the very most.
MAX_ENTRIES: Final = 20_000
MAX_BYTES: Final = 48 * 1024 * 1024
# What is let go at once: taking single entries off the front of a list costs its length.
_CUT_RATIO: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Hold one record: its bytes as they lie in the topic, and the facts to choose it by.

    `sequence` is the order in which this process read it; it means nothing to another.
    """

    sequence: int
    kind: Kind
    place: Partition
    offset: int
    timestamp_ms: int
    data: bytes
    facts: Facts
    subject_id: str
    revision: int
    incident_id: str | None

    def alert(self) -> Alert:
        """Decode the alert; one that came in can be decoded."""
        return decode(Alert, self.data)

    def suppression(self) -> Suppression:
        """Decode the silence."""
        return decode(Suppression, self.data)


@dataclass(slots=True)
class _Window:
    """Hold the newest entries of one kind, in the order they were read."""

    max_entries: int
    max_bytes: int
    entries: list[Entry] = field(default_factory=list)
    held_bytes: int = 0

    def add(self, entry: Entry) -> list[Entry]:
        """Add an entry; give those let go for it."""
        self.entries.append(entry)
        self.held_bytes += len(entry.data)
        cut = 0
        if len(self.entries) > self.max_entries or self.held_bytes > self.max_bytes:
            cut = max(1, int(len(self.entries) * _CUT_RATIO))
        gone, self.entries = self.entries[:cut], self.entries[cut:] if cut else self.entries
        self.held_bytes -= sum(len(old.data) for old in gone)
        return gone

    def after(self, sequence: int) -> int:
        return bisect_left(self.entries, sequence + 1, key=lambda entry: entry.sequence)


class History:
    """Hold the newest alerts, all their revisions, and the newest silences."""

    def __init__(self, max_entries: int = MAX_ENTRIES, max_bytes: int = MAX_BYTES) -> None:
        """Take how many entries of each kind to hold, and how many bytes of them."""
        self._windows: dict[Kind, _Window] = {
            kind: _Window(max_entries, max_bytes) for kind in KINDS.values()
        }
        self._alerts: dict[str, dict[int, Entry]] = {}
        self._alert_on: dict[str, str] = {}
        self.last_sequence = 0
        # Of each partition: the last offset read, and the last one that is not held.
        self.seen: Positions = {}
        self.floor: Positions = {}

    def begin(self, positions: Positions) -> None:
        """Say behind which offsets reading begins."""
        for place, offset in positions.items():
            self.seen.setdefault(place, offset)
            self.floor.setdefault(place, offset)

    def take(self, record: Received) -> Entry | None:
        """Put a record in; None for one that is known already, or that nobody can read."""
        place = place_of(record)
        if record.offset <= self.seen.get(place, -1):
            return None
        self.seen[place] = record.offset
        entry = entry_of(record, self.last_sequence + 1)
        if entry is None or self._is_repeat(entry):
            return None
        self.last_sequence = entry.sequence
        for gone in self._windows[entry.kind].add(entry):
            self.floor[gone.place] = max(gone.offset, self.floor.get(gone.place, -1))
            self._forget(gone)
        if entry.kind == "alert":
            # The order of the dict is that of the newest revisions.
            revisions = self._alerts.pop(entry.subject_id, {})
            self._alerts[entry.subject_id] = {**revisions, entry.revision: entry}
            if entry.incident_id:
                self._alert_on[entry.incident_id] = entry.subject_id
        return entry

    def after(self, sequence: int, kinds: Sequence[Kind], limit: int) -> list[Entry]:
        """Give at most `limit` entries behind a sequence number, in order."""
        found: list[Entry] = []
        for kind in kinds:
            window = self._windows[kind]
            first = window.after(sequence)
            found += window.entries[first : first + limit]
        return sorted(found, key=lambda entry: entry.sequence)[:limit]

    def count_after(self, sequence: int, kinds: Sequence[Kind]) -> int:
        """Count what `after` would give without a limit."""
        windows = [self._windows[kind] for kind in kinds]
        return sum(len(window.entries) - window.after(sequence) for window in windows)

    def count(self, kind: Kind) -> int:
        """Count the alerts, each once, or the silences."""
        return len(self._alerts) if kind == "alert" else len(self._windows[kind].entries)

    def holds_after(self, positions: Positions, kinds: Sequence[Kind]) -> bool:
        """Say whether everything behind these positions that was read is still held."""
        return all(
            positions.get(place, -1) >= floor
            for place, floor in self.floor.items()
            if KINDS[place[0]] in kinds
        )

    def latest(self, wanted: Filter) -> Iterator[Entry]:
        """Yield the last revision of each alert, the newest first."""
        for revisions in reversed(self._alerts.values()):
            newest = revisions[max(revisions)]
            if wanted.takes(newest.facts):
                yield newest

    def suppressed(self, wanted: Filter, *, incident_id: str | None = None) -> Iterator[Entry]:
        """Yield silences, the newest first; with `incident_id`, those about that incident."""
        for entry in reversed(self._windows["suppressed"].entries):
            if incident_id is not None and entry.incident_id != incident_id:
                continue
            if wanted.takes(entry.facts):
                yield entry

    def revisions(self, alert_id: str) -> list[Entry]:
        """Give what is held of an alert, the first revision first; empty for an unknown one."""
        held = self._alerts.get(alert_id, {})
        return [held[number] for number in sorted(held)]

    def alert_on(self, incident_id: str) -> str | None:
        """Give the id of the newest alert on an incident; None where none is held."""
        return self._alert_on.get(incident_id)

    def find(self, place: Partition, offset: int) -> Entry | None:
        """Find the entry at a place in its topic."""
        entries = self._windows[KINDS[place[0]]].entries if place[0] in KINDS else []
        return next((e for e in entries if e.offset == offset and e.place == place), None)

    def _is_repeat(self, entry: Entry) -> bool:
        """Say whether a crash had the worker send a revision again, byte for byte."""
        if entry.kind != "alert":
            return False
        held = self._alerts.get(entry.subject_id, {}).get(entry.revision)
        return held is not None and held.data == entry.data

    def _forget(self, gone: Entry) -> None:
        revisions = self._alerts.get(gone.subject_id) if gone.kind == "alert" else None
        if revisions and revisions.get(gone.revision) is gone:
            del revisions[gone.revision]
            if not revisions:
                del self._alerts[gone.subject_id]
                if self._alert_on.get(gone.incident_id or "") == gone.subject_id:
                    del self._alert_on[gone.incident_id or ""]


def entry_of(record: Received, sequence: int) -> Entry | None:
    """Read a record; None for a tombstone, and for what is no alert or silence."""
    if record.value is None:  # a tombstone: nothing to show
        return None
    kind = KINDS[record.topic.name]
    try:
        if kind == "alert":
            alert = decode(Alert, record.value)
            facts, subject, revision = alert_facts(alert), alert.alert_id, alert.revision
            incident = alert.incident_id
        else:
            silence = decode(Suppression, record.value)
            facts, subject, revision = suppression_facts(silence), silence.article_id, 0
            incident = silence.incident_id
    except InvalidMessage as error:
        where = f"{record.topic.name}/{record.partition}/{record.offset}"
        log.warning("%s is no %s and is not shown: %s", where, kind, error)
        return None
    return Entry(
        sequence=sequence,
        kind=kind,
        place=place_of(record),
        offset=record.offset,
        timestamp_ms=record.timestamp_ms,
        data=record.value,
        facts=facts,
        subject_id=subject,
        revision=revision,
        incident_id=incident,
    )
