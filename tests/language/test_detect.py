"""Languages, scripts and the rules that decide; every line here was written for this test."""

import pytest

from streams.language.detect import Detector, detect

NEWS = [
    ("ar", "Arab", "أعلنت الشرطة توقيف ثلاثة مشتبه بهم بعد انفجار قرب السوق"),
    ("fa", "Arab", "پلیس از بازداشت سه مظنون پس از انفجار در نزدیکی بازار خبر داد"),
    ("ur", "Arab", "بازار کے قریب دھماکے کے بعد پولیس نے تین افراد کو گرفتار کر لیا"),
    ("ckb", "Arab", "پۆلیس دوای تەقینەوەکەی نزیک بازاڕ سێ گومانلێکراوی دەستگیر کرد"),
    ("ku", "Arab", "پۆلیسێن پارێزگەها دهۆکێ ئەڤرۆ سێ کەس ل نێزیکی بازاڕی گرتن"),
    ("ps", "Arab", "پولیسو د بازار څخه وروسته درې کسان ونیول او پلټنې روانې دي"),
    ("ug", "Arab", "ساقچىلار بازار يېنىدىكى پارتلاشتىن كېيىن ئۈچ كىشىنى تۇتقۇن قىلدى"),
    ("sd", "Arab", "پوليس بازار ڀرسان ڌماڪي کان پوءِ ٽن ماڻهن کي گرفتار ڪيو آهي"),
    (
        "azb",
        "Arab",
        "پولیس بازارین یانیندا پارتلاییشدان سونرا اوچ نفری توتوب و بو ایش اوچون چالیشیر",
    ),
    ("ks", "Arab", "پولیسن چُھ بازرس نزدیٖک دھماکہٕ پتہٕ ترٛے نفر گرفتار کٔرۍ مٔتۍ"),
    ("en", "Latn", "Police arrested three suspects after an explosion near the market"),
    ("fr", "Latn", "La police a arrêté trois suspects après une explosion près du marché"),
    ("es", "Latn", "La policía detuvo a tres sospechosos tras una explosión cerca del mercado"),
    ("de", "Latn", "Die Polizei nahm nach einer Explosion am Markt drei Verdächtige fest"),
    ("it", "Latn", "La polizia ha arrestato tre sospetti dopo un'esplosione vicino al mercato"),
    ("pt", "Latn", "A polícia prendeu três suspeitos após uma explosão perto do mercado"),
    ("nl", "Latn", "De politie heeft drie verdachten aangehouden na een explosie bij de markt"),
    ("tr", "Latn", "Polis, pazar yakınındaki patlamanın ardından üç şüpheliyi gözaltına aldı"),
    ("ku", "Latn", "Polîsan piştî teqîna li nêzî bazarê sê kes girtin û lêpirsîn dest pê kir"),
    ("id", "Latn", "Polisi menangkap tiga tersangka usai ledakan di dekat pasar karena bom"),
    ("ms", "Latn", "Polis menahan tiga suspek selepas letupan berhampiran pasar kerana bom"),
    ("sw", "Latn", "Polisi wamewakamata washukiwa watatu baada ya mlipuko karibu na soko"),
    ("so", "Latn", "Booliiska ayaa xiray saddex qof kaddib qarax ka dhacay agagaarka suuqa"),
    ("ru", "Cyrl", "Полиция задержала трёх подозреваемых после взрыва возле рынка"),
    ("uk", "Cyrl", "Поліція затримала трьох підозрюваних після вибуху біля ринку"),
    ("he", "Hebr", "המשטרה עצרה שלושה חשודים לאחר פיצוץ ליד השוק"),
    ("hi", "Deva", "बाज़ार के पास धमाके के बाद पुलिस ने तीन संदिग्धों को गिरफ्तार किया"),
    ("bn", "Beng", "বাজারের কাছে বিস্ফোরণের পর পুলিশ তিনজনকে গ্রেপ্তার করেছে"),
    ("am", "Ethi", "ፖሊስ በገበያ አቅራቢያ ከደረሰው ፍንዳታ በኋላ ሦስት ተጠርጣሪዎችን ያዘ"),
    ("zh", "Hani", "警方在市场附近爆炸后逮捕了三名嫌疑人"),
    ("ja", "Jpan", "市場近くの爆発のあと警察は容疑者三人を逮捕した"),
    ("ko", "Kore", "경찰은 시장 인근 폭발 후 용의자 세 명을 체포했다"),
    ("el", "Grek", "Η αστυνομία συνέλαβε τρεις υπόπτους μετά από έκρηξη κοντά στην αγορά"),
    ("ka", "Geor", "პოლიციამ ბაზართან აფეთქების შემდეგ სამი ეჭვმიტანილი დააკავა"),
    ("hy", "Armn", "Ոստիկանությունը շուկայի մոտ պայթյունից հետո երեք մարդ է ձերբակալել"),
]


@pytest.mark.parametrize(("code", "script", "text"), NEWS, ids=[f"{c}-{s}" for c, s, _ in NEWS])
def test_a_news_line_is_read_in_its_language(
    code: str, script: str, text: str, detector: Detector
) -> None:
    language = detect(text, detector)
    assert (language.code, language.script) == (code, script)
    assert 0 < language.confidence <= 1


RULES = [
    ("letters.ar", "اجتمع المجلس في العاصمة لبحث الأزمة"),
    ("letters.ckb", "ئەنجوومەن لە پایتەخت کۆبووەوە"),
    ("letters.ku", "ئەڤرۆ جڤاتێ ل دهۆکێ کۆمبوونا خوە کر و دبێژیت"),
    ("letters.ps", "شورا د غونډې په اړه څرګندونې وکړې"),
    ("letters.ug", "ئۇ بۇ يىل ئۈرۈمچىدىن قايتىپ كېلىپ ۋەزىر بولدى"),
    ("letters.sd", "ڪائونسل جو اجلاس گاديءَ جي هنڌ ٿيو"),
    ("letters.ur", "کونسل کا اجلاس دارالحکومت میں ہوا ہے"),
    ("letters.fa", "شورا در پایتخت برای بررسی این بحران تشکیل جلسه داد"),
    ("letters.yi", "די װעלט װײסט נישט װאָס צו טאָן מיט די פּײן"),
    ("letters.ti", "ኣብ ከተማ ኣኼባ ተኻይዱ ኣሎ"),
    ("letters.as", "ৰাজ্যৰ চৰকাৰে আজি ঘোষণা কৰিছে"),
    ("script.hebr", "הממשלה התכנסה היום בירושלים"),
    ("script.hang", "정부는 오늘 회의를 열었다"),
    ("script.kana", "きょう会議が開かれた"),
    ("script.hani", "政府今天召开会议"),
    ("script.ethi", "መንግሥት ዛሬ ስብሰባ አካሄደ"),
    ("script.beng", "সরকার আজ বৈঠক করেছে"),
    ("arabizi.digits", "el 7arb 3ala el 7odoud lesa ma 5elset"),
    ("py3langid", "The council met in the capital today"),
    ("nothing", "2026-01-05@10:11:12 GMT"),
]


@pytest.mark.parametrize(("rule", "text"), RULES, ids=[rule for rule, _ in RULES])
def test_the_rule_that_decided_is_named(rule: str, text: str, detector: Detector) -> None:
    assert detect(text, detector).rule == rule


NOTHING = {
    "empty": "",
    "blank": " \n\t\xa0 ",
    "digits": "١٢٣ 456 ۷۸۹",
    "date": "05/01/2026 - 10:11",
    "emoji": "🚨🚨 📰",
    "punctuation": "«…» — ؟!",
    "address": "https://news.example/2026/01/05/story.html",
    "mail": "desk@news.example",
    "stamp": "2026-01-05T10:11:12Z",
    "tags": '<div class="share"><br/></div>&nbsp;',
    "controls": "\u200f\u202b\x00\ufeff",
    "lone surrogate": "\ud800\udfff",
    "tatweel and marks only": "\u0640\u064e\u064f\u0652",
    "one letter": "ب",
}


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING.keys())
def test_where_there_is_nothing_to_read_the_code_is_und(text: str, detector: Detector) -> None:
    language = detect(text, detector)
    assert (language.code, language.script, language.confidence, language.rule) == (
        "und",
        "Zzzz",
        0.0,
        "nothing",
    )


HARD = {
    "presentation forms": ("ar", "ﺃﻋﻠﻨﺖ ﺍﻟﺸﺮﻃﺔ ﺗﻮﻗﻴﻒ ﺛﻼﺛﺔ ﻣﺸﺘﺒﻪ ﺑﻬﻢ"),
    "tatweel": ("ar", "أعلنـــت الشـــرطة تـوقيـف ثـلاثـة مـشتبـه بهـم"),
    "vowel marks": ("ar", "أَعْلَنَتِ الشُّرْطَةُ تَوْقِيفَ ثَلَاثَةِ مُشْتَبَهٍ بِهِمْ"),
    "typed with Persian ye and kaf": ("ar", "أعلنت الشرطة فی کرکوک توقیف ثلاثة مشتبه بهم"),
    "Persian letter in a name": ("ar", "شركة گوگل تعلن إغلاق مكتبها في المدينة"),
    "bidi controls": ("ar", "\u202bأعلنت الشرطة\u200f توقيف ثلاثة\u202c"),
    "dialect": ("ar", "الناس اللي ساكنين هون مش عارفين شو بدهم يعملوا بعد الحريق"),
    "ticker": ("ar", "عاجل | سماع دوي انفجارات في محيط المطار"),
    "long Latin names": (
        "ar",
        "التقى الوزير رئيس شركة International Business Machines Corporation في دبي اليوم",
    ),
    "Persian without its letters": ("fa", "وزیر امور خارجه امروز وارد بغداد شد"),
    "Persian on an Arabic keyboard": ("fa", "اين تصميم در نشست امروز مجلس اعلام شد"),
    "Urdu on an Arabic keyboard": ("ur", "وزير اعظم ني كها كه يه فيصله عوام كي حق ميں هي۔"),
    "Sorani on an Arabic keyboard": ("ckb", "حكومهتي ههريم دهليت مووچهي فهرمانبهران دهدرينهوه"),
    "Urdu quoting the Quran": (
        "ur",
        "امام نے خطبے میں یہ آیت پڑھی « إِنَّ مَعَ ٱلۡعُسۡرِ يُسۡرٗا » اور صبر کی تلقین کی",
    ),
    "two letters in a Latin line": ("en", "The letter ع is the first letter of the word for Arabs"),
}


@pytest.mark.parametrize(("code", "text"), HARD.values(), ids=HARD.keys())
def test_odd_spellings_keep_their_language(code: str, text: str, detector: Detector) -> None:
    assert detect(text, detector).code == code


FURNITURE = {
    "share buttons": "{}\nShare on Facebook Twitter WhatsApp Telegram Print Email",
    "wire stamp": "BREAKING NEWS - {} - Reuters/AFP (c) 2026 All rights reserved",
    "post line": "{}\nPosted by: admin, 5th January 2026 GMT, Category: Iraq, Views: 2,301",
    "markup": '<h2 class="headline main-title">{}</h2><div id="meta" class="buttons">',
    "crawl stamps": "2026-01-05@10:11:12 GMT\n\n{}\n\n5th, January 2026 GMT",
}


@pytest.mark.parametrize("page", FURNITURE.values(), ids=FURNITURE.keys())
def test_page_furniture_does_not_outweigh_an_arabic_headline(page: str, detector: Detector) -> None:
    language = detect(page.format("انهيار جسر في شمال البلاد"), detector)
    assert (language.code, language.script) == ("ar", "Arab")


ARABIC = "أعلنت وزارة الصحة في بيان اليوم تسجيل إصابات جديدة في ثلاث محافظات جنوبية"
ENGLISH = "The ministry of health said on Sunday that new cases were recorded in three provinces"
SORANI = "وەزارەتی تەندروستی ڕایگەیاند کە لە سێ پارێزگای باشوور تووشبوونی نوێ تۆمار کراوە"
PERSIAN = "وزارت بهداشت اعلام کرد که در سه استان جنوبی موارد تازه ابتلا ثبت شده است"


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ar", f"{ENGLISH} {ARABIC} {ARABIC}"),
        ("en", f"{ARABIC} {ENGLISH} {ENGLISH}"),
        ("ckb", f"{ARABIC} {SORANI} {SORANI}"),
        ("ar", f"{SORANI} {ARABIC} {ARABIC}"),
        ("fa", f"{ARABIC} {PERSIAN} {PERSIAN}"),
        ("ar", f"{PERSIAN} {ARABIC} {ARABIC}"),
    ],
    ids=["ar-en", "en-ar", "ckb-ar", "ar-ckb", "fa-ar", "ar-fa"],
)
def test_a_page_in_two_languages_goes_to_the_larger(
    code: str, text: str, detector: Detector
) -> None:
    assert detect(text, detector).code == code


@pytest.mark.parametrize(
    "text",
    [
        "7adath infijar kabir fi wasat el madina w fi 3adad mn el jar7a",
        "ya jama3a shu sar bel balad, sme3na sot 2awi kteer",
        "3andi so2al: emta haye5las el 7azr?",
    ],
)
def test_arabic_in_latin_letters_is_arabic_in_latin_script(text: str, detector: Detector) -> None:
    language = detect(text, detector)
    assert (language.code, language.script, language.rule) == ("ar", "Latn", "arabizi.digits")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "H7N9 and H5N2 bird flu strains were found on farms in the north"),
        ("en", "The 2nd and 3rd placed teams meet on Sunday at 7pm for the title"),
        ("en", "The G7 and the G20 will discuss 5G and 3D printing rules this week"),
        ("fr", "Le 2e tour et le 3e tour auront lieu en mai, a annoncé le ministre"),
        ("de", "Das 3er Gespräch und die 5er Gruppe treffen sich am Montag in Berlin"),
    ],
)
def test_digits_in_names_are_not_arabic(code: str, text: str, detector: Detector) -> None:
    assert detect(text, detector).code == code


def test_long_latin_text_with_two_digit_words_is_not_arabic(detector: Detector) -> None:
    text = (
        "Hikûmetê li Hewlêrê civiya û biryar da ku rê ji nû ve werin vekirin. " * 8
    ) + "sa3b 3an"
    assert detect(text, detector).code == "ku"


def test_only_the_head_of_a_text_decides(detector: Detector) -> None:
    head = f"{ARABIC}. " * 12
    assert detect(head + "The rest is English. " * 50_000, detector) == detect(head, detector)


def test_same_text_gives_same_answer(detector: Detector) -> None:
    first = [detect(text, detector) for _, _, text in NEWS]
    assert [detect(text, detector) for _, _, text in NEWS] == first
