"""Every setting: name, default, unit and meaning in one table. The only reader of the environment.

Order of precedence: environment (`BARID_BROKER=...`), a secret's file (`BARID_REDIS_FILE=...`),
the config file (TOML, `BARID_CONFIG`, or `barid.toml` where the program starts), the default.
A name nobody knows is an error, so a typing mistake never runs in silence.
"""

import math
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

PREFIX: Final = "BARID_"
_CONFIG: Final = "BARID_CONFIG"
_DEFAULT_FILE: Final = "barid.toml"
# Read by the test harness, not by the program; named here so that they are not refused.
_FOREIGN: Final = "BARID_TEST_"
_HIDDEN: Final = "***"


class SettingsError(ValueError):
    """Report settings that cannot be used; the text says which and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Hold the settings of a process. `DOCS` says what each means."""

    broker: str = "127.0.0.1:9092"
    redis: str = "redis://127.0.0.1:6379/0"
    redis_cluster: bool = False
    topic_prefix: str = ""
    topic_partitions: int = 8
    topic_replication: int = 1
    group: str = "barid"
    rules: str = ""
    enrichers: str = ""
    batch_messages: int = 64
    batch_wait_ms: int = 50
    max_body_bytes: int = 4 * 1024 * 1024
    session_timeout_seconds: float = 20.0
    connect_timeout_seconds: float = 20.0
    web_host: str = "127.0.0.1"
    web_port: int = 6066
    web_token: str = ""
    quiet_hours: float = 72.0
    feed_hours: float = 168.0
    channels: str = ""
    cap_sender: str = "barid"
    cap_status: str = "Exercise"
    stall_seconds: float = 120.0
    embedded_memory_mb: int = 512
    log_level: str = "INFO"


DOCS: Final[dict[str, str]] = {
    "broker": "Kafka bootstrap addresses, comma between them",
    "redis": "Redis URL; may hold a password, so `BARID_REDIS_FILE` may name a file with it",
    "redis_cluster": "the URL names a node of a Redis Cluster",
    "topic_prefix": "put before each topic name and the consumer group",
    "topic_partitions": "partitions of a topic that `barid topics apply` makes",
    "topic_replication": "replicas of a topic that `barid topics apply` makes",
    "group": "consumer group; workers of one group share the partitions",
    "rules": "file of alert rules; empty for the shipped ones",
    "enrichers": "plug-ins to mark names with, comma between, `ner=/models/x`; see docs/plugins.md",
    "batch_messages": "most messages an agent handles at once",
    "batch_wait_ms": "milliseconds an agent waits for a batch to fill",
    "max_body_bytes": "largest raw message that is read; a larger one is a dead letter",
    "session_timeout_seconds": "seconds until a dead worker's partitions go to another",
    "connect_timeout_seconds": "seconds a start may wait for Kafka and Redis before it gives up",
    "web_host": "address that /metrics, /livez, /readyz and the page listen on",
    "web_port": "port of the same; 0 for any free one",
    "web_token": "token to silence and acknowledge over HTTP with; `BARID_WEB_TOKEN_FILE` names a "
    "file with it; without one only this machine may",
    "quiet_hours": "hours of article time without a new report after which an incident closes; "
    "0 for never",
    "feed_hours": "hours of alerts that the page and the feed go back to",
    "channels": "file of channels that `barid deliver` sends to; empty for none",
    "cap_sender": "who CAP messages say they are from, such as a domain name",
    "cap_status": "status of CAP messages: Actual, Exercise, System, Test or Draft",
    "stall_seconds": "seconds with work but no commit after which /livez answers 503",
    "embedded_memory_mb": "`barid up`: most megabytes of the in-memory broker",
    "log_level": "DEBUG, INFO, WARNING or ERROR",
}

_LEAST: Final = {
    "topic_partitions": 1,
    "topic_replication": 1,
    "batch_messages": 1,
    "batch_wait_ms": 1,
    "max_body_bytes": 1024,
    "session_timeout_seconds": 1.0,
    "connect_timeout_seconds": 0.1,
    "web_port": 0,
    "quiet_hours": 0.0,
    "feed_hours": 0.1,
    "stall_seconds": 1.0,
    "embedded_memory_mb": 64,
}
_MOST: Final = {"web_port": 65_535}
_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR")
_CAP_STATUSES: Final = ("Actual", "Exercise", "System", "Test", "Draft")
# CAP forbids these in a sender's name.
_NO_SENDER: Final = re.compile(r"[\s,<&]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Say where a value came from: `environment`, a file's name, or `default`."""

    name: str
    value: Any
    source: str


def load_settings(
    environment: Mapping[str, str] | None = None,
) -> tuple[Settings, tuple[Origin, ...]]:
    """Read the settings and where each came from. Errors: SettingsError."""
    env = dict(os.environ if environment is None else environment)
    names = {field.name: field.type for field in fields(Settings)}
    stated = _from_file(env, names)
    # The files of secrets first: what the environment says itself goes before them.
    for variable, text in sorted(env.items(), key=lambda item: not item[0].endswith("_FILE")):
        if not variable.startswith(PREFIX) or variable.startswith(_FOREIGN) or variable == _CONFIG:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name.endswith("_file") and name.removesuffix("_file") in names:
            name = name.removesuffix("_file")
            stated[name] = (_parse(name, _secret(variable, text), variable), text)
        elif name in names:
            stated[name] = (_parse(name, text, variable), f"environment ({variable})")
        else:
            known = [PREFIX + known.upper() for known in names]
            raise SettingsError(f"{variable} is no setting of Barid; {_meant(variable, known)}")
    settings = Settings(**{name: value for name, (value, _) in stated.items()})
    origins = tuple(
        Origin(name, getattr(settings, name), stated[name][1] if name in stated else "default")
        for name in names
    )
    return settings, origins


def environment_value(name: str) -> str | None:
    """Read a variable that is no setting: a channel's secret, as its file names it."""
    return os.environ.get(name)


def shown(origin: Origin) -> str:
    """Write a value for people: a password in a URL is never shown."""
    if origin.name == "web_token":
        return _HIDDEN if origin.value else ""
    if origin.name != "redis":
        return str(origin.value)
    url = str(origin.value)
    try:
        parts = urlsplit(url)
        queried = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:  # no URL at all; a password may stand anywhere in it
        return _HIDDEN
    user, colon, _ = parts.netloc.rpartition("@")[0].partition(":")
    if colon:
        parts = parts._replace(netloc=f"{user}:{_HIDDEN}@{parts.netloc.rpartition('@')[2]}")
    in_query = any(name == "password" for name, _ in queried)  # redis-py reads one here as well
    if in_query:
        queried = [(name, _HIDDEN if name == "password" else said) for name, said in queried]
        parts = parts._replace(query=urlencode(queried, safe="*"))
    return urlunsplit(parts) if colon or in_query else url


def markdown() -> str:
    """Write docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Generated from `streams/settings.py`; a test holds the two equal. Each is an environment",
        "variable `BARID_<NAME>`, or a key of `barid.toml` (`BARID_CONFIG` names another file).",
        "`barid config show` prints the value in force and where it came from.",
        "",
        "| setting | default | meaning |",
        "|---|---|---|",
    ]
    lines += [
        f"| `BARID_{field.name.upper()}` | `{field.default}` | {DOCS[field.name]} |"
        for field in fields(Settings)
    ]
    return "\n".join(lines) + "\n"


def _from_file(env: Mapping[str, str], names: Mapping[str, Any]) -> dict[str, tuple[Any, str]]:
    path = Path(env.get(_CONFIG) or _DEFAULT_FILE)
    if not path.is_file():
        if env.get(_CONFIG):
            raise SettingsError(f"{path}, named by {_CONFIG}, is no file; correct the path")
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path} is no TOML file that can be read: {error}") from None
    for name in table:
        if name not in names:
            raise SettingsError(
                f"{path}: {name!r} is no setting of Barid; {_meant(name, list(names))}"
            )
    return {name: (_parse(name, value, str(path)), str(path)) for name, value in table.items()}


def _secret(variable: str, path: str) -> str:
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{variable}: the file {path} cannot be read ({error})") from None


def _parse(name: str, stated: Any, where: str) -> Any:
    kind = type(getattr(Settings(), name))
    try:
        value = _boolean(stated) if kind is bool else _of_kind(kind, stated)
    except ValueError:
        raise SettingsError(f"{where}: {name} takes a {kind.__name__}, not {stated!r}") from None
    least = _LEAST.get(name)
    if least is not None and value < least:
        raise SettingsError(f"{where}: {name} is at least {least}, not {value}")
    most = _MOST.get(name)
    if most is not None and value > most:
        raise SettingsError(f"{where}: {name} is at most {most}, not {value}")
    if name == "log_level" and value not in _LEVELS:
        raise SettingsError(f"{where}: log_level is one of {', '.join(_LEVELS)}, not {value!r}")
    if name == "cap_status" and value not in _CAP_STATUSES:
        known = ", ".join(_CAP_STATUSES)
        raise SettingsError(f"{where}: cap_status is one of {known}, not {value!r}")
    if name == "cap_sender" and (not value or _NO_SENDER.search(str(value))):
        raise SettingsError(f"{where}: cap_sender has no space, comma, < or &, not {value!r}")
    return value


def _meant(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"


def _of_kind(kind: Any, stated: Any) -> Any:
    """Read an environment's text, or take a value of the file if it is of this kind."""
    is_int_for_float = kind is float and type(stated) is int
    if not (isinstance(stated, str) or type(stated) is kind or is_int_for_float):
        raise ValueError(stated)
    value = kind(stated)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(stated)
    return value


def _boolean(stated: Any) -> bool:
    if isinstance(stated, bool):
        return stated
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
        "": False,
    }
    return words[str(stated).lower()] if str(stated).lower() in words else _refuse(stated)


def _refuse(stated: Any) -> bool:
    raise ValueError(stated)
