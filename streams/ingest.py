"""Bring raw messages to `articles.raw`: paced, and resumable where the input is a file."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from aiokafka import AIOKafkaProducer

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
) -> int:
    """Produce messages in order, at most so many a second; give how many the broker took.

    `done` hears the number of the last message acknowledged with all before it.
    Errors: KafkaError; then `done` has said where to go on.
    """
    loop = asyncio.get_running_loop()
    begun = loop.time()
    waiting: list[tuple[int, asyncio.Future[object]]] = []
    sent = 0
    for message in messages:
        if per_second:
            await asyncio.sleep(max(0.0, begun + sent / per_second - loop.time()))
        headers = cloud_event_headers(topics.RAW, f"ingest:{message.number}", None)
        future = await producer.send(
            prefix + topics.RAW.name, value=message.value, key=message.key, headers=list(headers)
        )
        waiting.append((message.number, future))
        sent += 1
        if len(waiting) >= _IN_FLIGHT:
            await _settle(waiting, done)
    await _settle(waiting, done)
    return sent


async def _settle(
    waiting: list[tuple[int, "asyncio.Future[object]"]], done: Callable[[int], None]
) -> None:
    for number, future in waiting:
        await future
        done(number)
    waiting.clear()


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
