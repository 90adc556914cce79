"""Names by which the story of an article is found: who, where, and what happened on which day.

They are ids, not words: reports of one happening share them in whatever language they are written.
"""

from schemas.article import Annotations

# Named as the seller of the news, an outlet says nothing of the story.
_NOT_A_NAME = "outlet"
# The event weighs as much as a name that is said again and again.
_EVENT_MENTIONS = 2


def story_names(notes: Annotations) -> tuple[tuple[str, int], ...]:
    """Give the ids of entities, places and the current event, with how often each is mentioned.

    An event is named by its type, place and day, where it has all three.
    """
    names = [(e.id, len(e.mentions)) for e in notes.entities if e.type != _NOT_A_NAME]
    names += [(place.id, len(place.mentions)) for place in notes.places]
    event = story_event(notes)
    place = next((e.place for e in notes.events if e.status == "current"), None)
    if event is not None and place is not None:
        parts = (*event, place.country or "?", place.admin1 or place.id or place.name)
        names.append(("event:" + "|".join(parts), _EVENT_MENTIONS))
    return tuple(names)


def story_event(notes: Annotations) -> tuple[str, str] | None:
    """Give the type and the day of the current event, if it has a day."""
    event = next((event for event in notes.events if event.status == "current"), None)
    if event is None or event.date is None or event.date.value is None:
        return None
    return event.type, event.date.value[:10]
