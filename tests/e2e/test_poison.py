"""A message nobody can read becomes a dead letter with its bytes and a reason; the rest goes on."""

import asyncio

import orjson
import pytest

from streams import topics
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]

MEGABYTE = 1024 * 1024
POISON = {
    "invalid_json": b"\x00\x01 no JSON at all",
    "not_an_object": b'["an", "array"]',
    "missing_field": b'{"title": "no body"}',
    "wrong_type": b'{"body": 42}',
    "invalid_utf8": b'{"body": "\\ud83d alone"}',
    "too_large": b'{"body": "' + b"x" * (20 * MEGABYTE) + b'"}',
}
GOOD = orjson.dumps(
    {"raw_id": "good", "source": "وكالة", "body": "افتتح الوزير معرض الكتاب اليوم."}
)


def test_each_poison_is_a_dead_letter_and_the_worker_goes_on(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    with Worker(stream) as worker:
        asyncio.run(stream.send([*POISON.values(), GOOD]))
        asyncio.run(stream.wait_until_drained())
        assert worker.stop() == 0
    found = asyncio.run(stream.read_all())
    letters = [record.dead_letter() for record in found[topics.DEADLETTERS.name]]
    assert [(letter.offset, letter.reason) for letter in letters] == list(
        enumerate(POISON, start=0)
    )
    assert [letter.value for letter in letters] == list(POISON.values())
    assert {letter.stage for letter in letters} == {"dedup"}
    assert {letter.topic for letter in letters} == {"articles.raw"}
    assert all(letter.error for letter in letters)
    assert [orjson.loads(r.value or b"")["raw_id"] for r in found[topics.ENRICHED.name]] == ["good"]


def test_an_article_too_large_for_its_topic_is_a_dead_letter_of_its_page(
    kafka: Kafka, redis_server: Redis, topic_prefix: str
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    # Under the largest page that is read, but text and body together are over the topic's limit.
    words = " ".join(f"كلمة{number}" for number in range(200_000))
    huge = orjson.dumps({"raw_id": "huge", "source": "وكالة", "body": words})
    assert 2 * MEGABYTE < len(huge) < 4 * MEGABYTE
    with Worker(stream) as worker:
        asyncio.run(stream.send([huge, GOOD]))
        asyncio.run(stream.wait_until_drained())
        assert worker.stop() == 0
    found = asyncio.run(stream.read_all())
    (record,) = found[topics.DEADLETTERS.name]
    letter = record.dead_letter()
    assert (letter.stage, letter.reason, letter.offset) == ("dedup", "record_too_large", 0)
    assert letter.value == huge
    assert [orjson.loads(r.value or b"")["raw_id"] for r in found[topics.ENRICHED.name]] == ["good"]
