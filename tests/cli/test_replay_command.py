"""`barid replay`: every kind of input, one file a topic, and exit codes that scripts can use."""

import gzip
import json
from pathlib import Path

import pytest

from streams.samples import sample_messages, sample_page
from streams.topics import TOPICS
from tests.cli.running import NOWHERE, Ran, barid
from tests.e2e.replayed import replayed

pytestmark = pytest.mark.slow  # each run loads every lexicon
FILES = {f"{topic.name}.jsonl" for topic in TOPICS if topic.name != "articles.raw"}
# One bombing that opens an alert, one line that cannot be read, one page that says nothing.
ATTACK = {
    "raw_id": "r-attack",
    "source": "وكالة الرافدين",
    "fetched_at": "2025-10-15T09:00:00Z",
    "title": "مقتل 11 شخصاً بتفجير في بغداد",
    "body": "قتل 11 شخصاً وأصيب 30 آخرون بانفجار سيارة مفخخة في بغداد اليوم الأربعاء.",
}
DULL = {"raw_id": "r-dull", "body": "افتتح الوزير معرض الكتاب في المدينة."}
LINES = (json.dumps(ATTACK).encode(), b'{"body": ', json.dumps(DULL).encode())
RULES = "version: 1\nrules:\n  - {id: mine, when: {event: [bombing]}}\n"


def read(out: Path, topic: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / f"{topic}.jsonl").read_bytes().splitlines()]


def replay(tmp_path: Path, *arguments: str | Path, stdin: bytes = b"") -> tuple[Ran, Path]:
    out = tmp_path / "made" / "out"
    return barid("replay", *arguments, "--out", out, stdin=stdin), out


def test_a_bad_line_is_a_dead_letter_and_the_rest_goes_on(tmp_path: Path) -> None:
    source = tmp_path / "crawl.jsonl"
    source.write_bytes(b"\n".join(LINES) + b"\n\n  \n")
    ran, out = replay(tmp_path, source)
    assert (ran.code, ran.out) == (0, b"")
    assert ran.err == f"3 messages replayed into {out}\n"
    assert {path.name for path in out.iterdir()} == FILES
    assert [one["raw_id"] for one in read(out, "articles.enriched")] == ["r-attack", "r-dull"]
    (letter,) = read(out, "deadletters")
    assert (letter["reason"], letter["value"], letter["offset"]) == (
        "invalid_json",
        '{"body": ',
        1,
    )
    (alert,) = read(out, "alerts")
    assert (alert["rule_id"], alert["status"], alert["killed"]) == (
        "incident",
        "opened",
        {"min": 11, "max": 11},
    )


def test_inputs_of_every_kind_follow_each_other_in_one_run(tmp_path: Path) -> None:
    def numbered(number: int) -> bytes:
        return json.dumps({**DULL, "raw_id": f"r{number}", "body": f"خبر رقم {number}"}).encode()

    (tmp_path / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + numbered(1) + b"\r\n" + numbered(2))
    (tmp_path / "b.json").write_bytes(b"[" + numbered(3) + b",\n" + numbered(4) + b"]")
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(numbered(5) + b"\n"))
    page = "عنوان الخبر الأول\nنص الخبر الأول كما هو."
    (tmp_path / "d.txt").write_text("\ufeff" + page, "utf-8")
    (tmp_path / "e.html").write_text(
        "<html><head><title>عنوان الخبر الثاني</title></head><body><article><h1>عنوان الخبر الثاني"
        "</h1><p>نص الخبر الثاني وهو أطول من غيره قليلا حتى يقرأ.</p></article></body></html>",
        "utf-8",
    )
    names = ["a.jsonl", "b.json", "c.jsonl.gz", "d.txt", "e.html"]
    ran, out = replay(tmp_path, *(tmp_path / name for name in names), "-", stdin=numbered(6))
    assert ran.code == 0
    assert ran.err.startswith("8 messages replayed")
    assert read(out, "deadletters") == []
    made = read(out, "articles.unique")
    assert [one["raw_id"] for one in (*made[:5], made[-1])] == ["r1", "r2", "r3", "r4", "r5", "r6"]
    assert "نص الخبر الأول كما هو." in str(made[5]["text"])
    assert "\ufeff" not in str(made[5]["text"])
    assert "نص الخبر الثاني" in str(made[6]["text"])
    assert "<p>" not in str(made[6]["text"])


def test_the_samples_through_the_command_are_what_the_pipeline_makes(tmp_path: Path) -> None:
    _, out = replay(tmp_path, "-", stdin=b"\n".join(sample_messages()))
    wanted, _ = replayed(tuple(sample_messages()))
    for name in FILES:
        assert (out / name).read_bytes() == b"".join(wanted[name.removesuffix(".jsonl")]), name


def test_rules_of_ones_own_take_the_place_of_the_shipped(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES, "utf-8")
    ran, out = replay(tmp_path, "-", "--rules", tmp_path / "rules.yaml", stdin=LINES[0])
    assert ran.code == 0
    assert [one["rule_id"] for one in read(out, "alerts")] == ["mine"]


def test_a_second_run_replaces_the_files_of_the_first(tmp_path: Path) -> None:
    replay(tmp_path, "-", stdin=LINES[0])
    _, out = replay(tmp_path, "-", stdin=LINES[2])
    assert [one["raw_id"] for one in read(out, "articles.unique")] == ["r-dull"]
    assert read(out, "alerts") == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("no.jsonl", None, "there is no such file", id="missing"),
        pytest.param("object.json", b'{"body": "x"}', "is no JSON list", id="no list"),
        pytest.param("broken.json", b"[{]", "is no JSON", id="no JSON"),
        pytest.param("plain.gz", b"plain text", "gzip", id="no gzip"),
        pytest.param("cut.gz", gzip.compress(LINES[0])[:-12], "ended before", id="cut gzip"),
        pytest.param("bad.gz", gzip.compress(b"")[:10] + b"\xff" * 40, "bad.gz", id="bad gzip"),
    ],
)
def test_an_input_that_cannot_be_read_ends_with_two_and_is_named(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran, _ = replay(tmp_path, tmp_path / name)
    assert (ran.code, ran.out) == (2, b"")
    assert name in ran.error
    assert said in ran.error


@pytest.mark.parametrize(
    ("rules", "where"),
    [
        pytest.param("version: 1\nrules: [", ":2:9: ", id="no YAML"),
        pytest.param(RULES.replace("bombing", "picnic"), ":3:31: ", id="no such event"),
        pytest.param(RULES.replace("version: 1\n", ""), ":1:1: ", id="no version"),
    ],
)
def test_rules_that_cannot_be_read_end_with_two_and_their_line_and_column(
    tmp_path: Path, rules: str, where: str
) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(rules, "utf-8")
    ran, out = replay(tmp_path, "-", "--rules", path, stdin=LINES[0])
    assert ran.code == 2
    assert f"{path}{where}" in ran.error
    assert not out.exists()


def test_an_output_of_an_earlier_run_is_not_destroyed_by_reading_it(tmp_path: Path) -> None:
    _, out = replay(tmp_path, "-", stdin=b"\n".join(LINES))
    before = (out / "deadletters.jsonl").read_bytes()
    ran = barid("replay", out / "deadletters.jsonl", "--out", out)
    assert ran.code == 2
    assert "deadletters.jsonl" in ran.error
    assert (out / "deadletters.jsonl").read_bytes() == before


def test_an_output_that_is_a_file_and_a_redis_that_is_away_end_with_two(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    taken = barid("replay", "-", "--out", tmp_path / "file")
    assert (taken.code, str(tmp_path / "file") in taken.error) == (2, True)
    away = barid("replay", "-", "--out", tmp_path / "out", "--redis", NOWHERE["BARID_REDIS"])
    assert away.code == 2
    assert "Redis" in away.error


def test_a_page_as_text_says_what_the_same_page_says_as_a_message(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(sample_page(), "utf-8")
    _, out = replay(tmp_path, tmp_path / "page.txt")
    (silence,) = read(out, "alerts.suppressed")
    assert (silence["rule_id"], silence["reason"]) == ("incident", "stale")
    assert "170 days old" in str(silence["detail"])
