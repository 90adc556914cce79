"""`barid check`: every word and rule file that ships, and rule files of your own."""

from pathlib import Path

import click

from streams.cli.starting import Failed
from streams.lexicons import check_lexicons, check_rules


@click.command("check")
@click.option(
    "--rules",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A file of alert rules to check as well; may be given again.",
)
def check(rules: tuple[Path, ...]) -> None:
    """Check every lexicon, marker, grammar and rule file; name each fault with file and line.

    Prints each file with the number of its rows, or its faults as `file:line: what is wrong`.
    Exit code 1 when there is a fault. Needs no services.

    \b
    Examples:
      barid check
      barid check --rules my-rules.yaml
    """
    checked = [*check_lexicons(), *(check_rules(path) for path in rules)]
    here = Path.cwd()
    faulty = 0
    for file in checked:
        shown = file.path.relative_to(here) if file.path.is_relative_to(here) else file.path
        if not file.faults:
            click.echo(f"{shown}: {file.rows} rows")
            continue
        faulty += 1
        for fault in file.faults:
            click.echo(f"{shown}:{fault.line}: {fault.message}")
    total = sum(len(file.faults) for file in checked)
    if total:
        counted = "1 fault" if total == 1 else f"{total} faults"
        raise Failed(f"{counted} in {faulty} of {len(checked)} files")
    click.echo(f"{len(checked)} files, no fault", err=True)
