"""One batch through one row of the topology: bytes in, records and dead letters out.

Everything between the broker's bytes and the broker's bytes that is the same in the stream and in
`replay`: decoding, running the stages, encoding, and a dead letter for what cannot be handled.
"""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.codec import InvalidMessage, decode
from schemas.deadletter import DeadLetter
from streams.pipeline import Arrival, Failure, Outcome, Stores, Timed, Words
from streams.records import DeadLetterRecord, Headers
from streams.topics import DEADLETTERS, Topic
from streams.topology import Row

# The reason of a dead letter that a stage raised; the others are `InvalidMessage`'s.
STAGE_ERROR = "stage_error"
RECORD_TOO_LARGE = "record_too_large"
_STACK_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Message:
    """Hold a message as the broker gave it."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None

    @property
    def place(self) -> str:
        """Name the message's place in the stream; the same after a crash, of no other message."""
        return f"{self.topic}/{self.partition}/{self.offset}"


@dataclass(frozen=True, slots=True)
class Produced:
    """Hold one encoded record; `content` is what it was encoded from."""

    topic: Topic
    key: bytes | None
    value: bytes | None
    headers: Headers
    content: object


@dataclass(frozen=True, slots=True)
class Handled:
    """Hold all that one message caused. Never empty of both unless the stage keeps silence."""

    message: Message
    produced: tuple[Produced, ...]
    dead: tuple[DeadLetter, ...]


async def handle(
    row: Row,
    messages: Sequence[Message],
    words: Words,
    stores: Stores,
    timed: Timed,
    *,
    max_bytes: int,
    outages: tuple[type[Exception], ...] = (),
) -> list[Handled]:
    """Run a batch. Shape: one answer a message, in order. Units: `max_bytes` a message, in bytes.

    Errors: `outages`, a store's connection errors, after which the same batch can be asked again.
    Whatever else is raised is the fault of one message, which becomes a dead letter.
    """

    async def run(arrivals: Sequence[Arrival]) -> list[Outcome]:
        try:
            return await row.run(arrivals, words, stores, timed)
        except outages:
            raise
        except Exception as error:  # noqa: BLE001 - a dead letter with the error, never a dead worker
            if len(arrivals) == 1:
                return [Outcome((), (Failure(row.stage, error),))]
            # Asking again is safe by design: a store answers a message it knows as it did before.
            half = len(arrivals) // 2
            return [*await run(arrivals[:half]), *await run(arrivals[half:])]

    arrivals: list[Arrival] = []
    refused: dict[int, Failure] = {}
    for index, message in enumerate(messages):
        try:
            value: object = decode(row.reads.contract, message.value, max_bytes=max_bytes)
        except InvalidMessage as error:
            refused[index] = Failure(row.stage, error)
        else:
            arrivals.append(Arrival(message.place, value))
    outcomes = iter(await run(arrivals) if arrivals else [])
    return [
        _handled(message, Outcome((), (refused[index],)) if index in refused else next(outcomes))
        for index, message in enumerate(messages)
    ]


def _handled(message: Message, outcome: Outcome) -> Handled:
    produced: list[Produced] = []
    failures = list(outcome.failures)
    for record in outcome.records:
        try:
            encoded = record.value()
        except (TypeError, ValueError) as error:
            failures.append(Failure(_writer(record.topic), error))
            continue
        produced.append(
            Produced(record.topic, record.key, encoded, record.headers(), record.content)
        )
    # One dead letter a message, however many of its articles failed: it holds the whole message.
    dead = (_dead_letter(message, failures[0]),) if failures else ()
    produced += [_dead_record(letter) for letter in dead]
    return Handled(message, tuple(produced), dead)


def _writer(topic: Topic) -> str:
    """Name the stage that writes a topic."""
    return topic.written_by.split()[0]


def _dead_letter(message: Message, failure: Failure) -> DeadLetter:
    error = failure.error
    known = isinstance(error, InvalidMessage)
    stack = "" if known else "".join(traceback.format_exception(error))[-_STACK_CHARS:]
    return DeadLetter(
        topic=message.topic,
        partition=message.partition,
        offset=message.offset,
        stage=failure.stage,
        reason=error.reason if isinstance(error, InvalidMessage) else STAGE_ERROR,
        error_class=type(error).__name__,
        error=error.detail if isinstance(error, InvalidMessage) else str(error),
        key=message.key,
        value=message.value,
        stack=stack,
    )


def refuse_record(message: Message, record: Produced, error: Exception) -> Produced:
    """Make the dead letter of a message whose record no broker takes, for its size."""
    failure = Failure(_writer(record.topic), error)
    letter = replace(_dead_letter(message, failure), reason=RECORD_TOO_LARGE)
    if record.topic is DEADLETTERS:  # the original bytes are what is too large: keep the facts
        letter = replace(letter, value=None)
    return _dead_record(letter)


def _dead_record(letter: DeadLetter) -> Produced:
    record = DeadLetterRecord(letter)
    return Produced(record.topic, record.key, record.value(), record.headers(), letter)
