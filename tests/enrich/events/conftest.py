"""Articles written for these tests, and the words loaded once."""

from collections.abc import Callable

import pytest

from schemas.article import DetectedArticle, Language, PublishedAt
from streams.enrich.events.find import EventWords, load_event_words

Write = Callable[..., DetectedArticle]


@pytest.fixture(scope="session")
def words() -> EventWords:
    return load_event_words()


@pytest.fixture(scope="session")
def write() -> Write:
    def article(
        title: str, body: str = "", code: str = "ar", day: str | None = "2024-05-10"
    ) -> DetectedArticle:
        published = None
        if day:
            published = PublishedAt(value=day, precision="day", basis="stated", text=day)
        return DetectedArticle(
            article_id="a1",
            raw_id="r1",
            position="main",
            title=title,
            subtitle=None,
            body=body,
            text=f"{title}\n\n{body}" if title else body,
            source=None,
            author=None,
            url=None,
            crawled_at="2024-05-10T20:00:00Z",
            published_at=published,
            language=Language(code=code, script="Arab", confidence=1.0),
        )

    return article
