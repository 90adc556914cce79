"""Words that turn an event into another: exchange, repel, seize, a vehicle that falls, a group."""

# ruff: noqa: E501  (tables of sentences in their own scripts, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]
Tolls = dict[str, tuple[int | None, int | None]]

TURNS = [
    ("ar", "armed_clash", "حرس الحدود والمهربون يتبادلون إطلاق النار ومقتل اثنين", {"killed": (2, 2)}),
    ("ar", "armed_clash", "حامية القلعة تصد هجوماً للمتمردين وتقتل تسعة منهم", {"killed": (9, 9)}),
    ("en", "armed_clash", "Troops and militiamen exchanged heavy fire near the dam, leaving six shot dead", {"killed": (6, 6)}),
    ("en", "armed_clash", "Garrison repelled an attack on the old fort, killing nine militants", {"killed": (9, 9)}),
    ("ar", "arrest_raid", "الشرطة تحتجز أربعة أشخاص بعد مداهمة ورشة", {}),
    ("ar", "abduction", "ملثمون يقتادون طبيبين إلى جهة مجهولة غرب المدينة", {"missing": (2, 2)}),
    ("en", "abduction", "Gunmen seized six villagers on the road to the market", {"missing": (6, 6)}),
    ("en", "arrest_raid", "Police seized five suspects and a tonne of hashish at the harbour", {}),
    ("ar", "traffic_accident", "هوت شاحنة من أعلى الجسر وأصيب سائقها", {"injured": (1, 1)}),
    ("ar", "transport_accident", "جنحت سفينة قبالة الجزيرة وفقد ثلاثة بحارة", {"missing": (3, 3)}),
    ("en", "transport_accident", "Fishing boat sank off the cape and five sailors drowned", {"killed": (5, 5)}),
    ("ar", "bombing", "انفجار وسط المتظاهرين يقتل أربعة ويجرح عشرة", {"killed": (4, 4), "injured": (10, 10)}),
    ("ar", "traffic_accident", "أسرة مكونة من ستة أفراد تلقى حتفها في تصادم على الطريق الساحلي", {"killed": (6, 6)}),
    ("ar", "traffic_accident", "وفاة رجل وبناته الأربع في انقلاب سيارة", {"killed": (5, 5)}),
    ("ar", "execution", "السلطات تعدم شخصين وأطلقت سراح ثالث", {"killed": (2, 2)}),
    ("ar", "traffic_accident", "نقل تسعة تلاميذ إلى المستشفى بعد تصادم حافلتهم", {"injured": (9, 9)}),
    ("ar", "armed_attack", "لم يتوقفوا عند الحاجز فقتل الجنود ثلاثة منهم بالرصاص", {"killed": (3, 3)}),
    ("ar", "armed_attack", "هجوم يجرح حارسين ويقتل ثالثاً عند البوابة", {"killed": (1, 1), "injured": (2, 2)}),
    ("ar", "protest_riot", "مظاهرة أمام البرلمان تطالب بمحاكمة المسؤولين", {}),
]  # fmt: skip

NONE = [
    ("ar", "الجيش سيرد على أي قصف يطال مواقعه"),
    ("en", "The alliance would answer any attack on its members"),
    ("ar", "سقوط حكومة الأقلية في تصويت البرلمان"),
    ("en", "Prices fell and the coalition sank in the polls"),
    ("ar", "تبادل الوفدان الهدايا التذكارية"),
    ("ar", "نقل الوزير إلى المستشفى لإجراء فحوص"),
    ("en", "She recalls the raid that killed 40 shepherds two decades ago"),
    ("ar", "لجنة الصحة: لم تظهر أي حالة إصابة بالكوليرا"),
    ("ar", "العام يمضي دون تسجيل حالة إصابة واحدة بشلل الأطفال"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "kind", "told", "expected"), TURNS, ids=[row[2] for row in TURNS])
def test_neighbour_names_type_and_toll(
    code: str, kind: str, told: str, expected: Tolls, write: Write, words: EventWords
) -> None:
    event = find_events(write(told, told + ".", code), (), (), (), words)[0]
    assert (event.status, event.type) == ("current", kind)
    counted = {one.kind: (one.min, one.max) for one in event.casualties}
    assert expected.items() <= counted.items()


@pytest.mark.parametrize(("code", "told"), NONE, ids=[row[1] for row in NONE])
def test_words_of_violence_tell_no_event(
    code: str, told: str, write: Write, words: EventWords
) -> None:
    events = find_events(write(told, told + ".", code), (), (), (), words)
    assert [event.type for event in events if event.status == "current"] == []


def test_families_are_no_captives(write: Write, words: EventWords) -> None:
    told = "سلم البنك مساكن لأسر أبناء البلدة الذين جرح آباؤهم في حريق السوق"
    events = find_events(write(told, told + "."), (), (), (), words)
    assert not any(one.kind == "arrested" for event in events for one in event.casualties)


def test_adjective_of_a_group_is_no_person(write: Write, words: EventWords) -> None:
    told = "ضبطت الأجهزة الأمنية الكويتية خلية تتبع التنظيم الإرهابي"
    event = find_events(write(told, told + "."), (), (), (), words)[0]
    assert (event.type, event.casualties) == ("arrest_raid", ())
