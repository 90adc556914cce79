"""What an answer means, and how long to wait before the next attempt. Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

from streams.deliver.channels.channel import Answer, Patience

# The receiver has read the message and will not take it, whenever it comes.
_REFUSED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    }
)
# A receiver may ask for a pause; one that asks for a year is not given it.
LONGEST_ASKED_SECONDS: Final = 3600.0
_REDIRECTS: Final = range(300, 400)
_TAKEN: Final = range(200, 300)


def answer_of(status: int, headers: Mapping[str, str], said: str, now: float) -> Answer:
    """Say what an HTTP answer means. Units: `now` in Unix seconds.

    A wrong password or a missing page may be mended, so they are tried again.
    """
    if status in _TAKEN:
        return Answer("delivered", status)
    if status == HTTPStatus.GONE:
        return Answer("stop", status, said)
    if status in _REFUSED:
        return Answer("refused", status, said)
    if status in _REDIRECTS:
        return Answer("redirected", status, "a redirect is not followed; name where it leads")
    return Answer("again", status, said, retry_after(headers.get("Retry-After"), now))


def retry_after(stated: str | None, now: float) -> float | None:
    """Read `Retry-After`: seconds or a date; None for what is neither. Units: seconds.

    >>> retry_after("120", now=0.0), retry_after("Thu, 01 Jan 1970 00:01:00 GMT", now=10.0)
    (120.0, 50.0)
    """
    text = (stated or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_ASKED_SECONDS)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    wait = (moment - datetime.fromtimestamp(now, UTC)).total_seconds()
    return min(max(0.0, wait), LONGEST_ASKED_SECONDS)


def wait_seconds(failures: int, asked: float | None, patience: Patience, chance: float) -> float:
    """Say how long to wait after so many failures in a row. Shape: `chance` from 0 to 1.

    Twice as long each time, up to the longest; half of it by chance, so that channels that failed
    together do not come back together. Never less than the receiver asked for.
    """
    doubled = patience.first_wait_seconds * 2.0 ** min(failures - 1, 30)
    wait = min(doubled, patience.longest_wait_seconds) * (0.5 + chance / 2)
    return max(wait, asked or 0.0)
