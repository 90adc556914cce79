"""What sounds like an incident and is none: memory, drill, court, warning, sport, market.

Every case names a toll or an event word, and stays without a current event.
"""

# ruff: noqa: E501  (tables of sentences in their own scripts, one row a line)

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]

NEWS_OF_NO_INCIDENT = [
    ("en", "Town marks tenth anniversary of mosque bombing that killed 40", "Hundreds gathered on Wednesday to mark ten years since the bombing that killed 40 people and wounded 90 in the old town."),
    ("en", "Striker shoots down champions with late blast", "The striker fired two rockets past the goalkeeper as the visitors bombarded the box and killed the match before half-time in the league."),
    ("en", "Shares crash as bank results bomb", "Shares crashed on Wednesday, wiping out billions, as investors fled and the market bled for a third day."),
    ("en", "Army holds earthquake drill with 200 mock casualties", "The civil defence held an exercise on Wednesday simulating an earthquake in which 200 people were injured."),
    ("en", "Court jails three over 2019 hotel attack", "A court sentenced three men to life in prison on Wednesday over the 2019 attack in which 22 people were killed."),
    ("en", "Police deny reports of explosion in capital", "Police denied on Wednesday reports on social media of an explosion that killed five in the capital."),
    ("en", "Leaders condemn attack that killed 12 in border town", "The foreign ministry condemned on Wednesday the attack that killed 12 people in the border town and offered condolences."),
    ("en", "Road accidents kill 3,100 in first nine months of year", "Road accidents have killed 3,100 people since the start of the year, the statistics office said."),
    ("ar", "ذكرى مرور عشر سنوات على تفجير مسجد المدينة", "أحيا الأهالي، الأربعاء، ذكرى التفجير الذي أودى بحياة 40 شخصا عام 2015 وسط البلدة القديمة."),
    ("ar", "المهاجم يقصف شباك الضيوف بثلاثية", "قصف المهاجم شباك الضيوف بثلاثة أهداف وقتل المباراة مبكرا في الدوري، فيما أصيب مدافع الفريق في الشوط الثاني."),
    ("ar", "انفجار أسعار الخضار يقتل القدرة الشرائية", "تواصل أسعار الخضار انفجارها في الأسواق، ما يقتل قدرة المواطنين الشرائية، وفق تجار تحدثوا الأربعاء."),
    ("ar", "الدفاع المدني ينفذ تمرينا وهميا لإخلاء 50 مصابا", "نفذ الدفاع المدني، الأربعاء، تمرينا وهميا على زلزال افتراضي خلف 50 مصابا في المدرسة."),
    ("ar", "السجن المؤبد لثلاثة أدينوا بهجوم أوقع 22 قتيلا", "قضت محكمة الجنايات، الأربعاء، بالسجن المؤبد على ثلاثة متهمين بهجوم الفندق الذي أوقع 22 قتيلا عام 2019."),
    ("fr", "Une ville commémore les dix ans de l'attentat qui a fait 40 morts", "Des centaines de personnes ont commémoré mercredi les dix ans de l'attentat qui avait fait 40 morts et 90 blessés."),
    ("fr", "L'attaquant foudroie le gardien et tue le match", "L'attaquant a marqué deux buts mercredi et tué le match avant la mi-temps, bombardant la surface adverse."),
    ("fr", "Le ministre condamne l'attentat qui a tué 12 personnes", "Le ministre des Affaires étrangères a condamné mercredi l'attentat qui a tué 12 personnes et présenté ses condoléances."),
    ("fr", "Exercice grandeur nature : un séisme fictif et 60 blessés", "La protection civile a organisé mercredi un exercice simulant un séisme ayant fait 60 blessés fictifs."),
    ("tr", "Forvet attığı golle maçı öldürdü", "Ev sahibi takım, çarşamba günü rakip kaleyi bombardımana tuttu ve maçı ilk yarıda öldürdü."),
    ("tr", "Kentte patlamanın onuncu yıl dönümünde anma töreni", "Kentte 40 kişinin öldüğü patlamanın onuncu yıl dönümünde çarşamba günü anma töreni düzenlendi."),
    ("tr", "Bakanlık 12 kişinin öldüğü saldırıyı kınadı", "Dışişleri Bakanlığı, 12 kişinin öldüğü saldırıyı çarşamba günü kınadı ve başsağlığı diledi."),
    ("tr", "Mahkeme, 22 kişinin öldüğü saldırının üç sanığına hapis verdi", "Mahkeme, 2019'da 22 kişinin öldüğü saldırı davasında üç sanığa müebbet hapis cezası verdi."),
    ("fa", "دهمین سالگرد انفجار مسجد با ۴۰ کشته برگزار شد", "صدها نفر روز چهارشنبه دهمین سالگرد انفجاری را که ۴۰ کشته بر جا گذاشت گرامی داشتند."),
    ("fa", "مهاجم تیم دروازه حریف را بمباران کرد", "تیم میزبان روز چهارشنبه دروازه حریف را بمباران کرد و بازی لیگ را با سه گل برد."),
    ("fa", "وزارت خارجه حمله‌ای را که ۱۲ کشته داشت محکوم کرد", "وزارت خارجه روز چهارشنبه حمله‌ای را که ۱۲ کشته داشت محکوم کرد و به خانواده‌ها تسلیت گفت."),
    ("ur", "مسجد دھماکے کی دسویں برسی پر تقریب", "مسجد دھماکے کی دسویں برسی پر بدھ کو تقریب ہوئی جس میں 40 افراد ہلاک ہوئے تھے۔"),
    ("ur", "بلے باز نے بولنگ پر دھماکے کر دیے", "بلے باز نے بدھ کو میچ میں چھکوں کے دھماکے کر دیے اور ٹیم نے سیریز جیت لی۔"),
    ("ur", "وزارت خارجہ کی حملے کی مذمت، 12 ہلاک", "وزارت خارجہ نے بدھ کو حملے کی مذمت کی جس میں 12 افراد ہلاک ہوئے اور تعزیت کا اظہار کیا۔"),
    ("ckb", "یاریزانەکە بە گۆڵێک تیپی میوانی کوشت", "لە یاری خولی کوردستاندا یاریزانەکە بە دوو گۆڵ تەقینەوەی دروست کرد و تیپەکەی سەرکەوت."),
    ("ckb", "دە ساڵ بەسەر تەقینەوەی مزگەوتدا تێپەڕی", "ئەمڕۆ چوارشەممە ساڵیادی دەیەمی تەقینەوەکە کرایەوە کە ٤٠ کەس تێیدا کوژران."),
    ("en", "City council approves budget after heated battle", "Councillors clashed over the budget on Wednesday before approving it by two votes."),
    ("en", "Rocket launch delayed by weather", "The launch of the rocket was delayed on Wednesday because of storms, the space agency said."),
    ("en", "Experts warn floods could displace thousands", "Scientists warned on Wednesday that floods could kill hundreds if dams are not repaired."),
    ("en", "Minister visits wounded of market attack", "The health minister visited on Wednesday the 14 people wounded in Sunday's market attack."),
    ("en", "Film about 1990 earthquake that killed thousands wins prize", "The film, about the earthquake that killed 35,000 people, won the main prize at the festival on Wednesday."),
    ("ar", "أسعار النفط تنهار وتكبد المستثمرين خسائر", "انهارت أسعار النفط الأربعاء إلى أدنى مستوى في ثلاثة أشهر، وتكبدت البورصات خسائر كبيرة."),
    ("ar", "الوزير: سنواجه أي هجوم بقوة", "قال وزير الداخلية، الأربعاء، إن بلاده ستواجه أي هجوم إرهابي بقوة، داعيا المواطنين إلى التعاون."),
    ("ar", "تحذير من انهيار سد قد يودي بحياة الآلاف", "حذر خبراء، الأربعاء، من أن انهيار السد قد يودي بحياة آلاف السكان إذا لم يصلح."),
    ("ar", "وفاة الفنان الكبير عن 80 عاما", "توفي الفنان الكبير، الأربعاء، عن عمر ناهز 80 عاما بعد صراع مع المرض."),
    ("ar", "مدرب الفريق: سنهاجم منذ الدقيقة الأولى", "قال مدرب الفريق، الأربعاء، إن فريقه سيهاجم منذ الدقيقة الأولى في مباراة الديربي."),
    ("fr", "Le tribunal condamne quatre hommes pour l'attaque de 2018", "Quatre hommes ont été condamnés mercredi à la prison à perpétuité pour l'attaque qui avait fait 11 morts en 2018."),
    ("fr", "La bourse s'effondre, les investisseurs fuient", "La bourse s'est effondrée mercredi, le marché perdant huit pour cent."),
    ("fr", "Les routes ont tué 2 000 personnes depuis janvier", "Les accidents de la route ont fait 2 000 morts depuis le début de l'année, selon les statistiques."),
    ("tr", "Borsada sert düşüş: hisseler çöktü", "Borsa çarşamba günü yüzde sekiz düştü, bankacılık hisseleri çöktü ve piyasa sarsıldı."),
    ("tr", "Bakanlık patlama iddialarını yalanladı", "Valilik, kentte patlama olduğu ve beş kişinin öldüğü yönündeki iddiaları çarşamba günü yalanladı."),
    ("fa", "تکذیب خبر انفجار در پایتخت", "پلیس روز چهارشنبه خبر انفجار و کشته شدن پنج نفر در پایتخت را تکذیب کرد."),
    ("fa", "دادگاه سه متهم حمله هتل را به حبس محکوم کرد", "دادگاه روز چهارشنبه سه متهم حمله به هتل را که ۲۲ کشته داشت به حبس ابد محکوم کرد."),
    ("ur", "عدالت نے ہوٹل حملے کے تین ملزمان کو سزا سنا دی", "عدالت نے بدھ کو ہوٹل حملے کے مقدمے میں تین ملزمان کو عمر قید کی سزا سنائی، حملے میں 22 افراد ہلاک ہوئے تھے۔"),
    ("ckb", "دادگا سێ کەسی بە زیندانی سزا دا", "دادگا ئەمڕۆ چوارشەممە سێ تۆمەتباری هێرشەکەی بە زیندانی هەتاهەتایی سزا دا کە ٢٢ کەسی تێدا کوژرا."),
    ("en", "Veterans gather to remember ferry disaster", "Survivors gathered on Wednesday to remember the 1994 ferry disaster in which 852 people died."),
    ("en", "Coach: we will attack from first whistle", "The coach said on Wednesday his team would attack from the first whistle in the cup semi-final."),
    ("en", "Storm of criticism hits minister over budget", "The minister came under fire on Wednesday as the opposition attacked her plans."),
    ("en", "Doctors report drop in flu deaths", "Deaths from flu fell by a third over the past year, the health ministry said on Wednesday."),
    ("en", "Trial opens over bridge collapse that killed 43", "The trial of 59 people accused over the bridge collapse that killed 43 people opened on Wednesday."),
    ("ar", "الخارجية تعزي في ضحايا زلزال أودى بحياة المئات", "أعربت وزارة الخارجية، الأربعاء، عن تعازيها في ضحايا الزلزال الذي أودى بحياة المئات في الدولة الشقيقة."),
    ("ar", "إصابة نجم المنتخب تبعده شهرا", "يغيب نجم المنتخب عن الملاعب شهرا بعد إصابته في الركبة خلال مباراة الدوري، الأربعاء."),
    ("ar", "حوادث المرور تودي بحياة ألفي شخص خلال عام", "أودت حوادث المرور بحياة ألفي شخص خلال العام الماضي، وفق إحصائية رسمية صدرت الأربعاء."),
    ("ar", "الشرطة تنفي وقوع انفجار في العاصمة", "نفت الشرطة، الأربعاء، وقوع انفجار في العاصمة، مؤكدة أن الصوت ناجم عن أعمال صيانة."),
    ("fr", "Le dollar plonge, l'euro explose", "L'euro a explosé mercredi face au dollar, les marchés redoutant une guerre commerciale."),
    ("tr", "Takım galibiyeti son dakikada kaçırdı", "Ev sahibi takım, çarşamba günkü maçta iki puanı son dakikada yitirdi; kaleci sakatlandı."),
    ("fa", "بازار بورس منفجر شد", "شاخص بورس روز چهارشنبه با جهش قیمت سهام رکورد زد و بازار منفجر شد."),
    ("ur", "کرکٹ ٹیم کا حریف پر حملہ", "ٹیم نے بدھ کو میچ میں حریف پر تابڑ توڑ حملے کیے اور سیریز جیت لی۔"),
    ("ckb", "وەزیر سەردانی بریندارانی تەقینەوەکەی کرد", "وەزیری تەندروستی ئەمڕۆ چوارشەممە سەردانی بریندارانی تەقینەوەکەی کرد."),
    ("ar", "بطل العالم يسقط منافسه بالضربة القاضية", "أسقط بطل العالم منافسه بضربة قاضية في الجولة الثالثة من نزال الملاكمة، الأربعاء."),
    ("en", "Memorial unveiled for victims of factory fire", "A memorial to the 112 workers who died in the 2012 factory fire was unveiled on Wednesday."),
    ("en", "How the dam burst: a timeline", "The dam burst in 2023, killing 4,300 people. Here is what we know about how it happened."),
    ("en", "Singer's new single is a bomb on the charts", "The singer's new single exploded on the charts on Wednesday, breaking the record of her first album."),
    ("en", "Opposition leader survives confidence vote", "The opposition leader survived a confidence vote on Wednesday after a bruising fight in his party."),
    ("en", "Firefighters to strike over pay", "Firefighters will strike next week over pay, their union said on Wednesday."),
    ("ar", "مسؤول: نسبة الجريمة تراجعت", "قال مسؤول أمني، الأربعاء، إن عدد جرائم القتل تراجع بنسبة 12 في المئة مقارنة بالعام الماضي."),
    ("ar", "قراءة في أسباب الحرب", "تناول الكاتب في مقاله أسباب الحرب التي أوقعت آلاف القتلى ودعا إلى الحوار."),
    ("ar", "افتتاح معرض صور عن ضحايا الزلزال", "افتتح وزير الثقافة، الأربعاء، معرضا للصور عن الزلزال الذي أودى بحياة 50 ألف شخص."),
    ("ar", "الجيش يجري مناورات بالذخيرة الحية", "أجرى الجيش، الأربعاء، مناورات بالذخيرة الحية شملت قصف أهداف افتراضية."),
    ("ar", "الفريق يسحق ضيفه بخماسية", "سحق الفريق ضيفه بخمسة أهداف نظيفة في مباراة أقيمت الأربعاء ضمن الدوري."),
    ("fr", "Il y a dix ans, un attentat endeuillait la ville", "Il y a dix ans, un attentat faisait 130 morts dans la ville, qui s'est recueillie mercredi."),
    ("tr", "Yangın tatbikatı gerçeği aratmadı", "Okulda çarşamba günü yapılan yangın tatbikatında 200 öğrenci tahliye edildi."),
    ("fa", "رئیس جمهور حمله تروریستی را محکوم کرد", "رئیس جمهور روز چهارشنبه حمله تروریستی در کشور همسایه را که ۱۵ کشته داشت محکوم کرد."),
    ("ur", "وزیر اعظم کا سیلاب متاثرین سے اظہار افسوس", "وزیراعظم نے بدھ کو سیلاب میں 60 افراد کی ہلاکت پر اظہار افسوس کیا۔"),
    ("ckb", "سەرۆک هێرشەکەی ئیدانە کرد", "سەرۆک ئەمڕۆ چوارشەممە هێرشەکەی ئیدانە کرد کە ١٥ کەسی تێدا کوژرا."),
    ("ar", "وزير الصحة: لا إصابات بكورونا في المخيمات", "أكد وزير الصحة، الأربعاء، عدم تسجيل أي إصابات بكورونا في المخيمات."),
    ("ar", "مطالبات بإعدام منفذي هجوم المدرسة", "طالب أهالي الضحايا، الأربعاء، بإعدام منفذي الهجوم الذي أوقع 12 قتيلا العام الماضي."),
    ("ar", "الجامعة تنظم ندوة عن آثار الزلازل", "نظمت الجامعة، الأربعاء، ندوة عن آثار الزلازل وسبل الوقاية منها."),
    ("ar", "نجاة لاعب من الطرد", "نجا المدافع من الطرد بعد تدخل عنيف كاد يصيب مهاجم الفريق الضيف في المباراة."),
    ("ar", "ملك يعزي رئيسا في ضحايا غرق عبارة", "بعث الملك برقية عزاء إلى الرئيس في ضحايا غرق العبارة الذي أودى بحياة 90 شخصا."),
    ("ar", "المحكمة تؤجل النظر في قضية تفجير المطار", "أجلت المحكمة، الأربعاء، النظر في قضية تفجير المطار المتهم فيها تسعة أشخاص."),
    ("ar", "توقعات بأمطار غزيرة وسيول غدا", "توقعت الأرصاد الجوية هطول أمطار غزيرة وجريان السيول في عدة محافظات غدا الخميس."),
    ("ar", "تدشين حملة للتوعية بمخاطر الألغام", "دشنت منظمة، الأربعاء، حملة للتوعية بمخاطر الألغام في القرى المحررة."),
    ("ar", "أرقام: 700 قتيل في حوادث العمل سنويا", "يسجل نحو 700 قتيل في حوادث العمل سنويا، وفق دراسة نشرت الأربعاء."),
    ("ar", "استعدادات لإحياء ذكرى ضحايا التفجير", "تستعد المدينة لإحياء ذكرى ضحايا التفجير الذي وقع قبل عشر سنوات وأودى بحياة 70 شخصا."),
    ("ar", "خبير: الاحتباس الحراري يقتل الآلاف", "قال خبير، الأربعاء، إن موجات الحر الناجمة عن الاحتباس الحراري قد تقتل آلاف الأشخاص مستقبلا."),
    ("ar", "قنبلة الموسم: النجم يوقع للغريم", "فجر النجم قنبلة الموسم، الأربعاء، بتوقيعه للغريم التقليدي مقابل 80 مليون يورو."),
    ("ar", "هجوم إعلامي على المدرب", "شن إعلاميون هجوما لاذعا على المدرب بعد خسارة الفريق بثلاثة أهداف في المباراة، الأربعاء."),
    ("ar", "الحكومة تعوض أسر ضحايا السيول", "أعلنت الحكومة، الأربعاء، صرف تعويضات لأسر ضحايا السيول التي أودت بحياة 40 شخصا الشهر الماضي."),
    ("ar", "افتتاح جسر جديد بدلا من الجسر المنهار", "افتتح المحافظ، الأربعاء، جسرا جديدا بدلا من الجسر الذي انهار قبل ثلاث سنوات."),
    ("ar", "النيابة تطالب بإعدام المتهم بقتل الطالبة", "طالبت النيابة العامة، الأربعاء، بإنزال عقوبة الإعدام بحق المتهم بقتل طالبة العام الماضي."),
    ("ar", "ثوران الجدل حول بركان الأسعار", "أثار ارتفاع الأسعار جدلا واسعا في البرلمان، الأربعاء، ووصفه نواب ببركان قد ينفجر."),
    ("ar", "تقرير: مقتل 90 صحفيا خلال العام", "قتل 90 صحفيا خلال العام الجاري، وفق تقرير سنوي لمنظمة دولية نشر الأربعاء."),
    ("ar", "الشرطة تحذر من الألعاب النارية", "حذرت الشرطة، الأربعاء، من خطر الألعاب النارية التي تسببت في إصابات وحروق في السنوات الماضية."),
    ("ar", "تسونامي من الانتقادات يطال الوزارة", "واجهت الوزارة، الأربعاء، عاصفة من الانتقادات بعد قرارها الأخير."),
    ("ar", "معركة قانونية بين شركتين", "بدأت معركة قضائية بين الشركتين، الأربعاء، حول اسم تجاري."),
    ("ar", "انفجر الجمهور بالضحك في العرض", "انفجر الجمهور في القاعة بالضحك مساء الأربعاء مع بداية العرض."),
    ("ar", "فندت البلدية أنباء عن انهيار مبنى", "فندت البلدية، الأربعاء، أنباء عن انهيار مبنى وسط المدينة."),
    ("ar", "إبطال مفعول عبوة ناسفة أمام بنك", "قالت الشرطة، الأربعاء، إن خبراءها أبطلوا مفعول عبوة ناسفة أمام بنك."),
    ("en", "A diplomatic storm between neighbours", "A diplomatic storm broke out on Wednesday between the two neighbours over a map."),
    ("en", "New documentary returns to the 1987 mine collapse that killed 60", "The new documentary shows the collapse that killed 60 men."),
    ("fr", "Une tempête médiatique autour du musée", "Une tempête médiatique entoure depuis mercredi le directeur du musée."),
    ("fr", "Une crue pourrait laisser des centaines de blessés", "Une crue pourrait laisser des centaines de blessés, prévient mercredi un rapport."),
    ("tr", "Valilik: ilçede patlama yaşanmadı", "Valilik, ilçede patlama olmadığını çarşamba günü duyurdu."),
    ("tr", "Olası sel için plan hazır", "Belediye, olası sel için planını çarşamba günü tanıttı."),
    ("fa", "استانداری خبر تیراندازی را رد کرد", "استانداری روز چهارشنبه خبر تیراندازی را رد کرد."),
    ("ckb", "پارێزگار: هیچ هێرشێک ڕووی نەداوە", "پارێزگار ڕایگەیاند هیچ هێرشێک ڕووی نەداوە."),
    ("ckb", "ئاسایش هەواڵی بۆمب بە درۆ دەخاتەوە", "ئاسایش هەواڵی بۆمبی بە درۆ خستەوە."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "title", "body"), NEWS_OF_NO_INCIDENT, ids=[row[1] for row in NEWS_OF_NO_INCIDENT]
)
def test_no_current_event(
    code: str, title: str, body: str, write: Write, words: EventWords
) -> None:
    events = find_events(write(title, body, code), (), (), (), words)
    assert [event.type for event in events if event.status == "current"] == []
