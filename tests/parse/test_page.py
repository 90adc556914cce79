"""Whole pages: what becomes an article, a headline, or nothing."""

from collections.abc import Callable

import pytest

from streams.parse.page import Page
from tests.parse.pages import (
    BODY,
    HEADER,
    HEADLINES,
    LEAD,
    OTHER_LEAD,
    OTHER_SECOND,
    OTHER_TITLE,
    SECOND,
    THIRD,
    TITLE,
    bullets,
    page,
)

Parse = Callable[..., Page]

PUBLISHED = "تاريخ النشر: 1st, March 2024 GMT"
MAIN = (HEADER, TITLE, PUBLISHED, TITLE, *BODY, "المصدر: صحيفة المرفأ")
OTHER = (OTHER_TITLE, "وكالة الجبل -", OTHER_LEAD, OTHER_SECOND, "••••••", "26- شباط- 2024")


def body_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def titles(found: Page, index: int = 0) -> list[str]:
    return [headline.title for headline in found.articles[index].related_headlines]


def kinds(found: Page) -> list[str]:
    return [segment.kind for segment in found.segments]


def test_aggregator_page_is_cut_into_its_parts(parse: Parse) -> None:
    found = parse(page(*MAIN, "إقرأ أيضاً:", *OTHER, "مقالات مشابهة", bullets("  • ")))
    main, other = found.articles
    assert (main.position, main.title, main.source) == ("main", TITLE, "صحيفة المرفأ")
    assert main.body == body_of(*BODY)
    assert main.text == f"{TITLE}\n\n{main.body}"
    assert main.crawled_at == "2024-03-05T10:20:30Z"
    assert main.published_at is not None
    assert main.published_at.value == "2024-03-01"
    assert titles(found) == list(HEADLINES)
    assert (other.position, other.title, other.source) == ("embedded", OTHER_TITLE, "وكالة الجبل")
    assert other.body == body_of(OTHER_LEAD, OTHER_SECOND)
    assert other.published_at is not None
    assert (other.published_at.value, other.published_at.text) == ("2024-02-26", "26- شباط- 2024")
    assert other.related_headlines == ()
    assert kinds(found) == [
        "source", "crawl_stamp", "title", "publish", "title_repeat",
        "paragraph", "paragraph", "paragraph", "credit", "read_also",
        "title", "outlet", "paragraph", "paragraph", "decoration", "date",
        "related_label", "related_item", "related_item", "related_item", "related_item",
    ]  # fmt: skip


def test_segments_point_into_the_page_and_leave_nothing_out(parse: Parse) -> None:
    text = page(*MAIN, "إقرأ أيضاً:", *OTHER, "مقالات مشابهة", bullets())
    found = parse(text)
    assert all(text[s.start : s.end] == s.text for s in found.segments)
    assert [s.text for s in found.segments] == [
        line.strip() for line in text.split("\n") if line.strip()
    ]
    assert {s.article for s in found.segments if s.kind == "paragraph"} == {0, 1}


@pytest.mark.parametrize(
    "shape",
    [
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("\n\n", "\r\n"),
        lambda text: text.replace("\n", " \xa0\n"),
        lambda text: text.replace("\n\n", "\n\n\n\n"),
        lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda text: text.encode().decode("cp1256"),
    ],
    ids=["no_blank_lines", "crlf", "nbsp", "wide", "arabic_digits", "mojibake"],
)
def test_layout_of_lines_does_not_matter(shape: Callable[[str], str], parse: Parse) -> None:
    text = page(*MAIN, "إقرأ أيضاً:", *OTHER, "مقالات مشابهة", bullets())
    plain, other = parse(text), parse(shape(text))
    assert kinds(other) == kinds(plain)
    assert [a.article_id for a in other.articles] == [a.article_id for a in plain.articles]
    assert [a.body for a in other.articles] == [a.body for a in plain.articles]


@pytest.mark.parametrize(
    "header",
    [
        "صحيفة المرفأ:\n2024-03-05@10:20:30 GMT",
        "صحيفة المرفأ\n2024-03-05@10:20:30 GMT",
        "2024-03-05@10:20:30 GMT\nصحيفة المرفأ:",
        "صحيفة المرفأ: 2024-03-05@10:20:30 GMT",
        "صحيفة المرفأ - 2024-03-05@13:20:30+03:00",
        "المصدر: صحيفة المرفأ\n2024-03-05@10:20:30 GMT",
        "[صحيفة المرفأ]\n2024/03/05@10:20:30",
    ],
)
def test_source_line_and_stamp_in_their_usual_forms(header: str, parse: Parse) -> None:
    (article,) = parse(page(header, TITLE, PUBLISHED, *BODY)).articles
    assert article.source == "صحيفة المرفأ"
    assert article.crawled_at == "2024-03-05T10:20:30Z"
    assert (article.title, article.body) == (TITLE, body_of(*BODY))


@pytest.mark.parametrize(
    "teaser",
    [
        f"اقرأ أيضا: {OTHER_TITLE}",
        f"شاهد أيضاً.. {OTHER_TITLE}",
        f">> طالع: {OTHER_TITLE}",
        f"اقرأ المزيد | {OTHER_TITLE}",
        f"اقرأ أيضاً:\n{OTHER_TITLE}",
        f"قد يهمك\n\n• {OTHER_TITLE}",
    ],
)
def test_teaser_inside_the_body_is_no_body_and_no_article(teaser: str, parse: Parse) -> None:
    found = parse(page(TITLE, "1 آذار 2024", LEAD, SECOND, teaser, THIRD))
    (article,) = found.articles
    assert article.body == body_of(*BODY)
    assert titles(found) == [OTHER_TITLE]


def test_teaser_glued_to_a_paragraph_is_cut_off(parse: Parse) -> None:
    found = parse(page(TITLE, LEAD, f"{SECOND} اقرأ أيضا: {OTHER_TITLE}", THIRD))
    assert found.articles[0].body == body_of(*BODY)
    assert titles(found) == [OTHER_TITLE]


@pytest.mark.parametrize(
    ("label", "mark"),
    [
        ("أخبار ذات صلة", "• "), ("أخبار متعلقة:", "- "), ("قد يعجبك أيضاً", "* "),
        ("المزيد من الأخبار", "◄ "), ("الأكثر قراءة", ""), ("إقرأ أيضاً:", ""),
        ("اقرأ أيضا", "» "), ("من أرشيف الميناء", "• "),
    ],
)  # fmt: skip
def test_list_under_any_label_is_related(label: str, mark: str, parse: Parse) -> None:
    found = parse(page(TITLE, PUBLISHED, *BODY, label, bullets(mark)))
    assert found.articles[0].body == body_of(*BODY)
    assert titles(found) == list(HEADLINES)


def test_numbered_list_loses_its_numbers(parse: Parse) -> None:
    items = "\n".join(f"{number}. {text}" for number, text in enumerate(HEADLINES, start=1))
    found = parse(page(TITLE, PUBLISHED, *BODY, "أخبار ذات صلة", items))
    assert titles(found) == list(HEADLINES)


@pytest.mark.parametrize(
    "tail",
    [
        (
            "وحددت البلدية الطرق البديلة كالتالي:\n- طريق النخيل من جهة الجنوب نحو السوق\n"
            "- شارع الكورنيش من جهة الغرب نحو المطار\n- جسر الجامعة للحافلات الكبيرة وحدها"
        ),
        "المقادير:\n- كوب من الأرز\n- ملعقة ملح\n- كوبان من الماء",
    ],
    ids=["announced_list", "recipe"],
)
def test_list_that_the_text_announces_stays_in_the_body(tail: str, parse: Parse) -> None:
    found = parse(page(*BODY, tail), title=TITLE)
    assert found.articles[0].body.split("\n\n")[3:] == tail.split("\n")
    assert titles(found) == []


@pytest.mark.parametrize("mark", ["", "• "], ids=["bare", "bullets"])
def test_headline_cloud_above_the_article_is_related(mark: str, parse: Parse) -> None:
    found = parse(page(HEADER, bullets(mark), TITLE, PUBLISHED, TITLE, *BODY))
    (article,) = found.articles
    assert (article.title, article.body) == (TITLE, body_of(*BODY))
    assert titles(found) == list(HEADLINES)


def test_headline_below_a_cloud_without_a_date_is_the_last_one(parse: Parse) -> None:
    found = parse(page("الأكثر قراءة\n" + bullets(""), TITLE, *BODY))
    assert found.articles[0].title == TITLE
    assert titles(found) == list(HEADLINES)


def test_second_article_with_its_own_date_needs_no_label(parse: Parse) -> None:
    second = (OTHER_TITLE, "تاريخ النشر: 2024-02-26", OTHER_LEAD, OTHER_SECOND)
    main, other = parse(page(TITLE, PUBLISHED, *BODY, *second)).articles
    assert main.body == body_of(*BODY)
    assert (other.title, other.body) == (OTHER_TITLE, body_of(OTHER_LEAD, OTHER_SECOND))


def test_crawl_stamp_inside_a_page_begins_another_article(parse: Parse) -> None:
    second = ("وكالة الجبل:\n2024-03-05@11:00:00 GMT", OTHER_TITLE, OTHER_LEAD, OTHER_SECOND)
    _, other = parse(page(*MAIN, *second)).articles
    assert (other.source, other.crawled_at) == ("وكالة الجبل", "2024-03-05T11:00:00Z")


def test_cut_off_story_after_the_body_is_a_teaser(parse: Parse) -> None:
    cut = "بدأ مزارعو الزيتون في جبل عجلون موسم القطاف هذا الأسبوع بعد ..."
    found = parse(page(TITLE, PUBLISHED, *BODY, OTHER_TITLE, cut))
    (article,) = found.articles
    assert article.body == body_of(*BODY)
    assert titles(found) == [OTHER_TITLE]


@pytest.mark.parametrize(
    ("line", "source", "author"),
    [
        ("بغداد اليوم - بغداد", "بغداد اليوم", None),
        ("الرياض – واس", "واس", None),
        ("سعاد الخطيب – رويترز", "رويترز", "سعاد الخطيب"),
        ("أخبار النخيل - البصرة", "أخبار النخيل", None),
        ("بغداد - أخبار النخيل", "أخبار النخيل", None),
        ("أخبار النخيل -", "أخبار النخيل", None),
        ("البصرة -", None, None),
        ("بقلم: سعاد الخطيب", None, "سعاد الخطيب"),
    ],
)
def test_dateline_names_outlet_and_author(
    line: str, source: str | None, author: str | None, parse: Parse
) -> None:
    (article,) = parse(page(TITLE, line, *BODY)).articles
    assert (article.source, article.author) == (source, author)
    assert (article.title, article.body) == (TITLE, body_of(*BODY))


def test_headline_with_a_dash_is_no_dateline(parse: Parse) -> None:
    title = "البصرة - إغلاق جسر الميناء القديم أسبوعين كاملين للصيانة"
    assert parse(page(title, *BODY)).articles[0].title == title


def test_furniture_of_every_kind_is_no_body(parse: Parse) -> None:
    found = parse(
        page(
            "الرئيسية", "القائمة", TITLE, "بقلم: سعاد الخطيب", "3 مارس 2024 | 14:30",
            "فيسبوك تويتر واتساب", *BODY, "الكلمات المفتاحية: جسور، البصرة",
            "انقر هنا لقراءة الخبر من مصدره", "تابعونا على تلغرام",
            "جميع الحقوق محفوظة © 2024", "التعليقات", "أبو علي", "كلام قارئ لا يمت إلى الخبر بصلة.",
        )
    )  # fmt: skip
    (article,) = found.articles
    assert (article.title, article.body) == (TITLE, body_of(*BODY))
    assert article.author == "سعاد الخطيب"


def test_signature_between_rule_and_date_is_no_body(parse: Parse) -> None:
    found = parse(page(TITLE, "•••", *BODY, "•••", "ديوان محافظ البصرة", "5- آذار- 2024"))
    (article,) = found.articles
    assert article.body == body_of(*BODY)
    assert kinds(found)[-3:] == ["decoration", "signature", "date"]
    assert article.published_at is not None
    assert article.published_at.value == "2024-03-05"


def test_subtitle_closed_by_a_rule_is_kept_apart(parse: Parse) -> None:
    subtitle = "البلدية تعد بإنهاء العمل قبل موسم الأمطار"
    (article,) = parse(page(TITLE, "بغداد اليوم -", subtitle, "••••", *BODY)).articles
    assert (article.title, article.subtitle) == (TITLE, subtitle)
    assert article.body == body_of(*BODY)


def test_persian_sister_layout(parse: Parse) -> None:
    title, lead = (
        "آغاز برداشت زعفران در خراسان",
        "کشاورزان خراسان از امروز برداشت زعفران را آغاز کردند.",
    )
    second = "رئیس سازمان جهاد کشاورزی گفت که بارندگی امسال به گل‌ها کمک کرده است."
    found = parse(
        page(
            "ایسنا:\n2024-05-09@04:15:12 GMT", title,
            "تاریخ انتشار: ۲۸ شهریور ۱۴۰۰ | کد خبر: ۱۴۰۰۰۶۲۸", title, lead,
            "همچنین بخوانید: باران در شمال کشور آغاز شد", second, "منبع: ایسنا",
            "بیشتر بخوانید:", "• نمایشگاه کتاب در تبریز گشایش یافت",
        )
    )  # fmt: skip
    (article,) = found.articles
    assert (article.title, article.body) == (title, body_of(lead, second))
    assert (article.source, article.crawled_at) == ("ایسنا", "2024-05-09T04:15:12Z")
    assert article.published_at is not None
    assert article.published_at.value == "2021-09-19"
    assert titles(found) == ["باران در شمال کشور آغاز شد", "نمایشگاه کتاب در تبریز گشایش یافت"]


def test_english_page(parse: Parse) -> None:
    title = "Old harbour bridge closes for two weeks"
    lead = (
        "The city of Basra closed its old harbour bridge on Monday for repairs that take two weeks."
    )
    second = "Workers will replace twelve steel pillars, the head of the roads office said."
    found = parse(
        page(
            "Harbour Daily:\n2024-03-05@10:20:30 GMT", title, "Published: March 4, 2024", title,
            lead, "Read also: Farmers start the olive harvest early", second,
            "Source: Harbour Daily", "Related stories", "* Public library opens in the old town",
        )
    )  # fmt: skip
    (article,) = found.articles
    assert (article.title, article.body) == (title, body_of(lead, second))
    assert article.published_at is not None
    assert article.published_at.value == "2024-03-04"
    assert titles(found) == [
        "Farmers start the olive harvest early", "Public library opens in the old town",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", " \n\xa0\n", "\u200f", "•••"])
def test_page_with_nothing_to_read_is_one_empty_article(text: str, parse: Parse) -> None:
    (article,) = parse(text).articles
    assert (article.position, article.title) == ("main", None)
    assert article.body in ("", text)


@pytest.mark.parametrize("line", [LEAD, TITLE, "شكرا", "المصدر: صحيفة المرفأ", "5 مارس 2024"])
def test_page_of_one_line_is_a_body_without_title(line: str, parse: Parse) -> None:
    (article,) = parse(line).articles
    assert (article.title, article.body) == (None, line)


@pytest.mark.parametrize("line", ["تاريخ النشر: 22nd, November 2024 GMT", "المصدر: الحرة", LEAD])
def test_only_line_under_a_hinted_title_stays_body(line: str, parse: Parse) -> None:
    (article,) = parse(line, title=TITLE).articles
    assert (article.title, article.body) == (TITLE, line)


def test_hints_apply_to_the_main_article_only(parse: Parse) -> None:
    found = parse(
        page(TITLE, PUBLISHED, *BODY, "إقرأ أيضاً:", *OTHER),
        source="مرفأ نت", author="هدى سالم", url="https://example.org/1",
        fetched_at="2024-03-05T13:20:30+03:00",
    )  # fmt: skip
    main, other = found.articles
    assert (main.source, main.author) == ("مرفأ نت", "هدى سالم")
    assert main.url == "https://example.org/1"
    assert (other.source, other.author, other.url) == ("وكالة الجبل", None, None)
    assert main.crawled_at == other.crawled_at == "2024-03-05T10:20:30Z"


def test_body_that_repeats_the_hinted_title_loses_that_line(parse: Parse) -> None:
    (article,) = parse(page(TITLE, *BODY), title=f" {TITLE}\n").articles
    assert (article.title, article.body) == (TITLE, body_of(*BODY))


def test_text_with_a_hinted_title_passes_untouched(parse: Parse) -> None:
    text = "  بعث المحافظ رسالة هذا نصها :\nالرقم : أ / 12\nالتاريخ : 9 / 10 / 1436هـ\n" + LEAD
    (article,) = parse(text, title=TITLE).articles
    assert article.title == TITLE
    assert article.body.split("\n\n") == [line.strip() for line in text.split("\n")]


def test_headline_of_the_page_wins_over_the_hint(parse: Parse) -> None:
    (article,) = parse(page(*MAIN), title="مرفأ نت | آخر الأخبار").articles
    assert article.title == TITLE


def test_story_without_text_is_a_headline_and_not_an_article(parse: Parse) -> None:
    ends_in_header = parse(page(*MAIN, "وكالة الجبل:\n2024-03-05@11:00:00 GMT"))
    with_headline = parse(page(*MAIN, "وكالة الجبل:\n2024-03-05@11:00:00 GMT", OTHER_TITLE, "•••"))
    assert len(ends_in_header.articles) == len(with_headline.articles) == 1
    assert titles(ends_in_header) == []
    assert titles(with_headline) == [OTHER_TITLE]


def test_list_below_a_dated_signature_needs_no_label(parse: Parse) -> None:
    found = parse(page(TITLE, PUBLISHED, *BODY, "•••", "ديوان المحافظ", "5- آذار- 2024", bullets()))
    assert found.articles[0].body == body_of(*BODY)
    assert titles(found) == list(HEADLINES)
