"""Where a reader is: the last offset it has seen of each partition, and the id that says so.

An event's id begins with its own place, `alerts/3/41`; after it, for a topic of several
partitions, stands how far each other partition was read: `alerts/3/41,alerts/0/12,alerts/1/7`.
So a reader that comes back with the id of the last event it had, to this process or another, gets
what it has not had and nothing else.
"""

import re
from collections.abc import Mapping
from typing import Final

# Topic without the settings' prefix, and partition.
Partition = tuple[str, int]
# The last offset seen of each partition; -1 for none.
Positions = dict[Partition, int]

_PLACE: Final = re.compile(r"([a-z][a-z.]{0,48})/([0-9]{1,9})/(-1|[0-9]{1,18})")
# A topic of more partitions is not read by one process; and an id travels in a header.
_MAX_PLACES: Final = 512


class NoPosition(ValueError):
    """Report an id that names no position; the text says how one is written."""


def write_position(own: Partition, seen: Mapping[Partition, int]) -> str:
    """Write an id: the place of the event itself first, then the other partitions in order."""
    others = [
        f"{topic}/{number}/{seen[topic, number]}"
        for topic, number in sorted(seen)
        if (topic, number) != own
    ]
    return ",".join([f"{own[0]}/{own[1]}/{seen[own]}", *others])


def read_position(text: str) -> Positions:
    """Read an id back. Errors: NoPosition.

    >>> read_position("alerts/1/7,alerts/0/12")
    {('alerts', 1): 7, ('alerts', 0): 12}
    """
    places = text.strip().split(",", _MAX_PLACES)
    found: Positions = {}
    for place in places[:_MAX_PLACES]:
        match = _PLACE.fullmatch(place.strip())
        if match is None:
            raise NoPosition(
                f"{text[:80]!r} is no id of an event; one looks like alerts/0/41, and is what the "
                "stream sent as `id:`"
            )
        found[match[1], int(match[2])] = int(match[3])
    return found
