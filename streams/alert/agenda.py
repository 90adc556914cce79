"""When incidents fall quiet: which are due to be closed, and how far article time has come.

The clock is the stream's own. Article time is the second latest crawl time among all articles
seen, so that one page with a wrong clock closes nothing. It is a function of the set of articles,
as is the day an incident falls due (its last telling and the quiet period), so in whatever order
articles come, the same incidents end closed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol

from schemas.alert import Alert

# Two crawls must agree that it is so late.
WITNESSES: Final = 2


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """Name an incident and when it falls quiet. Units: `at` seconds since 1970."""

    at: int
    region: str
    day: int
    incident_id: str


@dataclass(frozen=True, slots=True, order=True)
class Seen:
    """Keep when an article was crawled. Units: seconds since 1970."""

    at: int
    article_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Keep what an article's crawl time closed: the alert, and where its incident is kept."""

    region: str
    day: int
    alert: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Hold the agenda as read: the latest crawls, what falls due, what articles closed before."""

    latest: tuple[Seen, ...] = ()
    due: tuple[Due, ...] = ()
    closed: dict[str, tuple[Closing, ...]] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Plan:
    """Collect what a batch writes into the agenda.

    What will fall due and what was closed are written before the regions, so that neither is lost
    with a worker that dies between; the time and what is done with, after them, so that a batch
    that comes again sees the time it saw.
    """

    latest: list[Seen] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    done: list[Due] = field(default_factory=list)
    closed: dict[str, list[Closing]] = field(default_factory=dict)


class Agenda(Protocol):
    """Keep the agenda. Writing the same plan twice is writing it once."""

    async def read(self, article_ids: Sequence[str], until: int) -> Page:
        """Read what falls due up to a time, and what the articles named closed before."""
        ...

    async def prepare(self, plan: Plan) -> None:
        """Write what falls due and what was closed."""
        ...

    async def complete(self, plan: Plan) -> None:
        """Write the time, and strike what is done with."""
        ...


class MemoryAgenda:
    """Keep the agenda in memory, for `replay`, `try` and tests."""

    def __init__(self) -> None:
        self._latest: tuple[Seen, ...] = ()
        self._due: dict[tuple[str, int, str], int] = {}
        self._closed: dict[str, tuple[Closing, ...]] = {}

    async def read(self, article_ids: Sequence[str], until: int) -> Page:
        """Read the agenda."""
        due = sorted(Due(at, *key) for key, at in self._due.items() if at <= until)
        closed = {one: self._closed[one] for one in article_ids if one in self._closed}
        return Page(latest=self._latest, due=tuple(due), closed=closed)

    async def prepare(self, plan: Plan) -> None:
        """Write what falls due and what was closed."""
        for one in plan.due:
            self._due[one.region, one.day, one.incident_id] = one.at
        self._closed.update({article: tuple(made) for article, made in plan.closed.items()})

    async def complete(self, plan: Plan) -> None:
        """Write the time, and strike what is done with."""
        self._latest = latest_of((*self._latest, *plan.latest))
        for one in plan.done:
            key = (one.region, one.day, one.incident_id)
            if self._due.get(key) == one.at:
                del self._due[key]


def latest_of(seen: Iterable[Seen]) -> tuple[Seen, ...]:
    """Keep the latest crawls, each article once, as many as must agree."""
    by_article: dict[str, Seen] = {}
    for one in seen:
        by_article[one.article_id] = max(one, by_article.get(one.article_id, one))
    return tuple(sorted(by_article.values(), reverse=True)[:WITNESSES])


def article_time(latest: Sequence[Seen]) -> int | None:
    """Give how far article time has come; None until enough articles agree."""
    return latest[WITNESSES - 1].at if len(latest) >= WITNESSES else None


def seconds_of(stated: str | None) -> int | None:
    """Read a crawl time; None where it is none. Units: seconds since 1970."""
    try:
        moment = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
