"""`barid try`: what is read in one page, and why it alerts or stays silent."""

import asyncio
import sys
from pathlib import Path

import click

from schemas.codec import InvalidMessage, decode
from schemas.raw import RawArticle
from streams.alert.rules import load_rules
from streams.app import CannotStart, load_words, memory_stores, rules_of
from streams.cli.starting import CannotRun, console, refusing, settings_or_exit
from streams.parse.clock import read_moment
from streams.rule_names import LoadedNames
from streams.trace import trace_lines, trace_page


@click.command("try")
@click.argument("page", metavar="PAGE|-")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="Alert rules; the shipped ones if none."
)
@click.option("--crawled", help="When the page was fetched, if the page does not say so itself.")
@click.option("--source", help="Outlet, if the page does not say so itself.")
def try_page(page: str, rules: Path | None, crawled: str | None, source: str | None) -> None:
    """Follow one PAGE through every stage, with the words that caused each finding.

    PAGE is a .txt or .html file, a .json file with one raw article, or `-` for text on standard
    input. Needs no services.

    \b
    Examples:
      barid try page.txt
      pbpaste | barid try - --crawled 2026-11-24T09:00:00Z
    """
    settings = settings_or_exit()
    if crawled is not None and read_moment(crawled) is None:
        raise click.UsageError(f"--crawled {crawled!r} is no time; write 2026-11-24T09:00:00Z")
    raw = _read(page, crawled, source)
    with refusing(CannotStart):
        in_force = load_rules(rules, LoadedNames()) if rules else rules_of(settings)
        words = load_words(in_force, settings.enrichers, settings.quiet_hours)
    trace = asyncio.run(trace_page(raw, words, memory_stores(), max_bytes=settings.max_body_bytes))
    out = console()
    for line in trace_lines(trace):
        out.print(line)


def _read(page: str, crawled: str | None, source: str | None) -> RawArticle:
    try:
        content = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
    except OSError as error:
        raise CannotRun(f"{page}: {error.strerror}") from None
    if page.endswith(".json"):
        try:
            return decode(RawArticle, content)
        except InvalidMessage as error:
            raise CannotRun(f"{page} is no raw article: {error}") from None
    html = page.endswith((".html", ".htm")) or content.lstrip()[:1] == b"<"
    return RawArticle(
        body=content.decode("utf-8", "replace").removeprefix("\ufeff"),
        content_type="text/html" if html else "text/plain",
        fetched_at=crawled,
        # An argument that is no UTF-8 arrives with lone surrogates, which no message can hold.
        source=source and source.encode("utf-8", "replace").decode("utf-8"),
    )
