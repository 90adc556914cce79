"""What every test may ask for: a real Kafka, a real Redis, a name of its own, a way to await.

The services start when the first test asks for them, once a session; tests keep apart by prefix.
Where a service cannot run, its tests are skipped with the reason; with CI set, they fail instead.
"""

import asyncio
import contextlib
import os
import re
import uuid
from collections.abc import Callable, Coroutine, Generator, Iterator
from typing import Any, TypeVar

import pytest

from tests.services.cluster import Cluster
from tests.services.kafka import Kafka, ServiceMissing
from tests.services.redis import Redis

Result = TypeVar("Result")
SERVICE_MARKERS = ("kafka", "redis")
# Kafka allows 249 characters for a topic; the project's own names come after the prefix.
PREFIX_CHARS = 40


@pytest.fixture(scope="session")
def kafka() -> Iterator[Kafka]:
    """Return the session's one broker; its `address` is "host:port"."""
    with contextlib.closing(Kafka()) as broker:
        try:
            broker.start()
        except ServiceMissing as missing:
            pytest.skip(str(missing))
        yield broker


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """Return the session's one Redis; its `url` is for any client."""
    with contextlib.closing(Redis()) as server:
        try:
            server.start()
        except ServiceMissing as missing:
            pytest.skip(str(missing))
        yield server


@pytest.fixture(autouse=True)
def _services_up(request: pytest.FixtureRequest) -> None:
    # A test that kills a service and then fails must not take the next tests with it.
    for name in ("kafka", "redis_server"):
        if name in request.fixturenames:
            request.getfixturevalue(name).start()


@pytest.fixture(scope="session")
def redis_cluster() -> Iterator[Cluster]:
    """Return the session's one Redis Cluster of three nodes."""
    cluster = Cluster()
    try:
        with cluster:
            yield cluster
    except ServiceMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture
def topic_prefix(request: pytest.FixtureRequest) -> str:
    """Return a prefix for topics, keys and groups that no other test and no other run has."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
    return f"{name[:PREFIX_CHARS]}-{uuid.uuid4().hex[:8]}."


@pytest.fixture
def run_async() -> Callable[[Coroutine[Any, Any, Result]], Result]:
    """Return the function that runs a coroutine to its end, in an event loop of its own."""
    return asyncio.run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test that needs a service when CI is set; show the broker's log on failure."""
    report = yield
    broker = getattr(item, "funcargs", {}).get("kafka")
    if report.failed and isinstance(broker, Kafka):
        report.sections.append(("end of Kafka's log", broker.log_tail()))
    needs_service = any(item.get_closest_marker(name) for name in SERVICE_MARKERS)
    if (
        report.skipped
        and needs_service
        and os.environ.get("CI")
        and not hasattr(report, "wasxfail")
    ):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} must run where CI is set, but: {call.excinfo}"
    return report
