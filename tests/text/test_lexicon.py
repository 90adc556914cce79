from pathlib import Path

import pytest

from streams.text.lexicon import LexiconError, read_table, spellings

HEADER = "# words of a test\nform\tvalue\tgloss\tsource\tnote\tlevel\n"


def written(folder: Path, rows: str, header: str = HEADER) -> Path:
    path = folder / "words.tsv"
    path.write_text(header + rows, encoding="utf-8")
    return path


def read_forms(path: Path) -> list[tuple[tuple[str, tuple[str, ...]], ...]]:
    return [spellings(row) for row in read_table(path)]


def test_rows_are_read_by_column_and_know_their_line(tmp_path: Path) -> None:
    path = written(
        tmp_path, "\nبغداد اليوم | Baghdad Today\toutlet\n# end\nحجة\tYE-HJ\t\t\t\texact\n"
    )
    outlet, town = read_table(path)
    assert (outlet["value"], outlet["level"], outlet.line) == ("outlet", "", 4)
    assert (town["form"], town["level"], town["no such column"], town.line) == (
        "حجة",
        "exact",
        "",
        6,
    )
    assert spellings(outlet) == (
        ("بغداد اليوم", ("بغداد", "اليوم")),
        ("Baghdad Today", ("baghdad", "today")),
    )


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        pytest.param("\ufefb\ta\n", 3, "presentation form", id="presentation_form"),
        pytest.param("حلب\u200f\ta\n", 3, "control", id="bidi_control"),
        pytest.param("حلـب\ta\n", 3, "tatweel", id="tatweel"),
        pytest.param("ء\ta\n", 3, "fewer than 2", id="folds_to_nothing"),
        pytest.param("ب\ta\n", 3, "fewer than 2", id="one_letter"),
        pytest.param("حلب\n", 3, "empty value", id="no_value"),
        pytest.param("\nحلب |\ta\n", 4, "empty spelling", id="empty_spelling"),
        pytest.param("حلب\ta\t\t\t\t\tx\n", 3, "cells", id="too_many_cells"),
    ],
)
def test_bad_rows_are_refused_with_file_and_line(
    tmp_path: Path, rows: str, line: int, reason: str
) -> None:
    path = written(tmp_path, rows)
    with pytest.raises(LexiconError) as caught:
        read_forms(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert reason in caught.value.reason


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "حلب\ta\n", header="form\tgloss\n")
    with pytest.raises(LexiconError, match=r"words\.tsv:1: no column value"):
        read_table(path)
