"""Run the whole pipeline over files, in one process and without a broker.

The topics are lists here and the four agents run one after the other, on the same rows and the
same batches as the stream: what a message causes is the same, record for record. Nothing reads
the wall clock, so the same input gives the same output, byte for byte.
"""

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import orjson

from schemas.codec import encode
from schemas.deadletter import DeadLetter
from schemas.raw import RawArticle
from streams import topics
from streams.batch import Handled, Message, handle
from streams.pipeline import UNTIMED, Stores, Timed, Words
from streams.records import raw_key
from streams.topics import TOPICS, Topic
from streams.topology import ROWS, Row

_BATCH_MESSAGES: Final = 64
_PARTITION: Final = 0


class InputError(Exception):
    """Report an input that cannot be opened or read at all."""


class Replay:
    """Hold the in-memory topics' lengths between batches; one per run."""

    def __init__(
        self,
        words: Words,
        stores: Stores,
        *,
        max_bytes: int,
        timed: Timed = UNTIMED,
        outages: tuple[type[Exception], ...] = (),
    ) -> None:
        self._words = words
        self._stores = stores
        self._max_bytes = max_bytes
        self._timed = timed
        self._outages = outages
        self._lengths = dict.fromkeys((topic.name for topic in TOPICS), 0)

    async def run(self, lines: Sequence[bytes]) -> list[Handled]:
        """Run a batch of raw messages through every row. Shape: what each row caused, in order."""
        values: list[tuple[bytes | None, bytes | None]] = [(raw_key(line), line) for line in lines]
        caused: list[Handled] = []
        for row in ROWS:
            handled = await self._row(row, values)
            caused += handled
            reader = _next_row(row)
            values = [
                (made.key, made.value)
                for one in handled
                for made in one.produced
                if reader is not None and made.topic is reader.reads
            ]
        return caused

    async def _row(
        self, row: Row, values: Sequence[tuple[bytes | None, bytes | None]]
    ) -> list[Handled]:
        first = self._lengths[row.reads.name]
        self._lengths[row.reads.name] += len(values)
        messages = [
            Message(row.reads.name, _PARTITION, first + index, key, value)
            for index, (key, value) in enumerate(values)
        ]
        return await handle(
            row,
            messages,
            self._words,
            self._stores,
            self._timed,
            max_bytes=self._max_bytes,
            outages=self._outages,
        )


class TopicFiles:
    """Write one `<topic>.jsonl` a topic; every file is there, empty where nothing was said."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files: dict[str, IO[bytes]] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Open the files, replacing those of an earlier run. Errors: OSError."""
        self._directory.mkdir(parents=True, exist_ok=True)
        for topic in TOPICS:
            if topic is not topics.RAW:
                path = self._directory / f"{topic.name}.jsonl"
                self._files[topic.name] = self._open.enter_context(path.open("wb"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the files."""
        self._open.close()

    def write(self, handled: Iterable[Handled]) -> None:
        """Append what was caused, a record a line."""
        for one in handled:
            for made in one.produced:
                self._files[made.topic.name].write(line_of(made.topic, made.value, made.content))


def line_of(topic: Topic, value: bytes | None, content: object) -> bytes:
    """Write a record as a line: its value, and for a dead letter what its headers would say."""
    if topic is topics.DEADLETTERS and isinstance(content, DeadLetter):
        return orjson.dumps(content.as_json()) + b"\n"
    return (value or b"null") + b"\n"


async def replay(
    lines: Iterable[bytes],
    run: Replay,
    sink: Callable[[list[Handled]], None],
    *,
    batch_messages: int = _BATCH_MESSAGES,
) -> int:
    """Replay every message; give how many there were."""
    count = 0
    source = iter(lines)
    while batch := list(islice(source, batch_messages)):
        sink(await run.run(batch))
        count += len(batch)
    return count


def read_messages(path: Path | None, stdin: IO[bytes]) -> Iterator[bytes]:
    """Read an input as raw messages: a line each, or one page a `.txt` or `.html` file.

    Shape: `.jsonl`, `.jsonl.gz` or standard input (None) give their lines, blank ones left out;
    `.json` gives the items of its list. Errors: InputError.
    """
    try:
        if path is None:
            yield from _lines(stdin)
        elif path.suffix in (".txt", ".html", ".htm"):
            yield _page(path)
        elif path.suffix == ".json":
            yield from _items(path)
        elif path.suffix == ".gz":
            with gzip.open(path, "rb") as file:
                yield from _lines(file)
        else:
            with path.open("rb") as file:
                yield from _lines(file)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{path or 'standard input'}: {error}") from None


def _lines(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    for number, line in enumerate(file):
        stripped = (line.removeprefix(BOM_UTF8) if number == 0 else line).strip(b"\r\n")
        if stripped.strip():
            yield stripped


def _page(path: Path) -> bytes:
    content_type = "text/plain" if path.suffix == ".txt" else "text/html"
    body = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    return encode(RawArticle(body=body, content_type=content_type))


def _items(path: Path) -> Iterator[bytes]:
    try:
        items = orjson.loads(path.read_bytes().removeprefix(BOM_UTF8))
    except orjson.JSONDecodeError as error:
        raise InputError(f"{path}: is no JSON ({error})") from None
    if not isinstance(items, list):
        raise InputError(f"{path}: is no JSON list; a list of raw articles is needed")
    yield from (orjson.dumps(item) for item in items)


def _next_row(row: Row) -> Row | None:
    index = ROWS.index(row) + 1
    return ROWS[index] if index < len(ROWS) else None
