"""Send again what a channel gave up, and nothing that has reached it since."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from schemas.alert import Alert, Toll
from schemas.codec import InvalidMessage, decode, encode
from schemas.delivery import Delivery, DeliveryOutcome
from streams.deliver.channels.channel import Answer, Parcel, Told, read_told
from streams.deliver.channels.journal import STAGE, Journal
from streams.deliver.channels.senders import Sender
from streams.deliver.reading import TopicReader, read_between
from streams.settings import Settings
from streams.subscribe import Received
from streams.topics import ALERTS, DEADLETTERS, DELIVERIES, Topic


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Hold an alert that a channel gave up, and why."""

    told: Told
    reason: str
    error: str


async def deliveries(settings: Settings, channel_id: str | None = None) -> list[Delivery]:
    """Read the log of deliveries, the oldest first. Errors: KafkaError, LookupError."""
    found = []
    async for record in _read_all(settings, DELIVERIES):
        try:
            delivery = decode(Delivery, record.value)
        except InvalidMessage:  # another program's; the log shows ours
            continue
        if channel_id in (None, delivery.channel):
            found.append(delivery)
    return found


async def given_up(settings: Settings, channel_id: str) -> list[GivenUp]:
    """Find what a channel gave up and has not delivered since, each revision once.

    Errors: KafkaError, LookupError.
    """
    delivered = {
        key
        for delivery in await deliveries(settings, channel_id)
        if delivery.outcome == "delivered"
        for key in delivery.alerts
    }
    found: dict[str, GivenUp] = {}
    async for record in _read_all(settings, DEADLETTERS):
        one = _read(record, channel_id)
        if one is not None and one.told.key not in delivered:
            found[one.told.key] = one
    return list(found.values())


async def send_again(
    waiting: list[GivenUp],
    sender: Sender,
    journal: Journal,
    clock: Callable[[], float],
    tell: Callable[[GivenUp, Answer], None],
) -> int:
    """Send each once; what fails stays a dead letter. Give how many arrived. Errors: KafkaError."""
    arrived = 0
    for one in waiting:
        parcel = Parcel((one.told,))
        began = clock()
        answer = await sender.send(parcel)
        outcome: DeliveryOutcome = "delivered" if answer.outcome == "delivered" else "failed"
        await journal.attempted(parcel, answer, outcome, 1, clock() - began)
        arrived += outcome == "delivered"
        tell(one, answer)
    return arrived


def made_up_alert(record_ms: int) -> Parcel:
    """Make the alert that `barid channel test` sends: marked as a test in every field it has."""
    alert = Alert(
        alert_id=f"test-{record_ms}",
        revision=1,
        status="opened",
        rule_id="test",
        severity="low",
        incident_id=None,
        story_id=None,
        headline="تجربة من بريد: لم يقع شيء · Test by Barid: nothing has happened",
        event_type=None,
        event_date=None,
        place=None,
        killed=Toll(),
        injured=Toll(),
        outlets=("Barid",),
        language="ar",
    )
    record = Received(ALERTS, -1, -1, None, encode(alert), (), record_ms)
    return Parcel((Told(alert, record),), is_test=True)


async def _read_all(settings: Settings, topic: Topic) -> AsyncIterator[Received]:
    """Yield what a topic holds now: a failing channel writes to its log without end."""
    async with TopicReader(settings, [topic]) as reader:
        ends = await reader.ends()
    async for record in read_between(settings, [topic], {}, ends):
        yield record


def _read(record: Received, channel_id: str) -> GivenUp | None:
    """Read a dead letter of this channel; None for another's, and for what is no alert."""
    try:
        letter = record.dead_letter()
        if letter.stage != STAGE or letter.channel != channel_id:
            return None
        alert = Received(
            ALERTS,
            letter.partition,
            letter.offset,
            letter.key,
            letter.value,
            (),
            record.timestamp_ms,
        )
        told = read_told(alert)
    except (ValueError, KeyError):  # InvalidMessage is a ValueError
        return None
    return GivenUp(told, letter.reason, letter.error) if told is not None else None
