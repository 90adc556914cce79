"""Bring raw messages to `articles.raw`: paced, and resumable where the input is a file."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aiokafka import AIOKafkaProducer
from aiokafka.errors import MessageSizeTooLargeError, RecordTooLargeError

from streams import topics
from streams.records import cloud_event_headers, raw_key

_IN_FLIGHT = 500


@dataclass(frozen=True, slots=True)
class RawMessage:
    """Hold one line to produce; `number` counts the input's messages from 1."""

    number: int
    key: bytes
    value: bytes


def raw_messages(lines: Iterable[bytes], *, skip: int = 0) -> Iterator[RawMessage]:
    """Key each line, after leaving out the first `skip`."""
    for number, line in enumerate(islice(lines, skip, None), start=skip + 1):
        yield RawMessage(number, raw_key(line), line)


async def ingest(
    producer: AIOKafkaProducer,
    messages: Iterable[RawMessage],
    *,
    prefix: str,
    per_second: float | None,
    done: Callable[[int], None],
    refused: Callable[[int], None],
) -> int:
    """Produce messages in order, at most so many a second; give how many the broker took.

    `done` hears the number of the last message settled with all before it; `refused` that of a
    message which is too large for any broker, and which is left out, for it would be so each time.
    Errors: KafkaError; then `done` has said where to go on.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    waiting: deque[tuple[int, asyncio.Future[object]]] = deque()
    taken = 0
    for sent, message in enumerate(messages):
        if per_second:
            await asyncio.sleep(max(0.0, begun + sent / per_second - loop.time()))
        headers = cloud_event_headers(topics.RAW, f"ingest:{message.number}", None)
        try:
            future = await producer.send(
                prefix + topics.RAW.name,
                value=message.value,
                key=message.key,
                headers=list(headers),
            )
        except MessageSizeTooLargeError as error:
            future = loop.create_future()
            future.set_exception(error)
        waiting.append((message.number, future))
        taken += await _settle(waiting, done, refused, leave=_IN_FLIGHT)
    return taken + await _settle(waiting, done, refused, leave=0)


async def _settle(
    waiting: deque[tuple[int, "asyncio.Future[object]"]],
    done: Callable[[int], None],
    refused: Callable[[int], None],
    *,
    leave: int,
) -> int:
    """Tell of what the broker has taken; wait for it where more than `leave` are in flight."""
    taken = 0
    while waiting and (len(waiting) > leave or waiting[0][1].done()):
        number, future = waiting.popleft()
        try:
            await future
            taken += 1
        except (MessageSizeTooLargeError, RecordTooLargeError):
            refused(number)
        done(number)
    return taken


class Bookmark:
    """Remember in a small file how many messages of an input the broker has taken."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int:
        """Give the count; 0 where there is no file. Errors: ValueError for another file."""
        try:
            return int(self._path.read_text("ascii").strip() or "0")
        except FileNotFoundError:
            return 0
        except ValueError:
            raise ValueError(f"{self._path} is no bookmark of `barid ingest`") from None

    def write(self, count: int) -> None:
        """Replace the count in one step, so that a crash leaves the old or the new."""
        draft = self._path.with_suffix(self._path.suffix + ".new")
        draft.write_text(f"{count}\n", "ascii")
        draft.replace(self._path)
