"""`barid tail`: read a topic as it grows, a JSON object a line."""

import asyncio
import sys
from contextlib import suppress

import click
from aiokafka.errors import KafkaError

from streams.cli.starting import CannotRun, settings_or_exit
from streams.replay import line_of
from streams.settings import Settings
from streams.subscribe import subscribe
from streams.topics import DEADLETTERS, TOPICS, Topic, topic_named


@click.command()
@click.argument("topic", type=click.Choice([topic.name for topic in TOPICS]))
@click.option("--from-start", is_flag=True, help="Begin with the oldest record, not the next one.")
@click.option("--limit", type=click.IntRange(min=1), help="End after so many records.")
@click.option("--idle", type=click.FloatRange(min=0.1), help="End after so many quiet seconds.")
def tail(topic: str, from_start: bool, limit: int | None, idle: float | None) -> None:
    """Print the records of TOPIC as JSON lines, until Ctrl-C.

    \b
    Examples:
      barid tail alerts --from-start | jq .headline
      barid tail deadletters --from-start --idle 2
    """
    settings = settings_or_exit()
    with suppress(KeyboardInterrupt, BrokenPipeError):
        try:
            asyncio.run(_tail(settings, topic_named(topic), from_start, limit, idle))
        except KafkaError as error:
            raise CannotRun(
                f"no Kafka broker answers at {settings.broker} ({error}); "
                "start one, or set BARID_BROKER to its address"
            ) from None
        except LookupError as error:
            raise CannotRun(f"{error.args[0]}; run `barid topics apply` first") from None


async def _tail(
    settings: Settings, topic: Topic, from_start: bool, limit: int | None, idle: float | None
) -> None:
    left = limit
    async for record in subscribe(settings, (topic,), from_start=from_start, idle_seconds=idle):
        content = record.dead_letter() if topic is DEADLETTERS else None
        sys.stdout.buffer.write(line_of(topic, record.value, content))
        sys.stdout.buffer.flush()
        if left is not None:
            left -= 1
            if left == 0:
                return
