"""`barid rules explain`: why a rule fires for an article, or does not, condition by condition."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.text import Text

from schemas.codec import encode
from schemas.raw import RawArticle
from streams.alert.claim import claim_of
from streams.alert.incident import fold_claims
from streams.alert.rules import Rule, RuleSet, load_rules
from streams.alert.rules.explain import Step, explain_rule
from streams.app import CannotStart, load_words, memory_stores
from streams.backtest import Backtest, Told
from streams.cli.starting import CannotRun, console, refusing, settings_or_exit
from streams.replay import InputError, read_messages
from streams.rule_names import LoadedNames

_MARKS = {True: ("+", "green"), False: ("-", "red"), None: ("?", "yellow")}


@click.command("explain")
@click.argument("rule_id", metavar="RULE")
@click.argument("article", metavar="ARTICLE|PAGE|-")
@click.option(
    "--rules", type=click.Path(path_type=Path), help="A file or folder; those in force if none."
)
@click.option("--id", "article_id", help="Only the article with this id.")
def explain_command(rule_id: str, article: str, rules: Path | None, article_id: str | None) -> None:
    """Say why RULE fires for an article, or does not: `+` holds, `-` does not.

    ARTICLE is a .jsonl, .json or .gz file of enriched or raw articles, a .txt or .html page, or `-`
    for JSON lines. Each condition is followed by the words that make it hold.

    \b
    Examples:
      barid rules explain incident page.txt
      barid rules explain kirkuk out/articles.enriched.jsonl --id a-0123456789abcdef
    """
    settings = settings_or_exit()
    named = rules or (Path(settings.rules) if settings.rules else None)
    with refusing(CannotStart, InputError, OSError):
        loaded = load_rules(named, LoadedNames())
        rule = loaded.get(rule_id)
        if rule is None:
            known = ", ".join(one.id for one in loaded.rules[:20])
            raise CannotRun(f"there is no rule {rule_id!r}; there are {known}")
        messages = list(_messages(article))
        words = load_words(loaded, settings.enrichers)
        run = Backtest(words, memory_stores(), max_bytes=settings.max_body_bytes)
        told = asyncio.run(run.feed(messages))
    out = console()
    shown = [one for one in told if article_id in (None, one.article.article_id)]
    if not shown:
        raise CannotRun(f"{article}: no article to explain; is it a copy, or no article at all?")
    for one in shown:
        for line in _lines(rule, loaded, one):
            out.print(line)


def _lines(rule: Rule, rules: RuleSet, told: Told) -> Iterator[Text]:
    article = told.article
    yield Text(f"article {article.article_id}  {article.title or '(no title)'}", "bold")
    yield Text(f"rule {rule.id}  {rule.title}  ({rule.kind})")
    if rule.kind == "article":
        yield from map(_step, explain_rule(rule, rules, article, None))
    elif not article.events:
        yield Text("  - the article tells of no event, and the rule is about incidents", "red")
    else:
        for event in article.events:
            where = f" in {event.place.name}" if event.place else ""
            yield Text(f"  for the {event.type}{where}, {event.status}:")
            alone = fold_claims([claim_of(article, event)])
            yield from map(_step, explain_rule(rule, rules, article, alone))
    yield from _verdict(rule, told)


def _step(step: Step) -> Text:
    mark, style = _MARKS[step.truth]
    line = Text("    " + "  " * step.depth)
    line.append(f"{mark} {step.asks}", style=style)
    if step.evidence:
        words = " · ".join(f"«{said.text}» {said.start}-{said.end}" for said in step.evidence)
        line.append(f"   {words}", style="dim")
    return line


def _verdict(rule: Rule, told: Told) -> Iterator[Text]:
    spoken = False
    for alert in told.alerts:
        if alert.rule_id == rule.id:
            spoken = True
            said = f"  {alert.status}, revision {alert.revision}, severity {alert.severity}"
            yield Text(said, style="bold green")
    for silent in told.suppressions:
        if silent.rule_id == rule.id:
            spoken = True
            yield Text(f"  silent, {silent.reason}: {silent.detail}", style="bold yellow")
    if not spoken:
        yield (
            Text("  no alert: a condition above does not hold", style="bold red")
            if (rule.kind == "incident")
            else Text("  see the conditions above", style="bold")
        )


def _messages(name: str) -> Iterator[bytes]:
    path = Path(name)
    if name == "-" or path.suffix in (".jsonl", ".json", ".gz"):
        yield from read_messages(None if name == "-" else path, sys.stdin.buffer)
        return
    content = path.read_bytes()
    html = path.suffix == ".html" or content.lstrip()[:1] == b"<"
    body = content.decode("utf-8", "replace").removeprefix("\ufeff")
    yield encode(RawArticle(body=body, content_type="text/html" if html else "text/plain"))
