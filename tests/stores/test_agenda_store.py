"""The agenda and the silences, in memory, in Redis and in a Redis Cluster."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis

from schemas.alert import Alert
from schemas.codec import decode
from schemas.jsonschema import FOLDER
from streams.alert.agenda import Agenda, Closing, Due, MemoryAgenda, Page, Plan, Seen
from streams.alert.agenda_store import RedisAgenda
from streams.alert.silence_store import RedisSilences
from streams.alert.silences import Acknowledgement, Silence, SilenceError
from tests.stores.clients import AnyRedis

ALERT = decode(Alert, (FOLDER.parent / "examples" / "alert.v1.json").read_bytes())
EARLY = Due(100, "violence:IQ", 739_174, "inc-1")
LATE = Due(200, "story:a|b", -3, "inc-2")
NOW = datetime(2025, 10, 15, 9, tzinfo=UTC)


def with_agenda(
    client: Callable[[], AnyRedis] | None, test: Callable[[Agenda], Awaitable[None]]
) -> None:
    async def run() -> None:
        if client is None:
            await test(MemoryAgenda())
        else:
            async with client() as redis:
                await test(RedisAgenda(redis))

    asyncio.run(run())


async def write(agenda: Agenda, plan: Plan) -> None:
    await agenda.prepare(plan)
    await agenda.complete(plan)


def test_an_empty_agenda_has_an_empty_page(client: Callable[[], AnyRedis] | None) -> None:
    async def check(agenda: Agenda) -> None:
        assert await agenda.read(["a1"], 10**10) == Page()
        await write(agenda, Plan())

    with_agenda(client, check)


def test_what_is_due_is_read_in_order_of_time_up_to_the_time_asked(
    client: Callable[[], AnyRedis] | None,
) -> None:
    async def check(agenda: Agenda) -> None:
        await write(agenda, Plan(due=[LATE, EARLY]))
        assert (await agenda.read([], 99)).due == ()
        assert (await agenda.read([], 100)).due == (EARLY,)
        assert (await agenda.read([], 200)).due == (EARLY, LATE)

    with_agenda(client, check)


def test_what_is_done_is_struck_unless_it_was_put_off_meanwhile(
    client: Callable[[], AnyRedis] | None,
) -> None:
    later = replace(EARLY, at=150)

    async def check(agenda: Agenda) -> None:
        await write(agenda, Plan(due=[EARLY, LATE]))
        await write(agenda, Plan(due=[later]))
        await write(agenda, Plan(done=[EARLY, LATE]))
        assert (await agenda.read([], 1_000)).due == (later,)

    with_agenda(client, check)


def test_the_two_latest_crawls_are_kept_and_an_article_counts_once(
    client: Callable[[], AnyRedis] | None,
) -> None:
    async def check(agenda: Agenda) -> None:
        await write(agenda, Plan(latest=[Seen(10, "a"), Seen(30, "b"), Seen(20, "c")]))
        await write(agenda, Plan(latest=[Seen(30, "b"), Seen(25, "d")]))
        assert (await agenda.read([], 0)).latest == (Seen(30, "b"), Seen(25, "d"))

    with_agenda(client, check)


def test_what_an_article_closed_is_read_back_for_that_article_only(
    client: Callable[[], AnyRedis] | None,
) -> None:
    closing = Closing(region="violence:IQ", day=739_174, alert=ALERT)

    async def check(agenda: Agenda) -> None:
        await write(agenda, Plan(closed={"a1": [closing]}))
        assert (await agenda.read(["a1", "a2"], 0)).closed == {"a1": (closing,)}
        assert (await agenda.read(["a2"], 0)).closed == {}

    with_agenda(client, check)


def silence(**changed: Any) -> Silence:
    values = {
        "silence_id": "s1",
        "author": "سلمى",
        "reason": "مناورة",
        "created_at": "2025-10-15T09:00:00Z",
        "expires_at": "2025-10-15T10:00:00Z",
        "place": "بغداد",
    }
    return Silence(**{**values, **changed})


@pytest.mark.redis
def test_silences_and_acknowledgements_are_kept_until_they_expire(redis_server: Any) -> None:
    longer = silence(silence_id="s2", expires_at="2025-10-15T12:00:00Z", place=None, rule="r")
    ack = Acknowledgement(
        alert_id="alert-1", revision=2, author="عمر", note="أتابعه",
        created_at="2025-10-15T09:00:00Z", expires_at="2025-10-16T09:00:00Z",
    )  # fmt: skip

    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            await redis.flushdb()
            kept = RedisSilences(redis)
            assert await kept.current() == ()
            await kept.add(longer, NOW)
            await kept.add(silence(), NOW)
            await kept.acknowledge(ack, NOW)
            assert await kept.current() == (silence(), longer)
            assert await kept.acknowledgements() == (ack,)
            assert await redis.ttl("barid:alert:silences") == pytest.approx(3 * 3600, abs=5)
            await kept.sweep(datetime(2025, 10, 15, 11, tzinfo=UTC))
            assert await kept.current() == (longer,)
            assert await kept.expire("s2")
            assert not await kept.expire("s2")
            assert orjson.loads(orjson.dumps(await kept.acknowledgements()))[0]["revision"] == 2

    asyncio.run(check())


@pytest.mark.redis
@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        pytest.param({"place": None}, "at least one of", id="no matcher"),
        pytest.param({"author": " "}, "an author", id="no author"),
        pytest.param({"reason": ""}, "a reason", id="no reason"),
        pytest.param({"severity": "huge"}, "no severity 'huge'", id="severity"),
        pytest.param({"expires_at": "2025-10-15T08:00:00Z"}, "expire after", id="over at once"),
        pytest.param({"expires_at": "غدا"}, "is no time", id="no time"),
    ],
)
def test_a_silence_that_cannot_be_kept_is_refused(
    redis_server: Any, changed: dict[str, Any], complaint: str
) -> None:
    async def check() -> None:
        async with Redis.from_url(redis_server.url) as redis:
            with pytest.raises(SilenceError, match=complaint):
                await RedisSilences(redis).add(silence(**changed), NOW)

    asyncio.run(check())
