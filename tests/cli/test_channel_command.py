"""`barid channel` where no broker is needed: the list, a test message, a key, and what is wrong."""

import asyncio
from pathlib import Path

import pytest

from streams.deliver.channels.secret import Secret
from streams.deliver.channels.signing import read_key
from tests.cli.running import NOWHERE, Ran, barid
from tests.deliver.channelling import KEY
from tests.deliver.receiving import Plan, Receiver

FILE = """
channels:
  - {id: desk, type: webhook, url: env:DESK, secret_file: key, allow_private: true,
     only: {severity_min: high, countries: [IQ]}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "channels.yaml").write_text(FILE, "utf-8")
    (tmp_path / "key").write_text(KEY.value, "utf-8")
    return tmp_path


def channel(folder: Path, *arguments: str, desk: str = "http://127.0.0.1:9/T0secret77") -> Ran:
    where = {"BARID_CHANNELS": str(folder / "channels.yaml"), "DESK": desk}
    return barid("channel", *arguments, variables={**NOWHERE, **where})


def test_list_shows_what_each_takes_and_no_secret(folder: Path) -> None:
    ran = channel(folder, "list")
    assert (ran.code, ran.err) == (0, "")
    (line,) = [line for line in ran.lines if line.startswith("desk")]
    assert "webhook" in line
    assert "http://127.0.0.1:9/***" in line
    assert "severity high and up; country IQ" in line
    assert "T0secret77" not in ran.out.decode()


@pytest.mark.parametrize(
    ("plan", "code", "said"),
    [([(200, {})], 0, "desk: delivered (200)"), ([(403, {})], 1, "desk: not delivered: 403")],
)
def test_test_message_is_sent_once_and_told(
    folder: Path, plan: list[Plan], code: int, said: str
) -> None:
    async def work() -> None:
        async with Receiver(plan).open() as receiver:
            ran = await asyncio.to_thread(channel, folder, "test", "desk", desk=receiver.url)
            assert ran.code == code
            assert said in ran.out.decode() + ran.err
            (got,) = receiver.got
            assert got.json["type"] == "test"
            assert got.id.startswith("test:")
            assert "hook-9c1e77" not in ran.out.decode() + ran.err

    asyncio.run(work())


def test_key_is_one_and_nothing_else_is_printed(folder: Path) -> None:
    ran = channel(folder, "key")
    assert (ran.code, len(read_key(Secret(ran.lines[0])))) == (0, 32)


def test_channel_that_is_not_there_and_a_missing_variable_are_told(folder: Path) -> None:
    unknown = channel(folder, "test", "phone")
    assert (unknown.code, unknown.error) == (2, "Error: no channel 'phone'; there are desk")
    missing = channel(folder, "list", desk="")
    assert missing.code == 2
    assert "channels.yaml:3:36: the environment has no DESK" in missing.err


def test_without_a_broker_the_log_says_so(folder: Path) -> None:
    ran = channel(folder, "log")
    assert ran.code == 2
    assert "no Kafka broker answers at 127.0.0.1:1" in ran.error
