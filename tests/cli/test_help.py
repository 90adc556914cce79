"""Every command explains itself, with an example that can be copied."""

import re

import click
import pytest
from click.testing import CliRunner

from streams import __version__
from streams.cli.commands import main
from tests.cli.running import barid


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List every command that runs, by the words that call it."""
    found: list[tuple[str, ...]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        here = (*path, name)
        found += commands(command, here) if isinstance(command, click.Group) else [here]
    return found


COMMANDS = commands(main)


def help_of(*words: str) -> str:
    ran = CliRunner().invoke(main, [*words, "--help"])
    assert ran.exit_code == 0
    assert ran.stderr == ""
    return ran.stdout


def test_the_promised_commands_are_there() -> None:
    promised = {
        "up", "try", "replay", "worker", "ingest", "tail", "topics apply", "topics plan",
        "doctor", "config show",
    }  # fmt: skip
    assert promised <= {" ".join(words) for words in COMMANDS}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_help_of_a_command_shows_an_example_of_it(words: tuple[str, ...]) -> None:
    said = help_of(*words)
    examples = said.partition("Example")[2].partition("Options:")[0]
    assert re.search(rf"\bbarid {' '.join(words)}\b", examples), said


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_option_of_a_command_is_explained(words: tuple[str, ...]) -> None:
    command: click.Command = main
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), word)
        assert found is not None
        command = found
    options = [one for one in command.params if isinstance(one, click.Option)]
    unexplained = [one.name for one in options if not one.help]
    assert unexplained == []


def test_the_first_help_names_the_commands_of_the_first_minute() -> None:
    said = help_of()
    for first in ("barid up", "barid try page.txt", "barid replay in.jsonl --out out/"):
        assert first in said


def test_the_version_is_said() -> None:
    assert barid("--version").lines == [f"barid, version {__version__}"]


def test_a_command_that_is_none_ends_with_two() -> None:
    ran = barid("replya")
    assert (ran.code, ran.out) == (2, b"")
    assert "replya" in ran.error
