"""Make contracts for tests, with every field a test does not care about filled in."""

from typing import Any

from schemas.alert import Toll
from schemas.annotation import Casualty, Event, EventDate, EventPlace, Span
from schemas.article import Article, EnrichedArticle, Language
from streams.alert.claim import Claim

DIYALA = EventPlace(
    id="admin1:IQ-DI", name="ديالى", country="IQ", admin1="IQ-DI", precision="admin1"
)
BAQUBAH = EventPlace(
    id="place:baqubah", name="بعقوبة", country="IQ", admin1="IQ-DI", precision="town"
)


def make_article(body: str = "نص الخبر", **changed: Any) -> Article:
    """Make an article as parsing gives it."""
    title = changed.get("title", "عنوان")
    values: dict[str, Any] = {
        "article_id": "a1",
        "raw_id": "r1",
        "position": "main",
        "title": title,
        "subtitle": None,
        "body": body,
        "text": f"{title}\n\n{body}" if title else body,
        "source": "وكالة أولى",
        "author": None,
        "url": None,
        "crawled_at": "2025-10-15T09:00:00Z",
        "published_at": None,
    }
    return Article(**{**values, **changed})


def make_event(killed: int | None = 10, **changed: Any) -> Event:
    """Make a current bombing in Baqubah on 15 October 2025."""
    said = Span(text="مقتل", start=0, end=4)
    toll = (
        (Casualty(kind="killed", min=killed, max=killed, evidence=(said,)),)
        if killed is not None
        else ()
    )
    values: dict[str, Any] = {
        "event_id": "e1",
        "type": "bombing",
        "status": "current",
        "date": EventDate(value="2025-10-15"),
        "place": BAQUBAH,
        "casualties": toll,
        "evidence": (said,),
    }
    return Event(**{**values, **changed})


def make_enriched(*events: Event, **changed: Any) -> EnrichedArticle:
    """Make an article with the events given, in that order."""
    article = make_article(**{key: value for key, value in changed.items() if key != "story_id"})
    values = {name: getattr(article, name) for name in Article.__dataclass_fields__}
    language = Language(code="ar", script="Arab", confidence=1.0)
    return EnrichedArticle(
        **values, language=language, events=events, story_id=changed.get("story_id", "story-1")
    )


def make_claim(article_id: str, killed: int | Toll | None, as_of: str, **changed: Any) -> Claim:
    """Make a claim on the bombing; `as_of` is a time of day on 15 October 2025."""
    toll = killed if isinstance(killed, Toll) else Toll(min=killed, max=killed)
    moment = f"2025-10-15T{as_of}:00Z"
    values: dict[str, Any] = {
        "article_id": article_id,
        "story_id": "story-1",
        "outlet": f"وكالة {article_id}",
        "as_of": moment,
        "crawled_at": moment,
        "headline": f"عنوان {article_id}",
        "event_type": "bombing",
        "event_date": "2025-10-15",
        "place": BAQUBAH,
        "killed": toll,
        "injured": Toll(),
        "missing": Toll(),
        "arrested": Toll(),
        "correction": False,
    }
    return Claim(**{**values, **changed})
