from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.enrich.names.find import Names, NameWords, find_names, load_names

WORDS = load_names()


def entities(names: Names) -> dict[str, list[str]]:
    return {one.id: [span.text for span in one.mentions] for one in names.entities}


def places(names: Names) -> dict[str, list[str]]:
    return {one.id: [span.text for span in one.mentions] for one in names.places}


@pytest.mark.parametrize(
    ("text", "identity", "mentions"),
    [
        pytest.param(
            "التقى محمد شياع السوداني الوفد، ثم عاد السوداني إلى مكتبه",
            "person:al_sudani", ["محمد شياع السوداني", "السوداني"], id="full_name_then_surname",
        ),
        pytest.param(
            "دعوة رسمية للسوداني\n زار رئيس الوزراء محمد شياع السوداني أنقرة",
            "person:al_sudani", ["للسوداني", "محمد شياع السوداني"], id="melted_article",
        ),
        pytest.param(
            "تقرير جديد للأمم المتحدة", "org:united_nations", ["للأمم المتحدة"], id="li_article",
        ),
        pytest.param(
            "هاجم مسلحو داعش نقطة تفتيش، وقال تنظيم الدولة الإسلامية إنه فعل",
            "org:islamic_state", ["داعش", "تنظيم الدولة الإسلامية"], id="one_group_many_names",
        ),
        pytest.param(
            "Fighters of ISIS fled, and Daesh lost the town",
            "org:islamic_state", ["ISIS", "Daesh"], id="english_names_share_the_id",
        ),
        pytest.param(
            "ذكرت وكالة بغداد اليوم أن الجسر أغلق", "outlet:baghdad_today",
            ["وكالة بغداد اليوم"], id="outlet_beats_city",
        ),
        pytest.param(
            "نقلت قناة العربية عن مصدر", "outlet:al_arabiya", ["العربية"], id="outlet_word",
        ),
        pytest.param(
            "كتبت «الحياة» أن المفاوضات تعثرت", "outlet:al_hayat", ["الحياة"], id="quoted",
        ),
        pytest.param(
            "قال مصدر لـ«الشرق الأوسط» إن الهدنة قريبة", "outlet:asharq_al_awsat",
            ["الشرق الأوسط"], id="a_paper_called_like_a_region",
        ),
        pytest.param(
            "حضر عبدالعزيز بن فهد آل الشيخ الحفل", "person:عبدالعزيز_بن_فهد_ال_الشيخ",
            ["عبدالعزيز بن فهد آل الشيخ"], id="house_of",
        ),
        pytest.param(
            "كرم سعد قطامشة ثم شكر قطامشة الحضور", "person:سعد_قطامشه",
            ["سعد قطامشة", "قطامشة"], id="surname_in_ta_marbuta",
        ),
        pytest.param(
            "أعلنت وزارة الدفاع الكويتية فتح باب التجنيد", "org:وزاره_الدفاع_الكويتيه",
            ["وزارة الدفاع الكويتية"], id="ministry_by_grammar",
        ),
        pytest.param(
            "حريق في مختبر جامعة الملك عبدالعزيز", "org:جامعه_الملك_عبدالعزيز",
            ["جامعة الملك عبدالعزيز"], id="university_of_a_king",
        ),
        pytest.param(
            "قال مدير جامعة السلام الدكتور عبدالإله الفهري", "person:عبدالاله_الفهري",
            ["عبدالإله الفهري"], id="a_title_ends_a_body",
        ),
        pytest.param(
            "انتشر الجيش التشادي على الحدود", "org:الجيش_التشادي", ["الجيش التشادي"], id="army",
        ),
        pytest.param(
            "قال المتحدث باسم الشرطة سامر القيسي إن الطريق سالك",
            "person:سامر_القيسي", ["سامر القيسي"], id="person_after_a_title",
        ),
        pytest.param(
            "وصل وزير الخارجية غريغور شتاينهاوزر إلى مسقط",
            "person:غريغور_شتاينهاوزر", ["غريغور شتاينهاوزر"], id="unknown_foreign_name",
        ),
        pytest.param(
            "قتل أبو حمزة الفلاني في الغارة", "person:ابو_حمزه_الفلاني",
            ["أبو حمزة الفلاني"], id="kunya",
        ),
        pytest.param(
            "تحدث بيت هيغسيث من مكتبه", "person:hegseth", ["بيت هيغسيث"], id="pete_is_no_house",
        ),
    ],
)  # fmt: skip
def test_entities_are_found(
    words: NameWords, text: str, identity: str, mentions: list[str]
) -> None:
    assert entities(find_names(text, words)).get(identity) == mentions


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        pytest.param("أعلن الجيش السوداني وقف النار", "person:al_sudani", id="adjective_no_person"),
        pytest.param("شددت على تنظيم الانتخابات المحلية", "org:islamic_state", id="organising"),
        pytest.param("يعيد تنظيم صفوفه بعد الخسارة", "org:islamic_state", id="reorganising"),
        pytest.param("حصر السلاح بيد الدولة", "org:islamic_state", id="the_state"),
        pytest.param("هيئة الشؤون الإسلامية توزع الكتب", "org:islamic_state", id="islamic_affairs"),
        pytest.param("أقام في تلك الحياة الهادئة", "outlet:al_hayat", id="life_is_no_paper"),
        pytest.param("وضع القاعدة الأساسية للمشروع", "org:al_qaeda", id="base_is_no_group"),
    ],
)
def test_ordinary_words_are_no_entities(words: NameWords, text: str, identity: str) -> None:
    assert identity not in entities(find_names(text, words))


def test_a_shorter_name_belongs_to_the_longer_one(words: NameWords) -> None:
    text = "قالت وزارة الداخلية التونسية إن الحدود آمنة، وأضافت وزارة الداخلية أنها تراقب"
    assert entities(find_names(text, words)) == {
        "org:وزاره_الداخليه_التونسيه": ["وزارة الداخلية التونسية", "وزارة الداخلية"]
    }


def test_on_is_not_the_name_ali(words: NameWords) -> None:
    names = find_names("اتفق على الأقل عشرة نواب على القرار، وغاب علي العامري", words)
    assert entities(names) == {"person:علي_العامري": ["علي العامري"]}


def test_a_place_is_in_places_only(words: NameWords) -> None:
    names = find_names("زلزال في دهوك وأربيل", words)
    assert names.entities == ()
    assert places(names) == {"admin1:IQ-DA": ["دهوك"], "admin1:IQ-AR": ["أربيل"]}


def test_a_colon_separates_an_opponent_from_a_speaker(words: NameWords) -> None:
    names = find_names("قبل مباراة الكويت: علي كاظم يتوقع الفوز على ملعبه", words)
    assert entities(names) == {"person:علي_كاظم": ["علي كاظم"]}
    assert places(names) == {"country:KW": ["الكويت"]}


@pytest.mark.parametrize(
    "text", ["", "\n", "\ud800 بغداد \udfff", "\u200f\u202b", "ـــ", "و" * 5000]
)
def test_odd_text_is_survived(words: NameWords, text: str) -> None:
    find_names(text, words)


PIECES = """
بغداد محمد علي على وزارة الداخلية العراقية للعراق وبسوريا داعش الرئيس أبو بن عبد الله مدينة قضاء حزب
شركة « » . ـ ً لـ لل ال و Baghdad IS كيري قناة العربية ﻻ
"""
ALPHABET = st.sampled_from([*PIECES.split(), "\n", "\u200f", "\ud800"])


@settings(max_examples=150, deadline=None)
@given(st.lists(ALPHABET | st.text(max_size=4), max_size=40).map(" ".join))
def test_spans_are_exact_ordered_and_do_not_overlap(text: str) -> None:
    names = find_names(text, WORDS)
    spans = [span for one in names.entities for span in one.mentions]
    spans += [span for one in names.places for span in one.mentions]
    assert all(text[span.start : span.end] == span.text and span.text for span in spans)
    bounds = sorted((span.start, span.end) for span in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(bounds))
    assert find_names(text, WORDS) == names


@pytest.mark.parametrize(
    ("unit", "places"),
    [
        pytest.param("قرية شرنوخ ", 1, id="unlisted_places"),
        pytest.param("محمد علي ", 0, id="given_names"),
        pytest.param("بن ", 0, id="son_of"),
        pytest.param("وزارة الداخلية ", 0, id="ministries"),
        pytest.param("بغداد اليوم ", 0, id="outlets"),
    ],
)
def test_long_repetition_is_read_in_linear_time(words: NameWords, unit: str, places: int) -> None:
    names = find_names(unit * 20_000, words)
    assert len(names.places) == places


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("اجتماع برئاسة السيدة الأولى", id="presided_by_a_person"),
        pytest.param("يزيد قوام الواحدة على مئة", id="exceeds_is_no_yazid"),
        pytest.param("نفى المتحدث باسم طالبان نبأ الوفاة", id="in_the_name_of"),
        pytest.param("ماريا يحمل الكأس", id="present_verb"),
        pytest.param("تشن حربا على الحركة", id="wages_war"),
        pytest.param("كل من في مركز شرطة الحي", id="police_station"),
        pytest.param("عقد مجلس إدارة النادي اجتماعه", id="board"),
        pytest.param("لما فيه مصلحة البلدين الشقيقين", id="interest"),
    ],
)
def test_running_text_makes_no_names(words: NameWords, text: str) -> None:
    found = find_names(text, words).entities
    assert [one for one in found if not one.id.isascii()] == []


def test_a_tatweel_between_blanks_is_a_dash(words: NameWords) -> None:
    names = find_names("من عهد الملك عبدالله ـ طيب الله ثراه ـ إلى اليوم", words)
    assert list(entities(names).values()) == [["عبدالله"]]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("fa", "در این حادثه سه نفر جان باختند", id="lost_their_lives"),
        pytest.param("ckb", "ئەمڕۆ یان سبەینێ دەگەنە شار", id="or"),
        pytest.param("ur", "جامعہ میں سستا کھانا", id="university_in_urdu"),
    ],
)
def test_arabic_grammar_makes_no_names_elsewhere(
    words: NameWords, language: str, text: str
) -> None:
    assert find_names(text, words, language).entities == ()


@pytest.mark.parametrize(
    ("language", "text", "identity", "mention"),
    [
        pytest.param("ar", "رفع البنك المركزي التونسي سعر الفائدة", "org:البنك_المركزي_التونسي",
                     "البنك المركزي التونسي", id="central_bank"),
        pytest.param("ar", "وقعت شركة السنابل للطاقة العقد", "org:شركه_السنابل_للطاقه",
                     "شركة السنابل للطاقة", id="company_and_its_trade"),
        pytest.param("fr", "Les Nations unies appellent au calme", "org:united_nations",
                     "Nations unies", id="french"),
        pytest.param("tr", "Birleşmiş Milletler heyeti Ankara'da", "org:united_nations",
                     "Birleşmiş Milletler", id="turkish"),
    ],
)  # fmt: skip
def test_bodies_are_found_in_several_languages(
    words: NameWords, language: str, text: str, identity: str, mention: str
) -> None:
    assert entities(find_names(text, words, language)).get(identity) == [mention]
