"""The life of one embedded service: start, self-test, watch its memory, end.

Knows nothing of the service but its command and how it answers; `broker.py` and `redis.py` say
those. Entering the context starts it, leaving the context ends it, and the death of this process
ends it as well.
"""

import asyncio
import contextlib
import signal
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

from streams.embedded.process import ChildProcess, EmbeddedStopped, EmbeddedUnavailable

# The broker becomes ready in 0.1 s and Redis in 0.02 s here; a large append-only file takes longer.
START_TIMEOUT_SECONDS = 30.0
# 40 MB/s is what one producer wrote here: the overshoot beyond the cap stays below about 20 MB.
WATCH_SECONDS = 0.5
MEGABYTE = 1_000_000


class EmbeddedService(ABC):
    """One child process, as an asynchronous context."""

    name = "embedded service"
    on_death = signal.SIGKILL
    # What an end by itself means to the person who reads it.
    advice = ""

    def __init__(self, directory: Path, memory_cap_bytes: int) -> None:
        """Take the folder for log and data, and the most memory the service may take."""
        self.directory = directory
        self.memory_cap_bytes = memory_cap_bytes
        self._process: ChildProcess | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._failure: EmbeddedStopped | None = None

    @abstractmethod
    def _command(self) -> list[str]:
        """Return the command; raise `EmbeddedUnavailable` when there is no binary."""

    @abstractmethod
    def _is_ready(self) -> bool:
        """Say whether the service answers."""

    @abstractmethod
    async def self_test(self) -> None:
        """Use the service as the stream will; raise `EmbeddedUnavailable` when it errs."""

    def _environment(self) -> Mapping[str, str] | None:
        return None

    async def __aenter__(self) -> Self:
        """Start the service, wait until it answers and put it to the test."""
        self.directory.mkdir(parents=True, exist_ok=True)
        # In a thread: it waits, and the event loop of the caller has other things to do.
        await asyncio.to_thread(self._start)
        try:
            await self.self_test()
        except BaseException:
            await self._end()
            raise
        self._watcher = asyncio.create_task(self._watch_process())
        return self

    def _start(self) -> None:
        self._process = ChildProcess(
            self._command(), self.log, on_death=self.on_death, environment=self._environment()
        )
        self._process.wait_until(self._is_ready, START_TIMEOUT_SECONDS)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the service; raise what stopped it early, when nothing else is being raised."""
        if self._watcher is not None:
            self._watcher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watcher
        await self._end()
        if self._failure is not None and error is None:
            raise self._failure

    async def _end(self) -> None:
        if self._process is not None:
            await asyncio.to_thread(self._process.stop)

    @property
    def log(self) -> Path:
        """Return the file that the process writes to."""
        return self.directory / f"{self.name.replace(' ', '-')}.log"

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._started().pid

    def memory_bytes(self) -> int:
        """Return the resident memory of the process; 0 when it is gone."""
        return self._started().memory_bytes()

    def _started(self) -> ChildProcess:
        if self._process is None:
            raise EmbeddedUnavailable(f"the {self.name} has not been started")
        return self._process

    async def watch(self) -> NoReturn:
        """Wait until the service ends unasked, and raise why.

        Run it beside the work that needs the service.
        Errors: `EmbeddedStopped`.
        """
        if self._watcher is None:
            raise EmbeddedUnavailable(f"the {self.name} has not been started")
        # Shielded: who gives up waiting must not end the watch over the memory.
        await asyncio.shield(self._watcher)
        raise self._failure or EmbeddedStopped(f"the {self.name} has ended")

    async def _watch_process(self) -> None:
        process = self._started()
        while process.running:
            taken = process.memory_bytes()
            if taken > self.memory_cap_bytes:
                self._failure = EmbeddedStopped(
                    f"the {self.name} was stopped: it takes {taken // MEGABYTE} MB of memory, more"
                    f" than its cap of {self.memory_cap_bytes // MEGABYTE} MB{self.advice}"
                )
                process.kill()
                return
            await asyncio.sleep(WATCH_SECONDS)
        self._failure = EmbeddedStopped(f"the {self.name} ended by itself: {process.log_tail()}")
