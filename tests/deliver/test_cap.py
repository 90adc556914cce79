"""CAP 1.2: each revision a message that follows the schema and names those before it."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from lxml import etree

from schemas.alert import Alert, AlertStatus, Figure, Severity, Toll
from schemas.annotation import EventPlace
from streams.alert.severity import TYPE_GROUPS
from streams.deliver.cap import CapHead, NothingToCancel, Sent, cap_document
from streams.deliver.channels.texts import load_phrases
from tests.deliver.serving import Served
from tests.deliver.told import make_alert, market_attack, records

Await = Callable[[Coroutine[Any, Any, None]], None]

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cap-1.2.xsd")))
SAY = [load_phrases()["ar"], load_phrases()["en"]]
HEAD = CapHead("barid.example", "Exercise")
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
BEGIN_MS = 1_760_516_400_250


def document(alert: Alert, earlier: Sequence[Alert] = (), head: CapHead = HEAD) -> Any:
    """Write a message and see that it follows the schema."""
    before = [Sent(one, BEGIN_MS + 60_000 * number) for number, one in enumerate(earlier)]
    sent = Sent(alert, BEGIN_MS + 60_000 * len(before))
    root = etree.fromstring(cap_document(sent, before, head, SAY))
    SCHEMA.assertValid(root)
    return root


def said(root: Any, path: str) -> list[str]:
    return [one.text for one in root.findall("/".join(CAP + part for part in path.split("/")))]


def test_first_revision_is_an_alert_in_two_languages() -> None:
    root = document(market_attack()[0])
    assert said(root, "identifier") == ["alert-1.1"]
    assert said(root, "sender") == ["barid.example"]
    assert said(root, "sent") == ["2025-10-15T08:20:00-00:00"]
    assert (said(root, "status"), said(root, "msgType")) == (["Exercise"], ["Alert"])
    assert said(root, "references") == []
    assert said(root, "incidents") == ["inc-1"]
    assert said(root, "info/language") == ["ar", "en"]
    assert said(root, "info/event") == ["تفجير", "bombing"]
    assert said(root, "info/category") == ["Security", "Security"]
    assert said(root, "info/severity") == ["Severe", "Severe"]
    assert said(root, "info/certainty") == ["Possible", "Possible"]
    # The headline is Arabic; what the English block says is made of terms.
    assert said(root, "info/headline") == [
        "قُتل عشرة أشخاص في تفجير استهدف سوقاً وسط بعقوبة.",
        "high · bombing · بعقوبة · Iraq",
    ]
    assert said(root, "info/web") == ["https://outlet10.example/baqubah"] * 2
    assert said(root, "info/area/areaDesc") == ["بعقوبة، العراق", "بعقوبة, Iraq"]
    assert said(root, "info/area/geocode/value") == ["IQ-DI", "IQ"] * 2
    parameters = dict(
        zip(said(root, "info/parameter/valueName"), said(root, "info/parameter/value"), strict=True)
    )
    assert (parameters["killedMin"], parameters["killedMax"]) == ("10", "10")
    assert "injuredMin" not in parameters


def test_update_names_every_revision_before_it_as_it_was_sent() -> None:
    first, second, third = market_attack()
    root = document(third, [first, second])
    assert said(root, "msgType") == ["Update"]
    assert said(root, "references")[0].split(" ") == [
        "barid.example,alert-1.1,2025-10-15T08:20:00-00:00",
        "barid.example,alert-1.2,2025-10-15T08:21:00-00:00",
    ]
    assert said(root, "info/certainty") == ["Likely", "Likely"]


def test_retraction_cancels_and_says_why() -> None:
    taken_back = make_alert(
        revision=2, status="retracted", reason="merged", merged_into="inc-9", changes=()
    )
    root = document(taken_back, [make_alert()])
    assert said(root, "msgType") == ["Cancel"]
    assert said(root, "references") == ["barid.example,alert-1.1,2025-10-15T08:20:00-00:00"]
    assert "Taken back: merged into inc-9." in said(root, "note")[0]


def test_retraction_of_what_nobody_knows_is_refused() -> None:
    with pytest.raises(NothingToCancel, match="alert-1"):
        document(make_alert(revision=2, status="retracted"))


def test_update_without_its_forerunners_is_an_alert_that_says_so() -> None:
    root = document(market_attack()[2])
    assert said(root, "msgType") == ["Alert"]
    assert "revision 3; the earlier ones are no longer held" in said(root, "note")[0]


@pytest.mark.parametrize(
    ("severity", "word"),
    [("critical", "Extreme"), ("high", "Severe"), ("medium", "Moderate"), ("low", "Minor")],
)
def test_severity_is_cap_s(severity: Severity, word: str) -> None:
    assert said(document(make_alert(severity=severity)), "info/severity") == [word, word]


def test_official_figure_makes_it_observed() -> None:
    figure = Figure(field="killed", min=10, max=10, standing="in_force", is_official=True)
    assert said(document(make_alert(figures=(figure,))), "info/certainty")[0] == "Observed"
    disputed = replace(figure, standing="disputed")
    assert said(document(make_alert(figures=(disputed,))), "info/certainty")[0] == "Possible"


@pytest.mark.parametrize("kind", [*TYPE_GROUPS, None, "of_tomorrow"])
def test_every_type_of_event_has_a_category(kind: str | None) -> None:
    categories = said(document(make_alert(event_type=kind)), "info/category")
    assert categories
    assert (categories == ["Other", "Other"]) == (kind not in TYPE_GROUPS)


@pytest.mark.parametrize("status", get_args(AlertStatus))
def test_every_status_follows_the_schema(status: AlertStatus) -> None:
    document(make_alert(revision=2, status=status), [make_alert()])


def test_town_with_coordinates_has_a_circle_and_a_country_has_none() -> None:
    town = EventPlace(id="p", name="بعقوبة", country="IQ", precision="town", lat=33.75, lon=44.64)
    assert said(document(make_alert(place=town)), "info/area/circle")[0] == "33.7500,44.6400 10"
    country = replace(town, precision="country")
    assert said(document(make_alert(place=country)), "info/area/circle") == []


def test_barest_alert_and_odd_characters_follow_the_schema() -> None:
    document(
        make_alert(
            alert_id="a,b <c&\x00\u202e",
            headline="x\x00\x0b\ufffe & <b>",
            event_type=None,
            event_date=None,
            place=None,
            killed=Toll(),
            outlets=(),
            incident_id=None,
        ),
        head=CapHead("x", "Actual"),
    )


def test_schema_would_see_a_wrong_order_and_a_wrong_moment() -> None:
    root = document(make_alert())
    root.find(CAP + "sent").text = "2025-10-15T08:20:00Z"
    assert not SCHEMA.validate(root)
    root = document(make_alert())
    root.append(root.find(CAP + "status"))
    assert not SCHEMA.validate(root)


def test_server_answers_with_the_newest_revision_or_the_one_asked_for(run_async: Await) -> None:
    async def work() -> None:
        async with Served().open() as site:
            await site.feed.add(records(market_attack()))
            async with site.client.get(site.base + "/cap/alert-1.xml") as answer:
                assert answer.content_type == "application/cap+xml"
                root = etree.fromstring(await answer.read())
                tag = answer.headers["ETag"]
            SCHEMA.assertValid(root)
            assert said(root, "identifier") == ["alert-1.3"]
            assert said(root, "references")[0].count(",alert-1.") == 2
            async with site.client.get(site.base + "/cap/alert-1.xml?revision=1") as answer:
                first = etree.fromstring(await answer.read())
            assert said(first, "msgType") == ["Alert"]
            asked = {"If-None-Match": tag}
            async with site.client.get(site.base + "/cap/alert-1.xml", headers=asked) as answer:
                assert (answer.status, await answer.read()) == (304, b"")
            assert (await site.get("/cap/nobody.xml"))[0] == 404
            assert (await site.get("/cap/alert-1.xml?revision=9"))[0] == 404

    run_async(work())
