"""All extractors over one article: its clock, and what a failing one costs."""

from dataclasses import replace
from datetime import date

import pytest

from schemas.article import DetectedArticle, Language, PublishedAt
from schemas.raw import RawArticle
from streams.enrich.article import EnrichWords, annotate, clock_of, load_enrich_words
from streams.parse.markers import load_markers
from streams.parse.page import read_page
from streams.text.dates import load_date_words
from tests.making import make_article

ARABIC = Language(code="ar", script="Arab", confidence=1.0)


@pytest.fixture(scope="module")
def words() -> EnrichWords:
    return load_enrich_words(load_date_words())


@pytest.mark.parametrize(
    ("fetched_at", "crawled_at", "offset", "day"),
    [
        pytest.param(
            "2025-10-16T01:30:00+03:00", "2025-10-15T22:30:00Z", 180, date(2025, 10, 16), id="east"
        ),
        pytest.param(
            "2025-10-15T22:30:00-05:00", "2025-10-16T03:30:00Z", -300, date(2025, 10, 15), id="west"
        ),
        pytest.param(
            "2025-10-15T22:30:00Z", "2025-10-15T22:30:00Z", None, date(2025, 10, 15), id="UTC"
        ),
        pytest.param(
            "Thu, 16 Oct 2025 01:30:00 +0300",
            "2025-10-15T22:30:00Z",
            180,
            date(2025, 10, 16),
            id="as feeds write it",
        ),
    ],
)
def test_the_crawlers_day_is_a_day_of_the_zone_it_wrote(
    fetched_at: str, crawled_at: str, offset: int | None, day: date
) -> None:
    raw = RawArticle(body="افتتح الوزير المعرض وسط حضور كبير.", fetched_at=fetched_at)
    (article,) = read_page(raw, load_markers()).articles
    assert article.crawled_at == crawled_at
    assert article.crawled_utc_offset_minutes == offset
    assert clock_of(DetectedArticle.of(article, ARABIC)).day == day


def test_a_publication_after_midnight_is_of_the_new_day_where_it_was_published() -> None:
    published = PublishedAt(
        value="2025-10-15T21:20:00Z",
        precision="second",
        basis="stated",
        text="Thu, 16 Oct 2025 00:20:00 +0300",
        utc_offset_minutes=180,
    )
    article = DetectedArticle.of(make_article(published_at=published), ARABIC)
    assert clock_of(article).written_on == date(2025, 10, 16)


def test_an_extractor_that_fails_costs_its_own_annotation_and_is_named(words: EnrichWords) -> None:
    article = DetectedArticle.of(make_article("قال مصدر في بغداد إن الجسر أغلق أمس."), ARABIC)
    broken = replace(words, names=None)  # type: ignore[arg-type]  # as a bug would leave it
    notes = annotate(article, broken)
    assert notes.incomplete == ("names",)
    assert notes.places == ()
    assert [mention.text for mention in notes.dates] == ["أمس"]
    assert annotate(article, words).incomplete == ()
