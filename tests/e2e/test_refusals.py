"""A worker that cannot work says so in one sentence and ends with 2; it never waits for ever."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.stream import Stream
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]


def refused(stream: Stream, **changed: str) -> str:
    """Start a worker that must refuse; give what it said."""
    began = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "streams", "worker"],
        env={**stream.environment, "BARID_CONNECT_TIMEOUT_SECONDS": "3", **changed},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2, ended.stderr
    assert ended.stdout == ""
    assert time.monotonic() - began < 45
    (said,) = [line for line in ended.stderr.splitlines() if line.startswith("Error: ")]
    return said


def test_without_topics_it_names_them_and_the_command(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    said = refused(Stream(kafka.address, redis_server.url, topic_prefix))
    assert topic_prefix + "articles.raw" in said
    assert "barid topics apply" in said


def test_a_wrong_broker_address_is_named(redis_server: Redis) -> None:
    said = refused(Stream("127.0.0.1:1", redis_server.url, "x."))
    assert "127.0.0.1:1" in said
    assert "BARID_BROKER" in said


def test_no_redis_is_named(kafka: Kafka, redis_server: Redis, topic_prefix: str) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    assert "BARID_REDIS" in refused(stream, BARID_REDIS="redis://127.0.0.1:1/0")


def test_a_redis_that_wants_a_password_is_told_apart(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    with Redis(password="open sesame".replace(" ", "-")) as guarded:
        without = guarded.url.replace(":open-sesame@", "")
        wrong = guarded.url.replace("open-sesame", "guess")
        assert "password" in refused(stream, BARID_REDIS=without)
        said = refused(stream, BARID_REDIS=wrong)
        assert "password" in said
        assert "guess" not in said


def test_rules_that_do_not_parse_are_named_with_line_and_column(
    kafka: Kafka, redis_server: Redis, topic_prefix: str, tmp_path: Path
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nrules:\n  - id: a\n    min_severity: urgent\n", "utf-8")
    assert f"{rules}:4:19:" in refused(stream, BARID_RULES=str(rules))


def test_a_setting_nobody_knows_is_refused(redis_server: Redis) -> None:
    said = refused(Stream("127.0.0.1:1", redis_server.url, "x."), BARID_BROKR="kafka:9092")
    assert "BARID_BROKR" in said
