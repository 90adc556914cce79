"""Names by which the story of an article is found: who, where, and what happened on which day.

They are ids, not words: reports of one happening share them in whatever language they are written.
"""

from schemas.article import Annotations

# Named as the seller of the news, an outlet says nothing of the story.
_NOT_A_NAME = "outlet"


def story_names(notes: Annotations) -> tuple[tuple[str, int], ...]:
    """Give the ids of entities and places, with how often each is mentioned."""
    entities = ((one.id, len(one.mentions)) for one in notes.entities if one.type != _NOT_A_NAME)
    return (*entities, *((place.id, len(place.mentions)) for place in notes.places))


def story_event(notes: Annotations) -> tuple[str, str, str | None] | None:
    """Give the type, the day and the place, where it has one, of the current event with a day."""
    event = next((event for event in notes.events if event.status == "current"), None)
    if event is None or event.date is None or event.date.value is None:
        return None
    place = event.place
    if place is None:
        return event.type, event.date.value[:10], None
    where = f"{place.country or '?'}|{place.admin1 or place.id or place.name}"
    return event.type, event.date.value[:10], where
