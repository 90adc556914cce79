"""The JSON endpoints: values as they lie in the topics, filters, pages, and clear refusals."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest

from schemas.codec import encode
from streams.deliver.api import BadRequest, read_moment
from tests.deliver.serving import Served, Site
from tests.deliver.told import make_alert, make_silence, market_attack, records


def with_site(told: list[Any], look: Callable[[Site], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Served().open() as site:
            await site.feed.add(records(told))
            await look(site)

    asyncio.run(run())


def test_alerts_gives_the_last_revision_of_each_as_it_lies_in_the_topic() -> None:
    attack, other = market_attack(), make_alert(alert_id="alert-2", severity="low")

    async def look(site: Site) -> None:
        status, said = await site.get("/alerts")
        assert status == 200
        assert said == {
            "alerts": [orjson.loads(encode(attack[2])), orjson.loads(encode(other))],
            "next": None,
        }
        _, said = await site.get("/alerts?severity=low")
        assert [one["alert_id"] for one in said["alerts"]] == ["alert-2"]

    with_site([other, *attack], look)


def test_pages_follow_one_another_without_gap_or_repeat() -> None:
    alerts = [make_alert(alert_id=f"alert-{number}") for number in range(7)]

    async def look(site: Site) -> None:
        path, found = "/alerts?limit=3&severity=high", []
        while path:
            _, said = await site.get(path)
            found.append([one["alert_id"] for one in said["alerts"]])
            path = said["next"]
        assert found == [
            ["alert-6", "alert-5", "alert-4"],
            ["alert-3", "alert-2", "alert-1"],
            ["alert-0"],
        ]

    with_site(alerts, look)


def test_one_alert_gives_its_revisions_and_an_unknown_one_404() -> None:
    async def look(site: Site) -> None:
        _, said = await site.get("/alerts/alert-1")
        assert said["alert_id"] == "alert-1"
        assert [one["killed"]["min"] for one in said["revisions"]] == [10, 13, 15]
        status, said = await site.get("/alerts/alert-9")
        assert status == 404
        assert "alert-9" in said["error"]

    with_site(market_attack(), look)


def test_suppressed_gives_reasons() -> None:
    told = [make_silence(), make_silence(article_id="b", reason="background")]

    async def look(site: Site) -> None:
        _, said = await site.get("/suppressed?reason=stale")
        assert [one["article_id"] for one in said["suppressed"]] == ["a-old"]
        assert said["suppressed"][0]["age_days"] == 170

    with_site(told, look)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("/alerts?severity=huge", "low, medium, high, critical", id="severity"),
        pytest.param("/alerts?sevrity=high", "is no parameter here", id="misspelt"),
        pytest.param("/alerts?limit=0", "from 1 to 500", id="limit-nought"),
        pytest.param("/alerts?limit=many", "from 1 to 500", id="limit-word"),
        pytest.param("/alerts?before=x", "alerts/0/41", id="before"),
        pytest.param("/alerts?before=alerts/0/99", "no longer held", id="before-gone"),
        pytest.param("/suppressed?reason=old", "no_change", id="reason"),
        pytest.param("/alerts/stream?since=yesterday", "2025-10-15T08:20:00Z", id="since"),
        pytest.param("/alerts/stream?include=all", "include is suppressed", id="include"),
        pytest.param("/alerts/stream?last_event_id=41", "alerts/0/41", id="event-id"),
    ],
)
def test_what_cannot_be_asked_is_answered_400_with_a_sentence(path: str, said: str) -> None:
    async def look(site: Site) -> None:
        status, answer = await site.get(path)
        assert status == 400
        assert said in answer["error"]

    with_site(market_attack(), look)


def test_since_while_the_broker_is_away_is_answered_503() -> None:
    async def look(site: Site) -> None:
        status, answer = await site.get("/alerts/stream?since=2025-10-15")
        assert status == 503
        assert "Kafka does not answer" in answer["error"]

    with_site([], look)


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        pytest.param("2025-10-15T08:20:00Z", 1_760_516_400_000, id="utc"),
        pytest.param("2025-10-15T11:20:00+03:00", 1_760_516_400_000, id="zone"),
        pytest.param("2025-10-15T11:20:00 03:00", 1_760_516_400_000, id="zone-in-a-query"),
        pytest.param("2025-10-15", 1_760_486_400_000, id="day"),
        pytest.param("1760516400", 1_760_516_400_000, id="unix-seconds"),
    ],
)
def test_moment_is_read(text: str, ms: int) -> None:
    assert read_moment(text) == ms


@pytest.mark.parametrize("text", ["", "soon", "٢٠٢٥", "9" * 30, "2025-13-01"])
def test_moment_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="Unix seconds"):
        read_moment(text)
