"""`barid rules`: check, test, backtest, explain, schema, as a user runs them."""

import gzip
from pathlib import Path

import orjson
import pytest

from streams.samples import sample_messages
from tests.cli.running import NOWHERE, barid

RULES = """\
version: 1
rules:
  - id: baqubah
    title: انفجارات بعقوبة
    when: {event: [bombing, armed_attack], place: {in: ديالى}, killed: {min: 2}}
    max_age: 30d
    tests:
      fires_on:
        - |
          مقتل ثلاثة أشخاص بانفجار عبوة ناسفة في بعقوبة
          تاريخ النشر: 2025-10-13

          قتل ثلاثة أشخاص بانفجار عبوة ناسفة في بعقوبة اليوم الاثنين، حسب مصدر أمني.
      silent_on:
        - {title: افتتاح معرض, body: افتتح الوزير معرضا للكتاب في بعقوبة اليوم.}
        - quiet.txt
  - id: quakes
    when: {terms: {of: [زلزال], match: family}, language: ar}
    tests:
      fires_on: [{body: ضرب زلزال قوي المدينة مساء اليوم وأحدث أضرارا في مبانيها القديمة.}]
"""
QUIET = "أخبار الطقس\n\nسماء صافية فوق بعقوبة ورياح خفيفة في أغلب مناطق البلاد اليوم.\n"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Write rules and the page beside them."""
    (tmp_path / "quiet.txt").write_text(QUIET, "utf-8")
    path = tmp_path / "rules.yaml"
    path.write_text(RULES, "utf-8")
    return path


def test_check_counts_what_can_be_used(rules: Path) -> None:
    ran = barid("rules", "check", rules)
    assert (ran.code, ran.out) == (0, b"")
    assert "2 rules, 0 errors, 0 warnings" in ran.err


def test_check_names_errors_and_warnings_with_their_place_and_ends_with_one(rules: Path) -> None:
    rules.write_text(
        RULES.replace("[زلزال]", "[زلزال، هزة]").replace("ديالى", "دياله القديمة جدا"), "utf-8"
    )
    ran = barid("rules", "check", rules)
    assert ran.code == 1
    said = [line for line in ran.lines if not line.startswith(" ")]
    assert said[0].startswith(f"{rules}:5:56: error: no place ")
    assert said[1].startswith(f"{rules}:18:25: error: ")
    assert "فاصلة عربية" in ran.out.decode()
    assert ran.error == "Error: 2 rules, 2 errors, 0 warnings"


def test_check_takes_warnings_unless_strict(rules: Path) -> None:
    rules.write_text(RULES.replace("[زلزال]", "[زلزال, حر]"), "utf-8")
    assert barid("rules", "check", rules).code == 0
    assert barid("rules", "check", rules, "--strict").code == 1


def test_check_cannot_begin_without_a_file(tmp_path: Path) -> None:
    ran = barid("rules", "check", tmp_path / "none.yaml")
    assert (ran.code, "no such file" in ran.error) == (2, True)


def test_check_without_a_path_reads_the_rules_in_force(rules: Path) -> None:
    ran = barid("rules", "check", variables={"BARID_RULES": str(rules)})
    assert "2 rules" in ran.err
    assert "1 rules" in barid("rules", "check").err


def test_the_examples_beside_rules_are_run(rules: Path) -> None:
    ran = barid("rules", "test", rules)
    assert ran.code == 0, ran.out.decode()
    ended = [(line.split()[0], line.rpartition(" ")[2]) for line in ran.lines if line[0] != " "]
    assert ended == [("ok", "fired"), ("ok", "silent"), ("ok", "silent"), ("ok", "fired")]


def test_an_example_that_ends_otherwise_fails_and_says_why(rules: Path) -> None:
    rules.write_text(RULES.replace("killed: {min: 2}", "killed: {min: 5}"), "utf-8")
    ran = barid("rules", "test", rules)
    assert ran.code == 1
    assert ran.lines[0].startswith(f"FAIL {rules}:9: baqubah: ")
    assert "1 of 4 examples" in ran.error


def test_an_example_that_is_not_there_is_named(rules: Path) -> None:
    (rules.parent / "quiet.txt").unlink()
    ran = barid("rules", "test", rules)
    assert (ran.code, f"{rules}:16: " in ran.error) == (2, True)


def test_a_back_test_counts_what_would_have_been_sent_and_kept_silent(
    rules: Path, tmp_path: Path
) -> None:
    crawl = tmp_path / "crawl.jsonl.gz"
    crawl.write_bytes(gzip.compress(b"\n".join(sample_messages())))
    ran = barid("rules", "backtest", crawl, "--rules", rules, "--json")
    found = {record["rule_id"]: record for record in map(orjson.loads, ran.lines)}
    assert found["baqubah"]["alerts"] == 1
    assert found["baqubah"]["revisions"] > 0
    assert found["baqubah"]["duplicates"] > 0
    assert found["baqubah"]["alerts_an_hour"] > 0
    sample = found["baqubah"]["samples"][0]
    assert sample["title"]
    assert sample["words"]
    assert (
        "baqubah  انفجارات بعقوبة"
        in barid("rules", "backtest", crawl, "--rules", rules).out.decode()
    )


def test_a_back_test_over_enriched_articles_is_the_same(rules: Path, tmp_path: Path) -> None:
    crawl = tmp_path / "crawl.jsonl"
    crawl.write_bytes(b"\n".join(sample_messages()))
    out = tmp_path / "out"
    assert barid("replay", crawl, "--out", out).code == 0
    raw = barid("rules", "backtest", crawl, "--rules", rules, "--json")
    enriched = barid(
        "rules", "backtest", out / "articles.enriched.jsonl", "--rules", rules, "--json"
    )
    assert raw.lines == enriched.lines


def test_a_back_test_needs_files_or_a_topic(rules: Path) -> None:
    assert barid("rules", "backtest", "--rules", rules).code == 2
    ran = barid("rules", "backtest", "--topic", "articles.enriched", variables=NOWHERE)
    assert (ran.code, "no Kafka broker answers" in ran.error) == (2, True)
    bad = ("rules", "backtest", "--topic", "articles.raw", "--from", "yesterday")
    assert "no time" in barid(*bad).error


def test_explain_says_which_condition_does_not_hold(rules: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "مقتل شخص بانفجار عبوة ناسفة في بعقوبة\n\nقتل شخص بانفجار عبوة ناسفة في بعقوبة.\n", "utf-8"
    )
    ran = barid("rules", "explain", "baqubah", page, "--rules", rules)
    said = [line.strip() for line in ran.lines]
    assert "+ place: admin1:IQ-DI" in said
    assert "- killed: at least 2" in said
    assert said[-1] == "no alert: a condition above does not hold"


def test_explain_shows_the_words(rules: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("زلزال قوي\n\nضربت الزلازل والزلزالات المدينة مساء اليوم.\n", "utf-8")
    ran = barid("rules", "explain", "quakes", page, "--rules", rules)
    assert "+ terms: زلزال (family)   «زلزال» 0-5" in [line.strip() for line in ran.lines]
    ran = barid("rules", "explain", "none", page, "--rules", rules)
    assert (ran.code, "there are baqubah, quakes" in ran.error) == (2, True)


def test_the_schema_is_printed() -> None:
    assert orjson.loads(barid("rules", "schema").out)["title"].startswith("Barid alert rules")
