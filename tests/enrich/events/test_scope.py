"""What of a sentence is today's news: former tolls, the long past, fresh stretches, forecasts."""

# ruff: noqa: E501  (sentences in their own scripts)

from collections.abc import Callable

import pytest

from schemas.annotation import DateMention, Event, Place, Span
from schemas.article import DetectedArticle
from streams.enrich.events.find import EventWords, claimed_by, find_events

Write = Callable[..., DetectedArticle]


def span(article: DetectedArticle, text: str) -> Span:
    start = article.text.index(text)
    return Span(text=text, start=start, end=start + len(text))


def mention(article: DetectedArticle, text: str, **value: str) -> DateMention:
    found = span(article, text)
    return DateMention(
        text=text, start=found.start, end=found.end, rule=value.pop("rule", "weekday"),
        **value,  # type: ignore[arg-type]
    )  # fmt: skip


def killed(
    events: tuple[Event, ...], status: str = "current"
) -> list[tuple[int | None, int | None]]:
    return [
        (one.min, one.max)
        for event in events
        if event.status == status
        for one in event.casualties
        if one.kind == "killed"
    ]


@pytest.mark.parametrize(
    ("body", "current"),
    [
        ("ارتفعت حصيلة التفجير إلى 21 قتيلا، بعدما أشارت حصيلة سابقة إلى 17 قتيلا.", [(21, 21)]),
        ("قتل أربعة بانفجار عبوة بعد أيام من تفجير أودى بحياة 60 شخصا.", [(4, 4)]),
        ("بعد شهر من تفجير أودى بحياة 60 شخصا، قتل أربعة بانفجار عبوة.", [(4, 4)]),
        ("شنت طائرات غارات على معسكر للمتمردين الذين أعلنوا مسؤوليتهم عن هجوم أوقع 60 قتيلا.", []),
    ],
    ids=["former toll", "days after", "after, in front", "claimed another"],
)
def test_earlier_toll_is_left_out(
    body: str, current: list[tuple[int, int | None]], write: Write, words: EventWords
) -> None:
    assert killed(find_events(write("انفجار وغارات في البلدة", body), (), (), (), words)) == current


def test_event_named_by_its_year_is_background(write: Write, words: EventWords) -> None:
    article = write(
        "Gunmen attack village", "Gunmen attacked a village. The 2012 mosque bombing killed 80 people.", "en",
    )  # fmt: skip
    events = find_events(article, (), (), (), words)
    assert (killed(events), killed(events, "background")) == ([], [(80, 80)])


def test_fresh_stretch_of_days_is_no_past(write: Write, words: EventWords) -> None:
    article = write(
        "Cholera outbreak in camp", "Three people died of cholera and 210 new cases were reported over the past week.", "en",
    )  # fmt: skip
    week = mention(article, "past week", from_="2024-05-03", to="2024-05-10")
    event = find_events(article, (week,), (), (), words)[0]
    assert {one.kind: one.min for one in event.casualties} == {"killed": 3, "injured": 210}


def test_day_of_a_forecast_is_not_the_day_of_the_flood(write: Write, words: EventWords) -> None:
    article = write(
        "Flood kills three", "A flood killed three people in the valley.\n\nMore rain is expected on Saturday, forecasters said.", "en",
    )  # fmt: skip
    ahead = mention(article, "Saturday", value="2024-05-11")
    assert find_events(article, (ahead,), (), (), words)[0].date is None


def test_weekend_dates_an_event_by_its_last_day(write: Write, words: EventWords) -> None:
    article = write("Storm kills two", "A storm killed two people over the weekend.", "en")
    days = mention(article, "the weekend", from_="2024-05-04", to="2024-05-05")
    when = find_events(article, (days,), (), (), words)[0].date
    assert when is not None
    assert (when.value, when.from_, when.to) == ("2024-05-05", "2024-05-04", "2024-05-05")


@pytest.mark.parametrize(
    ("body", "admin1"),
    [
        ("قتل ثلاثة أشخاص بقصف على بلدة الزهرة بمحافظة ديالى.", "IQ-DI"),
        ("قتل ثلاثة أشخاص بقصف على بلدة الزهرة قرب ديالى.", None),
    ],
    ids=["in the province", "beside it"],
)
def test_province_is_read_off_the_sentence(
    body: str, admin1: str | None, write: Write, words: EventWords
) -> None:
    article = write("قصف على بلدة", body)
    town = Place(
        id="place:z", name="الزهرة", kind="town", country="IQ", precision="town",
        mentions=(span(article, "الزهرة"),),
    )  # fmt: skip
    province = Place(
        id="admin1:di", name="ديالى", kind="governorate", country="IQ", admin1="IQ-DI",
        precision="admin1", mentions=(span(article, "ديالى"),),
    )  # fmt: skip
    where = find_events(article, (), (town, province), (), words)[0].place
    assert where is not None
    assert (where.id, where.admin1) == ("place:z", admin1)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("انقلاب قطار ركاب", "انقلب قطار ركاب قرب المحطة وأصيب تسعة أشخاص.", "transport_accident"),
        ("انقلاب حافلة ركاب", "انقلبت حافلة ركاب قرب المحطة وأصيب تسعة أشخاص.", "traffic_accident"),
        ("تصادم سفينتين", "أسفر تصادم سفينتين عن إصابة تسعة أشخاص.", "transport_accident"),
        ("تحرير رهائن", "حررت القوات 40 رهينة كانوا محتجزين واعتقلت خاطفيهم.", "arrest_raid"),
    ],
    ids=["train", "bus", "ships", "freed hostages"],
)
def test_vehicle_and_rescue_name_the_type(
    title: str, body: str, kind: str, write: Write, words: EventWords
) -> None:
    assert find_events(write(title, body), (), (), (), words)[0].type == kind


def test_speaker_is_not_taken_from_the_next_sentence(write: Write, words: EventWords) -> None:
    article = write("Bomb kills two", "Two people died, witnesses were told. Police came.", "en")
    assert claimed_by(article, (), words) == "witnesses"
    assert claimed_by(write("Bomb", "Two died, she said. Police came.", "en"), (), words) is None
