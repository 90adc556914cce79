"""Channels for people, on loopback: ntfy and Apprise, one message each or a digest; and files."""

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from schemas.codec import encode
from streams.deliver.channels.channel import Channel, Digest, Wanted
from streams.deliver.channels.secret import Secret
from tests.deliver.channelling import QUICK, at_work
from tests.deliver.receiving import Plan, Receiver
from tests.deliver.serving import until
from tests.deliver.told import make_alert, market_attack, records

Await = Callable[[Coroutine[Any, Any, None]], None]


def ntfy(receiver: Receiver, **changed: Any) -> Channel:
    values: dict[str, Any] = {
        "id": "phone",
        "type": "ntfy",
        "url": Secret(receiver.base + "/attacks-7f3a"),
        "allow_private": True,
        "patience": QUICK,
        "digest": Digest(behind=3),
    }
    return Channel(**{**values, **changed})


def many(count: int) -> list[Any]:
    return records([make_alert(alert_id=f"alert-{number}") for number in range(count)])


def test_ntfy_gets_topic_title_and_words_in_arabic(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            token = Secret("tk_0123456789")
            async with at_work(ntfy(receiver, token=token)) as run:
                await run.deliver(records(market_attack()[:1]))
            (got,) = receiver.got
            assert (got.path, got.headers["authorization"]) == ("/", "Bearer tk_0123456789")
            assert got.json["topic"] == "attacks-7f3a"
            assert got.json["title"] == "عالية · تفجير · بعقوبة · العراق"
            assert got.json["message"].startswith("قُتل عشرة أشخاص")
            assert got.json["priority"] == 4

    run_async(work())


def test_as_many_as_the_limit_are_messages_of_their_own_one_more_is_a_digest(
    run_async: Await,
) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver, at_work(ntfy(receiver)) as run:
            await run.deliver(many(3))
            assert len(receiver.got) == 3
            await run.deliver(many(7)[3:])
            assert len(receiver.got) == 4
            assert receiver.got[3].json["title"] == "4 تنبيهات"
            (*_, digest) = run.written.deliveries
            assert (digest.kind, len(digest.alerts)) == ("digest", 4)
            assert digest.message_id == "digest:4:alert-3:1:alert-6:1"
            assert run.place.committed[-1] == (0, 6)

    run_async(work())


def test_digest_that_is_given_up_leaves_a_dead_letter_for_each_alert(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver([(400, {})]).open() as receiver, at_work(ntfy(receiver)) as run:
            told = many(5)
            await run.deliver(told)
            assert [value for _, _, value in run.written.dead] == [r.value for r in told]

    run_async(work())


def test_interval_makes_one_message_of_what_comes_together(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            spaced = Digest(behind=0, min_interval_seconds=60.0)
            async with at_work(ntfy(receiver, digest=spaced)) as run:
                await run.deliver(many(2))
                assert [got.json["title"] for got in receiver.got] == ["2 تنبيهات"]

    run_async(work())


def test_what_the_filter_leaves_out_is_not_sent_and_is_done(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            channel = ntfy(receiver, wanted=Wanted(severity_min="critical"))
            async with at_work(channel) as run:
                await run.deliver(many(5))
                assert (receiver.got, run.written.records) == ([], [])
                assert run.place.committed == [(0, 4)]

    run_async(work())


def apprise(receiver: Receiver, path: str = "/T0secret77", **changed: Any) -> Channel:
    values: dict[str, Any] = {
        "id": "chat",
        "type": "apprise",
        "url": Secret(receiver.base.replace("http://", "json://") + path),
        "patience": QUICK,
        "digest": Digest(),
    }
    return Channel(**{**values, **changed})


def test_apprise_gets_plain_text_of_a_thousand_characters_at_most(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver, at_work(apprise(receiver)) as run:
            long = make_alert(headline="خبر طويل " * 300)
            await run.deliver(records([*market_attack()[:1], long]))
            said = [got.json for got in receiver.got]
            assert [one["title"] for one in said] == ["عالية · تفجير · بعقوبة · العراق"] * 2
            assert said[0]["message"].splitlines()[0] == (
                "قُتل عشرة أشخاص في تفجير استهدف سوقاً وسط بعقوبة."
            )
            assert said[0]["message"].endswith("https://outlet10.example/baqubah")
            assert len(said[1]["message"]) <= 1_000
            assert run.written.outcomes == ["delivered", "delivered"]

    run_async(work())


def test_apprise_that_fails_is_tried_again_and_its_address_stays_hidden(
    run_async: Await, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def work() -> None:
        plan: list[Plan] = [(500, {}), (200, {})]
        async with Receiver(plan).open() as receiver, at_work(apprise(receiver)) as run:
            with caplog.at_level(logging.DEBUG, "barid"):
                await run.deliver(records([make_alert()]))
            assert run.written.outcomes == ["failed", "delivered"]
            said = caplog.text + repr(run.written.records) + "".join(capfd.readouterr())
            assert "channel chat" in said
            assert "T0secret77" not in said

    run_async(work())


def test_apprise_holds_nobody_up_while_it_waits(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver([None]).open() as receiver, at_work(apprise(receiver)) as run:
            sending = asyncio.create_task(run.deliver(records([make_alert()])))
            await until(lambda: bool(receiver.got))
            assert any("apprise-chat" in thread.name for thread in threading.enumerate())
            assert not sending.done()
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    run_async(work())


def test_file_holds_every_alert_as_it_lies_in_the_topic(run_async: Await, tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "alerts.jsonl"
        async with at_work(Channel(id="archive", type="file", path=str(path))) as run:
            await run.deliver(records(market_attack()))
        assert path.read_bytes().splitlines() == [encode(alert) for alert in market_attack()]

    run_async(work())


def test_file_that_cannot_be_written_is_tried_again(run_async: Await, tmp_path: Path) -> None:
    async def work() -> None:
        path = tmp_path / "later" / "alerts.jsonl"
        channel = Channel(id="archive", type="file", path=str(path), patience=QUICK)
        async with at_work(channel) as run:
            sending = asyncio.create_task(run.deliver(records([make_alert()])))
            await until(lambda: bool(run.written.outcomes))
            path.parent.mkdir()
            await sending
            assert path.read_bytes().count(b"\n") == 1
            assert run.written.outcomes[-1] == "delivered"

    run_async(work())


def test_record_that_is_no_alert_is_buried_and_a_tombstone_is_passed(
    run_async: Await, tmp_path: Path
) -> None:
    async def work() -> None:
        path = tmp_path / "alerts.jsonl"
        async with at_work(Channel(id="archive", type="file", path=str(path))) as run:
            broken, gone, sound = many(3)
            values = [
                type(broken)(broken.topic, 0, 0, None, b'{"alert_id": 5}', (), 0),
                type(gone)(gone.topic, 0, 1, b"k", None, (), 0),
                sound,
            ]
            await run.deliver(values)
            assert run.written.dead == [("archive", "unreadable", b'{"alert_id": 5}')]
            assert path.read_bytes().count(b"\n") == 1
            assert run.place.committed[-1] == (0, 2)

    run_async(work())
