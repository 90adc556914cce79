"""Tolls: what counts whom, what counts something else, what is denied, what is one figure."""

# ruff: noqa: E501  (tables of sentences in their own scripts, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Toll = tuple[int | None, int | None]
Write = Callable[..., DetectedArticle]


def tolls(article: DetectedArticle, words: EventWords) -> dict[str, Toll]:
    events = find_events(article, (), (), (), words)
    assert events, "no event found"
    return {one.kind: (one.min, one.max) for one in events[0].casualties}


# One title each; the body adds nothing, so the title alone must give the toll.
TITLES = [
    ("during is not two", "استشهاد رجل أمن أثناء تفتيش مركبة بانفجار", {"killed": (1, 1)}),
    ("one of the members", "إصابة أحد عناصر الشرطة في هجوم مسلح", {"injured": (1, 1)}),
    ("residents, one of the two", "إصابة مقيمين أحدهما هندي بسقوط قذيفة", {"injured": (2, 2)}),
    ("in addition to", "مقتل 12 من أفراد القوة إضافة إلى ثلاثة من العاملين في تفجير", {"killed": (15, 15)}),
    ("and more after a comma", "مقتل 12 من رجال الشرطة، وثلاثة من العاملين في تفجير", {"killed": (15, 15)}),
    ("a plural and its number", "مقتل جميع ركاب حافلة وعددهم 16 راكبا في حادث سير", {"killed": (16, 16)}),
    ("another clause has another subject", "هجوم على امرأتين وصبي بينما أصيبت قاصر بجروح", {"injured": (1, 1)}),
    ("sons fold to one son", "مقتل 3 من أبناء قرية واحدة بقصف", {"killed": (3, 3)}),
    ("in front of is no imam", "انفجار أمام مبنى البلدية وإصابة 4 مارة", {"injured": (4, 4)}),
    ("as for is no mother", "حريق في مصنع وإصابة 5 عمال أما المدير فنجا", {"injured": (5, 5)}),
    ("noun and digits", "مقتل 14 شخصا في تفجير وسط المدينة", {"killed": (14, 14)}),
    ("eastern digits", "مصرع ٦ أشخاص في حريق مصنع", {"killed": (6, 6)}),
    ("number word", "مقتل سبعة جنود في كمين", {"killed": (7, 7)}),
    ("compound word", "مصرع خمسة وعشرين راكبا بانقلاب حافلة", {"killed": (25, 25)}),
    ("dual", "مصرع شخصين في حادث سير", {"killed": (2, 2)}),
    ("feminine dual", "وفاة طفلتين في حريق منزل", {"killed": (2, 2)}),
    ("dual with اثنين", "مقتل مسلحين اثنين في غارة", {"killed": (2, 2)}),
    ("one noun", "مقتل شرطي في هجوم مسلح", {"killed": (1, 1)}),
    ("one woman", "وفاة امرأة غرقا في النهر", {"killed": (1, 1)}),
    ("passive verb", "قتل 9 مدنيين بقصف على سوق", {"killed": (9, 9)}),
    ("number before a plural verb", "تسعة جنود قتلوا في كمين", {"killed": (9, 9)}),
    ("met their death", "لقي ثلاثة عمال مصرعهم في انهيار مبنى", {"killed": (3, 3)}),
    ("active verb", "غارة تقتل خمسة مسلحين في الوادي", {"killed": (5, 5)}),
    ("subject then object", "قتل مسلح شخصين بهجوم على مقهى", {"killed": (2, 2)}),
    ("victim noun", "12 قتيلا في انفجار سيارة مفخخة", {"killed": (12, 12)}),
    ("two dead", "قتيلان في اشتباكات بين عشيرتين", {"killed": (2, 2)}),
    ("rose from one figure to another", "ارتفاع حصيلة الزلزال من 40 إلى 52 قتيلا", {"killed": (52, 52)}),
    ("a father and his sons", "استشهد أب واثنان من أبنائه بقصف على المخيم", {"killed": (3, 3)}),
    ("an officer by his rank and two more", "قتل ضابط برتبة نقيب واثنان من حراسه في كمين", {"killed": (3, 3)}),
    ("an attempt, and then the wounded", "هجوم بعد محاولة اغتيال وأصيب ثلاثة من الحراس", {"injured": (3, 3)}),
    ("lost at once with a count", "فقد ستة بحارة إثر غرق سفينة", {"missing": (6, 6)}),
    ("lives lost are no missing persons", "انفجار في مصنع فقد 9 عمال وظائفهم بعده", {}),
    ("no death at all", "عدم تسجيل أي وفاة في حريق المستودع", {"killed": (0, 0), "injured": (0, 0)}),
    ("the blast did not cause victims", "لم يتسبب الانفجار في وقوع ضحايا", {"killed": (0, 0), "injured": (0, 0)}),
    ("Mali is no figure of speech", "معارك مالي: مقتل 8 جنود", {"killed": (8, 8)}),
    ("dead and wounded uncounted", "قتلى وجرحى بقصف على المخيم", {"killed": (1, None), "injured": (1, None)}),
    ("dozens", "مقتل العشرات في زلزال", {"killed": (20, None)}),
    ("at least", "مقتل ما لا يقل عن 30 شخصا بفيضانات", {"killed": (30, None)}),
    ("at least after", "مقتل 30 شخصا على الأقل بفيضانات", {"killed": (30, None)}),
    ("at least two", "مقتل ما لا يقل عن شخصين بعاصفة", {"killed": (2, None)}),
    ("more than", "مقتل أكثر من مئة شخص بزلزال", {"killed": (100, None)}),
    ("about", "مقتل نحو 40 شخصا بزلزال", {"killed": (40, 40)}),
    ("range", "مقتل بين 15 و20 شخصا بزلزال", {"killed": (15, 20)}),
    ("killed and injured", "مقتل 3 وإصابة 7 في تصادم", {"killed": (3, 3), "injured": (7, 7)}),
    ("others injured", "وفاة طفل وإصابة آخر في حادث دهس", {"killed": (1, 1), "injured": (1, 1)}),
    ("others plural", "مقتل جندي وإصابة آخرين في انفجار لغم", {"killed": (1, 1), "injured": (1, None)}),
    ("list", "مقتل امرأة وطفلين بقذيفة هاون", {"killed": (3, 3)}),
    ("list of numbers", "مقتل 3 جنود و5 مسلحين في اشتباكات", {"killed": (8, 8)}),
    ("couple", "وفاة مواطن وزوجته في حادث تصادم", {"killed": (2, 2)}),
    ("one figure for both", "وفاة وإصابة 9 أشخاص في حادث تصادم", {}),
    ("one figure for dead and wounded", "70 قتيلا وجريحا في تفجير انتحاري", {}),
    ("bodies", "انتشال 4 جثث بعد غرق قارب", {"killed": (4, 4)}),
    ("takes lives", "حريق يودي بحياة خمسة أشخاص", {"killed": (5, 5)}),
    ("missing", "فقدان ستة بحارة بعد غرق سفينة", {"missing": (6, 6)}),
    ("abducted", "مسلحون يخطفون صحافيا", {"missing": (1, 1)}),
    ("abduction noun", "اختطاف أربعة مهندسين في الصحراء", {"missing": (4, 4)}),
    ("arrested", "اعتقال 16 مشتبها به في مداهمة", {"arrested": (16, 16)}),
    ("no injuries", "انفجار عبوة ناسفة دون وقوع إصابات", {"killed": (0, 0), "injured": (0, 0)}),
    ("no victims", "حريق في فندق ولا إصابات", {"killed": (0, 0), "injured": (0, 0)}),
    ("martyred", "استشهاد ثلاثة فلسطينيين بقصف", {"killed": (3, 3)}),
    ("age is no toll", "مقتل شاب (23 عاما) بإطلاق نار", {"killed": (1, 1)}),
    ("bullets are no toll", "6 رصاصات تقتل تاجرا في خلاف عائلي", {"killed": (1, 1)}),
    ("raids are no toll", "طائرات حربية تشن 33 غارة جوية على مواقع المتمردين", {}),
    ("poisoning", "تسمم 19 طالبا في مدرسة", {"injured": (19, 19)}),
    ("drowning pair", "انتشال غريقين من النهر", {"killed": (2, 2)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "expected"), [row[1:] for row in TITLES], ids=[row[0] for row in TITLES]
)
def test_title_gives_the_toll(
    title: str, expected: dict[str, Toll], write: Write, words: EventWords
) -> None:
    assert tolls(write(title), words) == expected


# Title and body together: which figure stands.
STORIES = [
    (
        "same toll three times counts once",
        "مقتل ثلاثة جنود في كمين",
        "قتل ثلاثة جنود في كمين قرب القرية. وقال مصدر إن الجنود الثلاثة قتلوا. وأكد مقتل ثلاثة جنود.",
        {"killed": (3, 3)},
    ),
    (
        "body opens the figure",
        "مقتل 15 شخصا بتفجير",
        "قتل 15 شخصا على الأقل بتفجير في السوق.",
        {"killed": (15, None)},
    ),
    (
        "body makes dozens exact",
        "مقتل العشرات بغارات",
        "وقعت غارات على القرية. وأدى القصف إلى مقتل 47 مسلحا.",
        {"killed": (47, 47)},
    ),
    (
        "risen toll wins",
        "ارتفاع حصيلة قتلى الزلزال إلى 46",
        "ارتفع عدد القتلى إلى 46. وكانت حصيلة سابقة تحدثت عن 31 قتيلا.",
        {"killed": (46, 46)},
    ),
    (
        "whole beats its part",
        "مقتل 4 من رجال الشرطة بتفجير",
        "أسفر التفجير عن مقتل 15 شخصا وإصابة 20 آخرين.",
        {"killed": (15, 15), "injured": (20, 20)},
    ),
    (
        "rival figures are a range",
        "إصابة 61 شخصا بخروج حافلة عن الطريق",
        "أصيب 58 شخصا في حادث سير لحافلة.",
        {"injured": (58, 61)},
    ),
    (
        "combined figure split in the lead",
        "وفاة وإصابة 11 في تصادم",
        "توفي ثلاثة ركاب وأصيب ثمانية آخرون في تصادم.",
        {"killed": (3, 3), "injured": (8, 8)},
    ),
    (
        "part among them is not added",
        "مقتل 12 شخصا في هجوم",
        "قتل 12 شخصا بينهم خمسة عسكريين في هجوم على فندق.",
        {"killed": (12, 12)},
    ),
    (
        "last year's toll stays out",
        "مقتل جنديين بانفجار لغم",
        "قتل جنديان بانفجار لغم. وقتل 40 جنديا في المنطقة العام الماضي.",
        {"killed": (2, 2)},
    ),
    (
        "suicide attacker apart",
        "مقتل ستة أشخاص بتفجير انتحاري",
        "فجر انتحاري نفسه فقتل ستة أشخاص.",
        {"killed": (6, 6)},
    ),
    (
        "accusation is not the news",
        "اعتقال رجل بتهمة قتل ضابط",
        "اعتقلت الشرطة رجلا بتهمة قتل ضابط.",
        {"arrested": (1, 1)},
    ),
    (
        "denial in the body",
        "سقوط سقف مدرسة",
        "انهيار سقف مدرسة صباحا. وقال المدير إن الحادث لم يسفر عن إصابات.",
        {"killed": (0, 0), "injured": (0, 0)},
    ),
    (
        "no word on victims is silence",
        "انفجار في مستودع",
        "وقع انفجار في مستودع. ولم ترد معلومات عن إصابات.",
        {},
    ),
    (
        "no serious injuries is no denial",
        "انفجار في مستودع",
        "وقع انفجار في مستودع دون إصابات خطيرة.",
        {},
    ),
    (
        "with injuries is no count",
        "إصابة عامل في انفجار",
        "أصيب عامل بإصابات متفرقة في انفجار.",
        {"injured": (1, 1)},
    ),
    (
        "strength of a force is no toll",
        "مقتل خمسة مسلحين بغارة",
        "قتل خمسة مسلحين بغارة. ويقدر عدد عناصر التنظيم بين 1500 و3000 مقاتل.",
        {"killed": (5, 5)},
    ),
    (
        "plain execution is of one",
        "تنفيذ حكم القتل قصاصا بمنطقة جبلية",
        "نفذت السلطات حكم القتل قصاصا في رجل لإقدامه على قتل ثلاثة أشخاص.",
        {"killed": (1, 1)},
    ),
]


@pytest.mark.parametrize(
    ("title", "body", "expected"), [row[1:] for row in STORIES], ids=[row[0] for row in STORIES]
)
def test_story_settles_on_one_toll(
    title: str, body: str, expected: dict[str, Toll], write: Write, words: EventWords
) -> None:
    assert tolls(write(title, body), words) == expected


def test_toll_names_role_and_rule(write: Write, words: EventWords) -> None:
    article = write("مقتل أربعة جنود وإصابة ثلاثة آخرين في كمين")
    killed, injured = find_events(article, (), (), (), words)[0].casualties
    assert (killed.role, killed.rule) == ("soldier", "killed.noun_word")
    assert (injured.role, injured.rule) == ("soldier", "injured.noun_word")
    assert killed.evidence[0].text == "مقتل أربعة جنود"


COUNTED_ABROAD = [
    ("en", "Three nurses and a driver were killed in a rocket attack", {"killed": (4, 4)}),
    ("en", "A teacher and her three children died in a fire", {"killed": (4, 4)}),
    ("en", "Earthquake death toll rose from 20 to 31", {"killed": (31, 31)}),
    ("en", "Earthquake kills a man and two women were injured", {"killed": (1, 1), "injured": (2, 2)}),
    ("en", "Seven sailors are still missing after ferry capsized", {"missing": (7, 7)}),
    ("tr", "Depremde can kaybı 48'e yükseldi", {"killed": (48, 48)}),
    ("ur", "زلزلے میں اموات کی تعداد 27 ہو گئی", {"killed": (27, 27)}),
    ("ckb", "لە تەقینەوەیەکدا سێ کەس گیانیان لەدەست دا", {"killed": (3, 3)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "title", "expected"), COUNTED_ABROAD, ids=[row[1] for row in COUNTED_ABROAD]
)
def test_title_of_another_language_gives_the_toll(
    code: str, title: str, expected: dict[str, Toll], write: Write, words: EventWords
) -> None:
    assert tolls(write(title, "", code), words) == expected


def test_wound_of_one_who_died_of_it_is_no_second_victim(write: Write, words: EventWords) -> None:
    body = "أصيب شرطي بطلقات نارية في هجوم مسلح ما أدى إلى وفاته."
    assert tolls(write("مقتل شرطي في هجوم مسلح", body), words) == {"killed": (1, 1)}


def test_total_of_the_title_stands_above_its_parts(write: Write, words: EventWords) -> None:
    body = "قتل ثلاثة جنود بقذائف على مركز حدودي.\n\nوقتل جندي آخر بقذيفة على دورية."
    assert tolls(write("مقتل 4 جنود بقذائف", body), words)["killed"] == (4, 4)


def test_toll_of_the_deed_counts_when_only_a_suspect_is_new(
    write: Write, words: EventWords
) -> None:
    body = "حددت الشرطة هوية مشتبه به في تفجير انتحاري أسفر عن سقوط 32 قتيلا أمس."
    assert tolls(write("تفجير انتحاري في سوق: تحديد هوية مشتبه به", body), words)["killed"] == (
        32,
        32,
    )
