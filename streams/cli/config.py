"""`barid config show`: every setting, its value and where it came from."""

import click
from rich.table import Table

from streams.cli.starting import CannotRun, console
from streams.settings import DOCS, SettingsError, load_settings, shown


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
    table = Table("setting", "value", "from", "meaning", box=None, pad_edge=False)
    for origin in origins:
        name = f"BARID_{origin.name.upper()}"
        table.add_row(name, shown(origin), origin.source, DOCS[origin.name])
    console().print(table)
