"""Run one operating-system process that ends when this one does.

Knows nothing of Kafka or Redis: a command, a log file and a way to say "ready" go in; a process
id, its memory and its end come out. Everything is done by process id, never by name.
"""

import functools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

POLL_SECONDS = 0.05
# A broker flushes and closes in well under a second here; ten is for a busy machine.
STOP_TIMEOUT_SECONDS = 10.0
LOG_TAIL_BYTES = 2_000
# Below the ports that systems give to outgoing connections (32768 and up on Linux): a client that
# keeps calling a server that is down would otherwise take the server's port, or reach itself.
PORTS = range(20_000, 32_000)
PORT_ATTEMPTS = 100

# Runs in the child before the real program takes its place (same process id). A signal on the
# parent's death instead of preexec_fn: that one may deadlock in a process with threads. The
# parent may already be gone when prctl runs, hence the second look. Elsewhere than on Linux there
# is no such call, and the child then ends with close() alone.
_LAUNCHER = """
import ctypes, os, sys
parent, on_death, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, on_death)
    if os.getppid() != parent:
        sys.exit(1)
os.execv(command[0], command)
"""


class EmbeddedUnavailable(RuntimeError):
    """An embedded service cannot run here; the message says what to do instead."""


class EmbeddedStopped(RuntimeError):
    """An embedded service ended by itself, or was ended because it outgrew its memory."""


def free_port() -> int:
    """Return a TCP port of the loopback interface that nobody listens on."""
    for _ in range(PORT_ATTEMPTS):
        port = secrets.choice(PORTS)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise EmbeddedUnavailable(f"no free port found between {PORTS.start} and {PORTS.stop}")


@functools.cache
def _spawning_thread() -> ThreadPoolExecutor:
    # Linux sends the death signal when the *thread* that started the child ends, so a child
    # started from asyncio.to_thread would die with the event loop. One thread starts them all.
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="barid-spawn")


class ChildProcess:
    """A process with a log file that receives a signal when its parent dies."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        on_death: int,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the command; `on_death` is the signal that the parent's death sends it.

        `environment` takes the place of ours when given.
        Errors: `EmbeddedUnavailable` when the program is not there.
        """
        program = shutil.which(command[0])
        if program is None:
            raise EmbeddedUnavailable(f"there is no program {command[0]!r} on this machine")
        self.log = log
        self._launch = [sys.executable, "-I", "-S", "-c", _LAUNCHER]
        self._launch += [str(os.getpid()), str(int(on_death)), program, *command[1:]]
        self._environment = environment
        self._process = _spawning_thread().submit(self._spawn).result()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            # Its own session: Ctrl-C at the terminal reaches us, and we end the child in order.
            return subprocess.Popen(  # noqa: S603 - the command is built by this package
                self._launch,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=self._environment,
            )

    @property
    def pid(self) -> int:
        """Return the process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Say whether the process still runs."""
        return self._process.poll() is None

    def memory_bytes(self) -> int:
        """Return the resident memory; 0 when the process is gone or the system does not say."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text("ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def wait_until(self, is_ready: Callable[[], bool], timeout_seconds: float) -> None:
        """Wait until `is_ready` says so; end the process and raise when it does not in time.

        Errors: `EmbeddedUnavailable` with the end of the log.
        """
        deadline = time.monotonic() + timeout_seconds
        while self.running:
            if is_ready():
                return
            if time.monotonic() > deadline:
                self.kill()
                raise EmbeddedUnavailable(
                    f"not ready within {timeout_seconds:g} seconds: {self.log_tail()}"
                )
            time.sleep(POLL_SECONDS)
        raise EmbeddedUnavailable(f"ended while it started: {self.log_tail()}")

    def send(self, signal_number: int) -> None:
        """Send a signal; a process that is gone already receives none."""
        if self.running:
            self._process.send_signal(signal_number)

    def stop(self, timeout_seconds: float = STOP_TIMEOUT_SECONDS) -> None:
        """End the process in order, or by force when it does not end in time."""
        self.send(signal.SIGTERM)
        try:
            self._process.wait(timeout_seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.send(signal.SIGKILL)
        self._process.wait()

    def log_tail(self) -> str:
        """Return the end of what the process wrote, for an error message."""
        try:
            data = self.log.read_bytes()
        except OSError:
            return "(no log)"
        return data[-LOG_TAIL_BYTES:].decode("utf-8", "replace").strip() or "(empty log)"
