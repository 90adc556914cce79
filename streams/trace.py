"""Follow one page through the whole pipeline and tell what each stage saw, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from schemas.alert import Alert, Suppression
from schemas.article import Article, EnrichedArticle
from schemas.codec import encode
from schemas.deadletter import DeadLetter
from schemas.raw import RawArticle
from streams.batch import Handled
from streams.explain import finding_line, findings, snippet
from streams.parse.page import Page, read_page
from streams.pipeline import Stores, Words
from streams.present import alert_lines, suppression_line
from streams.replay import Replay

# One colour a kind of segment that is kept; what is dropped is dim.
_STYLES = {
    "title": "bold green",
    "subtitle": "green",
    "paragraph": "default",
    "source": "magenta",
    "outlet": "magenta",
    "crawl_stamp": "magenta",
    "publish": "cyan",
    "date": "cyan",
    "dateline": "cyan",
    "related_item": "blue",
}


@dataclass(frozen=True, slots=True)
class Trace:
    """Hold a page as read and all that it caused."""

    page: Page
    handled: tuple[Handled, ...]


async def trace_page(raw: RawArticle, words: Words, stores: Stores, *, max_bytes: int) -> Trace:
    """Run one page through every stage."""
    page = read_page(raw, words.markers)
    handled = await Replay(words, stores, max_bytes=max_bytes).run([encode(raw)])
    return Trace(page, tuple(handled))


def trace_lines(trace: Trace) -> Iterator[Text]:
    """Write the trace for people."""
    yield from _segments(trace.page)
    contents = [made.content for one in trace.handled for made in one.produced]
    for article in contents:
        if isinstance(article, EnrichedArticle):
            yield from _article(article)
    yield Text("\nalerting", style="bold")
    titles = {a.article_id: a.title for a in trace.page.articles}
    spoken = False
    for content in contents:
        if isinstance(content, Alert):
            spoken = True
            yield from alert_lines(content)
        elif isinstance(content, Suppression):
            spoken = True
            yield suppression_line(content, titles.get(content.article_id))
        elif isinstance(content, DeadLetter):
            spoken = True
            said = f"    refused by {content.stage}: {content.reason}, {content.error}"
            yield Text(said, style="bold red")
    if not spoken:
        yield Text("    no rule matches: nothing here is an incident of the rules in force")


def _segments(page: Page) -> Iterator[Text]:
    yield Text(f"page: {len(page.articles)} article(s)", style="bold")
    for segment in page.segments:
        line = Text("  ")
        owner = "-" if segment.article is None else str(segment.article + 1)
        line.append(f"{owner} {segment.kind:<12} ", style=_STYLES.get(segment.kind, "dim"))
        line.append(snippet(segment.text), style=_STYLES.get(segment.kind, "dim"))
        line.append(f"   [{segment.rule}]", style="dim italic")
        yield line


def _article(article: EnrichedArticle) -> Iterator[Text]:
    yield Text(f"\n{article.position} article {article.article_id}", style="bold")
    yield from _head(article)
    # The head has said when it was published.
    yield from (finding_line(one) for one in findings(article) if one.label != "published")


def _head(article: Article) -> Iterator[Text]:
    yield _fact("title", article.title or "(none)")
    yield _fact("source", article.source or "(not named)")
    published = article.published_at
    if published is None:
        yield _fact("published", "not stated, and not guessed")
    else:
        yield _fact(
            "published",
            f"{published.value} ({published.basis}) from «{published.text}»  [{published.rule}]",
        )
    yield _fact("crawled", article.crawled_at or "(not stated)")
    if article.related_headlines:
        yield _fact(
            "related", f"{len(article.related_headlines)} headlines kept apart from the text"
        )
    if article.repairs:
        yield _fact("repaired", ", ".join(article.repairs))


def _fact(label: str, words: str) -> Text:
    line = Text("  ")
    line.append(f"{label:<12} ", style="bold")
    line.append(words)
    return line
