"""Commands that need Kafka or Redis, where there is none: one sentence, what to do, exit code 2."""

import pytest

from tests.cli.running import NOWHERE, barid


@pytest.mark.parametrize(
    "words",
    ["topics plan", "topics apply", "tail alerts --idle 1", "ingest -", "worker", "worker --fuse"],
)
def test_no_broker_is_named_with_what_to_do(words: str) -> None:
    ran = barid(*words.split(), stdin=b'{"body": "x"}\n', variables=NOWHERE)
    assert (ran.code, ran.out) == (2, b"")
    assert "127.0.0.1:1" in ran.error
    assert "BARID_BROKER" in ran.error


def test_the_doctor_finds_what_is_missing_and_ends_with_one() -> None:
    ran = barid("doctor", variables=NOWHERE)
    assert (ran.code, ran.err) == (1, "")
    well = [line for line in ran.lines if line.startswith("ok    ")]
    ill = [line for line in ran.lines if line.startswith("FAIL  ")]
    assert len(well) + len(ill) == len(ran.lines)
    assert [line.split()[1].rstrip(":") for line in ill] == ["Redis", "Kafka"]
    assert "BARID_REDIS" in ill[0]
    assert "BARID_BROKER" in ill[1]
    for found in ("Python", "faust-streaming", "rules", "lexicons and models"):
        assert any(line.startswith(f"ok    {found}: ") for line in well), found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("worker --agents enrichmnet", "there are dedup, language, enrichment, alerting"),
        ("tail articles.row", "articles.raw"),
        ("tail alerts --limit 0", "--limit"),
        ("ingest no-such-file.jsonl", "no-such-file.jsonl: there is no such file"),
        ("ingest - --rate 0", "--rate"),
        ("up --once --no-samples", "--no-samples"),
    ],
)
def test_a_wrong_argument_is_named_before_anything_starts(words: str, said: str) -> None:
    ran = barid(*words.split(), variables=NOWHERE)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.err
