"""Publication dates: which clue wins, how exact it is, and what is never one."""

from collections.abc import Callable

import pytest

from schemas.article import PublishedAt
from streams.parse.page import Page
from tests.parse.pages import BODY, HEADER, LEAD, TITLE, page

Parse = Callable[..., Page]


def published(found: Page) -> PublishedAt:
    chosen = found.articles[0].published_at
    assert chosen is not None
    return chosen


@pytest.mark.parametrize(
    ("line", "value", "precision", "rule"),
    [
        ("تاريخ النشر: 1st, March 2024 GMT", "2024-03-01", "day", "published.label"),
        ("نُشر في: 1 مارس (آذار) 2024", "2024-03-01", "day", "published.label"),
        ("تاريخ النشر:\n1 مارس 2024", "2024-03-01", "day", "published.label"),
        ("Published: 2024-03-01 14:30 GMT", "2024-03-01T14:30:00Z", "minute", "published.label"),
        (
            "Published: 2024-03-01T14:30:05+03:00",
            "2024-03-01T11:30:05Z",
            "second",
            "published.label",
        ),
        ("Published: 2024-03-01 14:30", "2024-03-01", "day", "published.label"),
        ("1 مارس 2024", "2024-03-01", "day", "published.head_date"),
        ("صحيفة المرفأ - 1 مارس 2024", "2024-03-01", "day", "published.head_dateline"),
        ("آخر تحديث: 1 مارس 2024", "2024-03-01", "day", "published.head_updated"),
    ],
)
def test_line_under_the_headline_dates_the_article(
    line: str, value: str, precision: str, rule: str, parse: Parse
) -> None:
    chosen = published(parse(page(HEADER, TITLE, line, *BODY)))
    assert (chosen.value, chosen.precision, chosen.rule) == (value, precision, rule)
    assert chosen.basis == "stated"


@pytest.mark.parametrize(
    ("hint", "value", "precision"),
    [
        ("2024-03-01", "2024-03-01", "day"),
        ("2024-03-01T02:00:00+03:00", "2024-02-29T23:00:00Z", "second"),
        ("Fri, 01 Mar 2024 10:20:30 GMT", "2024-03-01T10:20:30Z", "second"),
        ("Fri, 01 Mar 2024 10:20:30 AST", "2024-03-01T07:20:30Z", "second"),
        ("الجمعة 1 آذار 2024", "2024-03-01", "day"),
        ("March 1, 2024", "2024-03-01", "day"),
        ("۱۱ اسفند ۱۴۰۲", "2024-03-01", "day"),
    ],
)
def test_hint_is_read_in_any_form(hint: str, value: str, precision: str, parse: Parse) -> None:
    chosen = published(parse(LEAD, title=TITLE, published_at=hint))
    assert (chosen.value, chosen.precision, chosen.text) == (value, precision, hint)


def test_label_beats_hint_and_hint_beats_dateline(parse: Parse) -> None:
    hinted = parse(page(TITLE, "1 مارس 2024", *BODY), published_at="2024-03-02")
    labelled = parse(page(TITLE, "تاريخ النشر: 1 مارس 2024", *BODY), published_at="2024-03-02")
    assert published(hinted).rule == "published.hint"
    assert published(labelled).rule == "published.label"


@pytest.mark.parametrize(
    ("hints", "body"),
    [
        ({"fetched_at": "2024-03-05T10:20:30Z"}, page(TITLE, *BODY)),
        ({}, page(HEADER, TITLE, *BODY)),
        ({"fetched_at": "2024-03-05T10:20:30Z"}, page(TITLE, "2024-03-05T10:20:30Z", *BODY)),
        ({}, page(HEADER, TITLE, "تاريخ النشر: 1 مارس 2031", *BODY)),
        ({"published_at": "غدا إن شاء الله"}, LEAD),
        ({"published_at": "9999-99-99"}, LEAD),
    ],
    ids=["fetched", "stamp", "crawl_in_disguise", "after_the_crawl", "no_date", "impossible"],
)
def test_no_date_is_better_than_a_wrong_one(hints: dict[str, str], body: str, parse: Parse) -> None:
    assert parse(body, **hints).articles[0].published_at is None


def test_agency_dateline_dates_the_article_and_stays_in_it(parse: Parse) -> None:
    dateline = "الرياض 26 شوال 1436 هـ الموافق 11 اغسطس 2015 م واس"
    found = parse(page(TITLE, dateline, *BODY))
    assert published(found).value == "2015-08-11"
    assert published(found).rule == "published.agency_dateline"
    assert found.articles[0].body.startswith(dateline)


@pytest.mark.parametrize(
    ("lead", "value", "rule"),
    [
        ("قال المحافظ اليوم، الجمعة 1 مارس، إن الجسر مغلق أمام السيارات لأسبوعين.",
         "2024-03-01", "published.today_weekday_date"),
        ("افتتح المحافظ، اليوم الأحد، مكتبة عامة جديدة في حي المنصور وسط المدينة.",
         "2024-03-03", "published.today_weekday"),
    ],
)  # fmt: skip
def test_weekday_of_today_is_worked_out_from_the_crawl(
    lead: str, value: str, rule: str, parse: Parse
) -> None:
    chosen = published(parse(page(HEADER, TITLE, lead, *BODY)))
    assert (chosen.value, chosen.basis, chosen.rule) == (value, "inferred", rule)
    assert chosen.text in lead
