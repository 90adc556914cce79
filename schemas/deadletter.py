"""DeadLetter: a message that could not be handled, with the reason; Kafka Connect's header names.

On the topic, the value is the original bytes and everything else travels in headers, so any Kafka
client can read the message back and send it again. `barid replay` has no headers and writes the
same facts as one JSON object a line.
"""

from base64 import b64encode
from dataclasses import dataclass

STAGE_HEADER = "barid.stage"
REASON_HEADER = "barid.reason"
CHANNEL_HEADER = "barid.channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Keep a message nobody could handle: where it came from, which stage refused it, and why.

    `channel` names the channel that gave an alert up; its stage is `deliver`.
    """

    topic: str
    partition: int
    offset: int
    stage: str
    reason: str
    error_class: str
    error: str
    key: bytes | None
    value: bytes | None
    stack: str = ""
    channel: str | None = None

    def headers(self) -> list[tuple[str, bytes]]:
        """Give the record's headers: Kafka Connect's names, string values, then our own."""
        named = {
            "__connect.errors.topic": self.topic,
            "__connect.errors.partition": str(self.partition),
            "__connect.errors.offset": str(self.offset),
            "__connect.errors.stage": self.stage,
            "__connect.errors.class.name": f"barid.{self.stage}",
            "__connect.errors.exception.class.name": self.error_class,
            "__connect.errors.exception.message": self.error,
            "__connect.errors.exception.stacktrace": self.stack,
            STAGE_HEADER: self.stage,
            REASON_HEADER: self.reason,
        }
        if self.channel is not None:
            named[CHANNEL_HEADER] = self.channel
        return [(name, text.encode("utf-8", "backslashreplace")) for name, text in named.items()]

    def as_json(self) -> dict[str, object]:
        """Give the JSON object `barid replay` writes; `value` is null where it is no UTF-8."""
        said: dict[str, object] = {
            "topic": self.topic,
            "partition": self.partition,
            "offset": self.offset,
            "stage": self.stage,
            "reason": self.reason,
            "error_class": self.error_class,
            "error": self.error.encode("utf-8", "backslashreplace").decode("utf-8"),
            "key": _text(self.key),
            "value": _text(self.value),
            "value_base64": None if self.value is None else b64encode(self.value).decode("ascii"),
        }
        return said if self.channel is None else {**said, "channel": self.channel}


def _text(content: bytes | None) -> str | None:
    try:
        return None if content is None else content.decode("utf-8")
    except UnicodeDecodeError:
        return None
