"""RawArticle: one page as a scraper delivered it; the value of `articles.raw`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """Describe one scraped page, before anything was read into it.

    `body` is plain text or HTML and may hold several articles. Everything else is a hint; a
    missing `raw_id` stands for a digest of the content. `published_at` is free form, as found.
    """

    body: str
    content_type: str = "text/plain"
    raw_id: str | None = None
    url: str | None = None
    source: str | None = None
    title: str | None = None
    author: str | None = None
    published_at: str | None = None
    fetched_at: str | None = None
