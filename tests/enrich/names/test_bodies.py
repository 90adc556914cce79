"""Bodies with the article, clubs, outlets in quotation marks: how far their names go."""

import pytest

from streams.enrich.names.find import NameWords, find_names


def named(words: NameWords, text: str) -> list[tuple[str, str]]:
    return [
        (one.type, span.text)
        for one in find_names(text, words).entities
        for span in one.mentions
        if one.type != "person"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "أعلنت الهيئة العامة للدواء والغذاء الحملة",
            "الهيئة العامة للدواء والغذاء",
            id="general_authority",
        ),
        pytest.param(
            "نفت الهيئة العامة للسياحة والتراث الوطني ذلك",
            "الهيئة العامة للسياحة والتراث الوطني",
            id="joined_noun_and_adjective",
        ),
        pytest.param(
            "قال مدير المديرية العامة للشؤون الصحية بجدة",
            "المديرية العامة للشؤون الصحية",
            id="place_ends_it",
        ),
        pytest.param(
            "حذرت اللجنة الوطنية لمكافحة المخدرات من",
            "اللجنة الوطنية لمكافحة المخدرات",
            id="joined_preposition",
        ),
        pytest.param(
            "أقرت الرئاسة العامة للأرصاد وحماية البيئة",
            "الرئاسة العامة للأرصاد وحماية البيئة",
            id="joined_idafa",
        ),
        pytest.param(
            "رئيس المؤسسة العامة للخطوط الجوية العربية السعودية غادر",
            "المؤسسة العامة للخطوط الجوية العربية السعودية",
            id="a_listed_body_inside",
        ),
        pytest.param(
            "اجتمع المجلس الوطني الجزائري أمس", "المجلس الوطني الجزائري", id="two_adjectives"
        ),
        pytest.param(
            "استضاف مركز الملك فيصل الثقافي المعرض",
            "مركز الملك فيصل الثقافي",
            id="patron_and_adjective",
        ),
    ],
)
def test_a_body_is_found_whole(words: NameWords, text: str, expected: str) -> None:
    assert ("organisation", expected) in named(words, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("قررت الهيئة العامة عقد جلسة", id="without_purpose"),
        pytest.param("شكر الرئيس مستشاريه الكبار", id="his_advisers"),
        pytest.param("دعا النائب الثاني لرئيس مجلس الوزراء الأعضاء", id="an_office"),
        pytest.param("اتفق الطرفان على الاتحاد والهلال في السماء", id="clubs_without_sport"),
    ],
)
def test_no_body_is_named(words: NameWords, text: str) -> None:
    assert named(words, text) == []


SPORT = "سجل اللاعب هدف المباراة وفرح المدرب بصدارة الدوري. "


def test_a_club_is_named_in_a_text_about_sport(words: NameWords) -> None:
    assert named(words, SPORT + "وتغلب الهلال على برشلونة") == [
        ("organisation", "الهلال"),
        ("organisation", "برشلونة"),
    ]


def test_a_city_stays_a_place_where_something_locates_it(words: NameWords) -> None:
    found = find_names(SPORT + "وأقيمت المباراة في برشلونة", words)
    assert [one.name for one in found.places] == ["برشلونة"]
    assert found.entities == ()


def test_a_federation_is_no_club(words: NameWords) -> None:
    text = SPORT + "وقرر الاتحاد البرازيلي للعبة إيقافه"
    assert named(words, text) == [("organisation", "الاتحاد البرازيلي للعبة")]


def test_an_outlet_in_quotation_marks_needs_no_list(words: NameWords) -> None:
    assert named(words, "وأفادت صحيفة «أوستادو» بأن العدد ارتفع") == [("outlet", "أوستادو")]
