"""`barid silence`: what not to hear of for a while."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import click

from streams.agents import OUTAGES
from streams.alert.rules import RulesError
from streams.alert.severity import SEVERITIES
from streams.alert.silence_store import RedisSilences
from streams.alert.silences import MATCHERS, Silence, SilenceError, moment_of
from streams.app import CannotStart, open_redis, rules_of
from streams.cli.starting import Failed, console, refusing, settings_or_exit
from streams.operators import silence_named
from streams.rule_names import LoadedNames
from streams.text.normalize import fold

Answer = TypeVar("Answer")
# A country or a province by its ISO 3166 code, or a place by its id.
_CODE: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|[a-z0-9]+:.+")


@click.group("silence")
def silence_group() -> None:
    """Silence alerts for a while: with an author, a reason and an end.

    A silenced alert goes to `alerts.suppressed` with the reason `silenced`. Its incident goes on;
    the first change after the silence tells everything since.
    """


@silence_group.command("add")
@click.option("--author", required=True, help="Who silences.")
@click.option("--reason", required=True, help="Why, for those who find it.")
@click.option("--hours", type=float, required=True, help="For how long.")
@click.option("--rule", help="Only alerts of this rule.")
@click.option("--incident", help="Only this incident (`inc-...`).")
@click.option("--place", help="Only in this place: a name, or a code such as IQ-DI or IQ.")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Only up to this severity.")
def add(**said: Any) -> None:
    """Silence what all the given matchers hold for.

    \b
    Example:
      barid silence add --author Salma --reason "announced drill" --hours 4 --place IQ-DI
    """

    async def do(kept: RedisSilences) -> Silence:
        now = datetime.now(UTC)
        await kept.sweep(now)
        silence = silence_named(said, now)
        await kept.add(silence, now)
        return silence

    click.echo(asked(do).silence_id)
    for doubt in _doubts(said):
        click.echo(f"Warning: {doubt}", err=True)


def _doubts(said: dict[str, Any]) -> Iterator[str]:
    """Say what looks like a slip: a silence that matches nothing is not noticed until too late."""
    rule, place, incident = said["rule"], said["place"], said["incident"]
    if rule is not None:
        with refusing(RulesError):
            rules = rules_of(settings_or_exit())
        if rules.get(rule) is None:
            yield f"there is no rule {rule!r} in the rules that BARID_RULES names here"
    is_named = place is not None and not _CODE.fullmatch(place)
    if is_named and not LoadedNames().places(fold(place).strip()):
        yield f"no place on the lists is called {place!r}; it silences only places so written"
    if incident is not None and not incident.startswith("inc-"):
        yield f"{incident!r} is no incident: their names begin with `inc-`"


@silence_group.command("list")
def list_silences() -> None:
    """List the silences in force.

    \b
    Example:
      barid silence list
    """
    now = datetime.now(UTC)
    held = asked(lambda kept: kept.current())
    out = console()
    for one in held:
        if moment_of(one.expires_at) > now:
            matchers = " ".join(f"{m}={getattr(one, m)}" for m in MATCHERS if getattr(one, m))
            out.print(
                f"{one.silence_id}  until {one.expires_at}  {matchers}  {one.author}: {one.reason}",
                markup=False,
            )


@silence_group.command("expire")
@click.argument("silence_id")
def expire(silence_id: str) -> None:
    """End a silence now.

    \b
    Example:
      barid silence expire sil-3f9a2c1b7d
    """
    if not asked(lambda kept: kept.expire(silence_id)):
        raise Failed(f"there is no silence {silence_id}; `barid silence list` has those in force")


def asked(ask: Callable[[RedisSilences], Awaitable[Answer]]) -> Answer:
    """Ask the store of silences; an error ends the command with one sentence."""
    settings = settings_or_exit()

    async def run() -> Answer:
        async with open_redis(settings) as redis:
            return await ask(RedisSilences(redis))

    with refusing(CannotStart, SilenceError):
        try:
            return asyncio.run(run())
        except OUTAGES as error:
            raise Failed(f"Redis: {error}") from None
