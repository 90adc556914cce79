"""Laws: exact spans, order, determinism, survival of odd text, linear time; refused data."""

import time
import tomllib
from datetime import date
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.text.dates import Clock, DateWords, find_dates, load_date_words, read_date
from streams.text.dates.grammar import load_grammar
from streams.text.dates.words import parse_row

WORDS = load_date_words()
CLOCK_DAY = Clock(written_on=date(2024, 6, 12))
PIECES = (
    *["3", "31", "٠٧", "۱۴۰۳", "2024", "1436", "57", "من", "إلى", "و"],
    *["بين", "مارس", "صَفَر", "شوال", "أيلول", "(سبتمبر)", "الأحد", "أمس", "اليوم", "عام"],
    *["الماضي", "المقبل", "هـ", "م", "/", "-", "،", ".", ":", "19:36:33"],
    *["GMT", "May", "Fri", "خرداد", "ئۆکتۆبەر", "قبل", "ثلاثة", "أشهر", "ذلك", "نهاية"],
    *["الربع", "الأول", "عيد", "الفطر", "1/2/1400", "القرن", "الخمسينات", "x"],
    "\n",
    "\u200f",
    "ـ",
    "\ud800",
)


def check_laws(text: str, language: str) -> None:
    found = find_dates(text, CLOCK_DAY, WORDS, language)
    assert found == find_dates(text, CLOCK_DAY, WORDS, language)
    reached = 0
    for item in found:
        assert reached <= item.start < item.end
        assert text[item.start : item.end] == item.text
        assert (item.value is None) != (item.from_ is None)
        assert item.from_ is None or (item.to is not None and item.from_ <= item.to)
        assert item.rule
        reached = item.end


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=25),
    st.sampled_from([" ", ""]),
    st.sampled_from(["ar", "fa", "ckb", "en", "ku", "und"]),
)
def test_spans_are_exact_sorted_and_apart(pieces: list[str], glue: str, language: str) -> None:
    check_laws(glue.join(pieces), language)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["ar", "fa", "ckb", "en", "und", ""]))
def test_any_text_survives(text: str, language: str) -> None:
    check_laws(text, language)
    read_date(text, Clock(), WORDS)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("1/1/", id="slashes"),
        pytest.param("1 و", id="list_of_days"),
        pytest.param("من 3 مارس ", id="half_a_range"),
        pytest.param("اليوم (", id="open_brackets"),
        pytest.param("الأحد ", id="weekdays"),
        pytest.param("مايو ", id="months"),
        pytest.param("9", id="one_long_number"),
        pytest.param("12:", id="colons"),
        pytest.param("كانون ", id="half_a_month_name"),
        pytest.param("ب", id="one_long_word"),
    ],
)
def test_time_grows_with_length_and_no_faster(words: DateWords, piece: str) -> None:
    def seconds(size_chars: int) -> float:
        text = piece * (size_chars // len(piece))
        best = 1e9
        for _ in range(2):
            started = time.process_time()
            find_dates(text, CLOCK_DAY, words)
            best = min(best, time.process_time() - started)
        return best

    # Eight times the text: linear is 8, quadratic 64; the floor keeps timer noise out.
    assert seconds(160_000) < 32 * max(seconds(20_000), 0.01)


def test_every_rule_reads_its_own_example() -> None:
    file = resources.files("streams.text.dates").joinpath("data", "grammar.toml")
    rules = tomllib.loads(file.read_text(encoding="utf-8"))["rules"]
    for rule in rules:
        text = rule["example"]
        languages = ("ar", "en", "tr", "fa")
        names = {
            item.rule for code in languages for item in find_dates(text, CLOCK_DAY, WORDS, code)
        }
        assert rule["name"] in names, rule["name"]


def test_rule_with_an_unknown_reader_is_refused() -> None:
    with pytest.raises(ValueError, match=r"grammar\.toml: rule .*no such reader"):
        load_grammar(frozenset({"day"}))


GOOD_ROW = "مايو\tmonth\tgregorian:5\tar\t0\tall\tMay\tpress"


def test_good_row_is_read_folded() -> None:
    row = parse_row("أيّار\tmonth\tgregorian:5\tar\t0\tall\tMay\tpress", "f:1")
    assert (row.forms, row.word.kind, row.word.value) == (("ايار",), "M", "gregorian:5")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("مايو\tmonth", id="too_few_columns"),
        pytest.param(GOOD_ROW.replace("month", "monht"), id="unknown_kind"),
        pytest.param(GOOD_ROW.replace("\tar\t", "\txx\t"), id="unknown_language"),
        pytest.param(GOOD_ROW.replace("\t0\t", "\t9\t"), id="level_out_of_range"),
        pytest.param(GOOD_ROW.replace("May", ""), id="no_gloss"),
        pytest.param(GOOD_ROW.replace("مايو", "ـ"), id="nothing_left_after_folding"),
    ],
)
def test_bad_row_is_refused_with_its_place(row: str) -> None:
    with pytest.raises(ValueError, match=r"months\.tsv:7"):
        parse_row(row, "months.tsv:7")
