"""How every command begins: settings, logging, and errors that end with exit code 2."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import click
import orjson
from rich.console import Console

from streams.alert.rules import RulesError
from streams.settings import Settings, SettingsError, load_settings

# Libraries that say at WARNING what we say ourselves, or retry on their own. faust logs the life
# of its services under the module that subclasses them; our own words go under "barid".
_QUIET = ("faust", "mode", "asyncio", "trafilatura", "streams.agents")
# It writes 12 kB a second while a broker is away, and we say once that it is; and the first member
# of a group always hears that there is no coordinator yet.
_SILENT = ("aiokafka",)


class CannotRun(click.ClickException):
    """End with exit code 2 and one sentence."""

    exit_code = 2


class Failed(click.ClickException):
    """End with exit code 1 and one sentence."""

    exit_code = 1


def settings_or_exit() -> Settings:
    """Load the settings, or end with the reason."""
    try:
        settings, _ = load_settings()
    except SettingsError as error:
        raise CannotRun(str(error)) from None
    start_logging(settings.log_level)
    return settings


@contextmanager
def refusing(*errors: type[Exception]) -> Iterator[None]:
    """Turn errors that mean "cannot start" into exit code 2."""
    expected: tuple[type[Exception], ...] = (RulesError, *errors)
    try:
        yield
    except BrokenPipeError:  # whoever read our output has ended; click ends quietly then
        raise
    except expected as error:
        raise CannotRun(str(error)) from None


def start_logging(level: str) -> None:
    """Log to standard error: plain lines on a terminal, JSON lines elsewhere."""
    handler = logging.StreamHandler(sys.stderr)
    if sys.stderr.isatty():
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    else:
        handler.setFormatter(_JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel("ERROR" if level != "DEBUG" else "INFO")
    for name in _SILENT:
        logging.getLogger(name).setLevel("CRITICAL" if level != "DEBUG" else "INFO")


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["trace"] = self.formatException(record.exc_info)
        return orjson.dumps(entry).decode("utf-8", "replace")


def console(*, stderr: bool = False) -> Console:
    """Give a console; rich sees a pipe by itself. With NO_COLOR there is no bold or dim either."""
    made = Console(stderr=stderr, highlight=False, soft_wrap=True)
    if made.no_color:
        return Console(stderr=stderr, highlight=False, soft_wrap=True, color_system=None)
    return made
