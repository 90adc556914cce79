"""Atom: what a feed reader makes of the feed, for one rule and for all."""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import feedparser
import pytest
from lxml import etree

from streams.deliver.atom import FeedHead, Item, feed_document
from streams.deliver.channels.texts import load_phrases
from tests.deliver.serving import Served
from tests.deliver.told import make_alert, market_attack, records

Await = Callable[[Coroutine[Any, Any, None]], None]

SAY = load_phrases()
HEAD = FeedHead("urn:barid:feed:all", "بريد", "http://b.example/feeds/all.atom", "http://b.example")
T1, T2 = 1_760_516_400_000, 1_760_520_000_000


def parsed(*items: Item, language: str = "ar") -> Any:
    body = feed_document(HEAD, items, SAY["en" if language == "en" else "ar"])
    etree.fromstring(body)  # feedparser forgives what XML does not
    feed = feedparser.parse(body)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed


def test_reader_gets_title_time_words_and_links() -> None:
    feed = parsed(Item(market_attack()[1], T1, T2))
    assert (feed.feed.id, feed.feed.title, feed.feed.language) == (
        *("urn:barid:feed:all", "بريد", "ar"),
    )
    assert feed.feed.updated == "2025-10-15T09:20:00.000Z"
    (entry,) = feed.entries
    assert entry.id == "urn:barid:alert:alert-1"
    assert (entry.published, entry.updated) == (
        *("2025-10-15T08:20:00.000Z", "2025-10-15T09:20:00.000Z"),
    )
    assert entry.title.startswith("عالية · تفجير · بعقوبة · العراق، مراجعة 2: ارتفع عدد القتلى")
    assert entry.link == "http://b.example/incident/alert-1"
    assert {(link.rel, link.href) for link in entry.links} >= {
        ("related", "http://b.example/cap/alert-1.xml"),
        ("via", "https://outlet13.example/baqubah"),
    }
    assert {tag.term for tag in entry.tags} == {"high", "updated", "incident", "bombing"}
    content = entry.content[0].value
    assert "القتلى: 13 (كان 10)" in content
    assert "ارتفع عدد القتلى إلى 13 بعد وفاة ثلاثة من الجرحى." in content
    assert "صوت السوق" in content


def test_id_stays_and_time_moves_with_the_revision() -> None:
    first, second, _ = market_attack()
    before, after = parsed(Item(first, T1, T1)), parsed(Item(second, T1, T2))
    assert before.entries[0].id == after.entries[0].id
    assert before.entries[0].published == after.entries[0].published
    assert before.entries[0].updated < after.entries[0].updated


def test_newest_stands_first_and_english_says_its_language() -> None:
    one, other = make_alert(), make_alert(alert_id="alert-2", language="en", headline="Ten dead")
    feed = parsed(Item(one, T1, T1), Item(other, T2, T2), language="en")
    assert [entry.id[-1] for entry in feed.entries] == ["2", "1"]
    assert feed.feed.language == "en"
    assert feed.entries[0].title_detail.language == "en"
    assert feed.entries[1].title_detail.language == "ar"


def test_markup_of_a_page_stays_text() -> None:
    evil = "<script>alert(1)</script> & \x00\x0b'\""
    (evidence, *_) = market_attack()[0].evidence
    alert = make_alert(
        headline=evil,
        outlets=(evil,),
        evidence=(replace(evidence, sentence=evil),),
        alert_id='x"/>',
    )
    body = feed_document(HEAD, [Item(alert, T1, T1)], SAY["ar"])
    tree = etree.fromstring(body)
    content = tree.findtext(".//{http://www.w3.org/2005/Atom}content")
    assert "<script>" not in content
    assert "&lt;script&gt;" in content
    assert feedparser.parse(body).entries[0].id == "urn:barid:alert:x%22%2F%3E"


@pytest.mark.parametrize("status", ["retracted", "closed"])
def test_end_is_in_the_title(status: str) -> None:
    word = {"retracted": "سُحب: ", "closed": "أُغلق: "}[status]
    feed = parsed(Item(make_alert(status=status, revision=2), T1, T2))
    assert feed.entries[0].title.startswith(word)


def test_empty_feed_is_one_too() -> None:
    feed = parsed()
    assert (feed.entries, feed.feed.updated) == ([], "1970-01-01T00:00:00.000Z")


def test_server_has_a_feed_for_all_and_for_each_rule(run_async: Await) -> None:
    async def work() -> None:
        async with Served().open() as site:
            others = [make_alert(alert_id="alert-2", rule_id="floods", severity="low")]
            await site.feed.add(records([*market_attack(), *others]))

            async def ids(path: str) -> list[str]:
                async with site.client.get(site.base + path) as answer:
                    assert answer.status == 200
                    assert answer.content_type == "application/atom+xml"
                    return [e.id[-1] for e in feedparser.parse(await answer.read()).entries]

            assert await ids("/feeds/all.atom") == ["2", "1"]
            assert await ids("/feeds/floods.atom") == ["2"]
            assert await ids("/feeds/incident.atom") == ["1"]
            assert await ids("/feeds/nothing.atom") == []
            assert await ids("/feeds/all.atom?severity=high&lang=en") == ["1"]
            assert (await site.get("/feeds/all.atom?severity=grave"))[0] == 400
            async with site.client.get(site.base + "/feeds/all.atom") as answer:
                tag = answer.headers["ETag"]
                text = await answer.text()
            assert f'href="{site.base}/feeds/all.atom"' in text
            asked = {"If-None-Match": tag}
            async with site.client.get(site.base + "/feeds/all.atom", headers=asked) as answer:
                assert answer.status == 304

    run_async(work())
