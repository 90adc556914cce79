"""Wordings of many kinds of reports, each with its type and every toll it states."""

# ruff: noqa: E501  (a table of reports, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]
Tolls = dict[str, tuple[int | None, int | None]]

REPORTS: list[tuple[str, str, str, str, Tolls]] = [
    ("ar", "traffic_accident", "وفاة مصاب بحادث انقلاب", "توفي المصاب في حادث انقلاب حافلة متأثرا بجراحه اليوم.", {"killed": (1, 1)}),
    ("ar", "drowning", "غرق طفلة في مسبح استراحة", "غرقت طفلة تبلغ من العمر 5 أعوام في مسبح استراحة.", {"killed": (1, 1)}),
    ("ar", "bombing", "مقتل ضابط ومجند في انفجار بسيناء", "", {"killed": (2, 2)}),
    ("ar", "fire_explosion", "مصرع فتاة وطفلين بحريق شقة", "", {"killed": (3, 3)}),
    ("ar", "traffic_accident", "وفاة شابين وإصابة ثالث في تصادم", "", {"killed": (2, 2), "injured": (1, 1)}),
    ("ar", "traffic_accident", "العثور على جثة سائق داخل مركبته", "عثرت الشرطة على جثة سائق داخل مركبته بعد حادث مروري.", {"killed": (1, 1)}),
    ("ar", "armed_clash", "مقتل 8 من طالبان وجنديين في اشتباكات", "", {"killed": (10, 10)}),
    ("ar", "traffic_accident", "انقلاب شاحنة يقتل سائقها", "", {"killed": (1, 1)}),
    ("ar", "airstrike_shelling", "غارة أميركية تقتل قياديا في القاعدة", "قتلت غارة أميركية قياديا في القاعدة أمس.", {"killed": (1, 1)}),
    ("ar", "natural_disaster", "زلزال قوته 6.2 درجات يضرب اليونان", "ضرب زلزال بقوة 6.2 درجات جزيرة كريت اليوم الجمعة، ولم ترد أنباء عن وقوع إصابات.", {}),
    ("ar", "transport_accident", "اصطدام قطارين في ألمانيا وسقوط قتلى", "اصطدم قطاران في ألمانيا صباح الجمعة ما أسفر عن سقوط 4 قتلى وعشرات الجرحى.", {"killed": (4, 4), "injured": (20, None)}),
    ("ar", "natural_disaster", "عشرات القتلى في فيضانات بالهند", "لقي 62 شخصا على الأقل مصرعهم في فيضانات بالهند، فيما لا يزال 15 في عداد المفقودين.", {"killed": (62, None), "missing": (15, 15)}),
    ("ar", "arrest_raid", "الشرطة الفرنسية تعتقل 7 أشخاص على صلة بهجمات", "اعتقلت الشرطة الفرنسية 7 أشخاص اليوم.", {"arrested": (7, 7)}),
    ("ar", "airstrike_shelling", "سقوط صاروخ على منزل شرقي المدينة دون إصابات", "", {"killed": (0, 0), "injured": (0, 0)}),
    ("ar", "bombing", "هجوم انتحاري على فندق في مقديشو يوقع 13 قتيلا", "أعلنت الشرطة الصومالية مقتل 13 شخصا وإصابة 21 بجروح في هجوم انتحاري على فندق.", {"killed": (13, 13), "injured": (21, 21)}),
    ("ar", "armed_attack", "إصابة 3 رجال أمن بإطلاق نار", "أصيب ثلاثة من رجال الأمن بإطلاق نار من مجهولين.", {"injured": (3, 3)}),
    ("ar", "transport_accident", "الهند: 40 قتيلا بينهم 12 طفلا بغرق عبارة", "غرقت عبارة تقل 120 راكبا ما أدى إلى مقتل 40 شخصا بينهم 12 طفلا.", {"killed": (40, 40)}),
    ("ar", "abduction", "مسلح يحتجز رهائن في مصرف", "احتجز مسلح خمسة رهائن داخل مصرف في العاصمة اليوم.", {"missing": (5, 5)}),
    ("ar", "other_accident", "وفاة 3 عمال اختناقا داخل خزان", "توفي ثلاثة عمال اختناقا داخل خزان للصرف الصحي.", {"killed": (3, 3)}),
    ("ar", "airstrike_shelling", "قصف يستهدف مدرسة ويقتل 6 تلاميذ ومعلمتهم", "استهدف قصف مدرسة ما أدى لمقتل 6 تلاميذ ومعلمتهم.", {"killed": (7, 7)}),
    ("ar", "armed_attack", "اغتيال ناشط في البصرة", "اغتال مسلحون مجهولون ناشطا مدنيا وسط البصرة مساء الخميس.", {"killed": (1, 1)}),
    ("ar", "crime_violence", "مقتل شخص وإصابة أربعة بمشاجرة", "", {"killed": (1, 1), "injured": (4, 4)}),
    ("ar", "natural_disaster", "صاعقة تقتل راعيا في ديالى", "", {"killed": (1, 1)}),
    ("ar", "bombing", "تفجير عبوة ناسفة على موكب أمني في كركوك", "انفجرت عبوة ناسفة على موكب أمني ما أسفر عن إصابة أربعة من عناصره بجروح.", {"injured": (4, 4)}),
    ("ar", "armed_clash", "الحشد الشعبي يصد هجوما لداعش ويقتل 9 من عناصره", "", {"killed": (9, 9)}),
    ("ar", "health_outbreak", "إصابة عشرات الطلاب بتسمم غذائي", "أصيب عشرات الطلاب بتسمم غذائي في مدرسة داخلية.", {"injured": (20, None)}),
    ("ar", "structural_collapse", "ارتفاع عدد ضحايا انهيار جسر جنوى إلى 39 قتيلا", "", {"killed": (39, 39)}),
    ("ar", "bombing", "مقتل طفلين شقيقين بانفجار لغم من مخلفات الحرب", "قتل طفلان شقيقان بانفجار لغم أثناء رعيهما الأغنام، وكان طفل آخر قد قتل في المكان نفسه قبل شهر.", {"killed": (2, 2)}),
    ("ar", "traffic_accident", "4 قتلى و9 جرحى حصيلة حادث الطريق السريع", "", {"killed": (4, 4), "injured": (9, 9)}),
    ("ar", "transport_accident", "إنقاذ 30 مهاجرا قبالة ليبيا وفقدان 11", "أنقذ خفر السواحل 30 مهاجرا بعد غرق قارب يقلهم فيما فقد 11 آخرون.", {"missing": (11, 11)}),
    ("ar", "arrest_raid", "توقيف 12 شخصا بشبهة تهريب المخدرات", "", {"arrested": (12, 12)}),
    ("ar", "arrest_raid", "القبض على عصابة من خمسة أشخاص", "ألقت شرطة جدة القبض على خمسة أشخاص.", {"arrested": (5, 5)}),
    ("ar", "fire_explosion", "الدفاع المدني: لا إصابات في حريق مجمع تجاري", "", {"killed": (0, 0), "injured": (0, 0)}),
    ("ar", "armed_attack", "قتيل و3 جرحى بإطلاق نار في مدرسة أميركية", "", {"killed": (1, 1), "injured": (3, 3)}),
    ("ar", "armed_attack", "مقتل الصحافي أحمد الكربولي بهجوم مسلح", "قتل الصحافي أحمد الكربولي بهجوم مسلح أمام منزله أمس.", {"killed": (1, 1)}),
    ("ar", "armed_clash", "اشتباكات بين عشيرتين تخلف قتيلين وخمسة جرحى", "", {"killed": (2, 2), "injured": (5, 5)}),
    ("ar", "crime_violence", "سعودي يقتل زوجته ووالدتها ثم ينتحر", "", {"killed": (2, 2)}),
    ("en", "armed_attack", "Gunmen kill five policemen in Pakistan", "Gunmen killed five policemen and wounded two others in an attack on a checkpoint on Friday, officials said.", {"killed": (5, 5), "injured": (2, 2)}),
    ("en", "fire_explosion", "Two children die in house fire", "Two children died and their mother was injured in a house fire on Sunday.", {"killed": (2, 2), "injured": (1, 1)}),
    ("en", "natural_disaster", "Floods kill 14, leave dozens missing in Nepal", "Floods and landslides killed at least 14 people in Nepal while dozens are missing.", {"killed": (14, None), "missing": (20, None)}),
    ("en", "airstrike_shelling", "Airstrike kills 9 civilians in Idlib", "An airstrike killed nine civilians, including four children, in Idlib.", {"killed": (9, 9)}),
    ("en", "arrest_raid", "Police arrest 12 over drug smuggling", "Police arrested 12 people on Thursday.", {"arrested": (12, 12)}),
    ("en", "crime_violence", "Woman stabbed to death in London", "A woman was stabbed to death in London on Monday.", {"killed": (1, 1)}),
    ("ar", "armed_attack", "مقتل 5 من الشرطة بهجوم في كركوك", "قتل خمسة من عناصر الشرطة الاتحادية وأصيب ثلاثة آخرون بجروح بهجوم شنه مسلحون على حاجز جنوب غرب كركوك، بحسب ما أفاد مصدر أمني الجمعة.\n\nوكان ثمانية جنود قتلوا الشهر الماضي في هجوم مماثل.", {"killed": (5, 5), "injured": (3, 3)}),
    ("ar", "natural_disaster", "السيول تجتاح مدن الجزائر وتخلف 3 ضحايا", "خلفت السيول التي اجتاحت مدنا جزائرية مساء الخميس ثلاثة ضحايا، حسب الحماية المدنية.", {"killed": (3, 3)}),
    ("ar", "armed_attack", "مجهولون يغتالون شيخ عشيرة في ذي قار", "أقدم مسلحون مجهولون على اغتيال شيخ عشيرة في محافظة ذي قار فجر اليوم.", {"killed": (1, 1)}),
    ("ar", "arrest_raid", "القوات الأمنية تلقي القبض على 9 إرهابيين في نينوى", "ألقت القوات الأمنية القبض على تسعة إرهابيين مطلوبين وفق المادة 4 إرهاب في نينوى.", {"arrested": (9, 9)}),
    ("ar", "fire_explosion", "مصرع وإصابة 13 شخصا بحريق في بغداد", "لقي أربعة أشخاص مصرعهم وأصيب تسعة آخرون بحريق اندلع داخل مطعم وسط بغداد.", {"killed": (4, 4), "injured": (9, 9)}),
    ("ar", "airstrike_shelling", "استشهاد مقاتلين اثنين من البيشمركة بقصف تركي", "", {"killed": (2, 2)}),
    ("ar", "airstrike_shelling", "طائرة مسيرة تستهدف سيارة جنوبي لبنان وسقوط شهيد", "استهدفت طائرة مسيرة إسرائيلية سيارة جنوبي لبنان ما أدى إلى سقوط شهيد وجريحين.", {"killed": (1, 1), "injured": (2, 2)}),
    ("ar", "airstrike_shelling", "غزة: 35 شهيدا منذ فجر اليوم", "استشهد 35 فلسطينيا منذ فجر اليوم الجمعة في غارات إسرائيلية على قطاع غزة.", {"killed": (35, 35)}),
    ("ar", "arrest_raid", "ضبط 3 أطنان من الحشيش في ميناء طنجة", "تمكنت عناصر الأمن من ضبط ثلاثة أطنان من الحشيش في ميناء طنجة وتوقيف شخصين.", {"arrested": (2, 2)}),
    ("ar", "transport_accident", "تونس: وفاة 4 مهاجرين وفقدان 20 إثر غرق مركب قبالة صفاقس", "", {"killed": (4, 4), "missing": (20, 20)}),
    ("ar", "traffic_accident", "مصر.. مصرع 12 شخصا في انقلاب ميكروباص", "لقي 12 شخصا مصرعهم وأصيب 5 آخرون إثر انقلاب ميكروباص في ترعة بالمنيا.", {"killed": (12, 12), "injured": (5, 5)}),
    ("ar", "armed_clash", "الجيش السوداني يعلن مقتل العشرات من قوات الدعم السريع", "أعلن الجيش السوداني مقتل العشرات من قوات الدعم السريع في معارك بمدينة الفاشر.", {"killed": (20, None)}),
    ("ar", "airstrike_shelling", "مقتل مدنيين اثنين وإصابة 4 بقصف روسي على إدلب", "", {"killed": (2, 2), "injured": (4, 4)}),
    ("ar", "execution", "السعودية تنفذ حكم القتل تعزيرا بثلاثة مهربين", "نفذت السلطات اليوم حكم القتل تعزيرا بثلاثة مهربين.", {"killed": (3, 3)}),
    ("ar", "natural_disaster", "عواصف تقتل 4 وتقطع الكهرباء عن مليون منزل في أميركا", "قتلت عواصف 4 أشخاص وقطعت الكهرباء عن مليون منزل في الولايات المتحدة.", {"killed": (4, 4)}),
    ("ar", "bombing", "هجوم بقنبلة يدوية على منزل مسؤول محلي في ديالى", "استهدف هجوم بقنبلة يدوية منزل مسؤول محلي في ديالى دون خسائر بشرية.", {"killed": (0, 0), "injured": (0, 0)}),
    ("ar", "armed_attack", "مسلحون يقتلون ثلاثة من عائلة واحدة شمال بابل", "قتل مسلحون مجهولون ثلاثة أشخاص من عائلة واحدة داخل منزلهم شمال بابل.", {"killed": (3, 3)}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind", "title", "body", "expected"), REPORTS, ids=[row[2] for row in REPORTS]
)
def test_report_gives_type_and_tolls(
    code: str,
    kind: str,
    title: str,
    body: str,
    expected: Tolls,
    write: Write,
    words: EventWords,
) -> None:
    event = find_events(write(title, body, code), (), (), (), words)[0]
    assert (event.status, event.type) == ("current", kind)
    assert {one.kind: (one.min, one.max) for one in event.casualties} == expected
