"""Read the secrets that a channel names, and see that each is of its kind."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from streams.alert.rules.faults import Report
from streams.alert.rules.tree import Node
from streams.deliver.channels.channel import ChannelType
from streams.deliver.channels.notify import is_apprise_address
from streams.deliver.channels.secret import (
    Environment,
    NoSecret,
    Secret,
    from_environment,
    from_file,
    is_reference,
)
from streams.deliver.channels.signing import BadKey, read_key

SECRETS: Final = ("url", "secret", "old_secret", "token")


def read_secrets(
    said: Mapping[str, Node],
    kind: ChannelType,
    report: Report,
    environment: Environment,
    folder: Path,
) -> dict[str, Secret]:
    """Read what `NAME: env:VARIABLE` and `NAME_file: PATH` name; paths are beside the file.

    What cannot be had, or is not of its kind, is reported at its place and left out.
    """
    found: dict[str, Secret] = {}
    for name in SECRETS:
        inline, named = said.get(name), said.get(name + "_file")
        if inline is not None and named is not None:
            report.error(named, "secret_twice", field=name)
            continue
        at = inline or named
        if at is None:
            continue
        if inline is not None and not is_reference(inline.text):
            report.error(inline, "secret_in_file", field=name)
            continue
        try:
            if inline is not None:
                secret = from_environment(inline.text, environment)
            else:
                secret = from_file(folder / at.text)
        except NoSecret as error:
            report.error(at, error.code, source=str(error))
            continue
        fault = _fault(name, kind, secret)
        if fault is None:
            found[name] = secret
        else:
            report.error(at, fault, field=name if inline is not None else name + "_file")
    return found


def _fault(name: str, kind: ChannelType, secret: Secret) -> str | None:
    """Give the code of what is wrong with a secret; None for nothing."""
    if name in ("secret", "old_secret"):
        try:
            read_key(secret)
        except BadKey:
            return "no_signing_key"
    if name == "url" and kind == "apprise" and not is_apprise_address(secret.value):
        return "no_apprise_url"
    if name == "url" and kind in ("webhook", "ntfy"):
        try:
            parts = urlsplit(secret.value)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname)
            _ = parts.port  # a port that is no number is found only when asked for
        except ValueError:
            return "no_url"
        if not usable or any(char.isspace() for char in secret.value):
            return "no_url"
        if kind == "ntfy" and not parts.path.strip("/"):
            return "no_topic"
    return None
