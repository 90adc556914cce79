"""Post bytes to an address, once: guarded, without redirects, in bounded time."""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    TCPConnector,
)

from streams import __version__
from streams.deliver.channels.answers import answer_of
from streams.deliver.channels.channel import Answer, Channel
from streams.deliver.channels.guard import BlockedAddress, GuardedResolver, check_host
from streams.deliver.channels.secret import redact

# Of an answer that is no success, what a person needs to see why.
_SAID_BYTES: Final = 300


class Poster:
    """Post for one channel; holds its connections. Use as `async with`."""

    def __init__(self, channel: Channel, wall_clock: Callable[[], float]) -> None:
        """Take whose patience and permissions count; `wall_clock` gives Unix seconds."""
        self._channel = channel
        self._wall_clock = wall_clock
        self._session: ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the pool of connections; nothing is connected yet."""
        guarded = None if self._channel.allow_private else GuardedResolver()
        self._session = ClientSession(
            connector=TCPConnector(resolver=guarded, use_dns_cache=False, limit=4),
            timeout=ClientTimeout(total=self._channel.patience.timeout_seconds),
            cookie_jar=DummyCookieJar(),
            headers={"User-Agent": f"barid/{__version__}"},
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Post once and say what came of it; what goes wrong is an answer, never an exception."""
        if self._session is None:
            raise RuntimeError("a Poster is used as `async with`")
        try:
            if not self._channel.allow_private:
                check_host(urlsplit(url).hostname)
            async with self._session.post(
                url, data=body, headers=headers, allow_redirects=False
            ) as got:
                said = (await got.content.read(_SAID_BYTES)).decode("utf-8", "replace").strip()
                return answer_of(got.status, got.headers, self._hide(said), self._wall_clock())
        except TimeoutError:
            seconds = self._channel.patience.timeout_seconds
            return Answer("again", error=f"no answer within {seconds:g} s")
        except InvalidURL:
            return Answer("unsendable", error="the address is no URL that can be asked")
        except (ClientError, OSError) as error:
            blocked = _blocked(error)
            if blocked is not None:
                return Answer("blocked_address", error=str(blocked))
            return Answer("again", error=self._hide(_why(error)))

    def _hide(self, text: str) -> str:
        return redact(text, self._channel.hidden)


def _blocked(error: BaseException) -> BlockedAddress | None:
    """Find the refusal under what the library made of it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, BlockedAddress):
            return seen
        seen = getattr(seen, "os_error", None) or seen.__cause__
    return None


def _why(error: BaseException) -> str:
    if isinstance(error, ClientConnectorError):
        return f"no connection: {error.os_error.strerror or type(error).__name__}"
    return f"{type(error).__name__}: {error}"
