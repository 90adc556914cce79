"""What the broker must have before a worker starts: the topics, as `streams/topics.py` says."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError

from streams.settings import Settings
from streams.topics import TOPICS, Topic


class BrokerUnavailable(Exception):
    """Report that no broker answered; the text says which address and what to do."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Say what `topics apply` would do about one topic: `create` it or `keep` it."""

    topic: Topic
    name: str
    action: str
    partitions: int


@asynccontextmanager
async def admin_client(settings: Settings) -> AsyncIterator[AIOKafkaAdminClient]:
    """Open an admin client. Errors: BrokerUnavailable."""
    timeout_ms = int(settings.connect_timeout_seconds * 1000)
    try:
        client = AIOKafkaAdminClient(
            bootstrap_servers=settings.broker,
            request_timeout_ms=timeout_ms,
            client_id="barid-admin",
        )
        await client.start()
    except (KafkaError, OSError, ValueError) as error:
        raise BrokerUnavailable(
            f"no Kafka broker answers at {settings.broker} ({error}); "
            "start one, or set BARID_BROKER to its address"
        ) from None
    try:
        yield client
    finally:
        await client.close()


async def existing_topics(settings: Settings) -> set[str]:
    """Give the names of the broker's topics. Errors: BrokerUnavailable."""
    async with admin_client(settings) as client:
        return set(await client.list_topics())


async def partitions_of(settings: Settings, names: Sequence[str]) -> dict[str, list[int]]:
    """Give the partitions of each topic there is. Errors: BrokerUnavailable."""
    async with admin_client(settings) as client:
        described = await client.describe_topics(list(names))
    return {
        one["topic"]: sorted(part["partition"] for part in one["partitions"])
        for one in described
        if not one["error_code"]
    }


async def plan_topics(settings: Settings) -> list[Planned]:
    """Say what is missing, without changing anything. Errors: BrokerUnavailable."""
    return _plan(settings, await existing_topics(settings))


async def apply_topics(settings: Settings) -> list[Planned]:
    """Create what is missing; never changes or deletes what is there.

    Errors: BrokerUnavailable; KafkaError when the broker refuses a topic.
    """
    async with admin_client(settings) as client:
        planned = _plan(settings, set(await client.list_topics()))
        missing = [
            NewTopic(
                name=one.name,
                num_partitions=one.partitions,
                replication_factor=settings.topic_replication,
                topic_configs=one.topic.config(),
            )
            for one in planned
            if one.action == "create"
        ]
        if missing:
            answer = await client.create_topics(missing)
            _raise_refused(answer.topic_errors)
    return planned


def missing_topics(settings: Settings, names: Sequence[str], there: set[str]) -> list[str]:
    """Give the full names of topics that are wanted and not there."""
    return [
        settings.topic_prefix + name for name in names if settings.topic_prefix + name not in there
    ]


def _plan(settings: Settings, there: set[str]) -> list[Planned]:
    planned = []
    for topic in TOPICS:
        name = settings.topic_prefix + topic.name
        partitions = 1 if topic.single_partition else settings.topic_partitions
        planned.append(Planned(topic, name, "keep" if name in there else "create", partitions))
    return planned


def _raise_refused(errors: Sequence[Sequence[object]]) -> None:
    for topic, code, *message in errors:
        if code and code != TopicAlreadyExistsError.errno:
            raise KafkaError(f"the broker refuses topic {topic}: error {code} {message}")
