from pathlib import Path

import pytest

from streams.text.lexicon import Lexicon, LexiconError, load_lexicon, read_table
from streams.text.normalize import fold_with_offsets
from streams.text.tokens import tokenize

HEADER = "# words of a test\nform\tvalue\tgloss\tsource\tnote\tlevel\n"


def written(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "words.tsv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def spans(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    folded = fold_with_offsets(text)
    matches = lexicon.find(folded.text, tokenize(folded.text))
    found = [(match, *folded.span(match.start, match.end)) for match in matches]
    return [(match.entry.value, text[start:end]) for match, start, end in found]


@pytest.fixture
def places(tmp_path: Path) -> Lexicon:
    return load_lexicon(
        written(
            tmp_path,
            "العراق\tIQ\n"
            "واسط\tIQ-WA\n"
            "لبنان\tLB\n"
            "بغداد\tcity\n"
            "بغداد اليوم | Baghdad Today\toutlet\n"
            "حجة\tYE-HJ\t\t\t\texact\n"
            "أربعاء\tday\n",
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("في العراق", [("IQ", "العراق")], id="bare"),
        pytest.param("وبالعراق حرب", [("IQ", "العراق")], id="two_proclitics"),
        pytest.param("دعم للعراق", [("IQ", "للعراق")], id="melted_article_stays_whole"),
        pytest.param("وللعراق حصة", [("IQ", "للعراق")], id="waw_before_melted_article"),
        pytest.param("محافظة واسط", [("IQ-WA", "واسط")], id="nothing_is_stripped_from_an_entry"),
        pytest.param("سافر للبنان", [("LB", "لبنان")], id="li_before_a_name_with_lam"),
        pytest.param("قالت بغداد اليوم", [("outlet", "بغداد اليوم")], id="longest_wins"),
        pytest.param("زار بغداد. اليوم عاد", [("city", "بغداد")], id="a_stop_ends_a_name"),
        pytest.param("زار بغداد\n اليوم عاد", [("city", "بغداد")], id="a_line_ends_a_name"),
        pytest.param("طلب المهلة بحجة المرض", [], id="exact_takes_no_proclitic"),
        pytest.param("وصل إلى حجة", [("YE-HJ", "حجة")], id="exact_bare"),
        pytest.param("يوم الأربعاء", [("day", "الأربعاء")], id="article_belongs_to_the_word"),
        pytest.param("baghdad today said", [("outlet", "baghdad today")], id="latin"),
        pytest.param("العـــراقُ", [("IQ", "العـــراقُ")], id="tatweel_and_vowels_in_the_text"),
        pytest.param("", [], id="empty"),
    ],
)
def test_entries_are_found_with_exact_spans(
    places: Lexicon, text: str, expected: list[tuple[str, str]]
) -> None:
    assert spans(places, text) == expected


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        pytest.param("إربد\ta\n" + "اربد\tb\n", 4, "already", id="duplicate_after_folding"),
        pytest.param("كرك | كَرَك\ta\n", 3, "already", id="duplicate_inside_a_row"),
        pytest.param("\ufefb\ta\n", 3, "presentation form", id="presentation_form"),
        pytest.param("حلب\u200f\ta\n", 3, "control", id="bidi_control"),
        pytest.param("حلـب\ta\n", 3, "tatweel", id="tatweel"),
        pytest.param("ء\ta\n", 3, "fewer than 2", id="folds_to_nothing"),
        pytest.param("ب\ta\n", 3, "fewer than 2", id="one_letter"),
        pytest.param("حلب\n", 3, "empty value", id="no_value"),
        pytest.param("\nحلب |\ta\n", 4, "empty spelling", id="empty_spelling"),
        pytest.param("حلب\ta\t\t\t\tloose\n", 3, "level", id="unknown_level"),
        pytest.param("حلب\ta\t\t\t\t\tx\n", 3, "cells", id="too_many_cells"),
    ],
)
def test_bad_rows_are_refused_with_file_and_line(
    tmp_path: Path, rows: str, line: int, reason: str
) -> None:
    path = written(tmp_path, rows)
    with pytest.raises(LexiconError) as caught:
        load_lexicon(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert reason in caught.value.reason


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "حلب\ta\n", header="form\tgloss\n")
    with pytest.raises(LexiconError, match=r"words\.tsv:1: no column value"):
        read_table(path)


def test_one_phrase_in_two_files_is_refused_where_it_comes_second(tmp_path: Path) -> None:
    first = written(tmp_path, "حلب\ta\n")
    second = tmp_path / "more.tsv"
    second.write_text(HEADER + "حَلَب\tb\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"more\.tsv:3: .*already in words\.tsv:3"):
        load_lexicon(first, second)
