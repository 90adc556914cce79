"""`barid explain`: what a replay wrote, claim by claim, with the rule and the words of each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from streams.samples import sample_messages
from tests.cli.running import barid, environment

pytestmark = pytest.mark.slow  # each run loads every lexicon


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explain") / "out"
    assert barid("replay", "-", "--out", folder, stdin=b"\n".join(sample_messages())).code == 0
    return folder


def test_an_article_enriched_before_and_one_enriched_now_are_explained_alike(out: Path) -> None:
    before = barid("explain", out / "articles.enriched.jsonl", "--json")
    now = barid("explain", out / "articles.unique.jsonl", "--json")
    assert (before.code, before.err) == (now.code, now.err) == (0, "")
    # Its story and what it is related to are the stream's to say, not the article's.
    assert [_of_itself(line) for line in before.lines] == [_of_itself(line) for line in now.lines]
    first = json.loads(before.lines[0])
    assert "مقتل مسلحَين بضربة جوية" in first["title"]
    assert len(first["claims"]) > 10


def _of_itself(line: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(line)
    of_the_stream = ("story", "related")
    said["claims"] = [one for one in said["claims"] if one["claim"] not in of_the_stream]
    return said


def test_one_article_is_picked_by_its_id(out: Path) -> None:
    file = out / "articles.enriched.jsonl"
    wanted = json.loads(file.read_bytes().splitlines()[3])["article_id"]
    ran = barid("explain", file, "--id", wanted)
    assert ran.code == 0
    assert [line.split()[1] for line in ran.lines if line.startswith("article ")] == [wanted]
    missing = barid("explain", file, "--id", "no-such-id")
    assert (missing.code, missing.out) == (1, b"")
    assert "no-such-id" in missing.error


def test_what_is_no_article_ends_with_two_and_is_named(out: Path) -> None:
    for name in ("alerts.jsonl", "no-such-file.json"):
        ran = barid("explain", out / name)
        assert (ran.code, ran.out) == (2, b"")
        assert name in ran.error


def test_a_reader_that_ends_early_is_no_error_to_speak_of(out: Path) -> None:
    command = [sys.executable, "-m", "streams", "explain", str(out / "articles.enriched.jsonl")]
    pipe = subprocess.PIPE
    running = subprocess.Popen(
        [*command, "--json"], env=environment({}), stdout=pipe, stderr=pipe, bufsize=0
    )
    assert running.stdout is not None
    assert running.stderr is not None
    assert running.stdout.read(1) == b"{"
    running.stdout.close()
    running.wait(60)
    assert running.stderr.read() == b""
    running.stderr.close()
