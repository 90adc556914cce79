"""CPU, peak memory and start of real processes: a worker on Kafka and Redis, and `barid up`."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.cli.running import environment
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

_SETTLE_SECONDS = 2.0
_WARM_PAGES = 50
_FIRST_ALERT = "opened, revision 1"


@dataclass(frozen=True, slots=True)
class Streamed:
    """What a worker needed. Units: milliseconds of CPU and wall time a page, MB, seconds."""

    cpu_ms: float
    wall_ms: float
    peak_mb: float
    ready_seconds: float


def stream_once(kafka: Kafka, redis: Redis, pages: Sequence[bytes], *, fused: bool) -> Streamed:
    """Run one worker over pages, on topics of one partition."""
    stream = Stream(kafka.address, redis.url, f"bench-{uuid.uuid4().hex[:8]}.")
    asyncio.run(stream.prepare())
    with Worker(stream, *(["--fuse"] if fused else [])) as worker:
        # Started once to warm the file cache; this start is the one that counts.
        worker.stop()
        began = time.monotonic()
        worker.start()
        ready_seconds = time.monotonic() - began
        process = worker._process  # noqa: SLF001 - the bench looks at the process from outside
        assert process is not None
        # Not measured: what is compiled and cached at the first use.
        asyncio.run(stream.send(pages[:_WARM_PAGES]))
        asyncio.run(stream.wait_until_drained(fused=fused))
        time.sleep(_SETTLE_SECONDS)
        before, began = _cpu_seconds(process.pid), time.monotonic()
        asyncio.run(stream.send(pages[_WARM_PAGES:]))
        asyncio.run(stream.wait_until_drained(fused=fused))
        wall, cpu = time.monotonic() - began, _cpu_seconds(process.pid) - before
        peak_mb = _peak_mb(process.pid)
        worker.stop()
    count = len(pages) - _WARM_PAGES
    return Streamed(cpu * 1000 / count, wall * 1000 / count, peak_mb, ready_seconds)


def first_alert_seconds() -> float:
    """Start `barid up` and give the seconds until it shows its first alert."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "streams", "up"],
        env=environment({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if _FIRST_ALERT in line:
                return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.stdout.close()
        process.wait(60)
    raise RuntimeError(f"`barid up` ended with {process.returncode} and showed no alert")


def _cpu_seconds(pid: int) -> float:
    """Give user and system time of all threads of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0
