"""`barid alerts`: the alerts there are, what one of them says, and that somebody has seen it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import click
import orjson

from schemas.alert import Alert, Figure
from streams.agents import OUTAGES
from streams.alert.redis_store import RedisRegionStore
from streams.alert.silence_store import RedisSilences
from streams.alert.silences import Acknowledgement, SilenceError, moment_of
from streams.app import CannotStart, open_redis
from streams.cli.starting import Failed, console, refusing, settings_or_exit
from streams.operators import acknowledgement_of
from streams.present import alert_lines


@click.group("alerts")
def alerts_group() -> None:
    """List alerts as they stand in Redis, show one, acknowledge one."""


@alerts_group.command("list")
@click.option("--all", "every", is_flag=True, help="Closed and retracted ones as well.")
def list_alerts(*, every: bool) -> None:
    """List open alerts, the newest first; `*` marks a revision that nobody has acknowledged.

    \b
    Example:
      barid alerts list --all
    """
    alerts, acks = _held()
    seen = {ack.alert_id: ack.revision for ack in acks}
    out = console()
    listed = [one for one in alerts if every or one.status in ("opened", "updated")]
    for alert in listed:
        mark = " " if seen.get(alert.alert_id, 0) >= alert.revision else "*"
        out.print(
            f"{mark} {alert.alert_id}  r{alert.revision} {alert.status:9} {alert.severity:8} "
            f"{alert.event_date or '':10}  {alert.headline or ''}",
            markup=False,
        )
    if not listed:
        ended = f"; `--all` shows {len(alerts)} that ended" if alerts else ""
        click.echo(f"no alert is open{ended}", err=True)


@alerts_group.command("show")
@click.argument("alert_id")
@click.option("--json", "as_json", is_flag=True, help="As it lies in the topic.")
def show(alert_id: str, *, as_json: bool) -> None:
    """Show the last revision of an alert, its figures, and who has seen it.

    \b
    Example:
      barid alerts show alert-aad72c8caaf04036dc5c
    """
    alerts, acks = _held()
    alert = _one(alerts, alert_id)
    if as_json:
        click.echo(orjson.dumps(alert).decode())
        return
    out = console()
    for line in alert_lines(alert):
        out.print(line)
    for figure in alert.figures:
        least = _figure(figure)
        by = ", ".join((*figure.claimed_by, *figure.outlets))
        out.print(f"  {figure.field:8} {least}  {figure.standing}  {by}", markup=False)
    for ack in acks:
        if ack.alert_id == alert_id:
            out.print(f"  seen r{ack.revision}  {ack.author}: {ack.note}", markup=False)


@alerts_group.command("ack")
@click.argument("alert_id")
@click.option("--author", required=True, help="Who has seen it.")
@click.option("--note", default="", help="What is done about it.")
@click.option("--hours", type=float, default=72.0, show_default=True, help="For how long.")
def ack(alert_id: str, author: str, note: str, hours: float) -> None:
    """Say that you have seen the last revision of an alert; a later one is unseen again.

    \b
    Example:
      barid alerts ack alert-aad72c8caaf04036dc5c --author Omar --note "on it"
    """
    alerts, _ = _held()
    alert = _one(alerts, alert_id)
    now = datetime.now(UTC)
    said = {"author": author, "note": note, "hours": hours, "revision": alert.revision}
    settings = settings_or_exit()

    async def keep() -> Acknowledgement:
        async with open_redis(settings) as redis:
            made = acknowledgement_of(alert_id, said, now)
            await RedisSilences(redis).acknowledge(made, now)
            return made

    with refusing(CannotStart, SilenceError):
        made = asyncio.run(keep())
    click.echo(f"{alert_id}: revision {made.revision} seen by {author}, until {made.expires_at}")


def _figure(figure: Figure) -> str:
    """Write 10, 10-13, or 10+ where it is open upwards."""
    if figure.max == figure.min:
        return str(figure.min)
    return f"{figure.min}+" if figure.max is None else f"{figure.min}-{figure.max}"


def _one(alerts: Sequence[Alert], alert_id: str) -> Alert:
    found = next((alert for alert in alerts if alert.alert_id == alert_id), None)
    if found is None:
        raise Failed(f"there is no alert {alert_id}; `barid alerts list --all` has those kept")
    return found


def _held() -> tuple[list[Alert], tuple[Acknowledgement, ...]]:
    """Read every alert and the acknowledgements in force."""
    settings = settings_or_exit()

    async def read() -> tuple[list[Alert], tuple[Acknowledgement, ...]]:
        async with open_redis(settings) as redis:
            alerts = await RedisRegionStore(redis).alerts()
            return alerts, await RedisSilences(redis).acknowledgements()

    with refusing(CannotStart):
        try:
            alerts, acks = asyncio.run(read())
        except OUTAGES as error:
            raise Failed(f"Redis: {error}") from None
    now = datetime.now(UTC)
    return alerts, tuple(one for one in acks if moment_of(one.expires_at) > now)
