"""Traps of a real aggregator's page, each in sentences written for these tests.

They are told to all of enrichment, so that names, dates and places play their part.
"""

from collections.abc import Callable

import pytest

from schemas.article import Annotations, DetectedArticle
from streams.enrich.article import EnrichWords, annotate, load_enrich_words
from streams.text.dates import load_date_words

Write = Callable[..., DetectedArticle]


@pytest.fixture(scope="module")
def all_words() -> EnrichWords:
    return load_enrich_words(load_date_words())


def tolls(notes: Annotations, status: str = "current") -> list[tuple[str, int | None, int | None]]:
    events = [event for event in notes.events if event.status == status]
    return [(one.kind, one.min, one.max) for event in events for one in event.casualties]


REMEMBERED = "\n\nوكان أربعة جنود قتلوا وأصيب ثلاثة آخرون في كمين مطلع آذار الماضي."
STRIKE = (
    "مقتل عنصرين من داعش بضربة في وادي حوران",
    "قتل عنصران من عناصر تنظيم داعش بضربة جوية. وأكدت القيادة مقتل العنصرين." + REMEMBERED,
)


def test_dual_is_two_and_its_repetition_adds_nothing(write: Write, all_words: EnrichWords) -> None:
    notes = annotate(write(*STRIKE), all_words)
    assert tolls(notes) == [("killed", 2, 2)]


def test_remembered_soldiers_are_another_event_and_another_side(
    write: Write, all_words: EnrichWords
) -> None:
    notes = annotate(write(*STRIKE), all_words)
    assert tolls(notes, "background") == [("killed", 4, 4), ("injured", 3, 3)]
    current, remembered = notes.events
    assert (current.casualties[0].role, remembered.casualties[0].role) == ("militant", "soldier")
    assert remembered.casualties[1].role == "soldier"  # "three others" are soldiers too
    assert remembered.date is not None
    assert remembered.date.to == "2024-03-10"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("التنظيم يحتفظ بنحو 2500 مقاتل", "قدر تقرير عدد عناصره بما بين 1500 و3000 مقاتل."),
        ("لا نسعى إلى التصعيد", "قالت طهران إنها لا تسعى إلى التصعيد، ودعت إلى منع أي هجوم جديد."),
        ("الحزب يعيد تنظيم صفوفه", "قال مسؤول إن الحزب يعيد تنظيم صفوفه بعد الانتخابات."),
        ("الوزير يبحث مع السفير التعاون", "وقتل كبار قادة التنظيم خلال السنوات الماضية."),
        ("تاريخ التنظيم في سطور", "وهزم التنظيم المتطرف في آخر معاقله عام 2019."),
        ("قيادة العمليات المشتركة تعقد مؤتمرا", "عقدت العمليات المشتركة مؤتمرا في بغداد اليوم."),
    ],
    ids=["strength", "not sought", "common noun", "uncounted", "passive", "name of a command"],
)
def test_no_current_event_is_made_of(
    title: str, body: str, write: Write, all_words: EnrichWords
) -> None:
    notes = annotate(write(title, body), all_words)
    assert [event.type for event in notes.events if event.status == "current"] == []


def test_capital_that_speaks_does_not_place_the_event(write: Write, all_words: EnrichWords) -> None:
    body = "أعلنت بغداد مقتل شخصين بغارة جوية قرب القائم أمس، ودعت واشنطن إلى التحقيق."
    notes = annotate(write("مقتل شخصين بغارة قرب القائم", body), all_words)
    assert notes.events[0].place is not None
    assert notes.events[0].place.name == "القائم"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("قتل المسؤول عن عمليات التنظيم فى ليبيا ومالي بضربة جوية أمس.", None),
        ("قتل المسؤول عن عمليات التنظيم بضربة جوية أمس في درنة.", "درنة"),
    ],
    ids=["of his office", "of his death"],
)
def test_place_in_his_charge_is_not_where_he_died(
    body: str, place: str | None, write: Write, all_words: EnrichWords
) -> None:
    notes = annotate(write("مقتل قيادي بضربة جوية", body), all_words)
    found = notes.events[0].place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    "written",
    ["أصيب مسئولان اثنان", "أصيب مسؤولان اثنان", "أُصيبَ مسؤولانِ اثنان"],
    ids=["other seat of hamza", "as taught", "with vowels"],
)
def test_spelling_of_a_word_changes_no_toll(
    written: str, write: Write, all_words: EnrichWords
) -> None:
    notes = annotate(write("انفجار عبوة قرب الجسر", written + " أيضًا بانفجار عبوة."), all_words)
    assert tolls(notes) == [("injured", 2, 2)]


def test_slip_of_the_pen_makes_no_second_command(write: Write, all_words: EnrichWords) -> None:
    body = "أعلنت قيادت العمليات المشتركة مقتل مسلحين اثنين. وأكدت قيادة العمليات المشتركة ذلك."
    notes = annotate(write("مقتل مسلحين بضربة جوية", body), all_words)
    assert [one.id for one in notes.entities if one.type == "organisation"] == ["org:jocom"]


def test_missing_hamza_hides_no_attacker(write: Write, all_words: EnrichWords) -> None:
    body = "قتلت القوات الاسرائيلية شابين فى مخيم للاجئين اليوم."
    notes = annotate(write("مقتل شابين برصاص القوات الاسرائيلية", body), all_words)
    assert tolls(notes) == [("killed", 2, 2)]


def test_who_says_it_is_kept_beside_the_event(write: Write, all_words: EnrichWords) -> None:
    body = "أعلنت خلية الإعلام الأمني مقتل عنصرين من داعش بضربة جوية."
    notes = annotate(write("مقتل عنصرين بضربة جوية", body), all_words)
    assert notes.claimed_by == "خلية الإعلام الأمني"


def test_event_of_old_news_keeps_its_own_day(write: Write, all_words: EnrichWords) -> None:
    body = "قتل عنصران بضربة جوية اليوم، الجمعة 10 أيار 2024."
    article = write("مقتل عنصرين بضربة", body, day="2024-05-10")
    notes = annotate(article, all_words)
    assert notes.events[0].date is not None
    assert notes.events[0].date.value == "2024-05-10"


def test_every_span_is_exact(write: Write, all_words: EnrichWords) -> None:
    article = write("مقتل ٣ بانفجارٍ في بغـــداد", "قُتِلَ ثلاثةُ أشخاصٍ وأُصيبَ «خمسة» أمسِ في بغداد.")
    event = annotate(article, all_words).events[0]
    assert event.date is not None
    assert event.place is not None
    spans = [
        *event.evidence,
        event.date.evidence,
        event.place.evidence,
        *(span for one in event.casualties for span in one.evidence),
    ]
    assert spans
    for span in spans:
        assert span is not None
        assert article.text[span.start : span.end] == span.text
