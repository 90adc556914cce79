"""The stream as one table: four agents, what each reads, runs and writes.

To add an agent, add a row. Rows stand in the order of the stream; neighbours can be fused, which
runs them in one agent and drops the topic between them.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from streams import pipeline, topics
from streams.pipeline import Arrival, Failure, Outcome, Stores, Timed, Words
from streams.records import Record
from streams.topics import Topic

_JOINED: Final = "+"
Run = Callable[[Sequence[Arrival], Words, Stores, Timed], Awaitable[list[Outcome]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Describe one agent."""

    name: str
    reads: Topic
    run: Run
    writes: tuple[Topic, ...]

    @property
    def stage(self) -> str:
        """Name the stage that decodes what the agent reads: of fused rows, the first."""
        return self.name.partition(_JOINED)[0]


ROWS: Final = (
    Row(
        name="dedup",
        reads=topics.RAW,
        run=pipeline.deduplicate,
        writes=(topics.UNIQUE, topics.DUPLICATES),
    ),
    Row(
        name="language",
        reads=topics.UNIQUE,
        run=pipeline.detect_languages,
        writes=(topics.DETECTED,),
    ),
    Row(
        name="enrichment",
        reads=topics.DETECTED,
        run=pipeline.enrich,
        writes=(topics.ENRICHED,),
    ),
    Row(
        name="alerting",
        reads=topics.ENRICHED,
        run=pipeline.alert,
        writes=(topics.ALERTS, topics.SUPPRESSED),
    ),
)


class UnknownAgent(ValueError):
    """Report an agent that is not in the table."""


def select(names: Sequence[str] | None, *, fuse: bool) -> tuple[Row, ...]:
    """Give the rows a worker runs: those named, or all; neighbours merged if asked.

    Errors: UnknownAgent with the names there are.
    """
    known = [row.name for row in ROWS]
    for name in names or ():
        if name not in known:
            raise UnknownAgent(f"there is no agent {name!r}; there are {', '.join(known)}")
    rows = [row for row in ROWS if names is None or row.name in names]
    return tuple(_fuse_neighbours(rows) if fuse else rows)


def _fuse_neighbours(rows: Sequence[Row]) -> list[Row]:
    fused: list[Row] = []
    for row in rows:
        if fused and row.reads in fused[-1].writes:
            fused[-1] = _fused(fused[-1], row)
        else:
            fused.append(row)
    return fused


def _fused(first: Row, second: Row) -> Row:
    async def run(
        arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed
    ) -> list[Outcome]:
        outcomes = await first.run(arrivals, words, stores, timed)
        passed = [
            (index, record)
            for index, outcome in enumerate(outcomes)
            for record in outcome.records
            if record.topic is second.reads
        ]
        inner = [Arrival(arrivals[index].message, record.content) for index, record in passed]
        results = await second.run(inner, words, stores, timed) if inner else []
        added: list[list[Record]] = [[] for _ in outcomes]
        failed: list[list[Failure]] = [[] for _ in outcomes]
        for (index, _), result in zip(passed, results, strict=True):
            added[index] += result.records
            failed[index] += result.failures
        return [
            replace(
                outcome,
                records=(
                    *(record for record in outcome.records if record.topic is not second.reads),
                    *added[index],
                ),
                failures=(*outcome.failures, *failed[index]),
            )
            for index, outcome in enumerate(outcomes)
        ]

    return Row(
        name=f"{first.name}{_JOINED}{second.name}",
        reads=first.reads,
        run=run,
        writes=(*(t for t in first.writes if t is not second.reads), *second.writes),
    )
