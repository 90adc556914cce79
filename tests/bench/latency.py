"""Print how long an alert takes, from the produce of a page to its arrival: through real services.

    python -m tests.bench.latency [--quick]

First the highest rate is measured, then pages are sent at half of it.
"""

import asyncio
import os
import re
import time
import uuid
from contextlib import ExitStack
from statistics import median, quantiles

import click
import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from schemas.alert import Alert
from schemas.codec import decode
from streams import topics
from streams.records import raw_key
from tests.bench.pages import make_pages
from tests.e2e.stream import Stream, Worker
from tests.services.kafka import Kafka
from tests.services.redis import Redis

_SETTLE_SECONDS = 3.0
_STAMP = re.compile(r"(\d{4}-\d\d-\d\d)@(\d\d:\d\d:\d\d) GMT")


@click.command()
@click.option("--quick", is_flag=True, help="Fewer pages: a look, not a measurement.")
def main(quick: bool) -> None:
    """Measure and print."""
    # Twice as many still have a crawl time of their own, by which an alert names its page.
    count = 200 if quick else 900
    pages = make_pages(2 * count)
    with ExitStack() as stack:
        kafka, redis = stack.enter_context(Kafka()), stack.enter_context(Redis())
        stream = Stream(kafka.address, redis.url, f"latency-{uuid.uuid4().hex[:8]}.")
        asyncio.run(stream.prepare())
        stack.enter_context(Worker(stream, "--fuse"))
        began = time.monotonic()
        asyncio.run(stream.send(pages[:count]))
        asyncio.run(stream.wait_until_drained(fused=True))
        highest = count / (time.monotonic() - began)
        rate = highest / 2
        took = asyncio.run(_send_and_listen(stream, pages[count:], rate))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{os.cpu_count()} CPUs, load {load}; one fused worker, real Kafka and Redis")
    print(f"highest rate {highest:.0f} pages/s; sent {count} pages at {rate:.0f} pages/s")
    cuts = quantiles(took, n=100)
    print(
        f"produce to alert: {len(took)} revisions, p50 {median(took) * 1000:.0f} ms, "
        f"p99 {cuts[98] * 1000:.0f} ms, worst {max(took) * 1000:.0f} ms"
    )


async def _send_and_listen(stream: Stream, pages: list[bytes], rate: float) -> list[float]:
    """Give for each alert revision the seconds since the page that caused it was produced."""
    arrived: list[tuple[float, bytes]] = []
    consumer = AIOKafkaConsumer(
        stream.prefix + topics.ALERTS.name,
        bootstrap_servers=stream.broker,
        auto_offset_reset="latest",
    )
    await consumer.start()
    await consumer.seek_to_end()

    async def listen() -> None:
        while True:
            record = await consumer.getone()
            arrived.append((time.monotonic(), record.value))

    listening = asyncio.create_task(listen())
    sent: dict[str, float] = {}
    producer = AIOKafkaProducer(bootstrap_servers=stream.broker, acks="all")
    await producer.start()
    try:
        began = time.monotonic()
        for number, page in enumerate(pages):
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sent[_crawled(page)] = time.monotonic()
            name = stream.prefix + topics.RAW.name
            await producer.send(name, value=page, key=raw_key(page))
        await producer.flush()
        await stream.wait_until_drained(fused=True)
        await asyncio.sleep(_SETTLE_SECONDS)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await producer.stop()
        await consumer.stop()
    took = []
    for moment, value in arrived:
        cause = sent.get(decode(Alert, value).emitted_for or "")
        if cause is not None:
            took.append(moment - cause)
    return took


def _crawled(page: bytes) -> str:
    """Give the crawl time that a page states, as an alert names it in `emitted_for`."""
    stated = _STAMP.search(orjson.loads(page)["body"])
    assert stated is not None
    return f"{stated[1]}T{stated[2]}Z"


if __name__ == "__main__":
    main()
