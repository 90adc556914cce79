import re
import shutil
from pathlib import Path

import pytest

from streams.enrich.names.gazetteer import load_gazetteer
from streams.enrich.names.words import DATA, NameWords, load_names
from streams.text.lexicon import LexiconError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def append(path: Path, row: str) -> int:
    content = path.read_text(encoding="utf-8").rstrip("\n")
    path.write_text(f"{content}\n{row}\n", encoding="utf-8")
    return content.count("\n") + 2


@pytest.mark.parametrize(
    ("file", "row", "reason"),
    [
        pytest.param("persons.tsv", "دونالد ترامب\tperson:x", "already names", id="two_persons"),
        pytest.param("persons.tsv", "فلان الفلاني\tperson:al_sudani", "has a row", id="id_twice"),
        pytest.param("organisations.tsv", "رويترز\torg:x\t\t\t\t\t", "cells", id="cells"),
        pytest.param("places.tsv", "بلدة ما\tcity\tIQ\tIQ-KI\tx\ty\tSome", "degrees", id="degrees"),
        pytest.param("country_aliases.tsv", "نارنيا\tQQ", "no country", id="no_country"),
        pytest.param("titles.tsv", "رئيس\ttitle", "already", id="title_twice"),
        pytest.param("titles.tsv", "كبير\tboss", "role", id="unknown_role"),
        pytest.param("org_heads.tsv", "وزارة\tbody\tdefinite", "already", id="head_twice"),
        pytest.param("shapes.tsv", "x\tside", "row already", id="shape_twice"),
        pytest.param("exonyms.tsv", "Nowhereville\tplace:x_y", "no listed place", id="exonym"),
    ],
)
def test_bad_rows_are_refused_with_file_and_line(
    folder: Path, file: str, row: str, reason: str
) -> None:
    line = append(folder / file, row)
    with pytest.raises(LexiconError, match=reason) as caught:
        load_names(folder)
    assert str(caught.value).startswith(f"{folder / file}:{line}: ")


def test_a_gazetteer_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "geonames.tsv"
    path.write_text("# towns\nid\tname\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"geonames\.tsv:2: columns are"):
        load_gazetteer(path)


def test_a_short_row_of_the_gazetteer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "geonames.tsv"
    header = "geonameid\tcountry\tadmin1\tlat\tlon\tpopulation\tname\tforms"
    path.write_text(f"{header}\n1\tIQ\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"geonames\.tsv:2: 2 cells"):
        load_gazetteer(path)


def test_towns_of_one_name_come_the_most_populous_first() -> None:
    gazetteer = load_gazetteer(DATA / "geonames.tsv")
    towns = gazetteer.towns("tripoli")
    assert [town.country for town in towns][:1] == ["LY"]
    assert gazetteer.towns("nowhere at all") == ()


def test_the_compiled_towns_carry_their_licence_and_stay_small() -> None:
    path = DATA / "geonames.tsv"
    assert "CC BY 4.0" in path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert path.stat().st_size < 6_000_000


ADMIN1 = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")


def is_division_of(admin1: str, country: str | None) -> bool:
    match = ADMIN1.fullmatch(admin1)
    return match is not None and match[1] == country


def test_every_listed_division_is_an_iso_code_of_its_country(words: NameWords) -> None:
    places = [one for group in words.phrases.values() for one in group if one.admin1]
    assert len(places) > 1_500
    assert [one for one in places if not is_division_of(one.admin1 or "", one.country)] == []


def test_every_town_has_an_iso_code_of_its_country_or_none() -> None:
    rows = [
        line.split("\t")[1:3]
        for line in (DATA / "geonames.tsv").read_text(encoding="utf-8").splitlines()[3:]
    ]
    assert [row for row in rows if row[1] and not is_division_of(row[1], row[0])] == []
    assert sum(bool(row[1]) for row in rows) > 0.95 * len(rows)


@pytest.mark.parametrize(
    "country", ["IQ", "SY", "YE", "SA", "EG", "LY", "SD", "TN", "DZ", "MA", "IR", "TR", "PK", "AF"]
)
def test_towns_of_a_close_country_have_their_division(country: str) -> None:
    rows = [
        line.split("\t")[1:3]
        for line in (DATA / "geonames.tsv").read_text(encoding="utf-8").splitlines()[3:]
    ]
    codes = [admin1 for place, admin1 in rows if place == country]
    assert sum(map(bool, codes)) > 0.97 * len(codes)


def test_a_code_of_geonames_is_mapped_once() -> None:
    lines = (DATA / "admin1_codes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    assert [row for row in rows if not is_division_of(row[2], row[0])] == []
