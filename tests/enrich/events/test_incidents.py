"""Incident or not, and of which type, in every language."""

# ruff: noqa: E501  (tables of sentences in their own scripts, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]


def first_current(article: DetectedArticle, words: EventWords) -> str | None:
    events = find_events(article, (), (), (), words)
    return next((event.type for event in events if event.status == "current"), None)


INCIDENTS = [
    ("bombing", "مقتل 5 أشخاص بانفجار عبوة ناسفة", "قتل 5 أشخاص بانفجار عبوة ناسفة في السوق."),
    ("bombing", "انتحاري يفجر نفسه أمام مقر أمني", "فجر انتحاري نفسه اليوم أمام مقر أمني."),
    ("airstrike_shelling", "غارات جوية على مواقع في الشمال", "شنت طائرات غارات جوية مساء أمس."),
    ("airstrike_shelling", "سقوط قذائف هاون على حي سكني", "سقطت قذائف هاون على حي سكني اليوم."),
    ("armed_attack", "مسلحون يهاجمون نقطة تفتيش ويقتلون ثلاثة جنود", "هاجم مسلحون نقطة تفتيش."),
    ("armed_attack", "اغتيال ضابط كبير في الجيش", "اغتيل ضابط كبير برصاص مسلحين."),
    ("armed_clash", "اشتباكات عنيفة بين الجيش والمتمردين", "اندلعت اشتباكات عنيفة فجر اليوم."),
    ("crime_violence", "مقتل شاب طعنا بسكين إثر خلاف", "لقي شاب مصرعه طعنا بسكين إثر خلاف."),
    ("arrest_raid", "القبض على ثلاثة مهربين على الحدود", "ألقت الشرطة القبض على ثلاثة مهربين."),
    ("abduction", "خطف صحافيين أجنبيين في العاصمة", "خطف مسلحون صحافيين أجنبيين أمس."),
    ("protest_riot", "مظاهرات حاشدة ضد انقطاع الكهرباء", "خرجت مظاهرات حاشدة مساء اليوم."),
    ("execution", "تنفيذ حكم الإعدام في قاتل", "نفذت السلطات حكم الإعدام في قاتل اليوم."),
    ("traffic_accident", "وفاة شخصين في حادث سير", "توفي شخصان في حادث سير على الطريق السريع."),
    ("transport_accident", "تحطم طائرة تدريب ومقتل قائدها", "تحطمت طائرة تدريب صباح اليوم."),
    ("fire_explosion", "حريق كبير يلتهم مصنعا للأخشاب", "اندلع حريق كبير في مصنع أمس."),
    ("fire_explosion", "إصابة خمسة بانفجار أسطوانة غاز", "أصيب خمسة بانفجار أسطوانة غاز."),
    ("drowning", "غرق طفل في بركة سباحة", "غرق طفل في بركة سباحة مساء أمس."),
    ("structural_collapse", "انهيار مبنى من أربعة طوابق", "وقع انهيار مبنى سكني فجر اليوم."),
    ("natural_disaster", "زلزال يضرب شرق البلاد", "ضرب زلزال شرق البلاد صباح اليوم."),
    (
        "health_outbreak",
        "تسجيل 6 إصابات جديدة بالكوليرا",
        "أعلنت الوزارة تسجيل 6 إصابات بالكوليرا.",
    ),
    ("other_accident", "وفاة عامل بصعق كهربائي", "توفي عامل بصعق كهربائي اليوم."),
]


@pytest.mark.parametrize(
    ("kind", "title", "body"), INCIDENTS, ids=[f"{row[0]}: {row[1]}" for row in INCIDENTS]
)
def test_incident_is_found_with_its_type(
    kind: str, title: str, body: str, write: Write, words: EventWords
) -> None:
    assert first_current(write(title, body), words) == kind


OTHERS = [
    ("condemnation", "دولة مجاورة تدين التفجير الإرهابي", "أدانت وزارة الخارجية التفجير الإرهابي."),
    ("condolence", "الرئيس يعزي أسر ضحايا الزلزال", "قدم الرئيس تعازيه إلى أسر ضحايا الزلزال."),
    ("visit", "المحافظ يزور مصابي حادث الحافلة", "زار المحافظ مصابي حادث الحافلة في المستشفى."),
    ("funeral", "تشييع جثمان شهيد الواجب", "شارك الأهالي في تشييع جثمان الشهيد."),
    ("trial", "بدء محاكمة متهمين بتفجير المسجد", "بدأت المحكمة جلسة محاكمة المتهمين."),
    ("sentence", "السجن 20 عاما لمتهم بقتل جاره", "قضت المحكمة بالسجن على متهم بقتل جاره."),
    ("law", "البرلمان يقر قانون مكافحة الإرهاب", "أقر البرلمان قانونا لمكافحة الإرهاب."),
    ("denial", "الداخلية تنفي وقوع تفجير في المطار", "نفت الوزارة شائعات عن تفجير في المطار."),
    ("opinion", "الوزير: الهجوم لن يثنينا عن البناء", "وصف الوزير الهجوم بأنه عمل جبان."),
    ("planned", "دعوة إلى التظاهر غدا في العاصمة", "دعا التحالف أنصاره إلى التظاهر غدا."),
    ("statistics", "ضبط 4500 مخالف خلال ثلاثة أشهر", "ضبطت الشرطة 4500 مخالف خلال ثلاثة أشهر."),
    ("inspection", "ضبط مواد غذائية تالفة في مستودع", "ضبطت البلدية مواد غذائية تالفة."),
    ("sport injury", "إصابة المدافع تبعده عن مباراة الكأس", "قال مدرب الفريق إن إصابة اللاعب تبعده عن الدوري."),
    ("sport metaphor", "المنتخب يخطف الفوز في مباراة مثيرة", "خطف المنتخب الفوز في الدوري أمام ضيفه."),
    ("economy", "انهيار أسعار النفط في البورصة", "هبطت أسعار النفط في البورصة اليوم."),
    ("science", "لقاح جديد يقي من فيروس كورونا", "كشفت دراسة عن لقاح جديد."),
    ("culture", "مسرحية عن الحرب في مهرجان الربيع", "عرضت مسرحية عن الحرب في المهرجان."),
    ("forecast", "الأرصاد تتوقع هطول أمطار غزيرة", "توقعت الأرصاد هطول أمطار غزيرة."),
    ("plain news", "افتتاح مدرسة جديدة في القرية", "افتتح المدير مدرسة جديدة في القرية."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "body"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS]
)
def test_other_news_is_no_incident(title: str, body: str, write: Write, words: EventWords) -> None:
    assert first_current(write(title, body), words) is None


LANGUAGES = [
    ("en", "bombing", "At least 12 killed in market bombing", "A bomb killed at least 12 people and wounded 30 others on Friday, police said.", (12, None), (30, 30)),
    ("en", "traffic_accident", "Bus crash leaves nine dead", "Nine people were killed and five others were injured when the bus overturned.", (9, 9), (5, 5)),
    ("en", "natural_disaster", "Death toll from floods rises to 41", "The death toll from the floods rose to 41, officials said.", (41, 41), None),
    ("en", "fire_explosion", "Blaze destroys old mill", "A fire destroyed the mill on Monday. No one was injured.", (0, 0), (0, 0)),
    ("fa", "bombing", "انفجار بمب هشت کشته برجای گذاشت", "پلیس گفت در انفجار بمب دست‌کم هشت نفر کشته شدند و ۲۰ نفر زخمی شدند.", (8, None), (20, 20)),
    ("fa", "natural_disaster", "زلزله در شرق کشور ۱۵ کشته داشت", "در زلزله ۱۵ نفر جان باختند.", (15, 15), None),
    ("ckb", "bombing", "لە تەقینەوەیەکدا چوار کەس کوژران", "پۆلیس ڕایگەیاند چوار کەس کوژران و حەوت کەسی دیکە برینداربوون.", (4, 4), (7, 7)),
    ("ur", "bombing", "بازار میں بم دھماکا، 6 افراد ہلاک", "پولیس کے مطابق بم دھماکے میں 6 افراد ہلاک ہو گئے اور 9 زخمی ہوئے۔", (6, 6), (9, 9)),
    ("tr", "traffic_accident", "Otoyolda trafik kazası: 4 ölü, 6 yaralı", "Trafik kazasında 4 kişi hayatını kaybetti, 6 kişi yaralandı.", (4, 4), (6, 6)),
    ("fr", "bombing", "Attentat suicide : 12 morts et 30 blessés", "Un attentat suicide a fait au moins 12 morts et 30 blessés, a indiqué la police.", (12, None), (30, 30)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kind", "title", "body", "killed", "injured"),
    LANGUAGES,
    ids=[f"{row[0]}: {row[2]}" for row in LANGUAGES],
)
def test_incident_is_read_in_its_language(
    code: str,
    kind: str,
    title: str,
    body: str,
    killed: tuple[int, int | None] | None,
    injured: tuple[int, int | None] | None,
    write: Write,
    words: EventWords,
) -> None:
    event = find_events(write(title, body, code), (), (), (), words)[0]
    found = {one.kind: (one.min, one.max) for one in event.casualties}
    assert (event.status, event.type) == ("current", kind)
    assert (found.get("killed"), found.get("injured")) == (killed, injured)


@pytest.mark.parametrize(
    ("code", "title", "body"),
    [
        ("en", "Minister condemns attack that killed 12", "The minister condemned the attack."),
        (
            "en",
            "Striker out with injury before cup match",
            "The coach said the team will miss him.",
        ),
        ("fa", "تیم ملی در مسابقه فوتبال پیروز شد", "مربی تیم گفت بازی خوب بود."),
        ("fr", "Procès de l'attentat : le tribunal entend les familles", "Le tribunal a repris."),
        ("tr", "Borsa güne yükselişle başladı", "Dolar ve faiz geriledi."),
        ("xx", "Bomb kills 12 people", "A bomb killed 12 people."),
    ],
    ids=["condemnation", "sport", "persian sport", "trial", "market", "unknown language"],
)
def test_other_news_of_other_languages_is_no_incident(
    code: str, title: str, body: str, write: Write, words: EventWords
) -> None:
    assert first_current(write(title, body, code), words) is None
