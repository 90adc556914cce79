"""A webhook on loopback: signed, tried again, given up, and never let into the inside."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from standardwebhooks import Webhook

from streams.deliver.channels.channel import Parcel, Told
from streams.deliver.channels.running import open_sender
from streams.deliver.channels.senders import webhook_body
from streams.deliver.channels.texts import load_phrases
from streams.deliver.channels.worker import Stopped
from tests.deliver.channelling import KEY, OLD_KEY, QUICK, at_work, webhook
from tests.deliver.receiving import Plan, Receiver
from tests.deliver.serving import until
from tests.deliver.told import make_alert, market_attack, records

Await = Callable[[Coroutine[Any, Any, None]], None]


def test_each_revision_arrives_signed_and_in_order(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver, at_work(webhook(receiver.url)) as run:
            # The oracle looks at the clock.
            told = records(market_attack())
            async with open_sender(run.worker.channel, load_phrases(), time.time) as sender:
                for record, alert in zip(told, market_attack(), strict=True):
                    await sender.send(Parcel((Told(alert, record),)))
            assert receiver.ids == ["alert-1:1", "alert-1:2", "alert-1:3"]
            for got, record in zip(receiver.got, told, strict=True):
                said = Webhook(KEY.value).verify(got.body, got.headers)
                assert said["type"] in ("alert.opened", "alert.updated")
                assert got.body.endswith(b',"data":' + (record.value or b"") + b"}")
                assert got.headers["content-type"] == "application/json; charset=utf-8"
            assert receiver.got[1].json["timestamp"] == "1970-01-01T00:00:01.000+00:00"

    run_async(work())


def test_with_two_keys_the_old_and_the_new_receiver_both_verify(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            channel = webhook(receiver.url, secrets=(KEY, OLD_KEY))
            async with open_sender(channel, load_phrases(), time.time) as sender:
                (record,) = records([make_alert()])
                await sender.send(Parcel((Told(make_alert(), record),)))
            (got,) = receiver.got
            for key in (KEY, OLD_KEY):
                Webhook(key.value).verify(got.body, got.headers)
            assert got.headers["webhook-signature"].count("v1,") == 2

    run_async(work())


def test_body_is_the_same_at_every_attempt(run_async: Await) -> None:
    (record,) = records([make_alert()])
    told = Told(make_alert(), record)
    assert webhook_body(told) == webhook_body(told)
    assert b'"type":"test"' in webhook_body(told, is_test=True)


@pytest.mark.parametrize(
    ("plan", "outcomes", "status"),
    [
        ([(500, {}), (500, {}), (200, {})], ["failed", "failed", "delivered"], 200),
        ([(429, {}), (204, {})], ["failed", "delivered"], 204),
        ([(401, {}), (200, {})], ["failed", "delivered"], 200),
        ([None, (200, {})], ["failed", "delivered"], 200),
    ],
    ids=["500 and then well", "too many", "a key that is mended", "no answer in time"],
)
def test_failure_that_passes_is_tried_again_under_the_same_id(
    run_async: Await, plan: list[Plan], outcomes: list[str], status: int
) -> None:
    async def work() -> None:
        async with Receiver(plan).open() as receiver, at_work(webhook(receiver.url)) as run:
            await run.deliver(records([make_alert()]))
            assert run.written.outcomes == outcomes
            assert set(receiver.ids) == {"alert-1:1"}
            assert len({got.body for got in receiver.got}) == 1
            assert [one.attempt for one in run.written.deliveries] == list(
                range(1, len(outcomes) + 1)
            )
            assert run.written.deliveries[-1].status == status
            assert run.written.dead == []
            assert run.place.committed[-1] == (0, 0)
            assert 'barid_channel_up{channel="desk"} 1.0' in run.exposition()

    run_async(work())


@pytest.mark.parametrize(
    ("plan", "reason", "attempts"),
    [
        ([(500, {})] * 9, "failing", 4),
        ([(400, {})], "refused", 1),
        ([(413, {})], "refused", 1),
        ([(302, {"Location": "http://169.254.169.254/latest"})], "redirected", 1),
    ],
    ids=["500 to the end", "no such message", "too large", "a redirect to the inside"],
)
def test_what_is_given_up_is_a_dead_letter_and_the_next_goes_on(
    run_async: Await, plan: list[Plan], reason: str, attempts: int
) -> None:
    async def work() -> None:
        first, second, *_ = records([make_alert(), make_alert(alert_id="alert-2")])
        async with Receiver().open() as receiver, at_work(webhook(receiver.url)) as run:
            receiver.always = lambda got: plan[0] if got.id == "alert-1:1" else (200, {})
            await run.deliver([first, second])
            assert receiver.ids == ["alert-1:1"] * attempts + ["alert-2:1"]
            assert run.written.dead == [("desk", reason, first.value)]
            assert run.written.deliveries[attempts - 1].reason == reason
            assert run.place.committed == [(0, 0), (0, 1), (0, 1)]
            assert 'outcome="dead_letter"} 1.0' in run.exposition()

    run_async(work())


def test_receiver_that_is_away_too_long_gets_one_attempt_for_each(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            url = receiver.url
        patience = replace(QUICK, give_up_seconds=0.15)
        async with at_work(webhook(url, patience=patience)) as run:
            told = records([make_alert(alert_id=f"alert-{n}") for n in range(3)])
            await run.deliver(told)
            assert [reason for _, reason, _ in run.written.dead] == ["no_answer"] * 3
            assert len(run.written.outcomes) > 5
            # The first is tried for the whole time, those behind it once.
            assert run.written.outcomes[-3:] == ["dead_letter"] * 3
            assert 'barid_channel_up{channel="desk"} 0.0' in run.exposition()
            assert "no connection" in (run.written.deliveries[0].error or "")

    run_async(work())


def test_receiver_names_how_long_to_wait(run_async: Await) -> None:
    async def work() -> None:
        plan: list[Plan] = [(503, {"Retry-After": "1"}), (200, {})]
        async with Receiver(plan).open() as receiver, at_work(webhook(receiver.url)) as run:
            began = time.monotonic()
            await run.deliver(records([make_alert()]))
            assert 1.0 <= time.monotonic() - began < 3.0

    run_async(work())


def test_gone_stops_the_channel_and_leaves_the_alert_where_it_is(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver([(410, {})]).open() as receiver, at_work(webhook(receiver.url)) as run:
            with pytest.raises(Stopped):
                await run.deliver(records([make_alert(), make_alert(alert_id="alert-2")]))
            assert run.worker.is_closed
            assert run.written.outcomes == ["stopped"]
            assert (run.place.committed, run.written.dead) == ([], [])
            assert len(receiver.got) == 1

    run_async(work())


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"])
def test_inside_is_not_asked_without_leave(run_async: Await, host: str) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver:
            url = receiver.url.replace("127.0.0.1", host)
            async with at_work(webhook(url, allow_private=False)) as run:
                await run.deliver(records([make_alert()]))
                assert receiver.got == []
                ((_, reason, _),) = run.written.dead
                assert reason in ("blocked_address", "unsendable")

    run_async(work())


def test_end_of_the_process_commits_nothing_that_was_not_delivered(run_async: Await) -> None:
    async def work() -> None:
        patience = replace(QUICK, first_wait_seconds=30.0, longest_wait_seconds=30.0)
        async with (
            Receiver([(500, {})]).open() as receiver,
            at_work(webhook(receiver.url, patience=patience)) as run,
        ):
            sending = asyncio.create_task(run.deliver(records([make_alert()])))
            await until(lambda: bool(run.written.outcomes))
            run.stop.set()
            with pytest.raises(Stopped):
                await sending
            assert (run.place.committed, run.written.dead) == ([], [])

    run_async(work())


def test_revision_that_was_written_twice_goes_out_once(run_async: Await) -> None:
    async def work() -> None:
        async with Receiver().open() as receiver, at_work(webhook(receiver.url)) as run:
            await run.deliver(records([make_alert()]))
            await run.deliver(records([make_alert()], first_offset=1))
            assert receiver.ids == ["alert-1:1"]
            assert run.place.committed[-1] == (0, 1)

    run_async(work())


def test_no_secret_is_written_anywhere(run_async: Await, caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        plan: list[Plan] = [(500, {}), (400, {})]
        async with Receiver(plan).open() as receiver, at_work(webhook(receiver.url)) as run:
            await run.deliver(records([make_alert()]))
            said = caplog.text + repr(run.written.records) + repr(run.worker.channel)
            assert "channel desk" in caplog.text
            for hidden in (receiver.url, "hook-9c1e77", KEY.value, KEY.value[6:]):
                assert hidden not in said

    run_async(work())
