"""Rules are loaded again on SIGHUP, whole or not at all."""

import asyncio
import signal
import time
from pathlib import Path

import pytest

from streams import topics
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka, pytest.mark.redis, pytest.mark.slow]
RULE = "version: 1\nrules:\n  - {id: RULE, when: {event: [bombing]}}\n"
ATTACK = (
    '{{"raw_id": "{0}", "source": "وكالة {0}", "fetched_at": "2025-10-15T09:00:00Z", '
    '"title": "مقتل {0} أشخاص بتفجير في بغداد", '
    '"body": "قتل {0} أشخاص وأصيب آخرون بانفجار سيارة مفخخة في بغداد اليوم الأربعاء."}}'
)


def wait_for(worker: Worker, words: str) -> None:
    deadline = time.monotonic() + 20
    while words not in worker.log:
        assert time.monotonic() < deadline, worker.log
        time.sleep(0.1)


def test_new_rules_speak_and_broken_ones_change_nothing(
    kafka: Kafka, redis_server: Redis, topic_prefix: str, tmp_path: Path
) -> None:
    stream = Stream(kafka.address, redis_server.url, topic_prefix)
    asyncio.run(stream.prepare())
    rules = tmp_path / "rules.yaml"
    rules.write_text(RULE.replace("RULE", "first"), "utf-8")
    with Worker(stream, BARID_RULES=str(rules)) as worker:
        rules.write_text(RULE.replace("RULE", "second"), "utf-8")
        worker.signal(signal.SIGHUP)
        wait_for(worker, "rules loaded again: 1 in force")
        asyncio.run(stream.send([ATTACK.format(3).encode()]))
        asyncio.run(stream.wait_until_drained())
        rules.write_text("version: 1\nrules: [", "utf-8")
        worker.signal(signal.SIGHUP)
        wait_for(worker, "the rules stay as they are")
        asyncio.run(stream.send([ATTACK.format(5).encode()]))
        asyncio.run(stream.wait_until_drained())
        assert worker.stop() == 0
    found = asyncio.run(stream.read_all([topics.ALERTS]))[topics.ALERTS.name]
    said = [record.value or b"" for record in found]
    assert len(said) == 2
    assert all(b'"rule_id":"second"' in value for value in said)
