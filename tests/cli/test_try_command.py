"""`barid try`: one page, every finding with its words, and the reason for silence."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from streams.samples import sample_page
from tests.cli.running import Ran, barid, environment

pytestmark = pytest.mark.slow  # each run loads every lexicon
ATTACK = "مقتل 11 شخصاً بتفجير في بغداد\n\nقتل 11 شخصاً وأصيب 30 آخرون بانفجار في بغداد اليوم."


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    page = tmp_path_factory.mktemp("try") / "page.txt"
    page.write_bytes(sample_page().encode())
    return barid("try", page)


def test_the_sample_page_is_two_articles_with_every_line_named(sample: Ran) -> None:
    assert (sample.code, sample.err) == (0, "")
    assert sample.lines[0] == "page: 2 article(s)"
    said = sample.out.decode()
    kinds = {line.split()[1] for line in sample.lines[1:40] if line.startswith("  ")}
    assert {"source", "crawl_stamp", "title", "paragraph", "credit", "read_also"} <= kinds
    assert "main article " in said
    assert "embedded article " in said


def test_the_dates_of_the_sample_page_are_read_on_its_own_clock(sample: Ran) -> None:
    said = sample.out.decode()
    assert "2025-04-28 (stated) from «28th, April 2025 GMT»" in said
    assert "«الاثنين» = 2025-04-28" in said
    assert "«ربيع عام 2019» = 2019-03-01/2019-05-31" in said


def test_the_sample_page_is_refused_as_stale_and_says_why(sample: Ran) -> None:
    refusal = sample.out.decode().partition("\nalerting\n")[2]
    assert "silent: stale" in refusal
    assert "عاجل.. مقتل مسلحَين بضربة جوية" in refusal
    assert "is 170 days old at the crawl of 2025-10-15T06:10:21Z" in refusal
    assert "takes at most 7" in refusal


def test_an_attack_on_standard_input_opens_an_alert_with_its_words() -> None:
    ran = barid(
        *("try", "-", "--crawled", "2025-10-15T09:00:00Z", "--source", "وكالة الرافدين"),
        stdin=ATTACK.encode(),
    )
    assert ran.code == 0
    alert = ran.out.decode().partition("\nalerting\n")[2]
    assert "opened, revision 1" in alert
    assert "killed 11 · injured 30" in alert
    assert "1 articles: وكالة الرافدين" in alert


def test_what_no_rule_takes_is_said(tmp_path: Path) -> None:
    ran = barid("try", "-", stdin="افتتح الوزير معرض الكتاب في المدينة.".encode())
    assert ran.code == 0
    assert "no rule matches" in ran.out.decode()


def test_a_page_that_is_refused_says_by_whom_and_why() -> None:
    ran = barid("try", "-", stdin=ATTACK.encode() * 20, variables={"BARID_MAX_BODY_BYTES": "1024"})
    assert ran.code == 0
    assert "refused by dedup: too_large" in ran.out.decode()
    assert "no rule matches" not in ran.out.decode()


def test_one_raw_article_as_json_is_read_with_its_hints(tmp_path: Path) -> None:
    page = tmp_path / "one.json"
    page.write_text('{"body": "نص الخبر هنا", "title": "عنوان", "source": "المرفأ"}', "utf-8")
    said = barid("try", page).out.decode()
    assert "source       المرفأ" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("no-such-page.txt",), "no-such-page.txt", id="missing page"),
        pytest.param(("-", "--crawled", "yesterday"), "2026-11-24T09:00:00Z", id="no time"),
        pytest.param(("-", "--rules", "no-such.yaml"), "no-such.yaml", id="missing rules"),
    ],
)
def test_what_cannot_be_followed_ends_with_two(arguments: tuple[str, ...], said: str) -> None:
    ran = barid("try", *arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.error


def test_a_json_page_that_is_no_raw_article_ends_with_two(tmp_path: Path) -> None:
    page = tmp_path / "one.json"
    page.write_text('{"body": 3}', "utf-8")
    ran = barid("try", page)
    assert ran.code == 2
    assert "body is a JSON number" in ran.error


def test_no_byte_of_the_page_or_the_arguments_breaks_it() -> None:
    ran = barid("try", "-", "--source", "\udcff\udcfe", stdin=b"\xff\xfe\x00\x80 10 \xd9")
    assert ran.code == 0


def test_into_a_pipe_go_no_colours() -> None:
    ran = barid("try", "-", stdin=ATTACK.encode(), variables={"TERM": "xterm-256color"})
    assert b"\x1b" not in ran.out


def test_a_terminal_gets_colours_unless_no_color_is_set(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(ATTACK, "utf-8")
    assert b"\x1b[1m" in on_terminal("try", str(page), TERM="xterm-256color")
    plain = on_terminal("try", str(page), TERM="xterm-256color", NO_COLOR="1")
    assert "مقتل 11 شخصاً".encode() in plain
    assert b"\x1b" not in plain


def test_no_page_can_command_the_terminal(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(f"\x1b[2J\x1b]0;owned\x07{ATTACK}\n\x9b31m\x1b[31m قال\x1b[0m", "utf-8")
    said = on_terminal("try", str(page), "--source", "\x1b[5mMarfa", NO_COLOR="1")
    assert "مقتل 11 شخصاً".encode() in said
    assert b"\x1b" not in said
    assert "\x9b" not in said.decode()


def on_terminal(*arguments: str, **variables: str) -> bytes:
    """Run a command whose outputs are a terminal; give all that it wrote there."""
    ours, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "streams", *arguments],
        env=environment(variables),
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    said = b""
    try:
        while chunk := os.read(ours, 65_536):
            said += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0, said.decode()
    return said
