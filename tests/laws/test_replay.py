"""The same messages give the same bytes: in any batches, any process, on any day, anywhere."""

import asyncio
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from streams.app import memory_stores
from streams.batch import Handled
from streams.replay import Replay, line_of, replay
from streams.samples import sample_messages
from streams.settings import Settings
from streams.topics import TOPICS
from tests.e2e.replayed import words

ROOT = Path(__file__).parents[2]
SAMPLES = tuple(sample_messages())
# Takes the place of the clock in a process of its own, before anything is imported.
FAKE_CLOCK = """
import datetime as _datetime, os, time

_now = float(os.environ["LAWS_FAKE_NOW"])
_date, _moment = _datetime.date, _datetime.datetime
time.time = lambda: _now
time.time_ns = lambda: int(_now * 1e9)
_local, _utc, _format = time.localtime, time.gmtime, time.strftime
time.localtime = lambda seconds=None: _local(_now if seconds is None else seconds)
time.gmtime = lambda seconds=None: _utc(_now if seconds is None else seconds)
time.strftime = lambda form, at=None: _format(form, time.localtime() if at is None else at)


class _Any(type):
    def __instancecheck__(cls, thing):
        return isinstance(thing, cls.__mro__[1])


class date(_date, metaclass=_Any):
    @classmethod
    def today(cls):
        return _moment.fromtimestamp(_now).date()


class datetime(_moment, metaclass=_Any):
    @classmethod
    def now(cls, tz=None):
        return _moment.fromtimestamp(_now, tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return _moment.fromtimestamp(_now, _datetime.timezone.utc).replace(tzinfo=None)


_datetime.date, _datetime.datetime = date, datetime
"""
SAY_NOW = (
    "import time, datetime as d; print(d.datetime.now().year, d.date.today().year, time.time())"
)


@cache
def replayed_in_batches(size: int) -> dict[str, bytes]:
    """Replay the samples in this process; give each topic's bytes."""
    said: dict[str, bytes] = {topic.name: b"" for topic in TOPICS}

    def sink(handled: list[Handled]) -> None:
        for one in handled:
            for made in one.produced:
                said[made.topic.name] += line_of(made.topic, made.value, made.content)

    run = Replay(words(), memory_stores(), max_bytes=Settings().max_body_bytes)
    asyncio.run(replay(SAMPLES, run, sink, batch_messages=size))
    return said


def replayed_elsewhere(folder: Path, **environment: str) -> dict[str, bytes]:
    """Replay the samples as users do, in a process of its own; give each topic's bytes."""
    source = folder / "samples.jsonl"
    source.write_bytes(b"\n".join(SAMPLES) + b"\n")
    out = folder / "out"
    command = ["replay", str(source), "--out", str(out)]
    done = python("-m", "streams", *command, **environment)
    assert done.returncode == 0, done.stderr
    return {path.name.removesuffix(".jsonl"): path.read_bytes() for path in out.iterdir()}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BARID_")}
    paths = [environment.pop("PYTHONPATH", ""), str(ROOT)]
    path = os.pathsep.join(filter(None, paths))
    return subprocess.run(
        [sys.executable, *arguments],
        env={**kept, **environment, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def assert_same(found: dict[str, bytes]) -> None:
    wanted = replayed_in_batches(64)
    assert wanted["alerts"].count(b"\n") > 20
    assert wanted["deadletters"].count(b"\n") == 10
    for topic, content in found.items():
        assert content.split(b"\n") == wanted[topic].split(b"\n"), topic


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_the_size_of_batches_changes_no_byte(size: int) -> None:
    assert_same(replayed_in_batches(size))


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_another_process_with_another_hash_seed_writes_the_same_bytes(
    tmp_path: Path, seed: str
) -> None:
    found = replayed_elsewhere(tmp_path, PYTHONHASHSEED=seed)
    assert len(found) == len(TOPICS) - 1
    assert_same(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "year", "zone"),
    [
        pytest.param("946684740", 1999, "UTC", id="the last minute of 1999 in UTC"),
        pytest.param("1760601600", 2025, "Asia/Baghdad", id="the day after, in Baghdad"),
        pytest.param("2500000000", 2049, "America/Los_Angeles", id="2049 in Los Angeles"),
    ],
)
def test_the_wall_clock_and_the_time_zone_change_no_byte(
    tmp_path: Path, moment: str, year: int, zone: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(FAKE_CLOCK, "utf-8")
    clock = {"PYTHONPATH": str(tmp_path), "LAWS_FAKE_NOW": moment, "TZ": zone}
    said = python("-c", SAY_NOW, **clock)
    assert said.stdout.split() == [str(year), str(year), str(float(moment))], said.stderr
    assert_same(replayed_elsewhere(tmp_path, **clock))


@pytest.mark.slow
def test_the_locale_and_the_folder_change_no_byte(tmp_path: Path) -> None:
    assert_same(replayed_elsewhere(tmp_path, LC_ALL="C", PYTHONUTF8="0", HOME=str(tmp_path)))
