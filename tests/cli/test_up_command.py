"""`barid up` from start to end, on nothing but this machine."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from streams.embedded.broker import find_broker_binary
from streams.embedded.process import EmbeddedUnavailable, free_port
from streams.embedded.redis import find_redis_binary
from streams.samples import sample_messages
from tests.cli.running import environment
from tests.services.processes import has_ended

pytestmark = [pytest.mark.redis, pytest.mark.slow]
TIMEOUT_SECONDS = 180
# Broker and Redis, beside the command itself.
SERVICES = 2

try:
    find_broker_binary()
    find_redis_binary()
    missing = ""
except EmbeddedUnavailable as unavailable:
    missing = str(unavailable)
needs_binaries = pytest.mark.skipif(bool(missing), reason=missing)


class Family:
    """The processes that a command started, each held by its descriptor."""

    def __init__(self, head: int) -> None:
        self._head = head
        self._seen: dict[int, int] = {}

    def look(self) -> int:
        """Look for more of them; give how many there are beside the head."""
        parents: dict[int, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                # The name stands in parentheses and may hold anything.
                fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                parents[int(folder.name)] = int(fields[1])
        alive = 0
        for process in parents:
            above = process
            while above not in (0, self._head):
                above = parents.get(above, 0)
            if above == self._head and process != self._head:
                alive += 1
                if process not in self._seen:
                    with suppress(ProcessLookupError):
                        self._seen[process] = os.pidfd_open(process)
        return alive

    def has_ended(self) -> bool:
        ended = [has_ended(descriptor, 20) for descriptor in self._seen.values()]
        return all(ended)  # each is asked, and so each descriptor closed


@contextmanager
def running_up(log: Path, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streams", "up", *arguments],
            env=environment({}),
            stdout=out,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@needs_binaries
def test_once_shows_alerts_the_stale_refusal_and_a_summary_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    out, err = tmp_path / "out", tmp_path / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [sys.executable, "-m", "streams", "up", "--once"],
            env=environment({}),
            stdout=stdout,
            stderr=stderr,
        )
    family, most = Family(process.pid), 0
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while process.poll() is None:
        most = max(most, family.look())
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.2)
    said = out.read_text("utf-8")
    assert process.returncode == 0, said[-2000:] + err.read_text("utf-8")
    assert most >= SERVICES
    assert family.has_ended()

    streamed = said.partition("worker ready")[2]
    assert "live page: http://127.0.0.1:" in streamed
    assert "opened, revision 1  عشرة قتلى و23 جريحاً بانفجار عبوة ناسفة" in streamed
    assert "changed: killed 10 → 13" in streamed
    assert "silent: stale" in streamed
    assert "is 170 days old at the crawl of 2025-10-15T06:10:21Z" in streamed
    assert streamed.count(" refused: ") == 10
    count = len(list(sample_messages()))
    assert f"sample stream sent: {count} messages" in streamed
    last = said.splitlines()[-1]
    assert last.startswith(f"done: {count} messages, ")
    assert " on alerts" in last
    assert "\x1b" not in said
    assert "Traceback" not in err.read_text("utf-8")


@needs_binaries
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)]
)
def test_however_it_ends_no_process_is_left(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    log = tmp_path / "log"
    with running_up(log, "--no-samples") as process:
        family = Family(process.pid)
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while "worker ready" not in log.read_text("utf-8"):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.1)
        assert family.look() >= SERVICES
        process.send_signal(number)
        assert process.wait(60) == code, log.read_text("utf-8")
        assert family.has_ended()
    assert "Traceback" not in log.read_text("utf-8")


@needs_binaries
def test_a_port_that_is_taken_is_named_and_no_process_is_left(tmp_path: Path) -> None:
    log, port = tmp_path / "log", free_port()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with running_up(log, "--once", "--port", str(port)) as process:
            family = Family(process.pid)
            while process.poll() is None:
                family.look()
                time.sleep(0.1)
        assert process.returncode == 2, log.read_text("utf-8")
    said = log.read_text("utf-8")
    assert f"cannot listen on 127.0.0.1:{port}" in said
    assert "Traceback" not in said
    assert family.has_ended()


@needs_binaries
def test_page_shows_the_sample_attack_with_its_course_and_the_stale_refusal(
    tmp_path: Path,
) -> None:
    log = tmp_path / "log"
    with running_up(log) as process:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while "changed: killed 10 → 13" not in log.read_text("utf-8"):
            assert process.poll() is None, log.read_text("utf-8")
            assert time.monotonic() < deadline, log.read_text("utf-8")
            time.sleep(0.2)
        address = re.search(r"live page: (http://127\.0\.0\.1:\d+)/", log.read_text("utf-8"))
        assert address is not None
        base = address[1]
        stale = "وقع الحادث في 28 نيسان 2025"
        asked(base + "/silent?reason=stale", stale, deadline)
        alerts = asked(base + "/alerts?q=" + quote("بعقوبة"), '"status":"updated"', deadline)
        (attack,) = json.loads(alerts)["alerts"]
        timeline = asked(f"{base}/incident/{attack['alert_id']}?lang=en", "13", deadline)
        course = timeline.partition('class="course killed"')[2].partition("</p>")[0]
        steps = re.findall(r'<bdi dir="ltr"[^>]*>([^<]+)</bdi>', course)
        assert steps[:2] == ["10", "13"]
        assert "<mark>13 قتيلاً</mark>" in timeline
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert "Traceback" not in log.read_text("utf-8")


def asked(url: str, wanted: str, deadline: float) -> str:
    """Ask for a page until it holds what is wanted, and give it."""
    while True:
        with urlopen(url, timeout=10) as answer:  # noqa: S310 - of this machine
            said = str(answer.read().decode("utf-8"))
        if wanted in said:
            return said
        assert time.monotonic() < deadline, said
        time.sleep(0.2)
