"""What `replay` makes of messages: the measure of what the stream must make of them."""

import asyncio
from collections.abc import Sequence
from functools import cache

from streams.alert.region import Group
from streams.alert.rules import load_default_rules
from streams.alert.store import MemoryRegionStore
from streams.app import load_words
from streams.batch import Handled
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.story_memory import MemoryStoryStore
from streams.dedup.window import MemoryWindowStore
from streams.pipeline import Stores, Words
from streams.replay import Replay, line_of, replay
from streams.settings import Settings
from streams.topics import TOPICS


@cache
def words() -> Words:
    """Load the lexicons once for all tests."""
    return load_words(load_default_rules())


def replayed(messages: Sequence[bytes]) -> tuple[dict[str, list[bytes]], dict[str, Group]]:
    """Give every topic's lines, in order, and the last state of every incident."""
    incidents = MemoryRegionStore()
    stores = Stores(
        fingerprints=MemoryFingerprintStore(),
        window=MemoryWindowStore(),
        stories=MemoryStoryStore(),
        incidents=incidents,
    )
    said: dict[str, list[bytes]] = {topic.name: [] for topic in TOPICS}

    def sink(handled: list[Handled]) -> None:
        for one in handled:
            for made in one.produced:
                said[made.topic.name].append(line_of(made.topic, made.value, made.content))

    run = Replay(words(), stores, max_bytes=Settings().max_body_bytes)
    asyncio.run(replay(messages, run, sink))
    return said, groups_of(incidents)


def groups_of(store: MemoryRegionStore) -> dict[str, Group]:
    """Give every incident of every region, by name."""
    return {
        name: group for region in store.regions().values() for name, group in region.groups.items()
    }
