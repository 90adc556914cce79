"""`barid topics`: what the broker has, and what it lacks."""

import asyncio

import click
from aiokafka.errors import KafkaError

from streams.admin import BrokerUnavailable, Planned, apply_topics, plan_topics
from streams.cli.starting import Failed, console, refusing, settings_or_exit


@click.group("topics")
def topics_group() -> None:
    """Show or create the Kafka topics that Barid needs."""


@topics_group.command()
def plan() -> None:
    """Say what `apply` would do; change nothing.

    \b
    Example:
      BARID_BROKER=kafka:9092 barid topics plan
    """
    settings = settings_or_exit()
    with refusing(BrokerUnavailable):
        _show(asyncio.run(plan_topics(settings)), "to create")


@topics_group.command()
def apply() -> None:
    """Create the topics that are missing; never change or delete one.

    \b
    Example:
      BARID_TOPIC_PARTITIONS=12 barid topics apply
    """
    settings = settings_or_exit()
    with refusing(BrokerUnavailable):
        try:
            planned = asyncio.run(apply_topics(settings))
        except KafkaError as error:
            raise Failed(str(error)) from None
    _show(planned, "created")


def _show(planned: list[Planned], done: str) -> None:
    out = console()
    for one in planned:
        state = done if one.action == "create" else "there"
        out.print(f"{one.name:32} {state:10} {one.partitions} partitions, {one.topic.cleanup}")
