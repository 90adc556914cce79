"""Run a real Apache Kafka for tests: one KRaft process on loopback, in a folder of its own.

Java runs the jars that Maven fetches once (pom.xml beside this file) into a cache outside the
checkout. Nothing of it survives the test process: not the broker, not its data.
"""

import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from streams.embedded.process import ChildProcess, free_port

POM = Path(__file__).with_name("pom.xml")
MAVEN_TIMEOUT_SECONDS = 600
# Three seconds on an idle machine; the rest is for two cores shared with a compiler.
START_TIMEOUT_SECONDS = 90
# Above the largest page the project takes (32 MB), so that the client decides, not the broker.
MAX_MESSAGE_BYTES = 40_000_000
CLUSTER_ID = "YmFyaWQtdGVzdHMtMDAwMQ"  # 22 base64 characters, what Kafka asks for


class ServiceMissing(RuntimeError):
    """This machine lacks what the service needs; the message names it."""


def jar_folder() -> Path:
    """Return the folder with Kafka's jars, fetched through Maven the first time."""
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            raise ServiceMissing(f"a real Kafka needs {program!r} on the PATH")
    version = re.search(r"<kafka.version>(.*?)<", POM.read_text("utf-8"))
    assert version is not None
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(os.environ.get("BARID_TEST_CACHE") or Path(home) / "barid-tests")
    jars = cache / f"kafka-{version[1]}"
    if not jars.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix="fetching-") as folder:
            _fetch_jars(Path(folder) / "jars")
            try:
                (Path(folder) / "jars").rename(jars)
            except OSError:
                # Another test run was faster; its folder is as good.
                assert jars.is_dir()
    return jars


def _fetch_jars(target: Path) -> None:
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies"]
    command.append(f"-DoutputDirectory={target}")
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=MAVEN_TIMEOUT_SECONDS, check=False
    )
    if done.returncode != 0 or not list(target.glob("kafka_*.jar")):
        raise ServiceMissing(f"Maven could not fetch Kafka: {(done.stdout + done.stderr)[-800:]}")


def broker_answers(address: str) -> bool:
    """Ask a broker for its metadata, and say whether it lists a live broker."""
    host, _, port = address.rpartition(":")
    # Metadata version 1, no topics: length, key 3, version 1, correlation 7, client id "t".
    body = struct.pack(">hhih1si", 3, 1, 7, 1, b"t", 0)
    try:
        with socket.create_connection((host, int(port)), timeout=2) as link:
            link.sendall(struct.pack(">i", len(body)) + body)
            reply = link.makefile("rb").read(12)
    except OSError:
        return False
    if len(reply) < 12:
        return False
    _, correlation, brokers = struct.unpack(">iii", reply)
    return bool(correlation == 7 and brokers > 0)


class Kafka:
    """One Apache Kafka on loopback; or, with BARID_TEST_BROKER set, the developer's own."""

    def __init__(self, properties: Mapping[str, str] | None = None) -> None:
        self._own_broker = os.environ.get("BARID_TEST_BROKER", "")
        self._properties = dict(properties or {})
        self._folder: Path | None = None
        self._process: ChildProcess | None = None
        self._port = 0
        self._controller_port = 0

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
    def address(self) -> str:
        """Return "host:port" of the broker."""
        return self._own_broker or f"127.0.0.1:{self._port}"

    @property
    def running(self) -> bool:
        """Say whether the broker's process is up."""
        return self._process is not None and self._process.running

    def start(self) -> None:
        """Start the broker and wait until it takes clients; on the same port and data as before."""
        if self._own_broker:
            if not broker_answers(self._own_broker):
                raise ServiceMissing(f"no broker answers at BARID_TEST_BROKER={self._own_broker}")
            return
        if self.running:
            return
        jars = jar_folder()
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="barid-kafka-"))
            self._port, self._controller_port = free_port(), free_port()
            self._format(jars)
        command = ["java", "-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += ["-Dlog4j2.level=WARN", "-cp", f"{jars}/*", "kafka.Kafka"]
        command.append(str(self._folder / "server.properties"))
        self._process = ChildProcess(command, self.log, on_death=signal.SIGKILL)
        self._process.wait_until(lambda: broker_answers(self.address), START_TIMEOUT_SECONDS)

    def _format(self, jars: Path) -> None:
        assert self._folder is not None
        settings = self._folder / "server.properties"
        lines = "\n".join(f"{name}={value}" for name, value in self._settings().items())
        settings.write_text(lines + "\n", "utf-8")
        command = ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += ["-cp", f"{jars}/*", "kafka.tools.StorageTool", "format"]
        command += ["-t", CLUSTER_ID, "-c", str(settings)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode != 0:
            raise ServiceMissing(f"Kafka could not format its folder: {done.stderr[-800:]}")

    def _settings(self) -> dict[str, str]:
        assert self._folder is not None
        clients, controller = f"127.0.0.1:{self._port}", f"127.0.0.1:{self._controller_port}"
        return {
            "process.roles": "broker,controller",
            "node.id": "1",
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"PLAINTEXT://{clients},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{clients}",
            "controller.listener.names": "CONTROLLER",
            "inter.broker.listener.name": "PLAINTEXT",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": str(self._folder / "data"),
            "auto.create.topics.enable": "false",
            "offsets.topic.replication.factor": "1",
            "offsets.topic.num.partitions": "4",
            "transaction.state.log.replication.factor": "1",
            "transaction.state.log.min.isr": "1",
            "transaction.state.log.num.partitions": "4",
            "share.coordinator.state.topic.replication.factor": "1",
            "share.coordinator.state.topic.min.isr": "1",
            "share.coordinator.state.topic.num.partitions": "1",
            "group.initial.rebalance.delay.ms": "0",
            "group.min.session.timeout.ms": "1000",
            "message.max.bytes": str(MAX_MESSAGE_BYTES),
            "replica.fetch.max.bytes": str(MAX_MESSAGE_BYTES),
            "socket.request.max.bytes": str(2 * MAX_MESSAGE_BYTES),
            # Index files are sized ahead; small ones let many small topics start quickly.
            "log.index.size.max.bytes": "1048576",
            "log.cleaner.dedupe.buffer.size": "8388608",
            "num.network.threads": "2",
            "num.io.threads": "2",
            "background.threads": "2",
            # A killed broker may come back at once, instead of after its old session (9 s).
            "broker.session.timeout.ms": "2000",
            "broker.heartbeat.interval.ms": "500",
            **self._properties,
        }

    @property
    def log(self) -> Path:
        """Return the file that the broker writes its log to."""
        assert self._folder is not None
        return self._folder / "broker.log"

    def log_tail(self) -> str:
        """Return the end of the broker's log; empty for the developer's own broker."""
        return self._process.log_tail() if self._process is not None else ""

    def _faulty(self, what: str) -> ChildProcess:
        if self._own_broker:
            pytest.skip(f"will not {what} the developer's own broker (BARID_TEST_BROKER)")
        assert self._process is not None
        return self._process

    def stop(self) -> None:
        """Stop the broker in order; its port and data stay for the next start()."""
        self._faulty("stop").stop()

    def kill(self) -> None:
        """Kill the broker as a power cut would; its port and data stay for the next start()."""
        self._faulty("kill").kill()

    def restart(self) -> None:
        """Stop the broker and start it again, on the same port and data."""
        self.stop()
        self.start()

    def close(self) -> None:
        """End the broker for good and delete its folder."""
        if self._process is not None:
            self._process.stop(timeout_seconds=15)
            self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
