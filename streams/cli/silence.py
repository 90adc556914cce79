"""`barid silence`: what not to hear of for a while."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from streams.agents import OUTAGES
from streams.alert.severity import SEVERITIES
from streams.alert.silence_store import RedisSilences
from streams.alert.silences import MATCHERS, Silence, SilenceError, moment_of
from streams.app import CannotStart, open_redis
from streams.cli.starting import Failed, console, refusing, settings_or_exit
from streams.operators import silence_named

Answer = TypeVar("Answer")


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
