"""Scope, date, place and actors of an event."""

from collections.abc import Callable

import pytest

from schemas.annotation import DateMention, Entity, Place, Span
from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, find_events

Write = Callable[..., DetectedArticle]


def mention(article: DetectedArticle, text: str, **value: str) -> DateMention:
    start = article.text.index(text)
    rule = value.pop("rule", "day")
    return DateMention(
        text=text,
        start=start,
        end=start + len(text),
        rule=rule,
        **value,  # type: ignore[arg-type]
    )


def span(article: DetectedArticle, text: str, after: int = 0) -> Span:
    start = article.text.index(text, after)
    return Span(text=text, start=start, end=start + len(text))


def test_sentence_with_an_old_date_becomes_background(write: Write, words: EventWords) -> None:
    article = write(
        "مقتل ضابط بانفجار لغم",
        "قتل ضابط بانفجار لغم اليوم.\n\nوفي مارس قتل أربعة جنود وأصيب ثلاثة آخرون في كمين.",
    )
    dates = (
        mention(article, "اليوم", value="2024-05-10", rule="relative.day"),
        mention(article, "مارس", value="2024-03"),
    )
    current, background = find_events(article, dates, (), (), words)
    assert [(one.kind, one.min) for one in current.casualties] == [("killed", 1)]
    assert (background.status, background.type) == ("background", "armed_attack")
    assert [(one.kind, one.min) for one in background.casualties] == [
        ("killed", 4), ("injured", 3),
    ]  # fmt: skip
    assert background.date is not None
    assert background.date.value == "2024-03"


@pytest.mark.parametrize(
    "sentence",
    [
        "يذكر أن المنطقة شهدت مقتل 40 جنديا.",
        "وقتل 40 جنديا في هجوم مماثل.",
        "وقتل 40 جنديا منذ بداية العام.",
        "وكان الجيش قد أعلن مقتل 40 جنديا.",
        "وقتل 40 جنديا قبل عامين.",
    ],
    ids=["recalled", "similar", "since", "pluperfect", "years ago"],
)
def test_words_of_the_past_keep_a_toll_out(sentence: str, write: Write, words: EventWords) -> None:
    body = "أصيب ضابط بانفجار لغم. وقال مصدر أمني إن الانفجار وقع فجرا قرب القرية القديمة. "
    events = find_events(write("إصابة ضابط بانفجار لغم", body + sentence), (), (), (), words)
    assert [one.kind for one in events[0].casualties] == ["injured"]
    assert [event.status for event in events] == ["current", "background"]
    assert events[1].casualties[0].min == 40


def test_weekday_of_the_deed_beats_the_day_of_the_report(write: Write, words: EventWords) -> None:
    article = write(
        "غرق قارب وفقدان ستة",
        "قالت الشرطة أمس الخميس إن ستة فقدوا. وغرق القارب مساء الأربعاء قرب الميناء.",
    )
    dates = (
        mention(article, "أمس الخميس", value="2024-05-09", rule="weekday.relative"),
        mention(article, "الأربعاء", value="2024-05-08", rule="weekday"),
    )
    when = find_events(article, dates, (), (), words)[0].date
    assert when is not None
    assert (when.value, when.basis) == ("2024-05-08", "weekday")


def test_day_of_the_report_is_named_as_such(write: Write, words: EventWords) -> None:
    article = write("غرق قارب وفقدان ستة", "قالت الشرطة أمس إن ستة فقدوا بعد غرق قارب.")
    dates = (mention(article, "أمس", value="2024-05-09", rule="relative.day"),)
    when = find_events(article, dates, (), (), words)[0].date
    assert when is not None
    assert (when.value, when.basis) == ("2024-05-09", "report")


def test_undated_event_has_no_date(write: Write, words: EventWords) -> None:
    assert find_events(write("غرق قارب وفقدان ستة"), (), (), (), words)[0].date is None


def test_most_specific_place_after_a_word_of_place_wins(write: Write, words: EventWords) -> None:
    article = write(
        "مقتل خمسة بقصف في سوريا", "قتل خمسة أشخاص بقصف على بلدة النشابية اليوم، وفق دمشق."
    )
    country = Place(
        id="country:SY", name="سوريا", kind="country", country="SY", precision="country",
        mentions=(span(article, "سوريا"),),
    )  # fmt: skip
    town = Place(
        id="place:1", name="النشابية", kind="town", country="SY", precision="town",
        mentions=(span(article, "النشابية"),),
    )  # fmt: skip
    capital = Place(
        id="place:2", name="دمشق", kind="city", country="SY", precision="town",
        mentions=(span(article, "دمشق"),),
    )  # fmt: skip
    where = find_events(article, (), (country, town, capital), (), words)[0].place
    assert where is not None
    assert (where.id, where.text, where.country) == ("place:1", "النشابية", "SY")


def test_dateline_city_is_not_the_place(write: Write, words: EventWords) -> None:
    article = write("مقتل خمسة بقصف", "موسكو - قتل خمسة أشخاص بقصف على قرية العيس.")
    city = Place(
        id="place:m", name="موسكو", kind="city", country="RU", precision="town",
        mentions=(span(article, "موسكو"),),
    )  # fmt: skip
    village = Place(
        id="place:v", name="العيس", kind="village", country="SY", precision="town",
        mentions=(span(article, "العيس"),),
    )  # fmt: skip
    where = find_events(article, (), (city, village), (), words)[0].place
    assert where is not None
    assert where.id == "place:v"


def test_perpetrator_and_affiliation_are_named(write: Write, words: EventWords) -> None:
    article = write(
        "مقتل جندي في هجوم", "قتل جندي من قوات البيشمركة في هجوم شنه تنظيم داعش قرب المدينة."
    )
    group = Entity(
        id="org:is", type="organisation", name="تنظيم داعش",
        mentions=(span(article, "تنظيم داعش"),),
    )  # fmt: skip
    force = Entity(
        id="org:pesh", type="organisation", name="قوات البيشمركة",
        mentions=(span(article, "قوات البيشمركة"),),
    )  # fmt: skip
    event = find_events(article, (), (), (group, force), words)[0]
    assert [(actor.role, actor.entity_id) for actor in event.actors] == [("perpetrator", "org:is")]
    assert event.casualties[0].affiliation == "قوات البيشمركة"


def test_digest_gives_its_deadliest_item(write: Write, words: EventWords) -> None:
    article = write(
        "موجز الأخبار",
        "استقال الوزير من منصبه أمس.\n\nقتل شخص بحادث سير في الجنوب.\n\n"
        "قتل 27 شخصا على الأقل بفيضانات في الشرق.\n\nافتتح المعرض الدولي.",
    )
    event = find_events(article, (), (), (), words)[0]
    assert (event.type, event.status) == ("natural_disaster", "current")
    assert [(one.kind, one.min, one.max) for one in event.casualties] == [("killed", 27, None)]


def test_both_sides_of_a_clash_are_added(write: Write, words: EventWords) -> None:
    article = write(
        "مقتل 18 مسلحا في اشتباكات",
        "قتل 18 مسلحا في اشتباكات قرب البلدة. وسقط أربعة قتلى في صفوف الجيش.",
    )
    killed = find_events(article, (), (), (), words)[0].casualties[0]
    assert (killed.min, killed.max, killed.rule) == (22, 22, "killed.both_sides")


def test_illness_is_no_incident(write: Write, words: EventWords) -> None:
    article = write("وفاة الشاعر الكبير", "توفي الشاعر الكبير عن عمر ناهز 80 عاما بعد مرض.")
    events = find_events(article, (), (), (), words)
    assert [event for event in events if event.status == "current"] == []


def test_death_threat_counts_nobody(write: Write, words: EventWords) -> None:
    article = write(
        "مسلحون يخطفون مهندسا", "خطف مسلحون مهندسا أمس. وهدد الخاطفون في تسجيل بإعدام مهندس آخر."
    )
    event = find_events(article, (), (), (), words)[0]
    assert event.type == "abduction"
    assert [one.kind for one in event.casualties if one.kind == "killed"] == []


def test_what_went_on_from_one_day_until_another_is_dated_by_the_last(
    write: Write, words: EventWords
) -> None:
    article = write(
        "مصرع ثلاثة في حوادث سير",
        "لقي ثلاثة أشخاص مصرعهم في حوادث سير من يوم الثلاثاء حتى مساء أمس الخميس في البادية.",
    )
    dates = (
        mention(article, "يوم الثلاثاء", value="2024-05-07", rule="weekday"),
        mention(article, "مساء أمس الخميس", value="2024-05-09", rule="weekday"),
    )
    (event,) = find_events(article, dates, (), (), words)
    assert event.date is not None
    assert (event.date.value, event.date.from_, event.date.to) == (
        "2024-05-09", "2024-05-07", "2024-05-09",
    )  # fmt: skip
    assert event.date.evidence == span(article, "يوم الثلاثاء حتى مساء أمس الخميس")
