"""Print what delivery costs the stream: 500 clients, a slow channel and a dead one, or nobody.

    python -m tests.bench.delivery [--quick]

The worker is measured alone and then with `barid deliver` beside it. CPU is the worker's own; wall
time is shared with all the others on a small machine.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from streams import topics
from streams.deliver.channels.signing import make_key
from tests.bench.feeding import CLIENTS
from tests.bench.pages import make_pages
from tests.bench.processes import _cpu_seconds
from tests.cli.running import barid
from tests.deliver.receiving import Receiver
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

_NOBODY = "http://127.0.0.1:9/"
_NEVER = 1_000_000
_WARM_PAGES = 50
_SLOW_SECONDS = 1.0
_CATCH_UP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page cost the worker. Units: milliseconds of CPU and of wall time."""

    cpu_ms: float
    wall_ms: float


@click.command()
@click.option("--quick", is_flag=True, help="Fewer pages: a look, not a measurement.")
def main(quick: bool) -> None:
    """Measure and print."""
    pages = make_pages(250 if quick else 1_500)
    with ExitStack() as stack:
        kafka, redis = stack.enter_context(Kafka()), stack.enter_context(Redis())
        for beside in (False, True):
            stream = Stream(kafka.address, redis.url, f"delivery-{uuid.uuid4().hex[:8]}.")
            asyncio.run(stream.prepare())
            cost, said = asyncio.run(_run(stream, pages, beside=beside))
            name = f"with {CLIENTS} clients and three channels" if beside else "the stream alone"
            print(f"{name}: {cost.cpu_ms:.2f} ms CPU/page, {cost.wall_ms:.2f} ms wall/page {said}")
    print("load " + ", ".join(f"{value:.1f}" for value in os.getloadavg()))


async def _run(stream: Stream, pages: list[bytes], *, beside: bool) -> tuple[Cost, str]:
    slow = Receiver(pause_seconds=_SLOW_SECONDS)
    with tempfile.TemporaryDirectory() as name, Worker(stream, "--fuse") as worker:
        folder = Path(name)
        async with slow.open():
            with ExitStack() as stack:
                if beside:
                    await asyncio.to_thread(_deliver_beside, stack, stream, folder, slow.url)
                cost = await asyncio.to_thread(_measure, stream, worker, pages)
                said = ""
                if beside:
                    await asyncio.sleep(_CATCH_UP_SECONDS)
                    said = await asyncio.to_thread(_outcome, stream, folder)
    return cost, said


def _measure(stream: Stream, worker: Worker, pages: list[bytes]) -> Cost:
    process = worker._process  # noqa: SLF001 - the bench looks at the process from outside
    assert process is not None
    asyncio.run(stream.send(pages[:_WARM_PAGES]))
    asyncio.run(stream.wait_until_drained(fused=True))
    before, began = _cpu_seconds(process.pid), time.monotonic()
    asyncio.run(stream.send(pages[_WARM_PAGES:]))
    asyncio.run(stream.wait_until_drained(fused=True))
    wall, cpu = time.monotonic() - began, _cpu_seconds(process.pid) - before
    count = len(pages) - _WARM_PAGES
    return Cost(cpu * 1000 / count, wall * 1000 / count)


def _deliver_beside(stack: ExitStack, stream: Stream, folder: Path, slow: str) -> None:
    """Start `barid deliver` with its channels, and the clients of its stream."""
    for name, text in (("slow", slow), ("dead", _NOBODY), ("key", make_key())):
        (folder / name).write_text(text, "utf-8")
    hook = "type: webhook, secret_file: key, allow_private: true"
    entries = [
        f"{{id: slow, url_file: slow, {hook}}}",
        f"{{id: dead, url_file: dead, {hook}, give_up_after: 3s, longest_wait: 1s}}",
        "{id: archive, type: file, path: archive.jsonl}",
    ]
    text = "channels:\n" + "".join(f"  - {entry}\n" for entry in entries)
    (folder / "channels.yaml").write_text(text, "utf-8")
    log = folder / "deliver.log"
    with log.open("w") as output:
        command = [sys.executable, "-m", "streams", "deliver"]
        environment = {**stream.environment, "BARID_CHANNELS": str(folder / "channels.yaml")}
        process = subprocess.Popen(command, env=environment, stderr=output)
    stack.callback(process.wait, 30)
    stack.callback(process.terminate)
    while "ready: " not in log.read_text("utf-8"):
        assert process.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    port = log.read_text("utf-8").rsplit("port ", 1)[1].split()[0]
    command = [sys.executable, "-m", "tests.bench.feeding", f"127.0.0.1:{port}"]
    clients = subprocess.Popen([*command, str(CLIENTS), str(_NEVER)], stdout=subprocess.DEVNULL)
    stack.callback(clients.wait, 30)
    stack.callback(clients.kill)
    want = f"barid_feed_clients {float(CLIENTS)}"
    while want not in _metrics(port):
        time.sleep(0.1)


def _metrics(port: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        return str(answer.read().decode())


def _outcome(stream: Stream, folder: Path) -> str:
    read = asyncio.run(stream.read_all([topics.ALERTS, topics.DEADLETTERS]))
    alerts = {record.value for record in read[topics.ALERTS.name]}
    archived = set((folder / "archive.jsonl").read_bytes().splitlines())
    buried = sum(
        b"dead" in dict(r.headers).get("barid.channel", b"") for r in read[topics.DEADLETTERS.name]
    )
    variables = {k: v for k, v in stream.environment.items() if k.startswith("BARID_")}
    ran = barid("channel", "log", "--json", "--limit", "100000", variables=variables)
    said = [json.loads(line) for line in ran.lines]
    counted = Counter(f"{one['channel']} {one['outcome']}" for one in said)
    shown = ", ".join(f"{name} {number}" for name, number in sorted(counted.items()))
    lost = len(alerts - archived)
    return f"\n  {len(alerts)} alerts, lost {lost}; dead letters {buried}; attempts: {shown}"


if __name__ == "__main__":
    main()
