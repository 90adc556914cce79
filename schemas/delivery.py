"""Delivery: one attempt to send alerts through a channel, and what came of it."""

from dataclasses import dataclass
from typing import Literal

# failed: it may succeed later and is tried again; dead_letter: given up, the alerts lie in
# `deadletters`; stopped: the receiver wants nothing more, and the alerts wait where they are.
DeliveryOutcome = Literal["delivered", "failed", "dead_letter", "stopped"]
DeliveryKind = Literal["alert", "digest", "test"]

DELIVERY_SCHEMA = "barid.delivery.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Report one attempt of a channel. It holds no address and no secret.

    `message_id` is what the receiver was told, the same at every attempt; `alerts` names each
    revision as `alert_id:revision`. `attempt` counts from 1. `at` is when the attempt ended,
    `seconds` how long it took. `status` is HTTP's. `reason` says why it was given up.
    """

    channel: str
    message_id: str
    kind: DeliveryKind
    alerts: tuple[str, ...]
    outcome: DeliveryOutcome
    attempt: int
    at: str
    seconds: float
    status: int | None = None
    error: str | None = None
    reason: str | None = None
    schema: str = DELIVERY_SCHEMA
