"""What holds for any text at all."""

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.raw import RawArticle
from streams.parse.markers import Markers, load_markers
from streams.parse.page import Page, read_page
from tests.parse.pages import BODY, HEADER, HEADLINES, OTHER_TITLE, TITLE

MARKERS: list[Markers] = []

LINES = (
    HEADER, TITLE, OTHER_TITLE, *BODY, *HEADLINES, "تاريخ النشر: 2024-03-01", "المصدر: المرفأ",
    "إقرأ أيضاً:", "مقالات مشابهة", f"• {HEADLINES[0]}", "••••", "بغداد اليوم -", "5- آذار- 2024",
    "التعليقات", "جميع الحقوق محفوظة", f"اقرأ أيضا: {OTHER_TITLE}", "", "2024-03-05@10:20:30 GMT",
)  # fmt: skip
pages = st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=40)), max_size=25).map(
    "\n".join
)


def read(raw: RawArticle) -> Page:
    if not MARKERS:
        MARKERS.append(load_markers())
    return read_page(raw, MARKERS[0])


@settings(max_examples=150, deadline=None)
@given(
    body=pages, title=st.none() | st.sampled_from(LINES), fetched=st.none() | st.text(max_size=30)
)
def test_any_page_gives_articles_that_can_be_sent(
    body: str, title: str | None, fetched: str | None
) -> None:
    raw = RawArticle(body=body, title=title, fetched_at=fetched)
    found = read(raw)
    assert found == read(raw)
    assert [a.position for a in found.articles] == ["main"] + ["embedded"] * (
        len(found.articles) - 1
    )
    for article in found.articles:
        assert orjson.loads(orjson.dumps(article))["body"] == article.body
        assert article.text == (
            f"{article.title}\n\n{article.body}" if article.title else article.body
        )
    for segment in found.segments:
        assert segment.article is None or segment.article < len(found.articles)
        assert segment.start < segment.end


def test_a_page_of_a_megabyte_is_read(markers: Markers) -> None:
    body = "\n".join([HEADER, TITLE, *(BODY * 4000)])
    (article,) = read_page(RawArticle(body=body), markers).articles
    assert article.body.count("\n\n") == 12_000 - 1
