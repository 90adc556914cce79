"""Send through Apprise: a hundred services by address. It blocks, so it has a thread of its own."""

import asyncio
import importlib
import importlib.util
import logging
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from streams.deliver.channels.channel import Answer, Channel, Parcel
from streams.deliver.channels.secret import redact
from streams.deliver.channels.texts import Phrases, text_of


def has_apprise() -> bool:
    """Say whether the extra `notify` is installed."""
    return importlib.util.find_spec("apprise") is not None


def is_apprise_address(url: str) -> bool:
    """Say whether Apprise knows an address. Errors: ImportError without the extra."""
    return _instance(url) is not None


class AppriseSender:
    """Send plain text; the service's own limit of messages is kept by Apprise, in its thread."""

    def __init__(self, channel: Channel, say: Phrases) -> None:
        """Take a channel whose address is known to be one."""
        self._channel = channel
        self._say = say
        # One for good: it keeps the pace that the service asks for.
        self._service = _instance(channel.url.value if channel.url else "")
        self._thread = ThreadPoolExecutor(1, f"apprise-{channel.id}")

    async def send(self, parcel: Parcel) -> Answer:
        """Send once; Apprise says only whether it worked, the reason is what it logged."""
        text = text_of(parcel, self._say)
        body = f"{text.body}\n{text.link}" if text.link else text.body
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._thread, self._notify, text.title, body)
        except Exception as error:  # noqa: BLE001 - one of 183 plug-ins; its fault is an answer
            return Answer("again", error=self._hide(f"{type(error).__name__}: {error}"))

    def close(self) -> None:
        """Let the thread go; what it is at is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _notify(self, title: str, body: str) -> Answer:
        with _quiet() as said:
            if self._service is not None and self._service.notify(body=body, title=title):
                return Answer("delivered")
        return Answer("again", error=self._hide("; ".join(said) or "the service did not take it"))

    def _hide(self, text: str) -> str:
        return redact(text, self._channel.hidden)


def _instance(url: str) -> Any:
    """Load the library, and of it the service's part: half a second that others need not pay.

    Not in a thread, for what silences warnings silences those of the whole process.
    """
    with warnings.catch_warnings(), _quiet():
        # It imports modules that Python is about to drop.
        warnings.simplefilter("ignore", DeprecationWarning)
        return importlib.import_module("apprise").Apprise.instantiate(url)


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep to ourselves what Apprise logs in this thread: it names addresses with their tokens."""
    said: list[str] = []
    thread = threading.get_ident()

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.levelno >= logging.WARNING and record.thread == thread:
                said.append(record.getMessage())

    logger, handler = logging.getLogger("apprise"), Keep()
    logger.propagate = False
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        # Without any handler Python writes warnings to standard error by itself.
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
