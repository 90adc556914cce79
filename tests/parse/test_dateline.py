"""Datelines, date lines and crawl stamps by their shape."""

import pytest

from streams.parse.classify import classify
from streams.parse.dateshape import find_stamp, is_date
from streams.parse.lines import split_lines
from streams.parse.markers import Markers
from streams.text.normalize import fold


@pytest.mark.parametrize(
    "text",
    [
        "22 نوفمبر 2024",
        "الجمعة، 22 نوفمبر/تشرين الثاني 2024 - 14:30 بتوقيت غرينتش",
        "الاثنين 23 شعبان 1445 هـ الموافق 4 مارس 2024 م",
        "16- آذار- 2025",
        "٢٢/١١/٢٠٢٤ ١٤:٣٠",
        "شنبه ۲۹ شهریور ۱۴۰۰ - ۱۰:۲۰",
        "22nd, November 2024 GMT",
        "Fri, 22 Nov 2024 10:20:30 GMT",
        "الأحد 2 مارس",
        "منذ ساعتين",
        "3 hours ago",
    ],
)
def test_line_is_nothing_but_a_date(text: str, markers: Markers) -> None:
    assert is_date(fold(text), markers)


@pytest.mark.parametrize(
    "text",
    [
        "في 22 نوفمبر 2024 وقعت الاتفاقية",
        "نوفمبر 2024",
        "2024",
        "مارس عددا من الألعاب",
        "منذ البداية",
        "صفر 3",
        "14:30",
        "",
    ],
)
def test_line_is_more_or_less_than_a_date(text: str, markers: Markers) -> None:
    assert not is_date(fold(text), markers)


@pytest.mark.parametrize(
    ("text", "day", "is_at"),
    [
        ("2025-03-19@19:36:33 GMT", "2025-03-19", True),
        ("[2025-03-19@19:36]", "2025-03-19", True),
        ("٢٠٢٥-٠٣-١٩@١٩:٣٦:٣٣", "2025-03-19", True),
        ("2025-03-19T19:36:33Z", "2025-03-19", False),
    ],
)
def test_crawl_stamp_is_found(text: str, day: str, is_at: bool) -> None:
    stamp = find_stamp(fold(text))
    assert stamp is not None
    assert (stamp.day, stamp.is_at) == (day, is_at)


@pytest.mark.parametrize(
    "text", ["19:36:33", "a@example.org: 12", "1400-06-28@10:20", "2025-03-19"]
)
def test_other_numbers_are_no_crawl_stamp(text: str) -> None:
    assert find_stamp(fold(text)) is None


@pytest.mark.parametrize(
    ("text", "date", "source", "author"),
    [
        ("صحيفة المرفأ - 22 نوفمبر 2024", "22 نوفمبر 2024", "صحيفة المرفأ", None),
        ("بغداد - 22 نوفمبر 2024", "22 نوفمبر 2024", None, None),
        ("الرياض - 22 نوفمبر 2024", "22 نوفمبر 2024", "الرياض", None),
        ("22 نوفمبر 2024 | 14:30 | بغداد اليوم", "22 نوفمبر 2024 14:30", "بغداد اليوم", None),
        ("22 نوفمبر 2024 - 22:10 بتوقيت أبوظبي", "22 نوفمبر 2024", None, None),
        ("By John Smith - March 4, 2024", "March 4, 2024", None, "John Smith"),
        ("القاهرة (رويترز)", "", "رويترز", None),
        ("بغداد، العراق (CNN)", "", "CNN", None),
        ("السومرية نيوز/بغداد", "", "السومرية نيوز", None),
    ],
)
def test_dateline_is_read_into_its_parts(
    text: str, date: str, source: str | None, author: str | None, markers: Markers
) -> None:
    (line,) = split_lines(text)
    mark = classify(line, markers)
    assert mark.kind == "dateline"
    assert (mark.value, mark.source, mark.author) == (date, source, author)


@pytest.mark.parametrize(
    "text",
    [
        "الأهرام والجيزة - رحلة في تاريخ مصر القديمة كلها",
        "طهران - لا مفاوضات قبل رفع العقوبات",
        "بالصور - افتتاح المكتبة",
        "By the river in Basra",
    ],
)
def test_headline_with_a_dash_stays_text(text: str, markers: Markers) -> None:
    (line,) = split_lines(text)
    assert classify(line, markers).kind == "text"
