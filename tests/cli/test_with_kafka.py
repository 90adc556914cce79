"""`barid topics`, `ingest`, `tail` and `doctor` on a real Kafka."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from streams.topics import LARGEST_MESSAGE_BYTES, TOPICS
from tests.cli.running import Ran, barid, environment
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

pytestmark = [pytest.mark.kafka]


@pytest.fixture
def stream(kafka: Kafka, topic_prefix: str) -> Stream:
    return Stream(kafka.address, "redis://127.0.0.1:1/0", topic_prefix)


@pytest.fixture
def variables(stream: Stream) -> dict[str, str]:
    named = {k: v for k, v in stream.environment.items() if k.startswith("BARID_")}
    return {**named, "BARID_TOPIC_PARTITIONS": "1", "BARID_CONNECT_TIMEOUT_SECONDS": "20"}


@pytest.fixture
def with_topics(variables: dict[str, str]) -> dict[str, str]:
    assert barid("topics", "apply", variables=variables).code == 0
    return variables


def message(number: int) -> bytes:
    return json.dumps({"raw_id": f"r{number}", "body": f"خبر رقم {number}"}).encode()


def tail(variables: dict[str, str], *arguments: str) -> list[bytes]:
    ran = barid("tail", *arguments, variables=variables)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.splitlines()


def states(ran: Ran) -> set[str]:
    found = (re.search(r" (to create|created|there) ", line) for line in ran.lines)
    return {one[1] if one else "" for one in found}


def test_a_plan_changes_nothing_and_apply_does_what_it_says(
    stream: Stream, variables: dict[str, str]
) -> None:
    first, again = [barid("topics", "plan", variables=variables) for _ in range(2)]
    assert first == again
    assert (first.code, first.err) == (0, "")
    assert [line.split()[0] for line in first.lines] == [
        stream.prefix + topic.name for topic in TOPICS
    ]
    assert states(first) == {"to create"}
    done = barid("topics", "apply", variables=variables)
    assert (done.code, states(done)) == (0, {"created"})
    assert states(barid("topics", "apply", variables=variables)) == {"there"}
    assert states(barid("topics", "plan", variables=variables)) == {"there"}


def test_what_ingest_sends_tail_prints_byte_for_byte(
    with_topics: dict[str, str], tmp_path: Path
) -> None:
    lines = [message(1), b'{"body": "\xff"', b"[]", message(2)]
    source = tmp_path / "crawl.jsonl"
    source.write_bytes(b"\n".join(lines) + b"\n")
    sent = barid("ingest", source, variables=with_topics)
    assert (sent.code, sent.out, sent.err) == (0, b"", "4 messages sent\n")
    assert tail(with_topics, "articles.raw", "--from-start", "--idle", "2") == lines
    assert tail(with_topics, "articles.raw", "--from-start", "--limit", "3") == lines[:3]
    assert tail(with_topics, "articles.raw", "--idle", "0.5") == []
    assert tail(with_topics, "alerts", "--from-start", "--idle", "0.5") == []


def test_ingest_goes_on_after_its_bookmark(with_topics: dict[str, str], tmp_path: Path) -> None:
    source, mark = tmp_path / "crawl.jsonl", tmp_path / "crawl.mark"
    source.write_bytes(b"\n".join(message(number) for number in range(5)))
    arguments = ("ingest", source, "--resume", mark)
    assert barid(*arguments, variables=with_topics).err == "5 messages sent\n"
    assert mark.read_text("ascii") == "5\n"
    source.write_bytes(b"\n".join(message(number) for number in range(7)))
    more = barid(*arguments, variables=with_topics)
    assert more.err == "2 messages sent after the first 5\n"
    assert barid(*arguments, variables=with_topics).err == "0 messages sent after the first 7\n"
    found = tail(with_topics, "articles.raw", "--from-start", "--idle", "2")
    assert found == [message(number) for number in range(7)]


def test_ingest_refuses_another_file_as_a_bookmark(
    with_topics: dict[str, str], tmp_path: Path
) -> None:
    mark = tmp_path / "letter.txt"
    mark.write_text("Dear reader", "utf-8")
    ran = barid("ingest", "-", "--resume", mark, stdin=message(1), variables=with_topics)
    assert ran.code == 2
    assert "letter.txt" in ran.error
    assert mark.read_text("utf-8") == "Dear reader"


def test_a_line_that_no_broker_takes_is_left_out_and_named(
    with_topics: dict[str, str], tmp_path: Path
) -> None:
    larger = b"x" * (LARGEST_MESSAGE_BYTES + 1)
    much_larger = b"y" * (LARGEST_MESSAGE_BYTES + 4_000_000)
    source, mark = tmp_path / "crawl.jsonl", tmp_path / "mark"
    source.write_bytes(b"\n".join([message(1), larger, message(2), much_larger, message(3)]))
    ran = barid("ingest", source, "--resume", mark, variables=with_topics)
    assert (ran.code, ran.out) == (1, b"")
    assert ran.err.startswith("3 messages sent\n")
    assert ran.error == "Error: too large for Kafka and left out: 2, first number 2"
    assert mark.read_text("ascii") == "5\n"
    found = tail(with_topics, "articles.raw", "--from-start", "--idle", "2")
    assert found == [message(1), message(2), message(3)]


def test_ingest_keeps_to_its_pace(with_topics: dict[str, str]) -> None:
    began = time.monotonic()
    ran = barid(
        *("ingest", "-", "--rate", "5"),
        stdin=b"\n".join(message(number) for number in range(11)),
        variables=with_topics,
    )
    assert ran.err == "11 messages sent\n"
    assert time.monotonic() - began >= 2.0


def test_a_paced_ingest_that_is_interrupted_goes_on_where_it_was(
    with_topics: dict[str, str], tmp_path: Path
) -> None:
    source, mark = tmp_path / "crawl.jsonl", tmp_path / "crawl.mark"
    everything = [message(number) for number in range(120)]
    source.write_bytes(b"\n".join(everything))
    command = [sys.executable, "-m", "streams", "ingest", str(source), "--resume", str(mark)]
    running = subprocess.Popen(
        [*command, "--rate", "20"], env=environment(with_topics), stderr=subprocess.DEVNULL
    )
    assert tail(with_topics, "articles.raw", "--from-start", "--limit", "10") == everything[:10]
    running.send_signal(signal.SIGINT)
    assert running.wait(30) == 1
    found = tail(with_topics, "articles.raw", "--from-start", "--idle", "1")
    counted = int(mark.read_text("ascii"))
    assert 0 < counted <= len(found) < len(everything)
    # Those in flight when it was told to end may come again; that is all that may.
    assert len(found) - counted <= 3
    rest = barid("ingest", source, "--resume", mark, variables=with_topics)
    assert rest.err == f"{len(everything) - counted} messages sent after the first {counted}\n"
    found = tail(with_topics, "articles.raw", "--from-start", "--idle", "1")
    assert list(dict.fromkeys(found)) == everything


def test_tail_begins_with_what_comes_next(with_topics: dict[str, str]) -> None:
    barid("ingest", "-", stdin=message(1), variables=with_topics)
    command = [sys.executable, "-m", "streams", "tail", "articles.raw", "--limit", "1"]
    running = subprocess.Popen(command, env=environment(with_topics), stdout=subprocess.PIPE)
    while running.poll() is None:
        barid("ingest", "-", stdin=message(2), variables=with_topics)
    assert running.communicate()[0] == message(2) + b"\n"
    assert running.returncode == 0


def test_tail_ends_quietly_with_the_program_it_feeds_and_with_ctrl_c(
    with_topics: dict[str, str],
) -> None:
    many = b"\n".join(message(number) for number in range(2_000))
    barid("ingest", "-", stdin=many, variables=with_topics)
    command = [sys.executable, "-m", "streams", "tail", "articles.raw", "--from-start"]
    pipe = subprocess.PIPE
    for ends_by in ("closing", "signal"):
        running = subprocess.Popen(command, env=environment(with_topics), stdout=pipe, stderr=pipe)
        assert running.stdout is not None
        assert running.stderr is not None
        assert json.loads(running.stdout.readline())["raw_id"] == "r0"
        if ends_by == "signal":
            running.send_signal(signal.SIGINT)
            running.stdout.read()
        running.stdout.close()
        assert running.wait(30) == 0, ends_by
        assert running.stderr.read() == b"", ends_by
        running.stderr.close()


def test_a_topic_that_is_not_there_is_named_with_the_command(variables: dict[str, str]) -> None:
    ran = barid("tail", "alerts", "--idle", "1", variables=variables)
    assert (ran.code, ran.out) == (2, b"")
    assert variables["BARID_TOPIC_PREFIX"] + "alerts" in ran.error
    assert "barid topics apply" in ran.error


@pytest.mark.redis
def test_dead_letters_are_read_back_with_reason_and_bytes(
    stream: Stream, with_topics: dict[str, str], redis_server: Redis
) -> None:
    bad = [b'{"body": 7}', b"\xff\xfe", b'{"title": "x"}']
    barid("ingest", "-", stdin=b"\n".join([*bad, message(1)]), variables=with_topics)
    with Worker(stream, "--agents", "dedup", BARID_REDIS=redis_server.url):
        found = tail(with_topics, "deadletters", "--from-start", "--limit", "3")
    letters = [json.loads(line) for line in found]
    assert [one["reason"] for one in letters] == ["wrong_type", "invalid_utf8", "missing_field"]
    assert [one["offset"] for one in letters] == [0, 1, 2]
    assert [one["value"] for one in letters] == ['{"body": 7}', None, '{"title": "x"}']
    assert letters[1]["value_base64"] == "//4="
    assert {one["stage"] for one in letters} == {"dedup"}


@pytest.mark.redis
def test_the_doctor_is_content_only_when_everything_is_there(
    variables: dict[str, str], redis_server: Redis
) -> None:
    here = {**variables, "BARID_REDIS": redis_server.url}
    before = barid("doctor", variables=here)
    assert before.code == 1
    (ill,) = [line for line in before.lines if line.startswith("FAIL")]
    assert ill.startswith("FAIL  topics: ")
    assert "barid topics apply" in ill
    barid("topics", "apply", variables=here)
    after = barid("doctor", variables=here)
    assert (after.code, after.err) == (0, "")
    assert all(line.startswith("ok    ") for line in after.lines)
