"""All commands of `barid` in one list, and what is the same for each: logging, errors, exit codes.

Exit codes: 0 done, 1 it ran and failed, 2 it could not start (usage, settings, a missing service).
Data goes to standard output, talk to standard error. `NO_COLOR` is honoured.
"""

import importlib
from typing import Final

import click

from streams import __version__

# Read when a command is asked for: `barid --help` need not load faust.
_COMMANDS: Final = {
    "up": "streams.cli.up:up",
    "try": "streams.cli.try_page:try_page",
    "explain": "streams.cli.explain:explain",
    "dup": "streams.cli.dup:dup_group",
    "related": "streams.cli.related:related",
    "replay": "streams.cli.replay:replay_command",
    "worker": "streams.cli.worker:worker",
    "deliver": "streams.cli.deliver:deliver",
    "channel": "streams.cli.channel:channel_group",
    "ingest": "streams.cli.ingest:ingest",
    "tail": "streams.cli.tail:tail",
    "alerts": "streams.cli.alerts:alerts_group",
    "silence": "streams.cli.silence:silence_group",
    "topics": "streams.cli.topics:topics_group",
    "doctor": "streams.cli.doctor:doctor",
    "rules": "streams.cli.rules:rules_group",
    "check": "streams.cli.check:check",
    "config": "streams.cli.config:config_group",
}


class _Lazy(click.Group):
    """Import a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order a newcomer meets them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        del ctx
        target = _COMMANDS.get(cmd_name)
        if target is None:
            return None
        module, _, name = target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="barid")
def main() -> None:
    """Barid reads news pages from Kafka and sends incident alerts that revise themselves.

    \b
    First steps, no services needed:
      barid up                    broker, Redis, worker and a sample stream on this machine
      barid try page.txt          one page: what was read in it, and why it alerts or stays silent
      barid replay in.jsonl --out out/
    """
