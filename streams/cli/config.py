"""`barid config show`: every setting, its value and where it came from."""

import click
from rich.table import Table

from streams.cli.starting import CannotRun, console
from streams.settings import DOCS, SettingsError, load_settings, shown

# Into a pipe or a file, a setting is one line that can be searched.
_LINE_CHARS = 10_000


@click.group("config")
def config_group() -> None:
    """Look at the settings."""


@config_group.command()
def show() -> None:
    """Print each setting, its value and where it came from; passwords are hidden.

    \b
    Example:
      BARID_BROKER=kafka:9092 barid config show
    """
    try:
        _, origins = load_settings()
    except SettingsError as error:
        raise CannotRun(str(error)) from None
    table = Table(box=None, pad_edge=False)
    table.add_column("setting", no_wrap=True)
    table.add_column("value", overflow="fold")
    table.add_column("from", overflow="fold")
    table.add_column("meaning")
    for origin in origins:
        name = f"BARID_{origin.name.upper()}"
        table.add_row(name, shown(origin), origin.source, DOCS[origin.name])
    out = console()
    if not out.is_terminal:
        out.width = _LINE_CHARS
    out.print(table)
