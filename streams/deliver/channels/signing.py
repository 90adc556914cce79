"""Sign a webhook as Standard Webhooks 1.0 says: HMAC-SHA256 over id, timestamp and body."""

import base64
import binascii
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

from streams.deliver.channels.secret import Secret

_PREFIX: Final = "whsec_"
# The bounds that the specification sets. Units: bytes.
_LEAST_BYTES, _MOST_BYTES, _NEW_BYTES = 24, 64, 32


class BadKey(ValueError):
    """Report a key that is not of the specification's form."""


def read_key(secret: Secret) -> bytes:
    """Read `whsec_` and base64. Errors: BadKey."""
    text = secret.value.removeprefix(_PREFIX)
    try:
        key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise BadKey("no base64") from None
    if text == secret.value or not _LEAST_BYTES <= len(key) <= _MOST_BYTES:
        raise BadKey(f"{_PREFIX} and {_LEAST_BYTES} to {_MOST_BYTES} bytes are needed")
    return key


def make_key() -> str:
    """Make a key for a receiver and us."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_NEW_BYTES)).decode("ascii")


def signed_headers(
    message_id: str, unix_seconds: int, body: bytes, keys: Sequence[Secret]
) -> dict[str, str]:
    """Give the three headers. With two keys there are two signatures, so that either verifies.

    Errors: BadKey.
    """
    signed = f"{message_id}.{unix_seconds}.".encode() + body
    signatures = [
        "v1," + base64.b64encode(hmac.digest(read_key(key), signed, "sha256")).decode("ascii")
        for key in keys
    ]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(unix_seconds),
        "webhook-signature": " ".join(signatures),
    }
