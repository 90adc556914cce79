"""Count what alerting holds for all workers, for their gauges."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from streams.alert.agenda_store import RedisAgenda
from streams.alert.silence_store import RedisSilences


@dataclass(frozen=True, slots=True)
class Counts:
    """Hold how many silences are in force and how many incidents are open."""

    silences: int
    incidents: int


async def count_alerting(
    silences: RedisSilences, agenda: RedisAgenda, wall_clock: Callable[[], float]
) -> Counts:
    """Count silences in force and open incidents. Units: `wall_clock` gives Unix seconds.

    Errors: the client's connection errors.
    """
    now = datetime.fromtimestamp(wall_clock(), UTC)
    return Counts(await silences.count(now), await agenda.count())
