"""Secrets: named in the channels' file, read from a file or the environment, never written out."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

HIDDEN: Final = "***"
_FROM_ENVIRONMENT: Final = "env:"
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
# Shorter parts of an address are words such as `api`, which would hide half of every message.
_LEAST_CHARS: Final = 6

# Looks a name up in the environment; None where it is not set.
Environment = Callable[[str], str | None]


class NoSecret(ValueError):
    """Report a secret that cannot be had. `code` names the message; the text names the source."""

    def __init__(self, code: str, source: str) -> None:
        """Keep which message to show apart from what it names."""
        super().__init__(source)
        self.code = code


@dataclass(frozen=True, slots=True)
class Secret:
    """Hold a value that is never shown: `str`, `repr` and f-strings give asterisks."""

    value: str

    def __str__(self) -> str:
        return HIDDEN

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"


def is_reference(text: str) -> bool:
    """Say whether a text names a variable, as `env:NAME`.

    >>> is_reference("env:DESK_URL"), is_reference("https://hooks.example/T0/B0")
    (True, False)
    """
    name = text.removeprefix(_FROM_ENVIRONMENT)
    return name != text and _NAME.fullmatch(name) is not None


def from_environment(reference: str, environment: Environment) -> Secret:
    """Read `env:NAME`. Errors: NoSecret."""
    name = reference.removeprefix(_FROM_ENVIRONMENT)
    value = (environment(name) or "").strip()
    if not value:
        raise NoSecret("no_variable", name)
    return Secret(value)


def from_file(path: Path) -> Secret:
    """Read a file whose whole content is the secret. Errors: NoSecret."""
    try:
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise NoSecret("no_secret_file", str(path)) from None
    if not value:
        raise NoSecret("empty_secret_file", str(path))
    return Secret(value)


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """Take secrets out of a text, and the parts of an address that let somebody in.

    >>> redact("POST https://a.example/T0secret: 500", [Secret("https://a.example/T0secret")])
    'POST ***: 500'
    """
    for part in sorted({p for s in secrets for p in _parts(s.value)}, key=len, reverse=True):
        text = text.replace(part, HIDDEN)
    return text


def shown_address(secret: Secret) -> str:
    """Show of an address what lets nobody in: scheme, host and port.

    >>> shown_address(Secret("https://user:pw@hooks.example:8443/T0/B0?x=1"))
    'https://hooks.example:8443/***'
    """
    scheme = secret.value.partition("://")[0]
    if scheme not in ("http", "https"):
        # In other addresses, Apprise's, the host may be a token.
        return HIDDEN if scheme == secret.value else f"{scheme}://{HIDDEN}"
    try:
        parts = urlsplit(secret.value)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return HIDDEN
    return f"{scheme}://{parts.hostname}{port}/{HIDDEN}"


def _parts(value: str) -> set[str]:
    found = {value}
    try:
        parts = urlsplit(value)
        pieces = [parts.path, parts.query, parts.fragment, parts.username, parts.password]
    except ValueError:
        pieces = []
    if "://" in value:
        for piece in pieces:
            found |= {piece or "", *(piece or "").split("/")}
    found |= {unquote(part) for part in found} | {quote(part, safe="") for part in found}
    return {part for part in found if len(part) >= _LEAST_CHARS}
