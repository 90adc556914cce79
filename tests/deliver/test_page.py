"""The page as it leaves the server: states, headers, addresses, and nothing that could run."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from schemas.alert import Change, Figure, Toll
from tests.deliver.serving import Served, Site, until
from tests.deliver.told import make_alert, make_silence, market_attack, records


def with_site(told: list[Any], look: Callable[[Site], Awaitable[None]]) -> None:
    async def run() -> None:
        async with Served().open() as site:
            await site.feed.add(records(told))
            await look(site)

    asyncio.run(run())


@pytest.mark.parametrize("path", ["/", "/silent", "/incident/alert-1", "/none"])
def test_every_page_forbids_what_it_does_not_need(path: str) -> None:
    async def look(site: Site) -> None:
        async with site.client.get(site.base + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            body = await answer.text()
            assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|<style", body)
            assert "https://" not in re.sub(r'href="https://[^"]+"', "", body)

    with_site(market_attack(), look)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("/", "لا تنبيهات بعد", id="alerts-ar"),
        pytest.param("/?lang=en", "No alerts yet", id="alerts-en"),
        pytest.param("/silent", "لم تسكت أي قاعدة بعد", id="silent"),
        pytest.param("/?q=x", "لا شيء يطابق التصفية", id="filtered"),
    ],
)
def test_empty_page_says_what_will_come(path: str, said: str) -> None:
    async def look(site: Site) -> None:
        _, body = await site.get(path)
        assert said in body

    with_site([], look)


def test_page_says_that_it_is_still_reading_and_that_the_broker_is_away() -> None:
    async def look(site: Site) -> None:
        site.feed.caught_up = False
        site.feed.trouble = "connection refused"
        _, body = await site.get("/")
        assert "تُقرأ التنبيهات المحفوظة" in body
        assert 'role="alert">لا يصل جديد' in body

    with_site([], look)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        pytest.param("/incident/alert-9", 404, "لا صفحة بهذا العنوان", id="alert"),
        pytest.param("/nowhere?lang=en", 404, "There is no page at this address", id="page"),
        pytest.param("/page/none.css", 404, "لا صفحة بهذا العنوان", id="asset"),
        pytest.param("/?severity=huge", 400, "لا يمكن تلبية هذا الطلب", id="filter"),
        pytest.param("/?before=x", 400, "لا يمكن تلبية هذا الطلب", id="place"),
    ],
)
def test_error_is_a_page_with_a_way_back(path: str, status: int, said: str) -> None:
    async def look(site: Site) -> None:
        answered, body = await site.get(path)
        assert answered == status
        assert said in body
        assert 'href="/' in body

    with_site([], look)


def test_assets_may_be_kept_for_ever_and_their_addresses_change_with_them() -> None:
    async def look(site: Site) -> None:
        _, body = await site.get("/")
        for name in ("page.css", "page.js", "favicon.svg"):
            (address,) = set(re.findall(rf'"(/page/{name}\?v=[0-9a-f]{{10}})"', body))
            async with site.client.get(site.base + address) as answer:
                assert answer.status == 200
                assert "immutable" in answer.headers["Cache-Control"]
        async with site.client.get(site.base + "/favicon.ico") as answer:
            assert answer.content_type == "image/svg+xml"

    with_site([], look)


def test_health_and_metrics_are_answered_beside_the_page() -> None:
    async def look(site: Site) -> None:
        status, _ = await site.get("/metrics")
        assert status == 200
        status, _ = await site.get("/livez")
        assert status == 200

    with_site([], look)


def test_links_keep_the_language_and_the_switch_keeps_the_filter() -> None:
    async def look(site: Site) -> None:
        _, body = await site.get("/?lang=en&severity=high&severity=low&q=a%26b")
        assert 'href="/?severity=high&amp;severity=low&amp;q=a%26b"' in body
        assert 'href="/silent?lang=en"' in body
        _, body = await site.get("/?lang=en")
        assert 'href="/incident/alert-1?lang=en"' in body
        assert '<html lang="en" dir="ltr">' in body

    with_site(market_attack(), look)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//elsewhere.example", "ftp://a/b", "http://[", ""],
)
def test_address_that_is_no_web_page_is_no_link(url: str) -> None:
    async def look(site: Site) -> None:
        _, body = await site.get("/silent")
        assert "عاجل" in body
        assert not url or f'href="{url}' not in body
        assert 'target="' not in body

    with_site([make_silence(url=url)], look)


def test_ids_of_another_producer_cannot_leave_their_place() -> None:
    odd = 'a/b?c=d&"<é 1'

    async def look(site: Site) -> None:
        _, body = await site.get("/")
        path = re.search(r'href="(/incident/[^"]+)"', body)
        assert path is not None
        status, page = await site.get(path[1].replace("&amp;", "&"))
        assert status == 200
        assert "بعقوبة" in page
        assert odd not in body

    with_site([make_alert(alert_id=odd)], look)


def test_older_alerts_are_a_page_away_and_new_ones_do_not_come_into_it() -> None:
    alerts = [make_alert(alert_id=f"alert-{number}") for number in range(70)]

    async def look(site: Site) -> None:
        _, first = await site.get("/")
        assert first.count("data-row") == 60
        assert 'data-live="yes"' in first
        older = re.search(r'href="(/\?before=[^"]+)" rel="next"', first)
        assert older is not None
        _, second = await site.get(older[1])
        assert second.count("data-row") == 10
        assert 'data-live="no"' in second
        assert 'rel="next"' not in second

    with_site(alerts, look)


def test_timeline_of_a_retraction_and_of_other_changes_is_told_in_words() -> None:
    first = market_attack()[0]
    told = [
        first,
        make_alert(
            revision=2,
            status="retracted",
            severity="low",
            killed=Toll(min=0, max=0),
            changes=(
                *_changes("severity", "high", "low"),
                *_changes("event_type", "bombing", "fire_explosion"),
                *_changes("place", None, "بعقوبة"),
            ),
        ),
    ]

    async def look(site: Site) -> None:
        _, body = await site.get("/incident/alert-1")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
        assert "سُحب" in text
        assert "الخطورة عالية إلى منخفضة" in text
        assert "النوع تفجير إلى حريق أو انفجار" in text

    with_site(told, look)


def test_disputed_toll_a_ledger_and_a_merger_are_told() -> None:
    figure = Figure(
        field="killed",
        min=12,
        max=12,
        standing="disputed",
        outlets=("وكالة النهر",),
        claimed_by=("الدفاع المدني",),
        is_official=True,
    )
    told = [
        make_alert(alert_id="alert-2", incident_id="inc-2"),
        make_alert(
            status="retracted",
            reason="merged",
            merged_into="inc-2",
            killed_range=Toll(min=10, max=12),
            figures=(figure,),
        ),
    ]

    async def look(site: Site) -> None:
        _, body = await site.get("/incident/alert-1?lang=en")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
        assert "sources disagree: 10–12" in text
        assert "Killed 12 disputed official الدفاع المدني , وكالة النهر" in text
        assert "merged into another incident" in text
        assert 'href="/incident/alert-2?lang=en">to the incident that took it in' in body
        _, body = await site.get("/")
        assert "تختلف المصادر" in body

    with_site(told, look)


@pytest.mark.parametrize(
    ("status", "reason", "said"),
    [
        pytest.param(
            "retracted", "ar.denial.no_attack", "نُفي وقوعه ar.denial.no_attack", id="denied"
        ),
        pytest.param("closed", "quiet", "لم يعد أحد يرويه", id="closed"),
        pytest.param("updated", "reopened", "عاد الحديث عنه ففُتح من جديد", id="opened-again"),
    ],
)
def test_end_of_an_alert_is_told_in_words(status: str, reason: str, said: str) -> None:
    async def look(site: Site) -> None:
        _, body = await site.get("/incident/alert-1")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))
        assert said in text

    with_site([make_alert(revision=2, status=status, reason=reason)], look)


def test_gap_before_the_first_revision_held_is_said() -> None:
    async def look(site: Site) -> None:
        _, body = await site.get("/incident/alert-1")
        assert "المراجعات الأقدم لم تعد محفوظة هنا" in body

    with_site(market_attack()[1:], look)


def test_stream_of_the_page_goes_on_where_the_page_ended() -> None:
    async def work() -> None:
        first, second, third = market_attack()
        async with Served().open() as site:
            await site.feed.add(records([first]))
            _, body = await site.get("/")
            address = re.search(r'data-stream="([^"]+)"', body)
            assert address is not None
            await site.feed.add(records([second], first_offset=1))
            async with site.listen(address[1].replace("&amp;", "&")) as stream:
                hello, event = await stream.events(2)
                assert hello["event"] == "hello"
                assert "13" in event["data"]
                await until(lambda: site.streams.clients == 1)
                await site.feed.add(records([third], first_offset=2))
                (event,) = await stream.events(1)
                assert "15" in event["data"]

    asyncio.run(work())


def _changes(field: str, before: str | None, after: str) -> tuple[Change]:
    return (Change(field=field, from_=before, to=after),)
