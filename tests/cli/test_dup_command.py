"""`barid dup explain`: two files, or two ids of one file."""

import json
from pathlib import Path

import pytest

from tests.cli.running import barid

FIRE = (
    "لقي ستة عمال مصرعهم في حريق اندلع فجر الثلاثاء داخل مصنع للطلاء غرب المدينة.\n\n"
    "وذكر قائد فرقة الإطفاء أن النيران بدأت في مستودع المذيبات ثم امتدت إلى خط التعبئة."
)
LATER = FIRE.replace("ستة", "ثمانية")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write two pages and a file of both."""
    (tmp_path / "one.txt").write_text(FIRE, encoding="utf-8")
    (tmp_path / "other.json").write_text(json.dumps({"body": LATER, "raw_id": "r2"}), "utf-8")
    raw = [{"body": FIRE, "raw_id": "r1"}, {"body": LATER, "raw_id": "r2"}]
    (tmp_path / "raw.jsonl").write_text("\n".join(map(json.dumps, raw)), encoding="utf-8")
    return tmp_path


def test_two_files_are_compared_in_words(folder: Path) -> None:
    ran = barid("dup", "explain", folder / "one.txt", folder / "other.json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0].split()[0] == "revision.toll"
    said = "\n".join(ran.lines)
    for words in (
        "6 killed",
        "8 killed",
        "tolls differ",
        "only A: 6 in the lead: لقي سته عمال مصرعهم",
        "only B: 8 in the lead: لقي ثمانيه عمال مصرعهم",
        "both: عمال مصرعهم في حريق",
        "otherwise if shared tolls at least 1 (was 0)",
    ):
        assert words in said


def test_two_ids_of_one_file_are_compared_as_json(folder: Path) -> None:
    ran = barid("dup", "explain", "r1", "r1", "--in", folder / "raw.jsonl", "--json")
    assert (ran.code, ran.err) == (0, "")
    said = json.loads(ran.out)
    assert said["rule"] == "exact.recrawl"
    article = said["first"]["article_id"]
    again = barid("dup", "explain", article, "r2", "--in", folder / "raw.jsonl", "--json")
    revision = json.loads(again.out)
    assert revision["rule"] == "revision.toll"
    assert revision["in_stream"]["revision_of"] == article
    assert [(one["side"], one["value"]) for one in revision["figures"]] == [
        ("first", 6),
        ("second", 8),
    ]


def test_an_id_that_is_not_there_ends_with_one_and_a_file_with_two(folder: Path) -> None:
    missing = barid("dup", "explain", "r1", "r9", "--in", folder / "raw.jsonl")
    assert (missing.code, missing.out) == (1, b"")
    assert "r9" in missing.error
    nowhere = barid("dup", "explain", folder / "one.txt", folder / "no.txt")
    assert (nowhere.code, nowhere.out) == (2, b"")
    assert "no.txt" in nowhere.error
