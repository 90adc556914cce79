"""The harness itself: a real Kafka takes records, and faults leave its port and data."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.services.kafka import Kafka, broker_answers
from tests.services.processes import has_ended
from tests.services.records import (
    committed_offsets,
    count_records,
    create_topics,
    read,
    send,
)

pytestmark = pytest.mark.kafka


def test_records_pass_through_in_order_with_keys_and_headers(
    kafka: Kafka, topic_prefix: str, run_async: Callable[..., Any]
) -> None:
    topic = f"{topic_prefix}raw"
    sent = [(b"k1", "كركوك".encode()), (None, b"\xff\x00"), (b"k3", None)]

    async def through() -> list[Any]:
        await create_topics(kafka.address, [topic])
        await send(kafka.address, topic, sent, headers=[("stage", b"dedup")])
        return await read(kafka.address, topic, 3)

    records = run_async(through())
    assert [(record.key, record.value) for record in records] == sent
    assert [record.headers for record in records] == [(("stage", b"dedup"),)] * 3
    assert [record.offset for record in records] == [0, 1, 2]


def test_a_record_of_33_megabytes_passes_through(
    kafka: Kafka, topic_prefix: str, run_async: Callable[..., Any]
) -> None:
    topic = f"{topic_prefix}raw"
    page = b"x" * 33_000_000

    async def through() -> list[Any]:
        await create_topics(kafka.address, [topic])
        await send(kafka.address, topic, [(b"big", page), (b"small", b"y")])
        return await read(kafka.address, topic, 2)

    records = run_async(through())
    assert [len(record.value) for record in records] == [33_000_000, 1]


def test_reading_more_records_than_there_are_says_what_came(
    kafka: Kafka, topic_prefix: str, run_async: Callable[..., Any]
) -> None:
    topic = f"{topic_prefix}raw"

    async def through() -> None:
        await create_topics(kafka.address, [topic])
        await send(kafka.address, topic, [(b"k", b"v")])
        await read(kafka.address, topic, 2, timeout_seconds=1)

    with pytest.raises(AssertionError, match=r"1 of 2 records came: \[\(0, 0, b'k'\)\]"):
        run_async(through())


def test_a_topic_that_nobody_made_is_not_made_by_reading(
    kafka: Kafka, topic_prefix: str, run_async: Callable[..., Any]
) -> None:
    assert run_async(committed_offsets(kafka.address, f"{topic_prefix}group")) == {}
    with pytest.raises(AssertionError, match="0 of 1 records"):
        run_async(read(kafka.address, f"{topic_prefix}absent", 1, timeout_seconds=1))


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["kill", "stop"])
def test_a_broker_that_comes_back_has_its_port_and_records(
    kafka: Kafka, topic_prefix: str, run_async: Callable[..., Any], fault: str
) -> None:
    topic = f"{topic_prefix}raw"
    address = kafka.address

    async def before() -> None:
        await create_topics(address, [topic], partitions=2)
        await send(address, topic, [(b"k%d" % number, b"v") for number in range(100)])

    run_async(before())
    getattr(kafka, fault)()
    try:
        assert not kafka.running
        assert not broker_answers(address)
    finally:
        kafka.start()
    assert kafka.address == address
    assert run_async(count_records(address, topic, partitions=2)) == 100


PARENT = """
import sys, time
from tests.services.kafka import Kafka
broker = Kafka()
broker.start()
print(broker._process.pid, broker._folder, flush=True)
time.sleep(600)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
def test_a_broker_ends_with_the_test_run_that_started_it(kafka: Kafka) -> None:
    if os.environ.get("BARID_TEST_BROKER"):
        pytest.skip("the developer's own broker is nobody's child")
    root = Path(__file__).parents[2]
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=root, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pid, folder = parent.stdout.readline().split()
        descriptor = os.pidfd_open(int(pid))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    assert has_ended(descriptor, timeout_seconds=10)
    for path in sorted(Path(folder).rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    Path(folder).rmdir()
