"""One attack, told by eight outlets, is one alert with the history its toll has, on any worker."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from redis.asyncio import Redis as RedisClient

from streams import topics
from streams.alert.silence_store import RedisSilences
from streams.alert.silences import Silence
from streams.samples import sample_files
from tests.e2e.replayed import replayed
from tests.e2e.stream import Stream, Worker, lines, once
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]
(ATTACK,) = (
    tuple(one.read_bytes().splitlines()) for one in sample_files() if "market-attack" in one.name
)
HURRIED = {"BARID_BATCH_MESSAGES": "2", "BARID_SESSION_TIMEOUT_SECONDS": "1.5"}


def page(name: str, source: str, fetched_at: str, title: str, body: str) -> bytes:
    return orjson.dumps(
        {
            "raw_id": name,
            "source": source,
            "fetched_at": fetched_at,
            "title": title,
            "body": body,
        }
    )


AFTERWARDS = (
    page(
        "s-rumour-01",
        "وكالة الفرات",
        "2025-10-16T08:00:00Z",
        "مقتل ثلاثة أشخاص بتفجير سيارة مفخخة في الرمادي",
        "قتل ثلاثة أشخاص وأصيب خمسة آخرون بتفجير سيارة مفخخة في مدينة الرمادي اليوم الخميس.",
    ),
    page(
        "s-rumour-02",
        "شبكة الأنبار",
        "2025-10-16T09:00:00Z",
        "وزارة الداخلية العراقية تنفي وقوع تفجير في الرمادي",
        "نفت وزارة الداخلية العراقية وقوع أي تفجير في مدينة الرمادي اليوم الخميس، "
        "وقالت الوزارة إن ما تداولته وسائل الإعلام عن مقتل أشخاص بتفجير سيارة مفخخة غير صحيح.",
    ),
    page(
        "s-quiet-01",
        "وكالة أولى",
        "2025-10-19T15:00:00Z",
        "افتتاح معرض الكتاب في بغداد",
        "افتتح في بغداد معرض الكتاب بمشاركة مئات من دور النشر العربية والأجنبية.",
    ),
    page(
        "s-quiet-02",
        "وكالة ثانية",
        "2025-10-19T16:00:00Z",
        "اجتماع لوزراء النفط في الكويت",
        "عقد وزراء النفط اجتماعا في الكويت لبحث أسعار الخام وحجم الإنتاج في العام المقبل.",
    ),
)
# Articles of the attack that change something while the silence lasts.
SILENCED = 6
HISTORY = (*ATTACK, *AFTERWARDS)


def told_in_order(
    stream: Stream, messages: Sequence[bytes], between: Callable[[int], None] = lambda _: None
) -> None:
    """Send messages, each when nothing of the one before is under way: order is then theirs."""
    for number, message in enumerate(messages):
        asyncio.run(stream.send([message]))
        between(number)
        asyncio.run(stream.wait_until_drained())


def sent(stream: Stream) -> list[bytes]:
    """Give the alerts sent, each once, by alert and revision."""
    found = asyncio.run(stream.read_all([topics.ALERTS]))[topics.ALERTS.name]
    return by_revision(lines(once(found)))


def by_revision(alerts: Sequence[bytes]) -> list[bytes]:
    return sorted(alerts, key=lambda line: (history(line)["alert_id"], history(line)["revision"]))


def history(line: bytes) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(line)
    return read


def test_the_attack_a_denial_and_quiet_are_what_replay_makes_of_them_also_after_kills(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    wanted = by_revision(replayed(HISTORY)[0][topics.ALERTS.name])
    told = [history(line) for line in wanted]
    assert len({one["alert_id"] for one in told if one["event_type"] == "bombing"}) == 2
    assert [(one["status"], one["reason"]) for one in told].count(("closed", "quiet")) == 1
    assert ("retracted", "retract.denied_by_official") in {
        (one["status"], one["reason"]) for one in told
    }
    stream = Stream(kafka.address, redis_server.url, topic_prefix, partitions=8)
    asyncio.run(stream.prepare())
    with Worker(stream, **HURRIED) as first, Worker(stream, **HURRIED) as second:

        def kill(number: int) -> None:
            if number in (3, 7):  # with a message under way
                victim = first if number == 3 else second
                victim.kill()
                victim.start()

        told_in_order(stream, HISTORY, kill)
        assert [first.stop(), second.stop()] == [0, 0]
    assert sent(stream) == wanted


def test_what_a_silence_held_back_is_told_when_it_is_over(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix, partitions=8)
    asyncio.run(stream.prepare())
    silence = Silence(
        silence_id="sil-1",
        author="سلمى",
        reason="تمرين معلن",
        created_at="2025-10-15T08:00:00Z",
        expires_at="2025-10-15T10:30:00Z",
        place="IQ-DI",
    )

    async def keep() -> None:
        async with RedisClient.from_url(redis_server.url) as redis:
            await RedisSilences(redis).add(silence, datetime(2025, 10, 15, 8, tzinfo=UTC))

    asyncio.run(keep())
    with Worker(stream, **HURRIED) as first, Worker(stream, **HURRIED) as second:
        told_in_order(stream, ATTACK)
        assert [first.stop(), second.stop()] == [0, 0]
    aloud = [history(line) for line in replayed(ATTACK)[0][topics.ALERTS.name]]
    heard = [history(line) for line in sent(stream)]
    assert [one["revision"] for one in heard] == list(range(1, len(heard) + 1))
    assert heard[0]["status"] == "opened"
    assert heard[0]["emitted_for"] > silence.expires_at
    # The seventh article is the first after it: everything the six before said is in it.
    assert len(heard[0]["article_ids"]) == 7
    told = ("killed", "injured", "article_ids", "outlets", "figures")
    assert [heard[-1][field] for field in told] == [aloud[-1][field] for field in told]
    found = asyncio.run(stream.read_all([topics.SUPPRESSED]))[topics.SUPPRESSED.name]
    reasons = [history(line)["reason"] for line in lines(once(found))]
    assert reasons.count("silenced") == SILENCED
