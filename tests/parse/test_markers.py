"""Labels: what must be read as one, and what must not."""

from pathlib import Path

import pytest

from streams.parse.classify import classify
from streams.parse.lines import split_lines
from streams.parse.markers import Markers, load_markers
from streams.text.lexicon import LexiconError


def kind_of(text: str, markers: Markers) -> str:
    (line,) = split_lines(text)
    return classify(line, markers).kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("إقرأ أيضاً:", "more"),
        ("اقرأ ايضا", "more"),
        ("اقْرَأْ أَيْضًا..", "more"),
        ("◄ أخبار ذات صلة", "more"),
        ("مقالات مشابهة", "more"),
        ("ﻣﻘﺎﻻﺕ ﻣﺸﺎﺑﻬﺔ", "more"),
        ("\u200fالأكثر قراءة\u200f", "more"),
        ("بیشتر بخوانید:", "more"),
        ("Related stories", "more"),
        ("اقرأ أيضا: بلدية المدينة تزرع ألف شجرة", "teaser"),
        ("شاهد أيضاً.. بلدية المدينة تزرع ألف شجرة", "teaser"),
        (">> طالع: بلدية المدينة تزرع ألف شجرة", "teaser"),
        ("اقرأ المزيد | بلدية المدينة تزرع ألف شجرة", "teaser"),
        ("همچنین بخوانید: باران در شمال کشور آغاز شد", "teaser"),
        ("Read more - Farmers start the olive harvest early", "teaser"),
        ("تاريخ النشر: 22nd, November 2024 GMT", "publish"),
        ("نُشر في 3 آذار 2024", "publish"),
        ("تاریخ انتشار: ۲۸ شهریور ۱۴۰۰ | کد خبر: ۱۲۳۴۵", "publish"),
        ("کد خبر: ۱۲۳۴۵ | تاریخ انتشار: ۲۸ شهریور ۱۴۰۰", "publish"),
        ("Published: 5 March 2024, 10:20 GMT", "publish"),
        ("Posted by: admin, 5th March 2024 GMT, Category: Roads, Views: 1,031", "publish"),
        ("آخر تحديث: 2024-03-05 10:20", "updated"),
        ("المصدر: صحيفة المرفأ", "credit"),
        ("منبع: ایسنا", "credit"),
        ("انقر هنا لقراءة الخبر من مصدره", "credit"),
        ("بقلم: سعاد الخطيب", "byline"),
        ("رقم الخبر: 48151", "id"),
        ("1,203 مشاهدة", "id"),
        ("قراءة 3 دقائق", "id"),
        ("إقرأ/ي أيضا: بلدية المدينة تزرع ألف شجرة", "teaser"),
        ("شاهد أيضا بلدية المدينة تزرع ألف شجرة", "teaser"),
        ("الرئيسية > محليات", "ui"),
        ("الكلمات المفتاحية: البصرة، جسور", "tags"),
        ("جميع الحقوق محفوظة لصحيفة المرفأ 2024", "rights"),
        ("© 2024 Harbour Daily", "ui"),
        ("فيسبوك تويتر واتساب طباعة", "ui"),
        ("Share on Facebook Twitter WhatsApp", "ui"),
        ("اترك تعليقاً", "comments"),
        ("// انتهى // 12:29 ت م", "end"),
        ("المكتب الإعلامي لمحافظ البصرة", "signature"),
    ],
)
def test_line_is_named_by_its_label(text: str, kind: str, markers: Markers) -> None:
    assert kind_of(text, markers) == kind


@pytest.mark.parametrize(
    "text",
    [
        "شاهد ..الكشف عن هوية صاحب القارب المفقود",
        "طالع الرئيس تقرير اللجنة في مكتبه صباح اليوم",
        "مصدر أمني: إغلاق الطريق مؤقت ولا خطر على أحد",
        "نشر في الصحيفة مقال عن تاريخ الميناء القديم",
        "نشر الكاتب ثلاثة كتب عن المدينة منذ عام 2019",
        "المزيد من الجهد مطلوب لإكمال المشروع في وقته",
        "كتبت الصحيفة أن الجسر سيفتح بعد أسبوعين",
        "انتهى الاجتماع من دون اتفاق بين الطرفين",
        "ترجمة الرواية إلى الفرنسية تفوز بجائزة كبيرة",
        "مشاركة واسعة في معرض الكتاب",
        "Related companies were told to pay back the money",
        "Date palms suffer from the drought in the south",
    ],
)
def test_sentence_that_opens_like_a_label_stays_text(text: str, markers: Markers) -> None:
    assert kind_of(text, markers) == "text"


def test_long_paragraph_about_rights_stays_text(markers: Markers) -> None:
    text = "قالت المحامية إن عبارة جميع الحقوق محفوظة لا تكفي وحدها. " * 5
    assert kind_of(text, markers) == "text"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("story\tlead\tاقرأ أيضا\tread also\t", "kind 'story' is none of"),
        ("more\tnear\tاقرأ أيضا\tread also\t", "match 'near' is none of"),
        ("more\tlead\tاقرأ أيضا\t\t", "empty gloss"),
        ("more\tlead\tاقرأ أيضا\tread also\t\nmore\tline\tإقرأ ايضاً\tagain\t", "a second row"),
    ],
    ids=["unknown_kind", "unknown_match", "no_gloss", "same_after_folding"],
)
def test_loader_refuses_a_bad_row_with_its_place(tmp_path: Path, row: str, reason: str) -> None:
    (tmp_path / "labels.tsv").write_text(f"kind\tmatch\tform\tgloss\tnote\n{row}\n", "utf-8")
    with pytest.raises(LexiconError, match=rf"labels\.tsv:[23]: {reason}"):
        load_markers(folder=tmp_path)
