"""Every fault of every word file is named with its line; what ships has none."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from streams.lexicons import check_lexicons, check_rules, data_files
from tests.cli.running import barid

SHIPPED = Path(str(files("streams")))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the shipped files that may be broken; the towns of the world are cut.

    With them go the names that are given to those towns.
    """
    for path in data_files(SHIPPED):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHIPPED / path, target)
    towns = tmp_path / "enrich/names/data/geonames.tsv"
    towns.write_text("\n".join(towns.read_text("utf-8").split("\n")[:50]), "utf-8")
    exonyms = tmp_path / "enrich/names/data/exonyms.tsv"
    rows = [row for row in exonyms.read_text("utf-8").split("\n") if "\tgeonames:" not in row]
    exonyms.write_text("\n".join(rows), "utf-8")
    return tmp_path


def add(path: Path, *lines: str) -> int:
    """Append lines to a file; give the number of the first."""
    content = path.read_text("utf-8").rstrip("\n")
    path.write_text("\n".join((content, *lines)) + "\n", "utf-8")
    return content.count("\n") + 2


def faults(root: Path) -> list[str]:
    found = [fault for file in check_lexicons(root) for fault in file.faults]
    return [f"{one.path.relative_to(root)}:{one.line}: {one.message}" for one in found]


def test_what_ships_has_no_fault() -> None:
    checked = check_lexicons()
    assert [str(fault) for file in checked for fault in file.faults] == []
    assert all(file.rows > 0 for file in checked)


def test_every_data_file_is_checked() -> None:
    checked = {file.path.relative_to(SHIPPED) for file in check_lexicons()}
    assert checked == set(data_files(SHIPPED))
    stages = {path.parts[0] for path in checked}
    assert stages == {"alert", "dedup", "enrich", "language", "parse", "text"}


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        pytest.param(
            "enrich/events/data/ar.tsv",
            "\ufef3\ufed8\ufe98\ufede\tkilled\tpast\tkills\t",
            "presentation form",
            id="presentation form",
        ),
        pytest.param(
            "language/data/furniture.tsv", "read\u200f more\tx", "U+200F", id="bidi control"
        ),
        pytest.param("text/data/numerals.tsv", "ar\tعشــرة\tten\t10\t", "a tatweel", id="tatweel"),
        pytest.param("dedup/data/tolls.tsv", "و\tkilled\t\tx\tx", "fewer than 2", id="too short"),
        pytest.param(
            "enrich/data/subjects.tsv", "زراعي|\t16000000\t2\tx\tx", "empty", id="empty group"
        ),
        pytest.param(
            "parse/data/names.tsv", "outlet\tx\ty\tz\tq\tr", "6 cells under 4", id="too many cells"
        ),
        pytest.param(
            "language/data/rates.tsv", "xx\tmany\t0.5\tx", "is not a number", id="no number"
        ),
        pytest.param("text/dates/data/months.tsv", "x\tmonth", "2 columns, not 8", id="short row"),
        pytest.param("parse/data/labels.tsv", "more\tline\tx\ty\t ", "blanks", id="trailing blank"),
    ],
)
def test_a_fault_is_named_with_file_and_line(root: Path, file: str, line: str, said: str) -> None:
    number = add(root / file, line)
    found = faults(root)
    assert len(found) == 1
    assert found[0].startswith(f"{file}:{number}: ")
    assert said in found[0]


def test_all_faults_of_all_files_are_named_in_one_run(root: Path) -> None:
    titles = "enrich/names/data/titles.tsv"
    events = "enrich/events/data/en.tsv"
    first = add(root / titles, "كلمة\tnobody\tx", "لفظ\tneither\tx")
    other = add(root / events, "blown\tnosuchrole\tx\tx", "up\tkilled\tx\tx")
    assert [line.partition(" ")[0] for line in faults(root)] == [
        f"{events}:{other}:",
        f"{titles}:{first}:",
        f"{titles}:{first + 1}:",
    ]


def test_a_form_given_twice_is_named_once_it_folds_alike(root: Path) -> None:
    number = add(root / "enrich/data/reporting_verbs.tsv", "قَالَ\tsaying\tsaid\tx")
    assert [line.partition(": ")[0] for line in faults(root)] == [
        f"enrich/data/reporting_verbs.tsv:{number}"
    ]


def test_an_unknown_column_is_a_fault_of_the_first_row(root: Path) -> None:
    path = root / "dedup/data/tolls.tsv"
    content = path.read_text("utf-8").replace("\tgloss\t", "\tglos\t", 1)
    path.write_text(content, "utf-8")
    assert any("tolls.tsv" in line and "unknown column 'glos'" in line for line in faults(root))


def test_a_file_that_is_no_text_is_a_fault_and_the_others_are_still_checked(root: Path) -> None:
    (root / "parse/data/labels.tsv").write_bytes(b"kind\tmatch\n\xff\xfe\n")
    number = add(root / "language/data/labels.tsv", "qq\tqq\tzero\tx")
    found = faults(root)
    assert found[0] == f"language/data/labels.tsv:{number}: prior 'zero' is not a number"
    assert "parse/data/labels.tsv:2: is not UTF-8; save it as UTF-8" in found


def test_a_rules_file_is_checked_with_its_line(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nrules:\n  - id: Not A Slug\n", "utf-8")
    (fault,) = check_rules(rules).faults
    assert (fault.path, fault.line) == (rules, 3)
    assert "is no rule id" in fault.message


def test_rules_that_are_right_are_counted(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nrules:\n  - id: all\n  - id: deaths\n", "utf-8")
    assert (check_rules(rules).rows, check_rules(rules).faults) == (2, ())


def test_the_command_counts_rows_and_ends_with_one_where_there_is_a_fault(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("version: 1\nrules:\n  - id: all\n    min_severity: huge\n", "utf-8")
    ran = barid("check", "--rules", rules)
    assert ran.code == 1
    assert f"{rules}:4: " in ran.out.decode()
    assert "1 fault in 1 of " in ran.error
    assert barid("check").code == 0


def test_the_command_names_the_shipped_files_with_their_rows() -> None:
    ran = barid("check")
    assert (ran.code, "Error" in ran.err) == (0, False)
    assert len(ran.lines) == len(data_files(SHIPPED))
    assert any(line.startswith("streams/dedup/data/tolls.tsv: ") for line in ran.lines)
