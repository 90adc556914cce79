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
    """Hold the agenda as read: the latest crawls, what falls due, what articles closed before.

    `closers` names, of what falls due, the article whose crawl time closed it, where one has.
    """

    latest: tuple[Seen, ...] = ()
    due: tuple[Due, ...] = ()
    closed: dict[str, tuple[Closing, ...]] = field(default_factory=dict)
    closers: dict[Due, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Plan:
    """Collect what a batch writes into the agenda, before it writes the regions themselves."""

    latest: list[Seen] = field(default_factory=list)
    due: list[Due] = field(default_factory=list)
    done: list[Due] = field(default_factory=list)
    closed: dict[str, list[Closing]] = field(default_factory=dict)
    closers: dict[Due, str] = field(default_factory=dict)


class Agenda(Protocol):
    """Keep the agenda. Writing the same plan twice is writing it once."""

    async def read(self, article_ids: Sequence[str], until: int) -> Page:
        """Read what falls due up to a time, and what the articles named closed before."""
        ...

    async def write(self, plan: Plan) -> None:
        """Write a plan."""
        ...


class MemoryAgenda:
    """Keep the agenda in memory, for `replay`, `try` and tests."""

    def __init__(self) -> None:
        self._latest: tuple[Seen, ...] = ()
        self._due: dict[tuple[str, int, str], int] = {}
        self._closed: dict[str, tuple[Closing, ...]] = {}
        self._closers: dict[Due, str] = {}

    async def read(self, article_ids: Sequence[str], until: int) -> Page:
        """Read the agenda."""
        due = sorted(Due(at, *key) for key, at in self._due.items() if at <= until)
        closed = {one: self._closed[one] for one in article_ids if one in self._closed}
        closers = {one: self._closers[one] for one in due if one in self._closers}
        return Page(latest=self._latest, due=tuple(due), closed=closed, closers=closers)

    async def write(self, plan: Plan) -> None:
        """Write a plan."""
        self._latest = latest_of((*self._latest, *plan.latest))
        for one in plan.done:
            key = (one.region, one.day, one.incident_id)
            if self._due.get(key) == one.at:
                del self._due[key]
            self._closers.pop(one, None)
        for one in plan.due:
            self._due[one.region, one.day, one.incident_id] = one.at
        self._closed.update({article: tuple(made) for article, made in plan.closed.items()})
        self._closers.update(plan.closers)


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
