"""`barid alerts` and `barid silence`, as an operator runs them on a real Redis."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from streams.samples import sample_messages
from tests.cli.running import barid

pytestmark = pytest.mark.redis


@pytest.fixture
def variables(redis_server: Any, tmp_path: Path) -> dict[str, str]:
    """Replay the samples into an empty Redis; give what a command needs to find it."""

    async def empty() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()

    asyncio.run(empty())
    lines = tmp_path / "in.jsonl"
    lines.write_bytes(b"\n".join(sample_messages()))
    ran = barid("replay", lines, "--out", tmp_path / "out", "--redis", redis_server.url)
    assert ran.code == 0, ran.err
    return {"BARID_REDIS": redis_server.url}


def test_an_alert_is_listed_shown_and_acknowledged(variables: dict[str, str]) -> None:
    listed = barid("alerts", "list", "--all", variables=variables)
    (market,) = [line for line in listed.lines if "بعقوبة" in line]
    assert market.startswith("* alert-")
    alert_id = market.split()[1]
    said = orjson.loads(barid("alerts", "show", alert_id, "--json", variables=variables).out)
    assert said["killed"] == {"min": 14, "max": 14}
    seen = barid(
        "alerts", "ack", alert_id, "--author", "Omar", "--note", "on it", variables=variables
    )
    assert seen.code == 0
    assert seen.out.decode().startswith(f"{alert_id}: revision 6 seen by Omar, until ")
    shown = barid("alerts", "show", alert_id, variables=variables).lines
    assert any(line.split()[:3] == ["killed", "14", "in_force"] for line in shown)
    assert any(line.split()[:3] == ["killed", "15", "withdrawn"] for line in shown)
    assert any("Omar: on it" in line for line in shown)
    again = barid("alerts", "list", "--all", variables=variables)
    assert any(line.split()[0] == alert_id for line in again.lines)


def test_an_alert_nobody_keeps_is_refused_with_where_to_look(variables: dict[str, str]) -> None:
    ran = barid("alerts", "show", "alert-0", variables=variables)
    assert (ran.code, "barid alerts list --all" in ran.error) == (1, True)


def test_a_silence_is_added_listed_and_ended(variables: dict[str, str]) -> None:
    ran = barid(
        *("silence", "add", "--author", "Salma", "--reason", "announced drill"),
        *("--hours", "2", "--place", "IQ-DI"),
        variables=variables,
    )
    (name,) = ran.lines
    (line,) = barid("silence", "list", variables=variables).lines
    assert line.startswith(name)
    assert "place=IQ-DI  Salma: announced drill" in line
    assert barid("silence", "expire", name, variables=variables).code == 0
    assert barid("silence", "list", variables=variables).lines == []
    assert barid("silence", "expire", name, variables=variables).code == 1


def test_a_silence_without_a_matcher_is_refused(variables: dict[str, str]) -> None:
    ran = barid(
        *("silence", "add", "--author", "Salma", "--reason", "x", "--hours", "1"),
        variables=variables,
    )
    assert (ran.code, "at least one of rule, incident" in ran.error) == (2, True)
