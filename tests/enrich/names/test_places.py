import pytest

from schemas.annotation import Place
from streams.enrich.names.find import NameWords, find_names
from streams.enrich.names.words import DATA
from streams.text.lexicon import read_table


def found(words: NameWords, text: str) -> dict[str, tuple[str | None, str | None]]:
    return {
        span.text: (one.country, one.admin1)
        for one in find_names(text, words).places
        for span in one.mentions
    }


def only(words: NameWords, text: str) -> Place:
    (place,) = find_names(text, words).places
    return place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("انفجار وسط كركوك", {"كركوك": ("IQ", "IQ-KI")}, id="governorate"),
        pytest.param("وليبيا وسوريا", {"ليبيا": ("LY", None), "سوريا": ("SY", None)}, id="waw"),
        pytest.param("الحرب باليمن", {"اليمن": ("YE", None)}, id="ba"),
        pytest.param("دعم للعراق", {"للعراق": ("IQ", None)}, id="melted_article"),
        pytest.param("قصف وادي زغيتون", {"وادي زغيتون": ("IQ", "IQ-KI")}, id="battlefield"),
        pytest.param("أغلق معبر رفح", {"معبر رفح": ("PS", "PS-RFH")}, id="crossing_holds_a_town"),
        pytest.param("طلب إجازة بحجة المرض", {}, id="on_the_pretext"),
        pytest.param("استعدادات مبكرة للحج", {}, id="for_the_pilgrimage"),
        pytest.param("نفى المصدر الخبر", {}, id="the_news"),
        pytest.param("أدى الدور المطلوب", {}, id="the_role"),
        pytest.param("حكم عليه بعقوبة الحبس", {}, id="with_a_punishment"),
        pytest.param("احتفال في بعقوبة", {"بعقوبة": ("IQ", "IQ-DI")}, id="two_prepositions"),
        pytest.param("اجتمعوا بعد صلاة المغرب", {}, id="sunset_prayer"),
        pytest.param("أصيب في الوجه", {}, id="the_face"),
        pytest.param("هجوم قرب مدينة الخبر", {"الخبر": ("SA", "SA-04")}, id="city_of_khobar"),
        pytest.param("عقد في آب الماضي", {}, id="august_is_not_ibb"),
        pytest.param("معارك في إب اليمنية", {"إب": ("YE", "YE-IB")}, id="ibb_with_its_hamza"),
        pytest.param("الدعم مالي وفني", {}, id="financial_is_not_mali"),
        pytest.param("هجوم على فندق في مالي", {"مالي": ("ML", None)}, id="in_mali"),
        pytest.param("الحكومة التركية والجيش السوري", {}, id="nationality_is_no_place"),
        pytest.param("زار وفد وجدة المدينة", {"جدة": ("SA", "SA-02")}, id="and_jeddah_not_oujda"),
        pytest.param("سبعة قتلى في Mosul", {"Mosul": ("IQ", "IQ-NI")}, id="latin"),
        pytest.param("اتفاق في رەقە و هەولێر", {"هەولێر": ("IQ", "IQ-AR")}, id="kurdish"),
        pytest.param("زمین لرزه در تهران", {"تهران": ("IR", "IR-23")}, id="persian"),
    ],
)
def test_places_are_found_or_left(
    words: NameWords, text: str, expected: dict[str, tuple[str | None, str | None]]
) -> None:
    assert found(words, text) == expected


def test_the_other_places_decide_which_tripoli_is_meant(words: NameWords) -> None:
    assert found(words, "اشتباكات في طرابلس، وحكومة ليبيا تتوعد")["طرابلس"] == ("LY", "LY-TB")
    assert found(words, "اشتباكات في طرابلس، والجيش اللبناني يتدخل")["طرابلس"] == ("LB", "LB-AS")


def test_a_namesake_abroad_is_meant_in_a_text_about_its_country(words: NameWords) -> None:
    assert found(words, "حريق في القنيطرة")["القنيطرة"] == ("SY", "SY-QU")
    text = "حريق في القنيطرة شمال الرباط، والأمن المغربي يحقق"
    assert found(words, text)["القنيطرة"] == ("MA", "MA-04")


def test_a_small_town_is_not_meant_in_a_text_about_another_country(words: NameWords) -> None:
    text = "هجوم على بلدة بيتا في نيجيريا، والجيش النيجيري يطارد المهاجمين"
    assert found(words, text)["بيتا"] == ("NG", None)


def test_the_kingdom_follows_the_text(words: NameWords) -> None:
    assert found(words, "تستقبل المملكة الحجاج")["المملكة"] == ("SA", None)


def test_an_unlisted_village_takes_the_country_of_the_text(words: NameWords) -> None:
    place = find_names("قصفت الطائرات قرية شرنوخ في سوريا", words).places[0]
    assert (place.name, place.country, place.precision) == ("شرنوخ", "SY", "point")


def test_an_unlisted_village_in_a_text_without_country_has_none(words: NameWords) -> None:
    assert only(words, "حريق في قرية شرنوخ").country is None


def test_a_hospital_lies_where_its_town_lies(words: NameWords) -> None:
    place = only(words, "نقل المصابون إلى مستشفى بعقوبة")
    assert (place.name, place.country, place.admin1) == ("مستشفى بعقوبة", "IQ", "IQ-DI")


def test_a_city_word_makes_the_governorate_a_town(words: NameWords) -> None:
    assert only(words, "اغتيال في محافظة كركوك").precision == "admin1"
    assert only(words, "اغتيال في مدينة كركوك").precision == "town"


def test_a_place_supported_once_is_a_place_throughout(words: NameWords) -> None:
    text = "تدمر: قتلى في قصف\n قال مصدر إن القصف وقع في تدمر وسط سوريا"
    assert found(words, text)["تدمر"] == ("SY", "SY-HI")
    (palmyra,) = [one for one in find_names(text, words).places if one.name == "تدمر"]
    assert len(palmyra.mentions) == 2


def test_turkey_in_persian_is_no_adjective(words: NameWords) -> None:
    persian = find_names("وزیر خارجه ترکیه به بغداد رفت", words, "fa").places
    assert [one.id for one in persian] == ["country:TR", "admin1:IQ-BG"]


def test_coordinates_come_with_a_place(words: NameWords) -> None:
    place = only(words, "انفجار في الموصل")
    assert (place.lat, place.lon) == (36.34, 43.12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "انحراف شاحنة قرب مدينة مجاز الباب من ولاية باجة",
            {"مجاز الباب": ("TN", "TN-31"), "باجة": ("TN", "TN-31")}, id="medjez_el_bab",
        ),
        pytest.param(
            "قتلى في قصف على دير الزور والبوكمال في سوريا",
            {"دير الزور": ("SY", "SY-DY"), "البوكمال": ("SY", "SY-DY"), "سوريا": ("SY", None)},
            id="deir_ez_zor",
        ),
        pytest.param("عبوة في خان شيخون", {"خان شيخون": ("SY", "SY-ID")}, id="khan_shaykhun"),
        pytest.param("نزوح من عين العرب", {"عين العرب": ("SY", "SY-HL")}, id="kobani"),
        pytest.param(
            "مواجهات في سانت إيلاريو بجنوب إيطاليا",
            {"إيطاليا": ("IT", None)}, id="saint_of_no_cue",
        ),
        pytest.param(
            "انقلاب حافلة على طريق بغداد كركوك",
            {"طريق بغداد كركوك": ("IQ", None)}, id="road_of_two_towns",
        ),
    ],
)  # fmt: skip
def test_names_of_several_words_stay_whole(
    words: NameWords, text: str, expected: dict[str, tuple[str | None, str | None]]
) -> None:
    assert found(words, text) == expected


@pytest.mark.parametrize(
    ("language", "text", "name", "country", "admin1"),
    [
        pytest.param("fr", "Un incendie à Béja, dans le nord de la Tunisie", "Béja", "TN", "TN-31",
                     id="french"),
        pytest.param("en", "Two people died near Baqubah in Iraq", "Baqubah", "IQ", "IQ-DI",
                     id="english"),
        pytest.param("tr", "Kocaeli'de fabrikada patlama", "Kocaeli", "TR", "TR-41", id="turkish"),
        pytest.param("tr", "Türkiye'nin doğusunda, Van'da deprem", "Van", "TR", "TR-65",
                     id="case_ending"),
        pytest.param("fa", "سیل در استان فارس دو کشته داد", "استان فارس", "IR", "IR-07",
                     id="persian"),
        pytest.param("ckb", "تەقینەوەیەک لە سلێمانی", "سلێمانی", "IQ", "IQ-SU", id="sorani"),
        pytest.param("ur", "کوئٹہ میں دھماکا، پاکستان", "کوئٹہ", "PK", "PK-BA", id="urdu"),
    ],
)  # fmt: skip
def test_every_language_names_the_same_division(
    words: NameWords, language: str, text: str, name: str, country: str, admin1: str
) -> None:
    named = {
        span.text: (one.country, one.admin1)
        for one in find_names(text, words, language).places
        for span in one.mentions
    }
    assert named.get(name) == (country, admin1)


def test_a_village_lies_in_the_division_named_after_it(words: NameWords) -> None:
    assert found(words, "اشتباكات في قرية شرنوخ بريف حمص")["شرنوخ"] == ("SY", "SY-HI")
    assert found(words, "هدوء في قرية شرنوخ. وفي حمص احتجاجات")["شرنوخ"] == ("SY", None)


def test_a_village_does_not_lie_across_the_border(words: NameWords) -> None:
    text = "كمين قرب قرية شرنوخ قرب الحدود مع ليبيا، والجيش التونسي يتعقب المهاجمين في تونس"
    assert found(words, text)["شرنوخ"] == ("TN", None)


def test_one_unlisted_name_is_one_place(words: NameWords) -> None:
    text = "حريق في قرية شرنوخ في ليبيا. وتقع بلدة شرنوخ في ولاية صفاقس بتونس"
    assert [one.id for one in find_names(text, words).places if one.name == "شرنوخ"] == [
        "place:tn_شرنوخ"
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("حي شعبي مكتظ", id="adjective_after_quarter"),
        pytest.param("منطقة مأهولة بالسكان", id="participle"),
        pytest.param("قرية قريبة من النهر", id="nearby"),
        pytest.param("أصيب برصاصة في منطقة الكتف", id="shoulder"),
        pytest.param("عين نائبا ليحل محله زعيما للحركة", id="in_his_stead"),
        pytest.param("اختلفوا من ناحية الشكل", id="as_regards"),
    ],
)
def test_place_words_are_used_otherwise_too(words: NameWords, text: str) -> None:
    assert find_names(text, words).places == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "وقعت الحادثة قرب قرية «كرنيف شاه» في سوريا",
            ["كرنيف شاه", "سوريا"],
            id="quoted_village",
        ),
        pytest.param(
            "صلى الأمير في جامع الملك فيصل بأبها",
            ["جامع الملك فيصل", "أبها"],
            id="mosque_of_a_king",
        ),
        pytest.param(
            "نقل المصابون إلى مستشفى عسير المركزي", ["مستشفى عسير المركزي"], id="central_hospital"
        ),
        pytest.param(
            "وصل إلى مستشفى الملك فهد التخصصي بالدمام",
            ["مستشفى الملك فهد التخصصي", "الدمام"],
            id="specialist_hospital",
        ),
        pytest.param(
            "عاد إلى بلدة رانكو سانت ماريتا في كاليفورنيا",
            ["رانكو سانت ماريتا", "كاليفورنيا"],
            id="three_words",
        ),
        pytest.param(
            "احتجز رجلان في مركز كرنوف التابع لمحافظة ضباء", ["كرنوف", "ضباء"], id="small_centre"
        ),
        pytest.param("رحبت حكومة السعودية بالاتفاق", ["السعودية"], id="of_the_country"),
        pytest.param("السعودية: بدء الموسم", ["السعودية"], id="opens_the_headline"),
        pytest.param(
            "قصف صنعاء والبيضاء ومأرب", ["صنعاء", "البيضاء", "مأرب"], id="in_a_list_of_places"
        ),
        pytest.param(
            "اجتماع في زيوريخ وآخر في كوبنهاجن", ["زيوريخ", "كوبنهاجن"], id="spellings_of_the_press"
        ),
    ],
)
def test_places_are_found_whole(words: NameWords, text: str, expected: list[str]) -> None:
    found = [span.text for one in find_names(text, words).places for span in one.mentions]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("عاد اللاعب إلى مسقط رأسه بعد غياب", id="birthplace"),
        pytest.param("بلغ السعر الحد الأقصى المسموح", id="maximum"),
        pytest.param("ندعو الله أن يمن على المصابين بالشفاء", id="bless"),
        pytest.param("قدمه بأسلوب ميسر ومعتدل للطلبة", id="made_easy"),
        pytest.param("بلغ عدد زواره ألفا خلال المدة", id="its_visitors"),
        pytest.param("يسعى إلى النيل من أمن الدولة", id="to_harm"),
        pytest.param("قالت مينا راندوفا إن السماء صافية", id="mina_is_no_port"),
        pytest.param("أقيم في مركز ثقافي شمال الشارع", id="cultural_centre"),
        pytest.param("ارتفعت أسهم الشركات السعودية اليوم", id="saudi_firms"),
    ],
)
def test_other_words_are_no_places(words: NameWords, text: str) -> None:
    assert [one.name for one in find_names(text, words).places] == []


def test_spellings_of_one_town_have_one_id(words: NameWords) -> None:
    texts = ["وصل إلى كوبنهاغن", "وصل إلى كوبنهاجن", "flew to Copenhagen"]
    ids = {find_names(text, words).places[0].id for text in texts}
    assert len(ids) == 1


# Where each country lies: degrees south, north, west, east.
BOXES = {
    "IQ": (29.0, 37.5, 38.7, 48.7),
    "SY": (32.3, 37.4, 35.6, 42.5),
    "YE": (12.0, 19.1, 41.8, 54.6),
    "SA": (16.0, 32.3, 34.4, 55.8),
    "LB": (33.0, 34.8, 35.0, 36.7),
    "PS": (31.2, 32.6, 34.1, 35.7),
    "EG": (21.9, 31.8, 24.6, 37.0),
    "LY": (19.4, 33.3, 9.2, 25.3),
    "SD": (8.6, 22.3, 21.7, 38.7),
}


def test_the_near_countries_have_hundreds_of_places_inside_their_borders() -> None:
    rows = [
        row
        for row in read_table(DATA / "places.tsv", ("form", "kind", "gloss"))
        if row["country"] in BOXES
    ]
    assert len(rows) >= 560
    outside = []
    for row in rows:
        south, north, west, east = BOXES[row["country"]]
        inside = south <= float(row["lat"]) <= north and west <= float(row["lon"]) <= east
        if not inside:
            outside.append(f"{row.line}: {row['gloss']}")
    assert outside == []
    wide = ("region", "river", "water", "valley")
    assert [row["gloss"] for row in rows if not row["admin1"] and row["kind"] not in wide] == []
