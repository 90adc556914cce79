"""`barid dup`: why two articles are taken for copies of one report, or are not."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from schemas.article import Article
from schemas.codec import InvalidMessage, decode
from schemas.raw import RawArticle
from streams.cli.starting import CannotRun, Failed, refusing
from streams.dedup.explain import Explanation, Measures, Side
from streams.dedup.explain import explain as explain_pair
from streams.dedup.judge import Verdict
from streams.dedup.tolls import Toll, load_dedup_words
from streams.dedup.turning import Condition
from streams.parse.markers import Markers, load_markers
from streams.parse.page import read_page
from streams.replay import InputError, read_messages
from streams.text.lexicon import LexiconError

_MAX_PHRASES = 12
_SIDES = {"first": "A", "second": "B"}
_MEANING = {
    "exact.copy": "the second repeats the first letter for letter",
    "exact.recrawl": "the second is the first, crawled again",
    "near.copy": "the second is a near copy of the first",
    "near.contained": "the second is contained in the first",
    "near.contains": "the second contains the first, and more",
    "near.fuller": "the second contains the first, is the fullest version so far and replaces it",
    "revision.toll": "a copy that says another toll: passed on as a revision of the first",
    "different.too_short": "one is too short to be compared unless letter for letter",
    "different.few_shared": "they share no more than chance",
    "different.little_shared": "they share too little, of both and of the shorter one",
    "different.other_lead": "they share enough of the shorter one, but begin otherwise",
    "different.round_up": "one holds the other further down, and begins otherwise",
    "different.other_numbers": "they share a form of words, and hardly a number",
    "different.other_form": "they share a form of words, and little else",
    "different.too_old": "they are alike, but too far apart in time",
}


@click.group("dup")
def dup_group() -> None:
    """Look into what dedup decides."""


@dup_group.command("explain")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option(
    "--in",
    "inside",
    type=click.Path(path_type=Path),
    help="A .jsonl (.gz) of raw articles: A and B are raw_ids or article_ids in it.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def dup_explain(first: str, second: str, inside: Path | None, *, as_json: bool) -> None:
    """Say whether article B repeats A, by which rule, and what would have had to differ.

    A and B are .json files of one raw article each, or .txt or .html pages; with --in, raw_ids or
    article_ids. A page of several articles stands for its first. A comes first, on an empty
    memory. With --in, the file is also read as a stream: what was decided on B in it is told, and
    phrases that many of its reports share are left out of every measure, as in any stream.

    \b
    Examples:
      barid dup explain one.html other.html
      barid dup explain r-17 r-42 --in raw.jsonl --json | jq .rule
    """
    with refusing(InputError, LexiconError):
        markers, words = load_markers(), load_dedup_words()
        crowd: list[Article] = []
        if inside is None:
            one, other = (_first_article(Path(name), markers) for name in (first, second))
        else:
            crowd = list(_articles(inside, markers))
            one, other = _pick((first, second), inside, crowd)
    explanation = asyncio.run(explain_pair(one, other, words, crowd))
    if as_json:
        click.echo(orjson.dumps(asdict(explanation)))
        return
    for line in _lines(explanation):
        click.echo(line)


def _first_article(path: Path, markers: Markers) -> Article:
    for article in _articles(path, markers):
        return article
    raise CannotRun(f"{path}: no article in it")


def _pick(
    names: tuple[str, str], inside: Path, crowd: Sequence[Article]
) -> tuple[Article, Article]:
    """Find two articles of one file. An article_id is looked at before a raw_id."""
    by_article: dict[str, Article] = {}
    by_raw: dict[str, Article] = {}
    for article in crowd:
        by_article.setdefault(article.article_id, article)
        by_raw.setdefault(article.raw_id, article)
    one, other = (by_article.get(name) or by_raw.get(name) for name in names)
    if one is None or other is None:
        missing = names[0] if one is None else names[1]
        raise Failed(f"{inside}: no article or raw article {missing}")
    return one, other


def _articles(path: Path, markers: Markers) -> Iterator[Article]:
    for number, message in enumerate(_messages(path), start=1):
        try:
            raw = decode(RawArticle, message)
        except InvalidMessage as error:
            raise CannotRun(f"{path}: message {number} is no raw article: {error}") from None
        yield from read_page(raw, markers).articles


def _messages(path: Path) -> Iterator[bytes]:
    """Give the raw articles of a file; a .json file may hold one alone."""
    if path.suffix == ".json":
        try:
            content = path.read_bytes()
        except OSError as error:
            raise InputError(f"{path}: {error}") from None
        if content.lstrip()[:1] == b"{":
            yield content
            return
    yield from read_messages(path, sys.stdin.buffer)


def _lines(explanation: Explanation) -> Iterator[str]:
    yield f"{explanation.rule}  {_MEANING.get(explanation.rule, '')}".rstrip()
    if explanation.verdict.duplicate_of is not None:
        yield f"similarity {explanation.verdict.similarity:.3f}"
    if explanation.in_stream is not None:
        yield f"in the stream B {_stream_words(explanation.in_stream)}"
    for name, side in (("A", explanation.first), ("B", explanation.second)):
        yield from _side_lines(name, side)
    differ = "differ" if explanation.tolls_differ else "do not contradict each other"
    yield f"tolls {differ}"
    for figure in explanation.figures:
        yield f"   only {_SIDES[figure.side]}: {figure.value} in the {figure.place}: {figure.text}"
    if explanation.measures is not None:
        yield from _measure_lines(explanation.measures)
    for way in explanation.turns:
        yield "otherwise if " + " and ".join(_condition_words(one) for one in way)


def _stream_words(verdict: Verdict) -> str:
    if verdict.duplicate_of is not None:
        return f"repeats {verdict.duplicate_of} ({verdict.rule})"
    if verdict.revision_of is not None:
        return f"is a revision of {verdict.revision_of}"
    return "is new"


def _condition_words(condition: Condition) -> str:
    name = condition.measure.replace("_", " ")
    turn = condition.turn.replace("_", " ")
    was = "" if condition.value is None else f" (was {condition.value:g})"
    return f"{name} {turn} {condition.limit:g}{was}"


def _side_lines(name: str, side: Side) -> Iterator[str]:
    yield f"{name}  {side.article_id}  {side.title or '(no title)'}"
    chosen = " (every second one, by its hash)" if side.sampled else ""
    yield f"   {side.words} words, {side.shingles} 3-grams{chosen}; {_toll_words(side.tolls)}"
    yield f"   fingerprint {side.fingerprint}"


def _toll_words(tolls: tuple[Toll, ...]) -> str:
    return ", ".join(f"{number} {kind}" for kind, number in tolls) or "no toll"


def _measure_lines(measures: Measures) -> Iterator[str]:
    common = f", and {measures.common} common ones left out" if measures.common else ""
    yield (
        f"shared 3-grams {measures.shared}{common}; jaccard {measures.jaccard_ratio:.3f}, "
        f"of the shorter {measures.contained_ratio:.3f}, of the lead {measures.lead_ratio:.3f}"
    )
    if measures.numbers_ratio is not None:
        yield f"shared numbers {measures.numbers_ratio:.3f}"
    age = "unknown" if measures.age_hours is None else f"{measures.age_hours:.1f} hours"
    yield f"apart {age}"
    for phrase in measures.phrases[:_MAX_PHRASES]:
        yield f"   both: {phrase}"
    more = len(measures.phrases) - _MAX_PHRASES
    if more > 0:
        yield f"   and {more} more"
