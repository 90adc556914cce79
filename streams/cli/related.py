"""`barid related`: earlier articles on the matter of one, and the words that link them."""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click
import orjson

from schemas.article import Article, DetectedArticle
from schemas.codec import InvalidMessage, decode
from schemas.raw import RawArticle
from streams.agents import OUTAGES
from streams.app import CannotStart, load_words, memory_stores, open_redis, redis_stores, rules_of
from streams.cli.starting import CannotRun, Failed, refusing, settings_or_exit
from streams.dedup.related import Link
from streams.dedup.stories import StoryQuery, StoryStore
from streams.dedup.story import new_story_id, read_told, term_words
from streams.dedup.tell import find_links
from streams.enrich.article import annotate
from streams.enrich.story import story_event, story_names
from streams.language.detect import detect
from streams.parse.page import read_page
from streams.pipeline import Words
from streams.replay import InputError, Replay, read_messages, replay
from streams.settings import Settings

_PAGES = (".txt", ".html", ".htm", ".json")


@dataclass(frozen=True, slots=True)
class _Linked:
    """Hold an earlier article, how related it is, and what both say; nothing where unknown."""

    article_id: str
    title: str | None
    score: float
    both: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    article_id: str
    title: str | None
    story_id: str
    related: tuple[_Linked, ...]


@click.command("related")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "--in",
    "inside",
    type=click.Path(path_type=Path),
    help="A .jsonl (.gz) of raw articles: the stream before ARTICLE.",
)
@click.option("--redis", "redis_url", help="The Redis of a running stream.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def related(article: str, inside: Path | None, redis_url: str | None, *, as_json: bool) -> None:
    """Show which earlier articles of other stories ARTICLE is related to, and why.

    ARTICLE is a .txt, .html or .json page, which comes after all that is known, or a raw_id or
    article_id: with --in, all before it is replayed in memory; with --redis, what it was told is
    read, without the words, as texts are not kept there. Nothing is written.

    \b
    Examples:
      barid related r-42 --in raw.jsonl
      barid related page.txt --redis redis://127.0.0.1:6379/0 --json | jq .related
    """
    if (inside is None) == (redis_url is None):
        raise click.UsageError("say where the earlier articles are: --in FILE or --redis URL")
    settings = settings_or_exit()
    with refusing(CannotStart, InputError, *OUTAGES):
        if inside is not None:
            answer = asyncio.run(_in_file(article, inside, settings))
        else:
            answer = asyncio.run(_in_redis(article, redis_url or "", settings))
    if as_json:
        click.echo(orjson.dumps(answer))
        return
    for line in _lines(answer):
        click.echo(line)


@dataclass(slots=True)
class _Before:
    """Give the messages of a file up to the one that holds an article, and keep that article."""

    name: str
    path: Path
    words: Words
    found: Article | None = field(default=None)

    def __iter__(self) -> Iterator[bytes]:
        for message in read_messages(self.path, sys.stdin.buffer):
            for article in _articles(message, self.words):
                if self.name in (article.article_id, article.raw_id):
                    self.found = article
                    return
            yield message


async def _in_file(name: str, path: Path, settings: Settings) -> _Answer:
    words, stores = load_words(rules_of(settings), settings.enrichers), memory_stores()
    run = Replay(words, stores, max_bytes=settings.max_body_bytes, outages=OUTAGES)
    page = _page(Path(name), words) if Path(name).suffix in _PAGES else None
    before = _Before("" if page else name, path, words)
    await replay(before, run, lambda _: None)
    article = page or before.found
    if article is None:
        raise Failed(f"{path}: no article or raw article {name}")
    return await _answer(article, words, stores.stories)


async def _in_redis(name: str, url: str, settings: Settings) -> _Answer:
    async with open_redis(replace(settings, redis=url)) as redis:
        stories = redis_stores(redis).stories
        if Path(name).suffix in _PAGES:
            words = load_words(rules_of(settings), settings.enrichers)
            return await _answer(_page(Path(name), words), words, stories)
        told = (await stories.look([StoryQuery(name, 0, ())])).told.get(name)
    if told is None:
        raise Failed(f"{url}: no article {name}, or it is forgotten")
    linked = (_Linked(one.article_id, one.title, one.score) for one in told.related)
    return _Answer(name, None, told.story_id, tuple(linked))


async def _answer(article: Article, words: Words, stories: StoryStore) -> _Answer:
    detected = DetectedArticle.of(article, detect(article.text, words.detector))
    notes = annotate(detected, words.enrich)
    names = story_names(notes)
    told = read_told(article, names, story_event(notes))
    story_id, links = await find_links(told, stories)
    said = term_words(article, names)
    return _Answer(
        article.article_id,
        article.title,
        story_id or new_story_id(article.article_id),
        tuple(_linked(link, said) for link in links),
    )


def _linked(link: Link, said: dict[int, str]) -> _Linked:
    one = link.related
    both = tuple(said[term] for term in link.terms if term in said)
    return _Linked(one.article_id, one.title, one.score, both)


def _page(path: Path, words: Words) -> Article:
    """Read the first article of a page. Errors: InputError, CannotRun."""
    for message in _messages(path):
        for article in _articles(message, words):
            return article
    raise CannotRun(f"{path}: no article in it")


def _messages(path: Path) -> Iterator[bytes]:
    if path.suffix != ".json":
        yield from read_messages(path, sys.stdin.buffer)
        return
    try:
        yield path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error}") from None


def _articles(message: bytes, words: Words) -> tuple[Article, ...]:
    try:
        return read_page(decode(RawArticle, message), words.markers).articles
    except InvalidMessage:
        return ()  # a dead letter in the stream, and no article


def _lines(answer: _Answer) -> Iterator[str]:
    yield f"{answer.article_id}  {answer.title or '(no title)'}"
    yield f"story {answer.story_id}"
    if not answer.related:
        yield "related to no earlier article"
    for one in answer.related:
        yield f"{one.score:.3f}  {one.article_id}  {one.title or '(no title)'}"
        if one.both:
            yield f"   both: {', '.join(one.both)}"
