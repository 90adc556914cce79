"""`barid deliver`: the page, the feed and the channels, in a process of their own."""

import asyncio
from dataclasses import replace
from pathlib import Path

import click

from streams.app import CannotStart
from streams.cli.starting import console, refusing, settings_or_exit
from streams.deliverer import channels_of, run_deliverer


@click.command()
@click.option(
    "--channels",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File of channels; BARID_CHANNELS otherwise.",
)
def deliver(channels: Path | None) -> None:
    """Serve alerts and send them through channels until SIGTERM or Ctrl-C.

    It reads the topic `alerts` and stands beside the workers: a channel that is slow or gone costs
    the stream nothing, and no other channel either. Started again, it goes on where each channel
    was. Ends with 2 when it cannot start: no broker, no topics, a file of channels with a mistake.

    \b
    Examples:
      barid deliver                                 the page and the feed
      barid deliver --channels channels.yaml        and webhooks, ntfy, mail: see docs/channels.md
    """
    settings = settings_or_exit()
    if channels is not None:
        settings = replace(settings, channels=str(channels))
    talk = console(stderr=True)
    with refusing(CannotStart):
        found = channels_of(settings)
        named = ", ".join(channel.id for channel in found) or "none"

        def ready(port: int) -> None:
            talk.print(f"ready: channels: {named}; page, feed, health and metrics on port {port}")

        asyncio.run(run_deliverer(settings, found, on_ready=ready))
