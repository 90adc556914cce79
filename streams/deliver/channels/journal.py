"""Write down what became of each attempt, and keep what was given up as dead letters."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaProducer

from schemas.deadletter import DeadLetter
from schemas.delivery import Delivery, DeliveryOutcome
from streams.deliver.channels.channel import Answer, Channel, Parcel
from streams.metrics import Metrics
from streams.records import DeadLetterRecord, delivery_record
from streams.subscribe import Received

log = logging.getLogger("barid.channels")

STAGE: Final = "deliver"
_COUNTED: Final[dict[DeliveryOutcome, str]] = {
    "delivered": "delivered",
    "failed": "failed",
    "stopped": "failed",
    "dead_letter": "dead_letter",
}


class Journal:
    """Report the attempts of one channel: to the topic of deliveries, metrics and the log."""

    def __init__(
        self,
        channel: Channel,
        producer: AIOKafkaProducer,
        prefix: str,
        metrics: Metrics,
        wall_clock: Callable[[], float],
    ) -> None:
        """Take where to write; `wall_clock` gives Unix seconds."""
        self._channel = channel
        self._producer = producer
        self._prefix = prefix
        self._metrics = metrics
        self._wall_clock = wall_clock
        metrics.set("barid_channel_up", 1, channel=channel.id)
        metrics.set("barid_channel_behind_alerts", 0, channel=channel.id)
        for outcome in dict.fromkeys(_COUNTED.values()):
            metrics.count("barid_deliveries_total", 0, channel=channel.id, outcome=outcome)

    async def attempted(
        self,
        parcel: Parcel,
        answer: Answer,
        outcome: DeliveryOutcome,
        attempt: int,
        seconds: float,
    ) -> None:
        """Report an attempt. Errors: KafkaError."""
        now = self._wall_clock()
        name = self._channel.id
        self._metrics.count("barid_deliveries_total", channel=name, outcome=_COUNTED[outcome])
        self._metrics.observe("barid_delivery_duration_seconds", seconds, channel=name)
        self._metrics.set("barid_channel_up", int(outcome == "delivered"), channel=name)
        if outcome == "delivered":
            for told in parcel.told:
                delay = max(0.0, now - told.record.timestamp_ms / 1000)
                self._metrics.observe("barid_delivery_delay_seconds", delay, channel=name)
        else:
            self._say(parcel, answer, outcome, attempt)
        delivery = Delivery(
            channel=name,
            message_id=parcel.message_id,
            kind=parcel.kind,
            alerts=tuple(told.key for told in parcel.told),
            outcome=outcome,
            attempt=attempt,
            at=_moment(now),
            seconds=round(seconds, 3),
            status=answer.status,
            error=answer.error,
            reason=reason_of(answer) if outcome == "dead_letter" else None,
        )
        record = delivery_record(delivery)
        await self._producer.send_and_wait(
            self._prefix + record.topic.name,
            value=record.value(),
            key=record.key,
            headers=list(record.headers()),
        )

    async def bury(self, record: Received, reason: str, error: str) -> None:
        """Keep an alert that was given up, its bytes as they were. Errors: KafkaError."""
        letter = DeadLetterRecord(
            DeadLetter(
                topic=record.topic.name,
                partition=record.partition,
                offset=record.offset,
                stage=STAGE,
                reason=reason,
                error_class="NotDelivered",
                error=error,
                key=record.key,
                value=record.value,
                channel=self._channel.id,
            )
        )
        await self._producer.send_and_wait(
            self._prefix + letter.topic.name,
            value=letter.value(),
            key=letter.key,
            headers=list(letter.headers()),
        )

    async def unreadable(self, record: Received, error: str) -> None:
        """Keep a record that is no alert. Errors: KafkaError."""
        where = f"{record.topic.name}/{record.partition}/{record.offset}"
        log.warning("channel %s: %s is no alert: %s", self._channel.id, where, error)
        self._metrics.count(
            "barid_deliveries_total", channel=self._channel.id, outcome="dead_letter"
        )
        await self.bury(record, "unreadable", error)

    def behind(self, alerts: int) -> None:
        """Report how many alerts wait."""
        self._metrics.set("barid_channel_behind_alerts", alerts, channel=self._channel.id)

    def _say(self, parcel: Parcel, answer: Answer, outcome: DeliveryOutcome, attempt: int) -> None:
        said = answer.error or ""
        what = f"{answer.status} {said}".strip() if answer.status else said
        level = logging.ERROR if outcome in ("dead_letter", "stopped") else logging.WARNING
        log.log(
            level,
            "channel %s: %s, attempt %d: %s (%s)",
            self._channel.id,
            parcel.message_id,
            attempt,
            outcome,
            what,
        )


def reason_of(answer: Answer) -> str:
    """Name why a message was given up; a failure that might have passed is told by its kind."""
    if answer.outcome == "again":
        return "no_answer" if answer.status is None else "failing"
    return answer.outcome


def _moment(unix_seconds: float) -> str:
    moment = datetime.fromtimestamp(unix_seconds, UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
