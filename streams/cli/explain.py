"""`barid explain`: every claim about an article, with its rule and the words it rests on."""

import asyncio
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import click
import orjson
from rich.console import Console
from rich.text import Text

from schemas.article import Article, DetectedArticle, EnrichedArticle
from schemas.codec import InvalidMessage, contract_of, parse_object
from schemas.duplicate import Duplicate
from streams.app import CannotStart, load_words, memory_stores, rules_of
from streams.cli.starting import CannotRun, Failed, console, refusing, settings_or_exit
from streams.explain import (
    Finding,
    context_lines,
    duplicate_findings,
    finding_line,
    finding_record,
    findings,
)
from streams.pipeline import Arrival, Outcome, Stores, Words, detect_languages, enrich
from streams.replay import InputError, read_messages
from streams.settings import Settings


@click.command("explain")
@click.argument("article", metavar="ARTICLE|-")
@click.option("--id", "article_id", help="Only the article with this id.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an article.")
def explain(article: str, article_id: str | None, *, as_json: bool) -> None:
    """Print every claim about an ARTICLE: dates, names, places, events, tolls, quotes, its story.

    ARTICLE is a .json or .jsonl (.gz) file of `articles.enriched`, or `-` for standard input.
    Articles of `articles.unique` or `articles.detected` are enriched first; of a record of
    `articles.duplicates` it says what it repeats. Each claim is followed by its rule and the words
    it rests on, inside a little of the text around them.

    \b
    Examples:
      barid explain out/articles.enriched.jsonl --id a-0123456789abcdef
      barid explain out/articles.unique.jsonl --json | jq .claims
    """
    enricher = _Enricher(settings_or_exit())
    out = console()
    found = 0
    with refusing(CannotStart, InputError, OSError):
        for message in _messages(article):
            read = _article(message, article)
            if article_id is not None and read.article_id != article_id:
                continue
            found += 1
            if isinstance(read, Duplicate):
                _print(out, read.article_id, None, "", duplicate_findings(read), as_json=as_json)
                continue
            whole = enricher.enriched(read)
            _print(out, whole.article_id, whole.title, whole.text, findings(whole), as_json=as_json)
    if not found:
        which = f"no article {article_id}" if article_id is not None else "no article"
        raise Failed(f"{article}: holds {which}")


def _print(
    out: Console,
    article_id: str,
    title: str | None,
    text: str,
    claims: Iterable[Finding],
    *,
    as_json: bool,
) -> None:
    if as_json:
        records = [finding_record(claim, text) for claim in claims]
        click.echo(orjson.dumps({"article_id": article_id, "title": title, "claims": records}))
        return
    out.print(Text(f"article {article_id}  {title or '(no title)'}", "bold"))
    for claim in claims:
        out.print(finding_line(claim))
        for line in context_lines(claim, text):
            out.print(line)


@dataclass
class _Enricher:
    """Do what the agents would have done; the lexicons are loaded when first needed."""

    settings: Settings

    @cached_property
    def words(self) -> Words:
        return load_words(rules_of(self.settings), self.settings.enrichers)

    def enriched(self, article: Article) -> EnrichedArticle:
        """Give the article enriched. Errors: Failed."""
        if isinstance(article, EnrichedArticle):
            return article
        return asyncio.run(self._enrich(article, memory_stores()))

    async def _enrich(self, article: Article, stores: Stores) -> EnrichedArticle:
        value: object = article
        for step in (detect_languages, enrich):
            if step is detect_languages and isinstance(value, DetectedArticle):
                continue
            (outcome,) = await step([Arrival("explain", value)], self.words, stores)
            value = _content(outcome, article)
        assert isinstance(value, EnrichedArticle)  # noqa: S101 - what `enrich` answers with
        return value


def _content(outcome: Outcome, article: Article) -> object:
    for failure in outcome.failures:
        raise Failed(f"{article.article_id}: {failure.stage} failed: {failure.error}")
    return outcome.records[0].content


def _messages(name: str) -> Iterator[bytes]:
    """Give the articles of a file one by one; a .json file may hold one, a list, or lines."""
    path = Path(name)
    if name != "-" and path.suffix != ".json":
        yield from read_messages(path, sys.stdin.buffer)
        return
    content = sys.stdin.buffer.read() if name == "-" else path.read_bytes()
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        yield from (line for line in content.splitlines() if line.strip())
        return
    yield from (orjson.dumps(item) for item in (value if isinstance(value, list) else [value]))


def _article(message: bytes, name: str) -> Article | Duplicate:
    try:
        value = parse_object(message)
        if "duplicate_of" in value:
            return contract_of(Duplicate, value)
        if "story_id" in value:
            return contract_of(EnrichedArticle, value)
        return contract_of(DetectedArticle if "language" in value else Article, value)
    except InvalidMessage as error:
        raise CannotRun(f"{name} holds what is no article: {error}") from None
