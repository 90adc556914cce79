"""`barid rules`: check rules, run the examples beside them, try them on the past, explain one."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
import orjson
from aiokafka.errors import KafkaError
from rich.text import Text

from streams.alert.rules import Checked, RulesError, RuleSet, check_rules
from streams.alert.rules.load import shipped_rules
from streams.alert.rules.schema import rules_schema
from streams.app import CannotStart, load_words, memory_stores
from streams.backtest import MATCHED, Backtest, Result, Tally
from streams.cli.rules_explain import explain_command
from streams.cli.starting import CannotRun, Failed, console, refusing, settings_or_exit
from streams.pipeline import Words
from streams.replay import InputError, read_messages
from streams.rule_names import LoadedNames
from streams.rule_tests import NoPage, Ran, run_test
from streams.settings import Settings
from streams.time_range import read_range
from streams.topics import ENRICHED, RAW, topic_named

_BATCH = 64
_RULES = click.option(
    "--rules", type=click.Path(path_type=Path), help="A file or folder; those in force if none."
)


@click.group("rules")
def rules_group() -> None:
    """Check, test and try alert rules, and ask why one fired or did not."""


rules_group.add_command(explain_command)


@rules_group.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
def check_command(path: Path | None, strict: bool) -> None:
    """Check a file or a folder of rules; name each error and warning with file, line and column.

    Each is told in English and in Arabic. Exit code 0 when the rules can be used, 1 when not,
    2 when there is nothing to read.

    \b
    Examples:
      barid rules check
      barid rules check my-rules/ --strict
    """
    settings = settings_or_exit()
    checked = _checked(path, settings)
    for fault in checked.faults:
        click.echo(f"{fault.file}:{fault.line}:{fault.column}: {_kind(fault.error)}: ", nl=False)
        click.echo(f"{fault.english}  [{fault.code}]\n    {fault.arabic}")
    said = f"{checked.count} rules, {len(checked.errors)} errors, {len(checked.warnings)} warnings"
    if checked.errors or (strict and checked.warnings):
        raise Failed(said)
    click.echo(said, err=True)


@rules_group.command("schema")
def schema_command() -> None:
    """Print the JSON Schema of rules files, for editors.

    \b
    Example:
      barid rules schema > rules.schema.json
    """
    click.echo(orjson.dumps(rules_schema(), option=orjson.OPT_INDENT_2))


@rules_group.command("test")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def test_command(path: Path | None) -> None:
    """Run the examples beside the rules: `tests: {fires_on: [...], silent_on: [...]}`.

    Each example is a page, read on its own through the whole pipeline, in memory. Exit code 1 when
    one does not end as the file says.

    \b
    Example:
      barid rules test my-rules.yaml
    """
    settings = settings_or_exit()
    rules = _usable(_checked(path, settings))
    if not rules.tests:
        click.echo("no rule has `tests:` beside it", err=True)
        return
    with refusing(CannotStart):
        words = load_words(rules, settings.enrichers)
    failed = 0
    for ran in asyncio.run(_run_tests(rules, words, settings)):
        failed += not ran.passed
        name = ran.test.path or "the page in the file"
        ended = "fired" if ran.fired else "stayed silent"
        mark = "ok  " if ran.passed else "FAIL"
        click.echo(f"{mark} {ran.test.file}:{ran.test.line}: {ran.test.rule_id}: {name} {ended}")
        if not ran.passed or ran.why:
            click.echo(f"       {'; '.join(ran.why) or 'no condition on words holds'}")
    if failed:
        raise Failed(f"{failed} of {len(rules.tests)} examples ended otherwise than the file says")
    click.echo(f"{len(rules.tests)} examples, all as the file says", err=True)


@rules_group.command("backtest")
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@_RULES
@click.option("--topic", type=click.Choice([RAW.name, ENRICHED.name]), help="Read a topic instead.")
@click.option("--from", "since", help="With --topic: from this time on, such as 2026-11-24.")
@click.option("--to", "until", help="With --topic: up to this time.")
@click.option("--broker", help="With --topic: the broker; that of the settings if none.")
@click.option("--samples", default=3, show_default=True, help="Articles to show for each rule.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a rule.")
def backtest_command(
    inputs: tuple[str, ...],
    rules: Path | None,
    topic: str | None,
    since: str | None,
    until: str | None,
    broker: str | None,
    samples: int,
    as_json: bool,
) -> None:
    """Try rules on articles of the past: what they would have sent, and what kept silent.

    INPUT is .jsonl or .jsonl.gz of raw articles or of enriched ones, or `-`. Nothing is sent and
    nothing is kept.

    \b
    Examples:
      barid rules backtest crawl.jsonl.gz --rules my-rules.yaml
      barid rules backtest --topic articles.enriched --from 2026-11-20 --to 2026-11-24
    """
    settings = settings_or_exit()
    if bool(inputs) == bool(topic):
        raise click.UsageError("name files, or a topic with --topic; one of the two")
    loaded = _usable(_checked(rules, settings))
    if topic is None:
        for name in inputs:
            if name != "-" and not Path(name).is_file():
                raise click.UsageError(f"{name}: there is no such file")
        lines: Iterator[bytes] = (
            line
            for name in inputs
            for line in read_messages(None if name == "-" else Path(name), sys.stdin.buffer)
        )
    else:
        asked = replace(settings, broker=broker) if broker else settings
        now_ms = int(datetime.now(UTC).timestamp() * 1000)
        span = _time(since, "--from"), _time(until, "--to") or now_ms
        lines = iter(_topic_lines(asked, topic, span))
    with refusing(CannotStart, InputError):
        words = load_words(loaded, settings.enrichers)
        result = asyncio.run(_backtest(words, lines, settings, samples))
    _print(result, as_json=as_json)


def _topic_lines(settings: Settings, topic: str, span: tuple[int | None, int]) -> list[bytes]:
    """Read a topic's records of a time, the oldest first whatever their partition."""

    async def read() -> list[tuple[int, bytes]]:
        found = read_range(settings, topic_named(topic), *span)
        return [(record.timestamp_ms, record.value) async for record in found if record.value]

    try:
        records = asyncio.run(read())
    except KafkaError as error:
        raise CannotRun(f"no Kafka broker answers at {settings.broker} ({error})") from None
    except LookupError as error:
        raise CannotRun(f"{error.args[0]}; run `barid topics apply` first") from None
    return [value for _, value in sorted(records, key=lambda record: record[0])]


async def _run_tests(rules: RuleSet, words: Words, settings: Settings) -> list[Ran]:
    ran: list[Ran] = []
    for test in rules.tests:
        rule = rules.get(test.rule_id)
        if rule is None:
            continue
        try:
            ran.append(
                await run_test(
                    test, rule, words, memory_stores(), max_bytes=settings.max_body_bytes
                )
            )
        except NoPage as error:
            raise CannotRun(f"{test.file}:{test.line}: {error}") from None
    return ran


async def _backtest(
    words: Words, lines: Iterator[bytes], settings: Settings, samples: int
) -> Result:
    run = Backtest(words, memory_stores(), max_bytes=settings.max_body_bytes, samples=samples)
    batch: list[bytes] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            await run.feed(batch)
            batch = []
    await run.feed(batch)
    return run.result


def _print(result: Result, *, as_json: bool) -> None:
    if as_json:
        for tally in result.tallies.values():
            click.echo(orjson.dumps(_record(result, tally)))
        return
    out = console()
    out.print(
        Text(
            f"{result.articles} articles over {result.hours:.1f} hours of crawling; "
            f"{result.duplicate_pages} copies left out, {result.unreadable} unreadable"
        )
    )
    for tally in result.tallies.values():
        record = _record(result, tally)
        out.print(Text(f"\n{tally.rule.id}  {tally.rule.title}", "bold"))
        told = ", ".join(
            f"{name.replace('_', ' ')} {record[name]}"
            for name in ("alerts", "revisions", "matched_articles", "stale", "duplicates")
        )
        out.print(Text(f"  {told}, alerts an hour {record['alerts_an_hour']}"))
        for sample in tally.samples:
            words = " · ".join(sample.words) or "-"
            out.print(Text(f"    {sample.crawled_at or '-'}  {sample.title or sample.article_id}"))
            out.print(Text(f"      {sample.outlet or '-'}; matched: {words}", "dim"))


def _record(result: Result, tally: Tally) -> dict[str, object]:
    sent = tally.opened + tally.revised
    return {
        "rule_id": tally.rule.id,
        "kind": tally.rule.kind,
        "alerts": tally.opened,
        "revisions": tally.revised,
        "matched_articles": tally.silent[MATCHED],
        "stale": tally.stale,
        "duplicates": tally.duplicates,
        "silent": {reason: n for reason, n in sorted(tally.silent.items()) if reason != MATCHED},
        "alerts_an_hour": round(sent / result.hours, 2),
        "samples": [
            {
                "article_id": sample.article_id,
                "title": sample.title,
                "outlet": sample.outlet,
                "crawled_at": sample.crawled_at,
                "words": list(sample.words),
            }
            for sample in tally.samples
        ],
    }


def _checked(path: Path | None, settings: Settings) -> Checked:
    named = path or (Path(settings.rules) if settings.rules else shipped_rules())
    if not named.exists():
        raise CannotRun(f"{named}: there is no such file or folder")
    return check_rules(named, LoadedNames())


def _usable(checked: Checked) -> RuleSet:
    if checked.rules is None:
        raise CannotRun(str(RulesError(checked.errors)))
    return checked.rules


def _time(text: str | None, option: str) -> int | None:
    """Read a time. Units: Unix milliseconds."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"{option} {text!r} is no time; write 2026-11-24T09:00") from None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def _kind(error: bool) -> str:
    return "error" if error else "warning"
