"""Health: when a worker is ready, when it is alive, and the reasons it gives."""

from dataclasses import dataclass

from streams.health import AgentHealth, Health

STALL = 60.0


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


def healthy(clock: Clock, **changed: object) -> Health:
    agent = AgentHealth(partitions=2, lag=0, busy_since=None, last_commit=clock.now)
    for name, value in changed.items():
        setattr(agent, name, value)
    return Health(
        clock, STALL, {"dedup": agent}, dependencies={"redis": True, "kafka": True}, started=True
    )


def test_a_worker_that_starts_is_alive_but_not_ready() -> None:
    health = Health(Clock(), STALL)
    assert health.not_ready() == ["the worker is starting"]
    assert health.not_alive() == []


def test_a_worker_with_everything_is_ready_and_alive() -> None:
    health = healthy(Clock())
    assert health.not_ready() == []
    assert health.not_alive() == []


def test_an_agent_without_partitions_is_not_ready_and_named() -> None:
    health = healthy(Clock(), partitions=0)
    assert health.not_ready() == ["agent dedup has no partition assigned"]
    assert health.not_alive() == []


def test_a_dependency_that_is_away_is_named_and_does_not_end_the_worker() -> None:
    clock = Clock()
    health = healthy(clock, busy_since=clock.now)
    health.dependencies["redis"] = False
    clock.now += 10 * STALL
    assert health.not_ready() == ["redis does not answer"]
    assert health.not_alive() == []
    health.dependencies["redis"] = True
    assert health.not_alive() == ["agent dedup has worked on one batch for 600 s"]


def test_a_batch_may_take_as_long_as_the_limit_and_no_longer() -> None:
    clock = Clock()
    health = healthy(clock, busy_since=clock.now)
    clock.now += STALL
    assert health.not_alive() == []
    clock.now += 1
    assert health.not_alive() == ["agent dedup has worked on one batch for 61 s"]


def test_work_that_waits_without_a_commit_is_not_ready() -> None:
    clock = Clock()
    health = healthy(clock, lag=7)
    clock.now += STALL
    assert health.not_ready() == []
    clock.now += 5
    assert health.not_ready() == ["agent dedup is 7 messages behind and committed 65 s ago"]


def test_no_work_and_no_commit_for_long_is_well() -> None:
    clock = Clock()
    health = healthy(clock, lag=0)
    clock.now += 100 * STALL
    assert health.not_ready() == []


def test_each_agent_has_its_own_reason() -> None:
    clock = Clock()
    health = healthy(clock)
    health.agents["alerting"] = AgentHealth(partitions=0)
    health.agents["language"] = AgentHealth(partitions=1, busy_since=clock.now - 2 * STALL)
    assert health.not_ready() == ["agent alerting has no partition assigned"]
    assert health.not_alive() == ["agent language has worked on one batch for 120 s"]
