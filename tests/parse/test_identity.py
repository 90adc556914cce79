"""Ids follow what is said, not how it was fetched."""

from collections.abc import Callable

import pytest

from schemas.raw import RawArticle
from streams.parse.identity import article_id, raw_id
from streams.parse.page import Page
from tests.parse.pages import BODY, HEADER, OTHER_LEAD, OTHER_TITLE, TITLE, bullets, page

Parse = Callable[..., Page]

PAGE = page(HEADER, TITLE, "تاريخ النشر: 1 آذار 2024", TITLE, *BODY, "المصدر: صحيفة المرفأ")


def main_id(found: Page) -> str:
    return found.articles[0].article_id


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("2024-03-05@10:20:30", "2024-03-07@08:00:00"),
        page(PAGE, "مقالات مشابهة", bullets()),
        page(PAGE, "إقرأ أيضاً:", OTHER_TITLE, "وكالة الجبل -", OTHER_LEAD),
        PAGE.replace("\n\n", "\r\n"),
        PAGE.replace("أعلنت", "أَعْلَنَت").replace(" ", "\xa0 "),
    ],
    ids=["crawled_later", "other_list", "other_neighbour", "tight_lines", "marks_and_blanks"],
)
def test_same_article_keeps_its_id(other: str, parse: Parse) -> None:
    assert main_id(parse(other)) == main_id(parse(PAGE))


def test_changed_number_is_another_text(parse: Parse) -> None:
    body = "وصلت 12 سفينة إلى الميناء القديم منذ صباح اليوم وأفرغت حمولتها كلها."
    assert main_id(parse(body)) != main_id(parse(body.replace("12", "15")))
    assert main_id(parse(body)) == main_id(parse(body.replace("12", "١٢")))


def test_id_of_a_page_is_the_id_of_its_parts(parse: Parse) -> None:
    (article,) = parse(PAGE).articles
    assert article.article_id == article_id(article.source, article.title, article.body)


def test_parts_do_not_run_into_each_other() -> None:
    assert article_id("أ", "ب", "ج") != article_id("أب", None, "ج")


def test_page_id_is_its_own_or_a_digest_of_all_it_says() -> None:
    assert raw_id(RawArticle(body="نص", raw_id="p-1")) == "p-1"
    assert raw_id(RawArticle(body="نص", raw_id="p-\ud800")) == "p-?"
    digest = raw_id(RawArticle(body="نص"))
    assert len(digest) == 40
    assert digest == raw_id(RawArticle(body="نص"))
    assert digest != raw_id(RawArticle(body="نص", title="نص"))
