"""`barid worker`: run agents against Kafka and Redis until told to stop."""

import asyncio

import click

from streams.app import CannotStart, run_worker
from streams.cli.starting import CannotRun, console, refusing, settings_or_exit
from streams.topology import ROWS, UnknownAgent, select


@click.command()
@click.option(
    "--agents",
    help="Comma-separated agents to run: " + ", ".join(row.name for row in ROWS) + ". All if none.",
)
@click.option(
    "--fuse", is_flag=True, help="Run neighbours as one agent, without the topic between."
)
def worker(agents: str | None, fuse: bool) -> None:
    """Run agents until SIGTERM or Ctrl-C.

    Ready when `/readyz` on BARID_WEB_PORT answers 200. Ends with 2 when it cannot start: no broker,
    no topics, no Redis, rules that do not parse.

    \b
    Examples:
      barid worker                                 all four agents
      barid worker --agents enrichment             the one that needs most CPU, on its own
      barid worker --fuse                          one agent, for a single machine
    """
    settings = settings_or_exit()
    names = [name.strip() for name in agents.split(",") if name.strip()] if agents else None
    try:
        rows = select(names, fuse=fuse)
    except UnknownAgent as error:
        raise CannotRun(str(error)) from None
    talk = console(stderr=True)

    def ready(port: int) -> None:
        agents_running = ", ".join(row.name for row in rows)
        talk.print(f"ready: {agents_running}; health and metrics on port {port}")

    with refusing(CannotStart):
        asyncio.run(run_worker(settings, rows, on_ready=ready))
