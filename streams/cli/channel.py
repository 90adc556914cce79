"""`barid channel`: look at channels, try one, read its log, send again what it gave up."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
import orjson
from aiokafka.errors import KafkaError
from rich.table import Table
from rich.text import Text

from schemas.delivery import Delivery
from streams.admin import BrokerUnavailable
from streams.app import CannotStart
from streams.cli.starting import CannotRun, Failed, console, refusing, settings_or_exit
from streams.deliver.channels.channel import Answer, Channel
from streams.deliver.channels.retrying import GivenUp, deliveries
from streams.deliver.channels.secret import shown_address
from streams.deliver.channels.signing import make_key
from streams.deliverer import channels_of, retry_channel, send_test
from streams.settings import Settings

_STYLES = {"delivered": "green", "failed": "yellow", "dead_letter": "red", "stopped": "red"}


@click.group("channel")
@click.option(
    "--channels",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of channels; BARID_CHANNELS otherwise.",
)
@click.pass_context
def channel_group(context: click.Context, channels: Path | None) -> None:
    """Look at channels, try one, read its log, send again what it gave up.

    \b
    Examples:
      barid channel list
      barid channel --channels channels.yaml test desk
      barid channel log desk --failed
      barid channel retry desk --dry-run
    """
    context.obj = channels


@channel_group.command("list")
@click.pass_obj
def list_channels(path: Path | None) -> None:
    """Show the channels of the file. Addresses are shown as far as they let nobody in.

    \b
    Example:
      barid channel list
    """
    _, channels = _load(path)
    table = Table("channel", "type", "to", "takes", box=None, pad_edge=False)
    for channel in channels:
        to = shown_address(channel.url) if channel.url else channel.path or ""
        table.add_row(channel.id, channel.type, to, _takes(channel))
    console().print(table)


@channel_group.command("test")
@click.argument("name", metavar="CHANNEL")
@click.pass_obj
def test_channel(path: Path | None, name: str) -> None:
    """Send one alert marked as a test. Needs no broker; ends with 1 if it does not arrive.

    \b
    Example:
      barid channel test desk
    """
    _, channels = _load(path)
    answer = asyncio.run(send_test(_named(channels, name)))
    said = _said(answer)
    if answer.outcome != "delivered":
        raise Failed(f"{name}: {said}")
    console().print(f"{name}: {said}")


@channel_group.command("log")
@click.argument("name", metavar="[CHANNEL]", required=False)
@click.option("--limit", type=click.IntRange(1), default=20, help="How many of the newest.")
@click.option("--failed", is_flag=True, help="Only what did not arrive.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def show_log(path: Path | None, name: str | None, limit: int, failed: bool, as_json: bool) -> None:
    """Show attempts to deliver: what, when, the how manieth, how it ended, how long it took.

    \b
    Example:
      barid channel log desk --failed --limit 5
    """
    del path
    settings = settings_or_exit()
    with refusing(KafkaError, LookupError, BrokerUnavailable):
        found = asyncio.run(deliveries(settings, name))
    shown = [one for one in found if not failed or one.outcome != "delivered"][-limit:]
    if as_json:
        for one in shown:
            click.echo(orjson.dumps(one))
        return
    console().print(_table(shown))


@channel_group.command("retry")
@click.argument("name", metavar="CHANNEL")
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
@click.pass_obj
def retry(path: Path | None, name: str, dry_run: bool) -> None:
    """Send again, once each, the alerts that a channel gave up and has not delivered since.

    What fails again stays a dead letter. Ends with 1 if anything did.

    \b
    Example:
      barid channel retry desk --dry-run
    """
    settings, channels = _load(path)
    channel, show = _named(channels, name), console()

    def tell(one: GivenUp, answer: Answer | None) -> None:
        said = f"given up: {one.reason}" if answer is None else _said(answer)
        show.print(Text(f"{one.told.key}  {said}"))

    with refusing(CannotStart, KafkaError, LookupError, BrokerUnavailable):
        arrived, count = asyncio.run(retry_channel(settings, channel, tell, dry_run=dry_run))
    if dry_run:
        show.print(f"{count} alerts would be sent")
        return
    show.print(f"{arrived} of {count} alerts delivered")
    if arrived < count:
        raise Failed(f"{count - arrived} alerts stay dead letters; see `barid channel log {name}`")


@channel_group.command("key")
def new_key() -> None:
    """Make a signing key for a webhook; put it into a file that `secret_file` names.

    \b
    Example:
      barid channel key > desk.key
    """
    click.echo(make_key())


def _load(path: Path | None) -> tuple[Settings, tuple[Channel, ...]]:
    settings = settings_or_exit()
    if path is not None:
        settings = replace(settings, channels=str(path))
    if not settings.channels:
        raise CannotRun("no file of channels; name one with --channels or BARID_CHANNELS")
    with refusing():
        return settings, channels_of(settings)


def _named(channels: Sequence[Channel], name: str) -> Channel:
    for channel in channels:
        if channel.id == name:
            return channel
    known = ", ".join(channel.id for channel in channels)
    raise CannotRun(f"no channel {name!r}; there are {known}")


def _takes(channel: Channel) -> str:
    wanted = channel.wanted
    parts = [f"severity {wanted.severity_min} and up"] if wanted.severity_min != "low" else []
    for name in ("rule", "country", "type", "language"):
        values: tuple[str, ...] = getattr(wanted.filter, name)
        parts += [f"{name} {', '.join(values)}"] if values else []
    parts += [", ".join(sorted(wanted.statuses))] if wanted.statuses else []
    return "; ".join(parts) or "every alert"


def _said(answer: Answer) -> str:
    if answer.outcome == "delivered":
        return f"delivered ({answer.status})" if answer.status else "delivered"
    what = f"{answer.status} {answer.error or ''}" if answer.status else answer.error or ""
    return f"not delivered: {what.strip()}"


def _table(shown: Sequence[Delivery]) -> Table:
    table = Table("at", "channel", "message", "attempt", "outcome", "took", "said")
    table.box, table.pad_edge = None, False
    for one in shown:
        said = " ".join(str(x) for x in (one.reason, one.status, one.error) if x is not None)
        outcome = Text(one.outcome, style=_STYLES[one.outcome])
        took = f"{one.seconds:.3f} s"
        table.add_row(
            one.at, one.channel, one.message_id, str(one.attempt), outcome, took, Text(said)
        )
    return table
