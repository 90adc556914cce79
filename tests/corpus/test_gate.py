"""No family of rules may fall below what it reached, and floors belong to the rows they measure."""

import tomllib
from collections import Counter

import pytest

from streams.alert.rules import load_default_rules
from streams.app import load_words
from tests.corpus import pin
from tests.corpus.gate import CHECKS, FLOORS, Row, Score, digest, read_corpus, score

ROWS = read_corpus()
PINNED = tomllib.loads(FLOORS.read_text("utf-8"))
NOTHING = ("none", "paragraph")
GROUPS = sorted({row.group for row in ROWS})


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score(ROWS, load_words(load_default_rules()))


@pytest.mark.parametrize("group", GROUPS)
def test_a_family_is_as_good_as_it_was(group: str, scores: dict[str, Score]) -> None:
    now, floor = scores[group], PINNED["floors"][group]
    misses = "\n".join(now.misses)
    assert now.ratio >= floor, f"{group}: {now.right} of {now.rows}, floor {floor}\n{misses}"


def test_floors_were_measured_on_these_rows() -> None:
    assert PINNED["digest"] == digest(ROWS), "run `python -m tests.corpus.pin`"
    assert sorted(PINNED["floors"]) == GROUPS
    assert min(PINNED["floors"].values()) > 0, "a floor of nothing holds nothing: pool or add rows"


def test_every_family_has_rows_in_several_languages_and_rows_that_expect_nothing() -> None:
    assert {row.family for row in ROWS} == set(CHECKS)
    languages = Counter(row.language for row in ROWS)
    assert len(ROWS) >= 400
    assert languages["ar"] >= 250
    assert languages["en"] >= 60
    assert {code for code, count in languages.items() if count >= 15} >= {
        "ar", "ckb", "en", "fa", "fr", "tr", "ur",
    }  # fmt: skip
    for family in ("incidents", "dates", "names", "places", "markers"):
        nothing = [
            row for row in ROWS
            if row.family == family and (row.expected in NOTHING or row.expected[0] == "!")
        ]  # fmt: skip
        assert len(nothing) >= 5, family


def test_no_sentence_stands_twice_in_a_family() -> None:
    twice = [key for key, n in Counter((r.group, r.text) for r in ROWS).items() if n > 1]
    assert twice == []


def test_the_digest_sees_a_changed_word_and_not_a_changed_order() -> None:
    first, second, *_ = ROWS
    changed = Row(first.family, first.line, first.language, first.text + ".", first.expected)
    assert digest([second, first]) == digest([first, second])
    assert digest([changed, second]) != digest([first, second])


def test_a_floor_falls_only_when_that_is_said(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    floors = tmp_path_factory.mktemp("floors") / "floors.toml"
    high = 'digest = "x"\n[floors]\n"gone.xx" = 1.0\n'
    floors.write_text(high, "utf-8")
    monkeypatch.setattr(pin, "FLOORS", floors)
    assert pin.main([]) == 1
    assert floors.read_text("utf-8") == high
    assert "gone.xx: 1.0 -> gone" in capsys.readouterr().err
    assert pin.main(["--allow-lower"]) == 0
    assert tomllib.loads(floors.read_text("utf-8"))["digest"] == digest(ROWS)
