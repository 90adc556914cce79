"""Name the story an article belongs to.

A first version, from what the article says alone: articles whose news is the same kind of event
in the same province on the same day share a story; any other article is a story of its own. The
id needs no state, so every worker and every replay names the same story.
"""

from hashlib import blake2b

from schemas.article import Annotations, Article

_DIGEST_BYTES = 10


def story_id(article: Article, notes: Annotations) -> str:
    """Give the story's id, the key of `articles.enriched`."""
    event = next((event for event in notes.events if event.status == "current"), None)
    if event is None or event.place is None or event.date is None or event.date.value is None:
        return _story("article", article.article_id)
    place = event.place.admin1 or event.place.id or event.place.name
    return _story("event", event.type, event.place.country or "?", place, event.date.value[:10])


def _story(*parts: str) -> str:
    digest = blake2b("|".join(parts).encode("utf-8", "replace"), digest_size=_DIGEST_BYTES)
    return "story-" + digest.hexdigest()
