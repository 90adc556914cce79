"""The sample stream is what README.md and expected.toml say it is, structurally."""

import re
import tomllib
from collections import Counter
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from schemas.codec import InvalidMessage, decode, parse_object
from schemas.raw import RawArticle
from streams.samples import sample_files, sample_messages, sample_page
from streams.text.normalize import fold

FOLDER = files("streams.samples")
POISON_FILE = "99-poison.jsonl"
EVENT_TYPES = {
    "abduction",
    "airstrike_shelling",
    "armed_attack",
    "armed_clash",
    "arrest_raid",
    "bombing",
    "crime_violence",
    "drowning",
    "execution",
    "fire_explosion",
    "health_outbreak",
    "natural_disaster",
    "other_accident",
    "protest_riot",
    "structural_collapse",
    "traffic_accident",
    "transport_accident",
}
INCIDENT_FIELDS = {"event_type", "event_date", "country", "severity"}


def read_expected() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))


def lines_of(name: str) -> list[bytes]:
    return (FOLDER / name).read_bytes().removesuffix(b"\n").split(b"\n")


def read_raw() -> dict[str, RawArticle]:
    raws: dict[str, RawArticle] = {}
    for file in sample_files():
        if file.name != POISON_FILE:
            for line in lines_of(file.name):
                raw = decode(RawArticle, line)
                assert raw.raw_id is not None
                assert raw.raw_id not in raws
                raws[raw.raw_id] = raw
    return raws


EXPECTED = read_expected()
ARTICLES: dict[str, dict[str, Any]] = EXPECTED["articles"]
RAWS = read_raw()
POISON: list[dict[str, Any]] = EXPECTED["poison"]
UNIQUE = [raw_id for raw_id, entry in ARTICLES.items() if entry["outcome"] == "unique"]
DUPLICATES = [raw_id for raw_id, entry in ARTICLES.items() if entry["outcome"] == "duplicate"]
INCIDENTS = [raw_id for raw_id in UNIQUE if ARTICLES[raw_id]["incident"]]


def fetched(raw_id: str) -> datetime:
    stamp = RAWS[raw_id].fetched_at
    assert stamp is not None
    return datetime.fromisoformat(stamp)


def test_files_stream_in_the_order_of_their_names_and_poison_comes_last() -> None:
    names = [file.name for file in sample_files()]
    assert names == sorted(names)
    assert names[0] == "01-aggregator-page.jsonl"
    assert names[-1] == POISON_FILE


def test_messages_are_every_line_of_every_file_without_newlines() -> None:
    messages = list(sample_messages())
    assert len(messages) == len(ARTICLES) + len(POISON) == 87
    assert messages == [line for file in sample_files() for line in lines_of(file.name)]
    assert all(message and b"\n" not in message for message in messages)


def test_expected_covers_every_raw_id_in_stream_order() -> None:
    assert list(ARTICLES) == list(RAWS)


def test_expected_names_the_file_of_every_message() -> None:
    for file in sample_files():
        if file.name != POISON_FILE:
            ids = [decode(RawArticle, line).raw_id for line in lines_of(file.name)]
            assert ids == [name for name, entry in ARTICLES.items() if entry["file"] == file.name]


def test_demo_page_is_the_body_of_the_first_message() -> None:
    first = decode(RawArticle, next(sample_messages()))
    assert first.raw_id == "s-page-01"
    assert first.body == sample_page()
    assert sample_page().startswith("نبأ المشرق:\n2025-10-15@06:10:21 GMT\n")


@pytest.mark.parametrize(("code", "at_least"), [
    ("ar", 49), ("en", 9), ("fa", 5), ("ckb", 4), ("fr", 4), ("ur", 3), ("tr", 3),
])  # fmt: skip
def test_stream_holds_so_many_messages_in(code: str, at_least: int) -> None:
    assert Counter(entry["language"] for entry in ARTICLES.values())[code] >= at_least


def test_crawl_times_only_move_forward() -> None:
    assert all(fetched(a) < fetched(b) for a, b in pairwise(RAWS))


@pytest.mark.parametrize("raw_id", RAWS)
def test_message_comes_from_an_invented_outlet(raw_id: str) -> None:
    raw = RAWS[raw_id]
    assert re.fullmatch(r"https://[a-z0-9-]+\.example/[a-z0-9/-]+", raw.url or "")
    assert raw.body.strip()


@pytest.mark.parametrize("poison", POISON, ids=lambda poison: f"line-{poison['line']}")
def test_poison_line_is_refused_for_the_reason_stated(poison: dict[str, Any]) -> None:
    with pytest.raises(InvalidMessage) as refused:
        decode(RawArticle, lines_of(POISON_FILE)[poison["line"] - 1])
    assert refused.value.reason == poison["reason"]


def test_poison_covers_every_line_and_every_reason_that_fits_in_a_file() -> None:
    assert [poison["line"] for poison in POISON] == [*range(1, len(lines_of(POISON_FILE)) + 1)]
    assert {poison["reason"] for poison in POISON} == {
        "invalid_json",
        "not_an_object",
        "missing_field",
        "wrong_type",
        "invalid_utf8",
    }


@pytest.mark.parametrize("raw_id", INCIDENTS)
def test_incident_states_type_day_country_and_severity(raw_id: str) -> None:
    entry = ARTICLES[raw_id]
    assert entry.keys() >= INCIDENT_FIELDS
    assert entry["event_type"] in EVENT_TYPES
    assert re.fullmatch(r"[A-Z]{2}", entry["country"])
    assert entry["admin1"].startswith(entry["country"] + "-")
    assert entry["alert"] in {"opened", "updated", "silent", "any"}
    assert entry["severity"] in {"low", "medium", "high", "critical"}
    if entry["severity"] == "low":
        assert entry["alert"] == "silent"


@pytest.mark.parametrize("raw_id", [name for name in INCIDENTS if name != "s-page-01"])
def test_fresh_incident_happened_within_a_day_of_its_crawl(raw_id: str) -> None:
    day = date.fromisoformat(ARTICLES[raw_id]["event_date"])
    assert timedelta(0) <= fetched(raw_id).date() - day <= timedelta(days=1)


def test_stale_strike_is_months_older_than_its_crawl_and_stays_silent() -> None:
    entry = ARTICLES["s-page-01"]
    age = fetched("s-page-01").date() - date.fromisoformat(entry["event_date"])
    assert age == timedelta(days=170)
    assert entry["alert"] == "silent"
    assert entry["suppressed"] == "stale"


@pytest.mark.parametrize("raw_id", [
    name for name in UNIQUE if not ARTICLES[name]["incident"]
])  # fmt: skip
def test_message_without_incident_alerts_nobody(raw_id: str) -> None:
    assert ARTICLES[raw_id]["alert"] == "silent"
    assert not ARTICLES[raw_id].keys() & {"killed", "injured", "event_type"}


@pytest.mark.parametrize("raw_id", DUPLICATES)
def test_duplicate_repeats_an_earlier_unique_message(raw_id: str) -> None:
    original = ARTICLES[raw_id]["duplicate_of"]
    assert original in UNIQUE
    assert fetched(original) < fetched(raw_id)


def test_exact_wire_copy_has_the_same_body_under_another_headline_and_outlet() -> None:
    first, copy = RAWS["s-train-01"], RAWS["s-train-02"]
    assert copy.body == first.body
    assert copy.title != first.title
    assert copy.source != first.source


def test_cut_wire_copy_is_the_beginning_of_the_original() -> None:
    assert RAWS["s-train-01"].body.startswith(RAWS["s-train-03"].body)
    assert len(RAWS["s-train-03"].body) < len(RAWS["s-train-01"].body)


def test_reporter_line_is_added_around_the_whole_wire_text() -> None:
    assert RAWS["s-train-01"].body in RAWS["s-train-04"].body
    assert RAWS["s-train-04"].body.startswith("كتب:")


def test_page_crawled_again_differs_only_in_stamp_and_related_list() -> None:
    first, again = RAWS["s-page-01"].body.splitlines(), RAWS["s-page-02"].body.splitlines()
    related = first.index("مقالات مشابهة")
    assert first[:1] + first[2 : related + 1] == again[:1] + again[2 : related + 1]
    assert first[1] != again[1]
    assert not set(first[related + 2 :]) & set(again[related + 2 :])


def test_market_attack_rises_and_is_corrected_downward_once() -> None:
    revisions = EXPECTED["incidents"]["baqubah"]["revisions"]
    assert [revision["killed"] for revision in revisions] == [10, 13, 15, 14]
    assert [revision["injured"] for revision in revisions] == [23, 31, 40, 42]
    assert [revision["correction"] for revision in revisions] == [False, False, False, True]


@pytest.mark.parametrize("name", EXPECTED["incidents"])
def test_revisions_are_the_tolls_of_the_messages_that_cause_them(name: str) -> None:
    incident = EXPECTED["incidents"][name]
    alerts = []
    for revision in incident["revisions"]:
        entry = ARTICLES[revision["caused_by"]]
        assert entry["killed"]["min"] == revision["killed"]
        assert entry["injured"]["min"] == revision["injured"]
        alerts.append(entry["alert"])
    assert alerts == ["opened"] + ["updated"] * (len(alerts) - 1)
    causes = [revision["caused_by"] for revision in incident["revisions"]]
    assert set(causes) == {
        raw_id
        for raw_id in incident["articles"]
        if ARTICLES[raw_id]["alert"] in {"opened", "updated"}
    }


@pytest.mark.parametrize("name", EXPECTED["incidents"])
def test_articles_of_one_incident_agree_on_type_day_and_place(name: str) -> None:
    incident = EXPECTED["incidents"][name]
    for raw_id in incident["articles"]:
        entry = ARTICLES[raw_id]
        for field in ("event_type", "event_date", "country", "admin1"):
            assert entry[field] == incident[field]
    assert len({RAWS[raw_id].source for raw_id in incident["articles"]}) == incident["outlets"]


@pytest.mark.parametrize("raw_id", EXPECTED["incidents"]["baqubah"]["articles"])
def test_market_attack_names_town_governorate_and_weekday(raw_id: str) -> None:
    words = {
        "ar": ("بعقوبة", "ديالى", "الأربعاء"),
        "en": ("Baqubah", "Diyala", "Wednesday"),
        "fa": ("بعقوبه", "دیاله", "چهارشنبه"),
        "ckb": ("بەعقووبە", "دیالە", "چوارشەممە"),
    }
    body = RAWS[raw_id].body
    assert all(word in body for word in words[ARTICLES[raw_id]["language"]])


def test_mojibake_message_turns_back_into_arabic() -> None:
    raw = RAWS["s-mojibake-01"]
    assert "ظ" in raw.body
    assert raw.body.encode("cp1256").decode("utf-8").startswith("لقي أربعة أشخاص مصرعهم")
    assert (raw.title or "").encode("cp1256").decode("utf-8").startswith("مصرع أربعة أشخاص")


def test_odd_marks_are_really_in_the_message_that_shows_them() -> None:
    body = RAWS["s-crlf-01"].body
    assert all(mark in body for mark in ("\r\n", "\u00a0", "\u200f", "\u202b", "\u2066"))
    assert "\n" not in body.replace("\r\n", "")


def test_arabic_indic_message_has_no_ascii_digit() -> None:
    body = RAWS["s-digits-01"].body
    assert not re.search("[0-9]", body)
    assert "20 اكتوبر 2025" in fold(body)


def test_html_message_hides_other_tolls_in_sidebar_and_comment() -> None:
    raw = RAWS["s-html-01"]
    assert raw.content_type == "text/html"
    for tag in ("<nav>", "<aside", "<article>", "application/ld+json", 'class="comments"'):
        assert tag in raw.body


def test_surrogate_line_is_valid_ascii_so_only_the_escape_is_at_fault() -> None:
    line = next(line for line in lines_of(POISON_FILE) if b"\\ud800" in line)
    assert line.isascii()
    with pytest.raises(InvalidMessage, match="invalid_utf8"):
        parse_object(line)
