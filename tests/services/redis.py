"""Run a real Redis for tests: one `redis-server` on loopback, in a folder of its own.

The append-only file is on and synced at every write, so that a killed server comes back with
everything it has acknowledged. Nothing of it survives the test process.
"""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest
from redis import Redis as Client
from redis.exceptions import RedisError

from streams.embedded.process import ChildProcess, EmbeddedUnavailable, free_port
from streams.embedded.redis import find_redis_binary
from tests.services.kafka import ServiceMissing

START_TIMEOUT_SECONDS = 20


class Redis:
    """One redis-server on loopback; or, with BARID_TEST_REDIS set, the developer's own."""

    def __init__(self, *, password: str = "", append_only: bool = True) -> None:
        # A server with a password is for one test; the developer's own cannot stand in for it.
        self._own_url = "" if password else os.environ.get("BARID_TEST_REDIS", "")
        self._password = password
        self._append_only = append_only
        self._folder: Path | None = None
        self._process: ChildProcess | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Return the URL of database 0, with the password when there is one."""
        secret = f":{self._password}@" if self._password else ""
        return self._own_url or f"redis://{secret}127.0.0.1:{self._port}/0"

    @property
    def running(self) -> bool:
        """Say whether the server's process is up."""
        return self._process is not None and self._process.running

    def start(self) -> None:
        """Start the server and wait until it answers; on the same port and data as before."""
        if self._own_url:
            if not self._answers():
                raise ServiceMissing(f"no Redis answers at BARID_TEST_REDIS={self._own_url}")
            return
        if self._process is not None and self._process.running:
            self.resume()
            return
        try:
            binary = find_redis_binary()
        except EmbeddedUnavailable as error:
            raise ServiceMissing(str(error)) from error
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="barid-redis-"))
            self._port = free_port()
        command = [str(binary), "--port", str(self._port), "--bind", "127.0.0.1"]
        command += ["--dir", str(self._folder), "--daemonize", "no", "--save", ""]
        command += ["--appendonly", "yes" if self._append_only else "no", "--appendfsync", "always"]
        if self._password:
            command += ["--requirepass", self._password]
        log = self._folder / "redis.log"
        self._process = ChildProcess(command, log, on_death=signal.SIGKILL)
        self._process.wait_until(self._answers, START_TIMEOUT_SECONDS)

    def _answers(self) -> bool:
        with Client.from_url(self.url, socket_timeout=2) as client:
            try:
                return bool(client.ping())
            except RedisError:
                return False

    def _faulty(self, what: str) -> ChildProcess:
        if self._own_url:
            pytest.skip(f"will not {what} the developer's own Redis (BARID_TEST_REDIS)")
        assert self._process is not None
        return self._process

    def stop(self) -> None:
        """Stop the server in order; its port and data stay for the next start()."""
        self._faulty("stop").stop()

    def kill(self) -> None:
        """Kill the server as a power cut would; its port and data stay for the next start()."""
        self._faulty("kill").kill()

    def restart(self) -> None:
        """Stop the server and start it again, on the same port and data."""
        self.stop()
        self.start()

    def pause(self) -> None:
        """Let the server hang: connections stay open and nothing answers until resume()."""
        self._faulty("pause").send(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused server go on."""
        self._faulty("resume").send(signal.SIGCONT)

    def empty(self) -> None:
        """Delete every key."""
        self._faulty("empty")
        with Client.from_url(self.url) as client:
            client.flushall()

    def close(self) -> None:
        """End the server for good and delete its folder."""
        if self._process is not None:
            # A paused process cannot take the signal that ends it.
            self._process.send(signal.SIGCONT)
            self._process.stop()
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
