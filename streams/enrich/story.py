"""Name the story of an article by its event: kind, place and day.

Every worker and every replay gives such a story the same name, in any order. Articles without a
located and dated event find their story by what they say (`streams/dedup/story.py`).
"""

from hashlib import blake2b

from schemas.article import Annotations

_DIGEST_BYTES = 10


def event_story(notes: Annotations) -> str | None:
    """Give the id of the story that the current event names, if it has a place and a day."""
    event = next((event for event in notes.events if event.status == "current"), None)
    if event is None or event.place is None or event.date is None or event.date.value is None:
        return None
    place = event.place.admin1 or event.place.id or event.place.name
    parts = ("event", event.type, event.place.country or "?", place, event.date.value[:10])
    digest = blake2b("|".join(parts).encode("utf-8", "replace"), digest_size=_DIGEST_BYTES)
    return "story-" + digest.hexdigest()
