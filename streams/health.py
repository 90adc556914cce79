"""What a worker knows of its own health; /readyz and /livez read it, the agents write it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class AgentHealth:
    """Hold one agent's state. Units: times in seconds of the health's clock, lag in messages."""

    partitions: int = 0
    lag: int = 0
    busy_since: float | None = None
    last_commit: float | None = None


@dataclass(slots=True)
class Health:
    """Hold a worker's state. `clock` is monotonic and passed in."""

    clock: Callable[[], float]
    stall_seconds: float
    agents: dict[str, AgentHealth] = field(default_factory=dict)
    dependencies: dict[str, bool] = field(default_factory=dict)
    started: bool = False

    def not_ready(self) -> list[str]:
        """Say why the worker is not ready; empty when it is."""
        reasons = [] if self.started else ["the worker is starting"]
        reasons += [f"{name} does not answer" for name, up in self.dependencies.items() if not up]
        reasons += [
            f"agent {name} has no partition assigned"
            for name, agent in self.agents.items()
            if not agent.partitions
        ]
        now = self.clock()
        reasons += [
            f"agent {name} is {agent.lag} messages behind and committed {now - since:.0f} s ago"
            for name, agent in self.agents.items()
            if agent.lag
            and (since := agent.last_commit) is not None
            and now - since > self.stall_seconds
        ]
        return reasons

    def not_alive(self) -> list[str]:
        """Say which agent has held a batch for too long while everything it needs answers.

        A worker that waits for Kafka or Redis is alive: restarting it would not help.
        """
        if not all(self.dependencies.values()):
            return []
        now = self.clock()
        return [
            f"agent {name} has worked on one batch for {now - agent.busy_since:.0f} s"
            for name, agent in self.agents.items()
            if agent.busy_since is not None and now - agent.busy_since > self.stall_seconds
        ]
