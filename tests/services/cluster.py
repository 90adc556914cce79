"""Run a real Redis Cluster for tests: three redis-servers on loopback, each with its slots."""

import shutil
import signal
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from redis import Redis as Client
from redis.exceptions import RedisError

from streams.embedded.process import ChildProcess, EmbeddedUnavailable, free_port
from streams.embedded.redis import find_redis_binary
from tests.services.kafka import ServiceMissing

NODES = 3
SLOTS = 16384
START_TIMEOUT_SECONDS = 20.0


class Cluster:
    """Three primaries without replicas, which share the slots."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="barid-cluster-"))
        self._ports = [free_port() for _ in range(NODES)]
        self._bus_ports: list[int] = []
        self._processes: list[ChildProcess] = []

    @property
    def url(self) -> str:
        """Return the URL of one node; a client finds the others."""
        return f"redis://127.0.0.1:{self._ports[0]}/0"

    def __enter__(self) -> Self:
        try:
            binary = find_redis_binary()
        except EmbeddedUnavailable as error:
            raise ServiceMissing(str(error)) from error
        for port in self._ports:
            self._processes.append(self._start(binary, port))
        share = SLOTS // NODES
        for number, port in enumerate(self._ports):
            last = SLOTS if number == NODES - 1 else (number + 1) * share
            slots = list(range(number * share, last))
            self._ask(port, "CLUSTER", "ADDSLOTS", *slots)
        for port, bus in zip(self._ports[1:], self._bus_ports[1:], strict=True):
            self._ask(self._ports[0], "CLUSTER", "MEET", "127.0.0.1", port, bus)
        self._wait_until_whole()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._processes:
            process.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self, binary: Path, port: int) -> ChildProcess:
        bus = free_port()
        self._bus_ports.append(bus)
        command = [str(binary), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--cluster-enabled", "yes", "--cluster-port", str(bus)]
        command += ["--cluster-config-file", f"nodes-{port}.conf", "--dir", str(self._folder)]
        process = ChildProcess(command, self._folder / f"{port}.log", on_death=signal.SIGKILL)
        process.wait_until(lambda: self._answers(port), START_TIMEOUT_SECONDS)
        return process

    def _answers(self, port: int) -> bool:
        try:
            return bool(self._ask(port, "PING"))
        except RedisError:
            return False

    def _wait_until_whole(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not all(self._is_whole(port) for port in self._ports):
            assert time.monotonic() < deadline, "the cluster does not come together"
            time.sleep(0.1)

    def _is_whole(self, port: int) -> bool:
        said = str(self._ask(port, "CLUSTER", "INFO"))
        return "cluster_state:ok" in said and f"cluster_known_nodes:{NODES}" in said

    @staticmethod
    def _ask(port: int, *command: Any) -> Any:
        with Client(host="127.0.0.1", port=port, socket_timeout=2) as client:
            return client.execute_command(*command)
