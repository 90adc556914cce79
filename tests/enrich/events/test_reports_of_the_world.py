"""Short agency reports in seven languages, each with its type and every toll it states."""

# ruff: noqa: E501, RUF001  (a table of reports, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]
Tolls = dict[str, tuple[int | None, int | None]]

REPORTS: list[tuple[str, str, str, str, Tolls]] = [
    ("en", "transport_accident", "Two killed as commuter train derails near coast", "Two people were killed and nine injured when a commuter train derailed on Wednesday morning, officials said.", {"killed": (2, 2), "injured": (9, 9)}),
    ("ar", "transport_accident", "غرق خمسة في انقلاب عبارة بالنهر", "لقي خمسة أشخاص مصرعهم في انقلاب عبارة تقل عمالا في النهر، الأربعاء.", {"killed": (5, 5)}),
    ("ar", "traffic_accident", "أربعة قتلى و11 جريحا في تصادم حافلة وشاحنة", "قتل أربعة أشخاص وأصيب 11 آخرون في تصادم حافلة وشاحنة على الطريق السريع، الأربعاء.", {"killed": (4, 4), "injured": (11, 11)}),
    ("ar", "transport_accident", "تصادم زورقين يودي بحياة ثلاثة", "أسفر تصادم زورقين سياحيين قبالة الساحل، الأربعاء، عن مقتل ثلاثة أشخاص وإصابة ستة.", {"killed": (3, 3), "injured": (6, 6)}),
    ("fr", "transport_accident", "Sept morts dans le naufrage d'une embarcation", "Sept migrants sont morts mercredi dans le naufrage d'une embarcation au large des côtes.", {"killed": (7, 7)}),
    ("tr", "traffic_accident", "Otobüs şarampole devrildi: 3 ölü, 8 yaralı", "Yolcu otobüsünün çarşamba günü şarampole devrilmesi sonucu 3 kişi öldü, 8 kişi yaralandı.", {"killed": (3, 3), "injured": (8, 8)}),
    ("en", "abduction", "Armed men kidnap nine teachers in northern state", "Armed men kidnapped nine teachers from their homes on Wednesday, police said. No one was hurt.", {"killed": (0, 0), "injured": (0, 0), "missing": (9, 9)}),
    ("ar", "abduction", "مسلحون يختطفون ستة عمال جنوبي البلاد", "اختطف مسلحون مجهولون، الأربعاء، ستة عمال من موقع عملهم جنوبي البلاد.", {"missing": (6, 6)}),
    ("ar", "structural_collapse", "أربعة قتلى بانهيار سقف مدرسة", "انهار سقف مدرسة ابتدائية، صباح الأربعاء، ما أدى إلى مقتل أربعة تلاميذ وإصابة تسعة.", {"killed": (4, 4), "injured": (9, 9)}),
    ("ar", "structural_collapse", "ضحايا البناية المنهارة ستة قتلى", "انهارت بناية سكنية، الأربعاء، ما أدى إلى مقتل ستة أشخاص، ولا يزال ثلاثة في عداد المفقودين.", {"killed": (6, 6), "missing": (3, 3)}),
    ("ar", "drowning", "غرق شقيقين في سد", "غرق شقيقان، الأربعاء، أثناء السباحة في سد قرب القرية.", {"killed": (2, 2)}),
    ("ar", "bombing", "ارتفاع حصيلة تفجير السوق إلى 21 قتيلا و31 جريحا", "ارتفعت حصيلة تفجير السوق إلى 21 قتيلا و31 جريحا، بعدما أشارت حصيلة سابقة إلى 17 قتيلا، وفق دائرة الصحة.", {"killed": (21, 21), "injured": (31, 31)}),
    ("en", "health_outbreak", "Cholera outbreak kills three in camp", "Three people died of cholera and 210 new cases were reported, the ministry said on Wednesday.", {"killed": (3, 3), "injured": (210, 210)}),
    ("en", "fire_explosion", "Mother and son killed in apartment fire", "A mother and her young son were killed in an apartment fire on Wednesday, firefighters said.", {"killed": (2, 2)}),
    ("en", "bombing", "Market blast toll rises", "The death toll from Wednesday's bombing rose to three and the number of wounded stood at 45, police said.", {"killed": (3, 3), "injured": (45, 45)}),
    ("fa", "traffic_accident", "دو کشته و چهار مصدوم در واژگونی مینی‌بوس", "روز چهارشنبه در واژگونی یک مینی‌بوس دو نفر جان باختند و چهار نفر مصدوم شدند.", {"killed": (2, 2), "injured": (4, 4)}),
    ("ur", "natural_disaster", "سیلاب سے گیارہ افراد ہلاک", "بدھ کو موسلادھار بارش کے بعد سیلاب سے گیارہ افراد ہلاک اور پچیس زخمی ہو گئے۔", {"killed": (11, 11), "injured": (25, 25)}),
    ("ckb", "traffic_accident", "دوو کەس لە ڕووداوێکی هاتوچۆدا گیانیان لەدەستدا", "ئەمڕۆ چوارشەممە لە ڕووداوێکی هاتوچۆدا دوو کەس گیانیان لەدەستدا و شەش کەس بریندار بوون.", {"killed": (2, 2), "injured": (6, 6)}),
    ("en", "bombing", "Suicide bomber kills six at checkpoint", "A suicide bomber killed six soldiers and wounded at least 20 people at a checkpoint on Wednesday.", {"killed": (6, 6), "injured": (20, None)}),
    ("en", "armed_attack", "Gunmen kill three villagers in raid", "Gunmen killed three villagers and wounded two others in a raid on Wednesday, police said.", {"killed": (3, 3), "injured": (2, 2)}),
    ("en", "natural_disaster", "Landslide kills 18, seven still missing", "A landslide killed 18 people and seven others were still missing on Wednesday.", {"killed": (18, 18), "missing": (7, 7)}),
    ("ar", "transport_accident", "هبوط اضطراري لطائرة ركاب دون إصابات", "هبطت طائرة ركاب اضطراريا، الأربعاء، إثر عطل في المحرك، دون وقوع إصابات.", {"killed": (0, 0), "injured": (0, 0)}),
    ("ar", "fire_explosion", "خمسة قتلى و12 مصابا بحريق في مصنع", "لقي خمسة عمال مصرعهم وأصيب 12 آخرون بحريق اندلع في مصنع للبلاستيك، الأربعاء.", {"killed": (5, 5), "injured": (12, 12)}),
    ("ar", "natural_disaster", "سيول تودي بحياة 22 شخصا وفقدان 15", "أودت سيول اجتاحت قرى جبلية، الأربعاء، بحياة 22 شخصا، فيما لا يزال 15 في عداد المفقودين.", {"killed": (22, 22), "missing": (15, 15)}),
    ("ar", "armed_clash", "مقتل سبعة مسلحين في اشتباكات مع الجيش", "قتل سبعة مسلحين في اشتباكات مع الجيش قرب الحدود، الأربعاء.", {"killed": (7, 7)}),
    ("ar", "arrest_raid", "توقيف 14 شخصا في حملة ضد التهريب", "أوقفت الشرطة 14 شخصا في حملة أمنية ضد شبكات التهريب، الأربعاء.", {"arrested": (14, 14)}),
    ("fr", "fire_explosion", "Trois morts dans l'incendie d'un immeuble", "Un incendie a fait trois morts et cinq blessés mercredi dans un immeuble, selon les pompiers.", {"killed": (3, 3), "injured": (5, 5)}),
    ("fr", "natural_disaster", "Le séisme fait 41 morts", "Le séisme qui a frappé mercredi la région a fait 41 morts, selon les autorités.", {"killed": (41, 41)}),
    ("tr", "bombing", "Bombalı saldırıda 9 kişi öldü, 30 kişi yaralandı", "Kentte çarşamba günü düzenlenen bombalı saldırıda 9 kişi öldü, 30 kişi yaralandı.", {"killed": (9, 9), "injured": (30, 30)}),
    ("tr", "natural_disaster", "Selde 8 kişi hayatını kaybetti", "Çarşamba günü etkili olan selde 8 kişi hayatını kaybetti.", {"killed": (8, 8)}),
    ("fa", "airstrike_shelling", "حمله هوایی پنج کشته و ۹ زخمی بر جا گذاشت", "در حمله هوایی روز چهارشنبه پنج نفر کشته و ۹ نفر زخمی شدند.", {"killed": (5, 5), "injured": (9, 9)}),
    ("ur", "fire_explosion", "آگ لگنے سے چار افراد جاں بحق", "بدھ کو فیکٹری میں آگ لگنے سے چار افراد جاں بحق ہو گئے۔", {"killed": (4, 4)}),
    ("ckb", "airstrike_shelling", "بۆردومانێک سێ کوژراوی لێکەوتەوە", "ئەمڕۆ چوارشەممە لە بۆردومانێکدا سێ کەس کوژران و دوو کەسی دیکە بریندار بوون.", {"killed": (3, 3), "injured": (2, 2)}),
    ("ar", "armed_attack", "مسلحون يقتلون 11 مزارعا في هجوم على قرية", "قتل مسلحون 11 مزارعا وأصابوا ستة آخرين في هجوم على قرية، الأربعاء.", {"killed": (11, 11), "injured": (6, 6)}),
    ("en", "traffic_accident", "Nine dead as bus plunges into ravine", "Nine passengers died when their bus plunged into a ravine on Wednesday.", {"killed": (9, 9)}),
    ("en", "armed_attack", "Two police officers shot dead at checkpoint", "Two police officers were shot dead and a third was wounded when militants opened fire at a checkpoint on Wednesday.", {"killed": (2, 2), "injured": (1, 1)}),
    ("en", "traffic_accident", "Head-on collision kills six on desert highway", "Six people were killed and four injured on Wednesday when a car collided with a truck on the desert highway.", {"killed": (6, 6), "injured": (4, 4)}),
    ("en", "transport_accident", "Helicopter crash kills pilot and co-pilot", "Two crew members were killed when a helicopter crashed in the mountains on Wednesday.", {"killed": (2, 2)}),
    ("en", "natural_disaster", "At least 30 killed as earthquake hits mountain villages", "At least 30 people were killed when an earthquake struck mountain villages on Wednesday.", {"killed": (30, None)}),
    ("en", "other_accident", "Stampede at shrine kills 12", "A stampede at a shrine killed 12 people and injured 40 on Wednesday, officials said.", {"killed": (12, 12), "injured": (40, 40)}),
    ("en", "protest_riot", "Police clash with protesters, 15 hurt", "Fifteen people were injured and 20 arrested when police used tear gas on protesters on Wednesday.", {"injured": (15, 15), "arrested": (20, 20)}),
    ("ar", "arrest_raid", "القبض على خمسة أشخاص بحوزتهم مخدرات", "ألقت الشرطة القبض، الأربعاء، على خمسة أشخاص بحوزتهم كمية من المخدرات.", {"arrested": (5, 5)}),
    ("ar", "crime_violence", "مقتل شاب طعنا في مشاجرة", "قتل شاب طعنا بسكين خلال مشاجرة في أحد الأحياء، الأربعاء.", {"killed": (1, 1)}),
    ("ar", "transport_accident", "أربعة عشر قتيلا في تصادم قطارين", "قتل أربعة عشر شخصا وأصيب ثلاثون آخرون في تصادم قطارين، الأربعاء.", {"killed": (14, 14), "injured": (30, 30)}),
    ("ar", "airstrike_shelling", "قصف مدفعي يقتل ثلاثة مدنيين", "قتل ثلاثة مدنيين وأصيب سبعة آخرون بقصف مدفعي استهدف القرية، الأربعاء.", {"killed": (3, 3), "injured": (7, 7)}),
    ("ar", "structural_collapse", "انهيار جدار يقتل عاملين", "لقي عاملان حتفهما وأصيب ثلاثة إثر انهيار جدار في موقع بناء، الأربعاء.", {"killed": (2, 2), "injured": (3, 3)}),
    ("ar", "execution", "تنفيذ حكم الإعدام بثلاثة مدانين بالقتل", "نفذت السلطات، الأربعاء، حكم الإعدام بحق ثلاثة مدانين بالقتل.", {"killed": (3, 3)}),
    ("fr", "abduction", "Quatre touristes enlevés dans le désert", "Quatre touristes ont été enlevés mercredi par des hommes armés dans le désert.", {"missing": (4, 4)}),
    ("fr", "bombing", "Un attentat à la voiture piégée fait huit morts", "Un attentat à la voiture piégée a fait huit morts et vingt-deux blessés mercredi dans la capitale.", {"killed": (8, 8), "injured": (22, 22)}),
    ("fr", "traffic_accident", "Une collision entre un bus et un camion fait cinq morts", "Une collision entre un bus et un camion a fait cinq morts et deux blessés mercredi.", {"killed": (5, 5), "injured": (2, 2)}),
    ("tr", "natural_disaster", "Depremde 13 kişi öldü", "Çarşamba günü meydana gelen depremde 13 kişi öldü, 40 kişi yaralandı.", {"killed": (13, 13), "injured": (40, 40)}),
    ("tr", "armed_attack", "Silahlı saldırıda üç asker öldü", "Çarşamba günü düzenlenen silahlı saldırıda üç asker hayatını kaybetti.", {"killed": (3, 3)}),
    ("fa", "bombing", "انفجار بمب در بازار ۱۰ کشته و ۲۵ زخمی بر جا گذاشت", "انفجار بمب در بازار روز چهارشنبه ۱۰ کشته و ۲۵ زخمی بر جا گذاشت.", {"killed": (10, 10), "injured": (25, 25)}),
    ("fa", "transport_accident", "واژگونی قایق چهار کشته داشت", "در واژگونی یک قایق روز چهارشنبه چهار نفر جان باختند و ۹ نفر مفقود شدند.", {"killed": (4, 4), "missing": (9, 9)}),
    ("ur", "bombing", "بم دھماکے میں سات افراد ہلاک", "بدھ کو بازار میں بم دھماکے میں سات افراد ہلاک اور سولہ زخمی ہو گئے۔", {"killed": (7, 7), "injured": (16, 16)}),
    ("ur", "transport_accident", "کشتی الٹنے سے بارہ افراد جاں بحق", "بدھ کو دریا میں کشتی الٹنے سے بارہ افراد جاں بحق ہو گئے۔", {"killed": (12, 12)}),
    ("ckb", "fire_explosion", "ئاگرکەوتنەوەیەک کەسێکی کوشت", "ئەمڕۆ چوارشەممە لە ئاگرکەوتنەوەیەکدا یەک کەس گیانی لەدەستدا و سێ کەس بریندار بوون.", {"killed": (1, 1), "injured": (3, 3)}),
    ("en", "armed_attack", "Four killed, 12 wounded in attack on convoy", "Gunmen attacked a convoy on Wednesday, killing four soldiers and wounding 12.", {"killed": (4, 4), "injured": (12, 12)}),
    ("en", "fire_explosion", "Warehouse fire brought under control, no casualties", "A fire at a warehouse was brought under control on Wednesday with no casualties reported.", {"killed": (0, 0), "injured": (0, 0)}),
    ("en", "drowning", "Three teenagers drown in river", "Three teenagers drowned on Wednesday while swimming in the river, police said.", {"killed": (3, 3)}),
    ("en", "traffic_accident", "Cyclist killed, another hurt by lorry", "A cyclist was killed and another was injured when a lorry hit them on Wednesday.", {"killed": (1, 1), "injured": (1, 1)}),
    ("en", "transport_accident", "Plane crash kills all 178 on board", "A passenger plane crashed on Wednesday, killing all 178 people on board.", {"killed": (178, 178)}),
    ("ar", "bombing", "خمسة قتلى بينهم طفلان في انفجار عبوة ناسفة", "قتل خمسة أشخاص بينهم طفلان وأصيب 14 آخرون في انفجار عبوة ناسفة، الأربعاء.", {"killed": (5, 5), "injured": (14, 14)}),
    ("ar", "traffic_accident", "انقلاب شاحنة تقل عمالا: ثلاثة قتلى و27 جريحا", "قتل ثلاثة عمال وأصيب سبعة وعشرون آخرون في انقلاب شاحنة، صباح الأربعاء.", {"killed": (3, 3), "injured": (27, 27)}),
    ("ar", "natural_disaster", "زلزال يقتل ستة ويصيب المئات", "ضرب زلزال، الأربعاء، منطقة جبلية ما أسفر عن مقتل ستة أشخاص وإصابة أكثر من مئة.", {"killed": (6, 6), "injured": (200, None)}),
    ("ar", "health_outbreak", "أربع وفيات و35 إصابة جديدة بالكوليرا", "سجلت وزارة الصحة، الأربعاء، أربع وفيات و35 إصابة جديدة بالكوليرا.", {"killed": (4, 4), "injured": (35, 35)}),
    ("ar", "armed_clash", "تسعة قتلى في اشتباكات قبلية", "قتل تسعة أشخاص في اشتباكات بين قبيلتين، الأربعاء.", {"killed": (9, 9)}),
    ("fr", "transport_accident", "Deux morts et cinq disparus dans le naufrage d'un chalutier", "Deux marins sont morts et cinq sont portés disparus après le naufrage d'un chalutier mercredi.", {"killed": (2, 2), "missing": (5, 5)}),
    ("fr", "arrest_raid", "Neuf personnes arrêtées lors d'un coup de filet", "Neuf personnes ont été arrêtées mercredi lors d'un coup de filet antidrogue.", {"arrested": (9, 9)}),
    ("tr", "arrest_raid", "22 kişi gözaltına alındı", "Çarşamba günü düzenlenen operasyonda 22 kişi gözaltına alındı.", {"arrested": (22, 22)}),
    ("fa", "natural_disaster", "ریزش بهمن جان سه کوهنورد را گرفت", "ریزش بهمن روز چهارشنبه جان سه کوهنورد را گرفت.", {"killed": (3, 3)}),
    ("fa", "fire_explosion", "آتش‌سوزی در کارخانه شش کشته و ۹ زخمی داشت", "در آتش‌سوزی کارخانه روز چهارشنبه شش کارگر جان باختند و ۹ نفر زخمی شدند.", {"killed": (6, 6), "injured": (9, 9)}),
    ("ur", "armed_attack", "فائرنگ سے دو پولیس اہلکار جاں بحق", "بدھ کو مسلح افراد کی فائرنگ سے دو پولیس اہلکار جاں بحق اور تین زخمی ہو گئے۔", {"killed": (2, 2), "injured": (3, 3)}),
    ("ckb", "drowning", "دوو گەنج لە ڕووبارێکدا خنکان", "ئەمڕۆ چوارشەممە دوو گەنج لە ڕووبارێکدا خنکان.", {"killed": (2, 2)}),
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
