"""What the timeline shows of a revision: which figure, on which words, and what others said."""

import pytest

from schemas.alert import Change, Evidence, Figure, FigureStanding, Toll
from streams.deliver.page.views import course_of, ledger_of, map_url, revisions_of, safe_url
from tests.deliver.told import make_alert, market_attack
from tests.making import BAQUBAH, DIYALA


def test_figure_stands_on_the_sentences_that_give_it_and_others_stand_apart() -> None:
    third = revisions_of(market_attack())[2]
    (figure,) = third.figures
    assert (figure.field, figure.before, figure.now) == (
        "killed",
        Toll(min=13, max=13),
        Toll(min=15, max=15),
    )
    assert [said.words for said in figure.stands_on] == ["15 قتيلاً"]
    assert [said.words for said in figure.others] == ["القتلى إلى 13", "قُتل عشرة أشخاص"]
    assert figure.stands_on[0].source.outlet == "صدى ديالى"


def test_range_stands_on_both_of_its_ends() -> None:
    *_, last = market_attack()
    between = Toll(min=13, max=15)
    change = Change(field="killed", from_=Toll(min=10, max=10), to=between)
    alert = make_alert(
        revision=3, killed=between, changes=(change,), evidence=last.evidence, sources=last.sources
    )
    (figure,) = revisions_of([alert])[0].figures
    assert [said.words for said in figure.stands_on] == ["15 قتيلاً", "القتلى إلى 13"]


def test_figures_that_stand_against_each_other_are_shown_with_their_sentences() -> None:
    *_, last = market_attack()
    change = Change(field="killed_range", from_=None, to=Toll(min=10, max=15))
    alert = make_alert(revision=3, changes=(change,), evidence=last.evidence)
    (figure,) = revisions_of([alert])[0].figures
    assert [said.words for said in figure.stands_on] == ["15 قتيلاً", "قُتل عشرة أشخاص"]


def test_ledger_tells_what_is_in_force_before_what_was_said_otherwise() -> None:
    told: list[tuple[str, int, FigureStanding]] = [
        ("killed", 10, "superseded"),
        ("killed", 15, "in_force"),
        ("injured", 40, "in_force"),
        ("killed", 14, "disputed"),
    ]
    figures = tuple(
        Figure(field=field, min=count, max=count, standing=standing)
        for field, count, standing in told
    )
    ledger = ledger_of(make_alert(figures=figures))
    assert [(one.field, one.min) for one in ledger] == [
        ("killed", 15),
        ("killed", 14),
        ("killed", 10),
        ("injured", 40),
    ]


def test_first_revision_shows_its_tolls_or_its_kind_where_it_counts_nobody() -> None:
    counted = make_alert(injured=Toll(min=4, max=4))
    assert [f.field for f in revisions_of([counted])[0].figures] == ["killed", "injured"]
    uncounted = make_alert(killed=Toll())
    assert [f.now for f in revisions_of([uncounted])[0].figures] == ["bombing"]


def test_words_that_are_not_where_they_should_be_are_not_marked() -> None:
    wrong = Evidence(
        article_id="a",
        field="killed",
        text="عشرة",
        start=5,
        end=9,
        sentence="جملة أخرى",
        sentence_start=0,
    )
    (figure,) = revisions_of([make_alert(evidence=(wrong,))])[0].figures
    (said,) = figure.stands_on
    assert (said.before, said.words, said.after) == ("", "", "جملة أخرى")


def test_course_holds_the_steps_at_which_a_toll_changed() -> None:
    alerts = [
        make_alert(killed=Toll()),
        make_alert(revision=2, killed=Toll(min=3, max=3)),
        make_alert(revision=3, killed=Toll(min=3, max=3)),
        make_alert(revision=4, killed=Toll(min=5)),
    ]
    assert [(step.revision, step.toll.min) for step in course_of(alerts, "killed")] == [
        (2, 3),
        (4, 5),
    ]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        pytest.param("https://a.example/x", True, id="https"),
        pytest.param("HTTP://a.example", True, id="capital-letters"),
        pytest.param("javascript:alert(1)", False, id="script"),
        pytest.param("https:///x", False, id="no-host"),
        pytest.param("http://[", False, id="broken"),
        pytest.param(None, False, id="none"),
    ],
)
def test_only_web_addresses_are_safe(url: str | None, safe: bool) -> None:
    assert (safe_url(url) == url) is (safe or url is None)
    assert (safe_url(url) is not None) is safe


def test_map_needs_coordinates() -> None:
    assert map_url(make_alert(place=DIYALA)) is None
    assert map_url(make_alert(place=None)) is None
    placed = type(BAQUBAH)(id=None, name="بعقوبة", precision="town", lat=33.75, lon=44.64)
    assert map_url(make_alert(place=placed)) == (
        "https://www.openstreetmap.org/?mlat=33.7500&mlon=44.6400#map=11/33.7500/44.6400"
    )
