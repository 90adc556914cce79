"""Decide whether an article is new, from who holds its fingerprint. Pure."""

from dataclasses import dataclass

from schemas.article import Article
from schemas.duplicate import Duplicate


@dataclass(frozen=True, slots=True)
class Holder:
    """Name who first had a fingerprint: the article, and the message that brought it.

    `message` is the message's place in the stream and the article's place in the page
    (`articles.raw/3/1042#0`), so that a message read again after a crash is known as itself.
    """

    article_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """Ask for a fingerprint on behalf of an article of a message."""

    fingerprint: str
    holder: Holder


def judge(article: Article, seen: Sighting, holder: Holder) -> Duplicate | None:
    """Say None for an article that is new, or that this very message brought before."""
    if holder.message == seen.holder.message:
        return None
    return Duplicate(
        article_id=article.article_id,
        raw_id=article.raw_id,
        duplicate_of=holder.article_id,
        kind="exact",
        similarity=1.0,
        source=article.source,
        url=article.url,
        crawled_at=article.crawled_at,
        rule="exact.recrawl" if holder.article_id == article.article_id else "exact.copy",
    )
