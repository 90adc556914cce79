"""The stream: every event once, in order, to each client at its own pace."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import orjson

from schemas.codec import encode
from streams.deliver.history import History
from streams.deliver.sse import write_event
from tests.deliver.serving import Served, until
from tests.deliver.told import make_alert, make_silence, market_attack, records


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 60))


def alerts(count: int, **changed: Any) -> list[Any]:
    return [make_alert(alert_id=f"alert-{number}", **changed) for number in range(count)]


def test_event_carries_the_value_as_it_is_and_its_place_as_id() -> None:
    async def work() -> None:
        async with Served().open() as site, site.listen("/alerts/stream") as stream:
            alert = make_alert()
            await site.feed.add(records([make_silence(), alert]))
            (event,) = await stream.events(1)
            assert event == {
                "event": "alert",
                "id": "alerts/0/0",
                "data": encode(alert).decode("utf-8"),
            }

    run(work())


def test_without_a_place_only_what_is_new_comes() -> None:
    async def work() -> None:
        first, second, third = market_attack()
        async with Served().open() as site:
            await site.feed.add(records([first, second]))
            async with site.listen("/alerts/stream") as stream:
                await site.feed.add(records([third], first_offset=2))
                assert [e["id"] for e in await stream.events(1)] == ["alerts/0/2"]

    run(work())


def test_last_event_id_goes_on_right_behind_it() -> None:
    async def work() -> None:
        async with Served().open() as site:
            await site.feed.add(records(alerts(30)))
            async with site.listen("/alerts/stream", "alerts/0/11") as stream:
                got = [e["id"] for e in await stream.events(18)]
                assert got == [f"alerts/0/{number}" for number in range(12, 30)]
                await site.feed.add(records(alerts(1, revision=2), first_offset=30))
                assert [e["id"] for e in await stream.events(1)] == ["alerts/0/30"]

    run(work())


def test_id_holds_every_partition_so_that_another_process_goes_on_exactly() -> None:
    async def work() -> None:
        zero = records(alerts(3), partition=0)
        one = records([make_alert(alert_id=f"other-{n}") for n in range(3)], partition=1)
        async with Served().open() as site, site.listen("/alerts/stream") as stream:
            await site.feed.add([zero[0], one[0], zero[1]])
            last = (await stream.events(3))[-1]["id"]
        assert last == "alerts/0/1,alerts/1/0"
        async with Served().open() as site:
            # This process read the partitions in another order.
            await site.feed.add([*one, *zero])
            async with site.listen("/alerts/stream", last) as stream:
                got = [orjson.loads(e["data"])["alert_id"] for e in await stream.events(3)]
        assert got == ["other-1", "other-2", "alert-2"]

    run(work())


def test_filters_choose_and_a_heartbeat_moves_the_place_on() -> None:
    async def work() -> None:
        async with (
            Served.quick().open() as site,
            site.listen("/alerts/stream?severity=critical") as stream,
        ):
            told = [*alerts(5), make_alert(alert_id="worst", severity="critical"), *alerts(3)]
            told[-3:] = alerts(3, revision=2)
            await site.feed.add(records(told))
            (event,) = await stream.events(1)
            assert orjson.loads(event["data"])["alert_id"] == "worst"
            beat = await stream.block()
            while "id" not in beat:
                beat = await stream.block()
            # The three after it were not asked for, and need not be looked at again.
            assert beat == {"id": "alerts/0/8", "": "nothing new"}

    run(work())


def test_silences_come_where_they_are_asked_for() -> None:
    async def work() -> None:
        async with (
            Served().open() as site,
            site.listen("/alerts/stream?include=suppressed") as stream,
        ):
            await site.feed.add(records([make_silence(), make_alert()]))
            events = await stream.events(2)
            assert [e["event"] for e in events] == ["suppressed", "alert"]
            assert events[1]["id"] == "alerts/0/0,alerts.suppressed/0/0"

    run(work())


def test_client_that_fell_out_of_the_history_is_told_and_let_go() -> None:
    async def work() -> None:
        served = Served(history=History(max_entries=50))
        # A client's pace is held up where it waits for its turn: all this is added in one go.
        async with served.open() as site, site.listen("/alerts/stream") as stream:
            await site.feed.add(records(alerts(120)))
            blocks = await stream.events(1)
            assert blocks[0]["event"] == "dropped"
            said = orjson.loads(blocks[0]["data"])
            assert said["reason"] == "too slow"
            assert 70 <= said["missed"] <= 120
            assert await stream.ended()
            assert site.let_go == [1]

    run(work())


def test_client_that_takes_nothing_is_cut_off_and_holds_nobody_up() -> None:
    async def work() -> None:
        served = Served(send_seconds=0.5)
        async with served.open() as site:
            host, port = site.base.removeprefix("http://").split(":")
            _, stuck = await asyncio.open_connection(host, int(port), limit=1024)
            stuck.write(b"GET /alerts/stream HTTP/1.1\r\nHost: x\r\n\r\n")
            await stuck.drain()
            async with site.listen("/alerts/stream") as stream:
                await until(lambda: site.streams.clients == 2)
                # More than the sockets between the two hold: nobody reads the other end.
                big = alerts(200, headline="خبر " * 20_000)
                for batch in range(4):
                    told = records(big[batch * 50 : batch * 50 + 50], first_offset=batch * 50)
                    await site.feed.add(told)
                    got = await stream.events(50)
                    assert got[-1]["id"] == f"alerts/0/{batch * 50 + 49}"
                await until(lambda: site.streams.clients == 1)
                assert site.let_go == [1]
            stuck.close()

    run(work())


def test_five_hundred_clients_get_everything_and_leave_nothing_behind() -> None:
    async def work() -> None:
        count = 500
        async with Served().open() as site:

            async def client(place: int) -> list[str]:
                wanted = "" if place % 2 else "?type=bombing"
                async with site.listen("/alerts/stream" + wanted) as stream:
                    return [e["id"] for e in await stream.events(5)]

            clients = [asyncio.create_task(client(place)) for place in range(count)]
            await until(lambda: site.streams.clients == count)
            await site.feed.add(records(alerts(5)))
            got = await asyncio.gather(*clients)
            assert got == [[f"alerts/0/{number}" for number in range(5)]] * count
            # A client that has left is noticed when something is sent to it.
            await site.feed.add(records(alerts(2, revision=2), first_offset=5))
            await until(lambda: site.streams.clients == 0)

    run(work())


def test_one_client_too_many_is_told_to_come_back() -> None:
    async def work() -> None:
        async with (
            Served(max_clients=1).open() as site,
            site.listen("/alerts/stream"),
            site.client.get(site.base + "/alerts/stream") as answer,
        ):
            assert answer.status == 503
            assert answer.headers["Retry-After"] == "30"

    run(work())


def test_end_of_the_server_ends_the_streams_at_once() -> None:
    async def work() -> None:
        async with Served().open() as site, site.listen("/alerts/stream") as stream:
            await site.feed.close()
            assert await stream.ended()

    run(work())


def test_line_breaks_in_a_value_do_not_end_the_event() -> None:
    written = write_event(("alert", b'{"a":\n1,\r\n"b":2}'), "alerts/0/1")
    assert written == (b'event: alert\nid: alerts/0/1\ndata: {"a":\ndata: 1,\ndata: "b":2}\n\n')
