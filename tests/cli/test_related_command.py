"""`barid related`: an article of a file, a page after a file, and what a running stream told."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from streams.dedup.story_store import RedisStoryStore
from streams.dedup.tell import tell
from tests.cli.running import barid
from tests.dedup.reports import BRIDGE, SCHOOL
from tests.dedup.test_related import BRIDGE_BEFORE, of_day

RAMI = (("person:رامي_العطار", 1),)


def raw(name: str, paragraphs: tuple[str, ...], day: int) -> dict[str, str]:
    return {
        "raw_id": name,
        "title": f"خبر {name}",
        "body": "\n\n".join(paragraphs),
        "fetched_at": f"2025-10-{day:02}T09:00:00Z",
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a stream of three, the last on the matter of the first, and that one as a page."""
    last = raw("r3", BRIDGE, 15)
    stream = [raw("r1", BRIDGE_BEFORE, 12), raw("r2", SCHOOL, 13), last, raw("r4", SCHOOL, 15)]
    (tmp_path / "raw.jsonl").write_text("\n".join(map(json.dumps, stream)), encoding="utf-8")
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, stream[:2])), encoding="utf-8")
    (tmp_path / "page.json").write_text(json.dumps(last), encoding="utf-8")
    return tmp_path


def test_an_article_of_a_file_is_shown_with_what_links_it_to_earlier_ones(folder: Path) -> None:
    ran = barid("related", "r3", "--in", folder / "raw.jsonl")
    assert (ran.code, ran.err) == (0, "")
    assert len([line for line in ran.lines if "خبر r1" in line]) == 1
    both = next(line for line in ran.lines if line.startswith("   both: "))
    assert {"بلديه", "person:رامي_العطار"} <= set(both.removeprefix("   both: ").split(", "))


def test_a_page_comes_after_the_whole_file(folder: Path) -> None:
    inside = barid("related", "r3", "--in", folder / "raw.jsonl", "--json")
    after = barid("related", folder / "page.json", "--in", folder / "two.jsonl", "--json")
    assert json.loads(after.out) == json.loads(inside.out)
    first = barid("related", "r1", "--in", folder / "raw.jsonl")
    assert first.lines[-1] == "related to no earlier article"


def test_an_id_that_is_not_there_ends_with_one_and_a_missing_place_with_two(folder: Path) -> None:
    missing = barid("related", "r9", "--in", folder / "raw.jsonl")
    assert (missing.code, missing.out) == (1, b"")
    assert "r9" in missing.error
    assert barid("related", "r3").code == 2
    assert barid("related", "r3", "--in", folder / "no.jsonl").code == 2
    assert barid("related", folder / "no.json", "--in", folder / "two.jsonl").code == 2


@pytest.mark.redis
def test_what_a_running_stream_told_is_read_from_its_redis(folder: Path, redis_server: Any) -> None:
    async def fill() -> list[Any]:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            store = RedisStoryStore(redis)
            earlier = of_day("before", BRIDGE_BEFORE, 12, title="ازدحام", names=RAMI)
            return await tell([earlier, of_day("now", BRIDGE, 15, names=RAMI)], store)

    told = asyncio.run(fill())
    (score,) = [one.score for one in told[1].related]
    ran = barid("related", "now", "--redis", redis_server.url)
    assert ran.lines[1:] == [f"story {told[1].story_id}", f"{score:.3f}  before  ازدحام"]
    page = barid("related", folder / "page.json", "--redis", redis_server.url, "--json")
    assert [one["article_id"] for one in json.loads(page.out)["related"]] == ["before"]
    missing = barid("related", "never", "--redis", redis_server.url)
    assert missing.code == 1
