"""Send a parcel once, by a channel's type: webhook, ntfy, and a file."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Protocol

import orjson

from schemas.alert import Alert, Severity
from streams.deliver.channels.channel import Answer, Channel, Parcel, Told
from streams.deliver.channels.posting import Poster
from streams.deliver.channels.signing import signed_headers
from streams.deliver.channels.texts import Phrases, text_of

_PRIORITIES: Final[dict[Severity, int]] = {"critical": 5, "high": 4, "medium": 3, "low": 2}
# ntfy shows these names as pictures.
_TAGS: Final[dict[Severity, str]] = {
    "critical": "rotating_light",
    "high": "warning",
    "medium": "newspaper",
    "low": "newspaper",
}
_RETRACTED_TAG: Final = "no_entry_sign"


class Sender(Protocol):
    """Send a parcel once; what goes wrong is an answer, never an exception."""

    async def send(self, parcel: Parcel) -> Answer:
        """Send."""
        ...


class WebhookSender:
    """Post one alert as `{type, timestamp, data}`, signed by Standard Webhooks."""

    def __init__(self, channel: Channel, poster: Poster, wall_clock: Callable[[], float]) -> None:
        self._channel = channel
        self._poster = poster
        self._wall_clock = wall_clock

    async def send(self, parcel: Parcel) -> Answer:
        """Post; body and id are the same at each attempt, the time of signing is not."""
        body = webhook_body(parcel.told[-1], is_test=parcel.is_test)
        signed = signed_headers(
            parcel.message_id, int(self._wall_clock()), body, self._channel.secrets
        )
        headers = {"Content-Type": "application/json; charset=utf-8", **signed}
        return await self._poster.post(_address(self._channel), body, headers)


class NtfySender:
    """Publish to a topic of ntfy, as JSON: header fields would need Arabic encoded."""

    def __init__(self, channel: Channel, poster: Poster, say: Phrases) -> None:
        self._channel = channel
        self._poster = poster
        self._say = say

    async def send(self, parcel: Parcel) -> Answer:
        """Publish one alert, or a digest."""
        server, _, topic = _address(self._channel).rstrip("/").rpartition("/")
        headers = {"Content-Type": "application/json"}
        if self._channel.token is not None:
            headers["Authorization"] = f"Bearer {self._channel.token.value}"
        body = orjson.dumps(ntfy_message(topic, parcel, self._say))
        return await self._poster.post(server + "/", body, headers)


class FileSender:
    """Append alerts to a file, one JSON object a line, as they lie in the topic."""

    def __init__(self, channel: Channel) -> None:
        self._path = Path(channel.path or "")

    async def send(self, parcel: Parcel) -> Answer:
        """Append, and have it on the disk before saying so."""
        lines = b"".join((told.record.value or b"") + b"\n" for told in parcel.told)
        try:
            await asyncio.to_thread(_append, self._path, lines)
        except OSError as error:
            return Answer("again", error=f"{self._path}: {error.strerror}")
        return Answer("delivered")


def webhook_body(told: Told, *, is_test: bool = False) -> bytes:
    """Write the payload. Shape: the time is that of the record, so attempts do not differ."""
    moment = datetime.fromtimestamp(max(0, told.record.timestamp_ms) / 1000, UTC)
    kind = "test" if is_test else f"alert.{told.alert.status}"
    head = {"type": kind, "timestamp": moment.isoformat(timespec="milliseconds")}
    data = told.record.value or b"null"
    return orjson.dumps(head)[:-1] + b',"data":' + data + b"}"


def ntfy_message(topic: str, parcel: Parcel, say: Phrases) -> dict[str, object]:
    """Write what ntfy publishes; a digest is as urgent as its gravest alert."""
    text = text_of(parcel, say)
    gravest = max((told.alert for told in parcel.told), key=_urgency)
    retracted = all(told.alert.status == "retracted" for told in parcel.told)
    message: dict[str, object] = {
        "topic": topic,
        "title": text.title,
        "message": text.body,
        "priority": _urgency(gravest),
        "tags": [_RETRACTED_TAG if retracted else _TAGS[gravest.severity]],
    }
    return {**message, "click": text.link} if text.link else message


def _urgency(alert: Alert) -> int:
    """Give ntfy's priority; what is closed wakes nobody."""
    return 2 if alert.status == "closed" else _PRIORITIES[alert.severity]


def _address(channel: Channel) -> str:
    if channel.url is None:
        raise ValueError(f"channel {channel.id} has no address")
    return channel.url.value


def _append(path: Path, lines: bytes) -> None:
    with path.open("ab") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
