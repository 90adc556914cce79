"""README.md of the sample stream tells the same as expected.toml and the files."""

import re
import tomllib
from importlib.resources import files
from typing import Any

from streams.samples import sample_files

FOLDER = files("streams.samples")
README = (FOLDER / "README.md").read_text(encoding="utf-8")
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
ARTICLES: dict[str, dict[str, Any]] = EXPECTED["articles"]
INCIDENT_ROW = re.compile(
    r"^\| `(s-[a-z]+-\d\d)`(?: \(\w+\))? \| ([a-z_]+ \| [A-Z].+) \|$", re.MULTILINE
)
FILE_ROW = re.compile(r"^\| `(\d\d-[a-z-]+\.jsonl)` \|", re.MULTILINE)
LANGUAGE_ROW = re.compile(r"^\| \w[\w ]+ \(`(\w+)`\) \| (\d+) \|$", re.MULTILINE)
POISON_ROW = re.compile(r"^\| (\d+) \| `([a-z_0-9]+)` \| (.+) \|$", re.MULTILINE)


def toll_in_words(toll: dict[str, int] | None) -> str:
    if toll is None:
        return "-"
    return str(toll["min"]) if toll["min"] == toll.get("max") else f"at least {toll['min']}"


def incident_row(entry: dict[str, Any]) -> str:
    kinds = ("killed", "injured", "missing", "arrested")
    toll = " / ".join(toll_in_words(entry.get(kind)) for kind in kinds)
    told = (entry["event_type"], entry["admin1"], entry["event_date"], toll, entry["alert"])
    return " | ".join(told)


def test_every_incident_but_the_market_attack_has_its_row() -> None:
    apart = {"s-page-01", *EXPECTED["incidents"]["baqubah"]["articles"]}
    assert INCIDENT_ROW.findall(README) == [
        (raw_id, incident_row(entry))
        for raw_id, entry in ARTICLES.items()
        if entry.get("incident") and raw_id not in apart
    ]


def test_every_file_has_its_row() -> None:
    assert FILE_ROW.findall(README) == [file.name for file in sample_files()]


def test_languages_are_counted_right() -> None:
    told = {code: int(count) for code, count in LANGUAGE_ROW.findall(README)}
    codes = [entry["language"] for entry in ARTICLES.values()]
    assert told == {code: codes.count(code) for code in codes}


def test_every_poison_line_has_its_row() -> None:
    assert POISON_ROW.findall(README) == [
        (str(poison["line"]), poison["reason"], poison["why"]) for poison in EXPECTED["poison"]
    ]
