"""What people read: one alert, or a digest of many, in Arabic and in English, short enough."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from schemas.alert import Change, Toll
from streams.deliver.channels.channel import Parcel, Told
from streams.deliver.channels.retrying import made_up_alert
from streams.deliver.channels.senders import ntfy_message
from streams.deliver.channels.texts import MAX_CHARS, digest_text, load_phrases, text_of, title_of
from tests.deliver.told import make_alert, market_attack, records

SAY = load_phrases()


def parcel(*alerts: object) -> Parcel:
    told = list(alerts)
    found = records(told)  # type: ignore[arg-type]  # alerts, as the test gives them
    return Parcel(tuple(Told(a, r) for a, r in zip(told, found, strict=True)))  # type: ignore[arg-type]


def test_first_alert_says_what_where_and_how_many() -> None:
    text = text_of(parcel(market_attack()[0]), SAY["ar"])
    assert text.title == "عالية · تفجير · بعقوبة · العراق"
    assert text.body.splitlines() == [
        "قُتل عشرة أشخاص في تفجير استهدف سوقاً وسط بعقوبة.",
        "القتلى: 10",
        "التاريخ: 15 تشرين الأول 2025",
        "المصادر: وكالة النهر",
    ]
    assert text.link == "https://outlet10.example/baqubah"


def test_revision_says_what_it_was_before() -> None:
    text = text_of(parcel(market_attack()[1]), SAY["en"])
    assert text.title == "high · bombing · بعقوبة · Iraq, revision 2"
    assert "Killed: 13 (was 10)" in text.body.splitlines()


def test_headline_and_sentence_stand_once_if_they_are_the_same() -> None:
    body = text_of(parcel(market_attack()[2]), SAY["ar"]).body
    assert body.count("الحصيلة بلغت 15") == 1
    other = replace(market_attack()[2], headline="عنوان آخر")
    assert "«أعلنت الصحة أن الحصيلة بلغت 15 قتيلاً.»" in text_of(parcel(other), SAY["ar"]).body


@pytest.mark.parametrize(
    ("status", "title", "first"),
    [
        ("retracted", "سُحب: عالية · تفجير · بعقوبة · العراق", "سحبه بريد؛ لا تعتمدوا عليه."),
        ("closed", "أُغلق: عالية · تفجير · بعقوبة · العراق", "عشرة قتلى في تفجير سوق بعقوبة"),
    ],
)
def test_end_of_an_alert_is_in_its_title(status: str, title: str, first: str) -> None:
    text = text_of(parcel(make_alert(status=status, revision=4)), SAY["ar"])
    assert (text.title, text.body.splitlines()[0]) == (title, first)


def test_longest_alert_fits_and_keeps_its_toll() -> None:
    long = make_alert(
        headline="خبر " * 500, outlets=tuple("وكالة طويلة الاسم" * 20 for _ in range(9))
    )
    text = text_of(parcel(long), SAY["ar"])
    assert len(text.body) <= MAX_CHARS
    assert "القتلى: 10" in text.body


def test_alert_on_words_alone_has_a_text() -> None:
    bare = make_alert(
        event_type=None,
        event_date=None,
        place=None,
        killed=Toll(),
        outlets=(),
        headline=None,
        incident_id=None,
    )
    text = text_of(parcel(bare), SAY["en"])
    assert (text.title, text.body) == ("high · keyword alert", "")


def test_digest_counts_each_alert_once_the_gravest_first() -> None:
    grave = make_alert(alert_id="b", severity="critical", killed=Toll(min=40, max=None))
    text = digest_text([*market_attack(), grave], SAY["en"])
    assert text.title == "2 alerts"
    assert text.body.splitlines() == [
        "By severity: critical 1, high 1",
        "- critical · bombing · بعقوبة · Iraq · Killed at least 40",
        "- high · bombing · بعقوبة · Iraq, revision 3 · Killed 15",
    ]


def test_digest_of_hundreds_fits_and_says_how_many_are_left_out() -> None:
    text = digest_text([make_alert(alert_id=str(n)) for n in range(300)], SAY["ar"])
    assert len(text.body) <= MAX_CHARS
    shown = sum(line.startswith("- ") for line in text.body.splitlines())
    assert text.body.splitlines()[-1] == f"و{300 - shown} غيرها"


def test_test_message_says_so_in_title_and_body() -> None:
    text = text_of(made_up_alert(5), SAY["ar"])
    assert text.title.startswith("تجربة: ")
    assert text.body.startswith("هذه رسالة تجربة من بريد؛ لم يقع شيء.")


@pytest.mark.parametrize(
    ("severity", "priority", "tag"),
    [
        ("critical", 5, "rotating_light"),
        ("high", 4, "warning"),
        ("medium", 3, "newspaper"),
        ("low", 2, "newspaper"),
    ],
)
def test_ntfy_is_told_how_urgent_it_is(severity: str, priority: int, tag: str) -> None:
    alert = replace(market_attack()[0], severity=severity)  # type: ignore[arg-type]  # by the table
    message = ntfy_message("attacks", parcel(alert), SAY["ar"])
    assert (message["priority"], message["tags"]) == (priority, [tag])
    assert message["topic"] == "attacks"
    assert message["click"] == "https://outlet10.example/baqubah"
    assert message["title"] == title_of(alert, SAY["ar"])


def test_what_is_closed_wakes_nobody_and_what_is_retracted_is_marked() -> None:
    closed = ntfy_message("t", parcel(make_alert(status="closed")), SAY["ar"])
    taken_back = ntfy_message("t", parcel(make_alert(status="retracted")), SAY["ar"])
    assert (closed["priority"], taken_back["tags"]) == (2, ["no_entry_sign"])


def test_change_from_nothing_is_a_figure_not_a_change() -> None:
    change = Change(field="killed", from_=Toll(), to=Toll(min=3, max=3))
    alert = make_alert(revision=2, killed=Toll(min=3, max=3), changes=(change,))
    assert "القتلى: 3" in text_of(parcel(alert), SAY["ar"]).body.splitlines()


def test_every_text_is_used() -> None:
    folder = files("streams.deliver.channels")
    source = (folder / "texts.py").read_text("utf-8")
    asked = set(re.findall(r'say\(\s*"([a-z._]+)"', source)) | {"title.retracted", "title.closed"}
    assert asked == set(SAY["ar"].texts)
