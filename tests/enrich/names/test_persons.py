"""Persons by grammar: Arabic names with and without titles, official notices, other languages."""

import pytest

from streams.enrich.names.find import NameWords, find_names


def persons(words: NameWords, text: str, language: str = "ar") -> list[str]:
    return [
        span.text
        for one in find_names(text, words, language).entities
        if one.type == "person"
        for span in one.mentions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "التقى صالح الدليمان والحضور وقال صالح العنقري كلمته",
            "صالح العنقري",
            id="doubtful_name_with_nisba",
        ),
        pytest.param("حضر الحفل طارق الهندي وسلطان عسافي", "سلطان عسافي", id="beside_another_name"),
        pytest.param("وقال المندوب زيد رعد الحسين أمس", "زيد رعد الحسين", id="family_is_no_plural"),
        pytest.param(
            "أوضح العميد ماهر بن طالب السبيعي", "ماهر بن طالب السبيعي", id="son_of_student"
        ),
        pytest.param(
            "استقبل اللواء خالد بن قرار الحربي", "خالد بن قرار الحربي", id="son_of_decision"
        ),
        pytest.param("قال فهد بن ماجد السويدي إن", "فهد بن ماجد السويدي", id="nation_after_son_of"),
        pytest.param(
            "حضر حمد بن سعيد آل ثاني الاجتماع", "حمد بن سعيد آل ثاني", id="house_of_second"
        ),
        pytest.param("عن ناصر علي آل أبو سيف أمس", "ناصر علي آل أبو سيف", id="house_of_father_of"),
        pytest.param(
            "توفي سعد محمد فهد الصميلي السبيعي", "سعد محمد فهد الصميلي السبيعي", id="clan_and_tribe"
        ),
        pytest.param(
            "زار القائد أبو عامر الشيشاني الجبهة",
            "أبو عامر الشيشاني",
            id="nom_de_guerre_with_nation",
        ),
        pytest.param(
            "نفى أبو راشد المهندس الخبر", "أبو راشد المهندس", id="nom_de_guerre_with_trade"
        ),
        pytest.param("عين المدرب خالد هندي مساعدا", "خالد هندي", id="nation_as_family"),
        pytest.param("فاز لويس فان دالن بالسباق", "لويس فان دالن", id="foreign_particle"),
        pytest.param("انتقد فولفغانغ كوبيله الخطة", "فولفغانغ كوبيله", id="foreign_heh"),
        pytest.param("وقال معين عبدالله للصحفيين", "معين عبدالله", id="doubtful_then_given"),
        pytest.param("أعلن الزعيم الجديد منصور أميرا للحركة", "منصور", id="new_leader_no_adverb"),
        pytest.param(
            "زار مدير عام الخطوط السعودية صالح الجاسر المعرض", "صالح الجاسر", id="title_over_a_body"
        ),
        pytest.param(
            "أقدم على قتل / برهان هفتو قبرو كيدان – أثيوبي الجنسية",
            "برهان هفتو قبرو كيدان",
            id="official_notice",
        ),
        pytest.param("صرح الدكتور آل الشيخ بذلك", "آل الشيخ", id="title_and_house"),
        pytest.param("قال سراج الدين حقاوي إن", "سراج الدين حقاوي", id="compound_with_din"),
    ],
)
def test_arabic_persons_are_found_whole(words: NameWords, text: str, expected: str) -> None:
    assert expected in persons(words, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("انتهى الشوط الأول بهدف لجميل وبدأ الشوط الثاني", id="half_time"),
        pytest.param("رحب نائب وزير الداخلية برقية تهنئة", id="cable"),
        pytest.param("تقدم بخالص العزاء وصادق المواساة", id="condolence"),
        pytest.param("المدعو محمد سوري الجنسية", id="by_birth"),
        pytest.param("وهو مرض حميد شائع بين الكبار", id="benign"),
        pytest.param("الكوكب المعروف باسم كبلر بعيد", id="known_as"),
        pytest.param("مركز الدراسات الروسي/ الأوكراني", id="stroke_in_running_text"),
    ],
)
def test_ordinary_words_are_no_persons(words: NameWords, text: str) -> None:
    assert [name for name in persons(words, text) if " " in name] == []


def test_an_adjective_is_no_later_mention(words: NameWords) -> None:
    text = "قال الأمين العام نبيل العربي إن العمل العربي المشترك مهم، وأضاف العربي أنه مستمر"
    assert persons(words, text) == ["نبيل العربي", "العربي"]


def test_the_second_is_no_later_mention(words: NameWords) -> None:
    text = "استقبل الملك عبدالله الثاني الوفد بحضور النائب الثاني للرئيس"
    assert persons(words, text) == ["عبدالله الثاني"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Defence Minister Khaled al-Rubaie resigned.", ["Khaled al-Rubaie"], id="minister"
        ),
        pytest.param(
            "Gen. Abdul-Karim Naji left. Naji was calm.",
            ["Abdul-Karim Naji", "Naji"],
            id="stop_after_rank_and_surname",
        ),
        pytest.param("Secretary of State Joan Keller arrived.", ["Joan Keller"], id="of_state"),
        pytest.param(
            "US Ambassador Alina Petrov met Mr. Cook. They cook.",
            ["Alina Petrov", "Cook"],
            id="lower_case_is_no_surname",
        ),
        pytest.param("The President of Iraq spoke to the General Assembly.", [], id="of_a_country"),
        pytest.param("General Motors and Prince Sultan Military City", [], id="bodies_and_places"),
        pytest.param("the minister said Monday was fine", [], id="small_letters"),
        pytest.param("The UN Secretary General of the", [], id="nobody"),
    ],
)
def test_english_persons_follow_a_title(words: NameWords, text: str, expected: list[str]) -> None:
    assert persons(words, text, "en") == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        pytest.param(
            "fa", "وزیر کشور احمد وحیدی اعلام کرد مرز باز است", "احمد وحیدی", id="persian"
        ),
        pytest.param(
            "fa", "آقای ناصر کنعانی گفت گفتگوها ادامه دارد", "ناصر کنعانی", id="persian_sir"
        ),
        pytest.param("ur", "وزیراعظم عمران رضا نے کہا کہ حالات بہتر ہیں", "عمران رضا", id="urdu"),
        pytest.param(
            "ckb", "وەزیری ناوخۆ ڕێبەر ئەحمەد ڕایگەیاند کە ئارامە", "ڕێبەر ئەحمەد", id="sorani"
        ),
    ],
)
def test_titles_name_persons_in_other_languages(
    words: NameWords, language: str, text: str, expected: str
) -> None:
    assert persons(words, text, language) == [expected]


def test_the_house_after_a_listed_name_is_the_same_person(words: NameWords) -> None:
    text = "استقبل الأمير محمد بن نايف بن عبدالعزيز آل سعود الوفد"
    (one,) = find_names(text, words).entities
    assert [span.text for span in one.mentions] == ["محمد بن نايف بن عبدالعزيز آل سعود"]
    assert one.id == find_names("قال محمد بن نايف", words).entities[0].id
