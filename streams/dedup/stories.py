"""What is remembered of stories: their last articles, and which term stands in which of them.

The shapes that cross between the telling and the stores, their bytes, and the memory store.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from schemas.annotation import Related
from streams.dedup.story import MAX_MEMBERS, MAX_STORIES, Story, StoryMember, Term

# Another worker wrote so many of the terms a new story was about to be found by: read again.
# An article as like as a member must be shares about so many of its twenty.
CONFLICT_TERMS: Final = 4

_MEMBER: Final = struct.Struct(">IBB")
_MAX_ID_BYTES: Final = 255
_SCORE_ONE: Final = 1_000
_WEIGHT: Final = struct.Struct(">IH")

# A term in the days it was said: stories are counted by both.
Place = tuple[int, Term]


@dataclass(frozen=True, slots=True)
class Telling:
    """Answer for an article: its story, and earlier articles of others on the same matter."""

    story_id: str
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """Ask for the story of an article and for the stories of its terms."""

    article_id: str
    epoch: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class StoryReading:
    """Answer queries. `first_number` and those after it, one a query, are the asker's.

    `crowded` are terms in too many stories, of the epoch that was asked and the one before it;
    of the others, `postings` has both epochs.
    """

    first_number: int
    told: dict[str, Telling]
    postings: dict[Place, tuple[int, ...]]
    crowded: frozenset[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """Write an article into its story; `posted` are terms and in how many stories each stood."""

    article_id: str
    telling: Telling
    number: int
    opened_as: str | None
    epoch: int
    member: StoryMember
    posted: tuple[tuple[Term, int], ...]


class StoryStore(Protocol):
    """Remember stories by their terms."""

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        """Read. Errors: the client's connection errors, as for all."""
        ...

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Read stories; those forgotten are left out."""
        ...

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        """Write entries in order, up to the first that others' writing since has made doubtful."""
        ...


class MemoryStoryStore:
    """Keep stories in dicts, for `replay`, `try` and tests. Nothing is forgotten."""

    def __init__(self) -> None:
        self._next = 1
        self._told: dict[str, Telling] = {}
        self._stories: dict[int, Story] = {}
        self._postings: dict[Place, tuple[int, ...]] = {}

    async def look(self, queries: Sequence[StoryQuery]) -> StoryReading:
        """Read."""
        first, self._next = self._next, self._next + len(queries)
        postings: dict[Place, tuple[int, ...]] = {}
        crowded: set[Place] = set()
        for query in queries:
            for term in query.terms:
                now, before = (query.epoch, term), (query.epoch - 1, term)
                mine, theirs = self._postings.get(now, ()), self._postings.get(before, ())
                if len(mine) + len(theirs) >= MAX_STORIES:
                    crowded.add(now)
                else:
                    postings[now], postings[before] = mine, theirs
        asked = dict.fromkeys(one.article_id for one in queries)
        told = {article: self._told[article] for article in asked if article in self._told}
        return StoryReading(first, told, postings, frozenset(crowded))

    async def open(self, numbers: Sequence[int]) -> dict[int, Story]:
        """Read stories."""
        return {number: self._stories[number] for number in numbers if number in self._stories}

    async def commit(self, entries: Sequence[StoryEntry]) -> int:
        """Write entries, up to the first doubtful one."""
        for count, entry in enumerate(entries):
            if self._is_doubtful(entry):
                return count
            self._told[entry.article_id] = entry.telling
            known = self._stories.get(entry.number)
            opened_as = known.story_id if known else entry.opened_as or entry.telling.story_id
            members = (*(known.members if known else ()), entry.member)
            self._stories[entry.number] = Story(opened_as, members[-MAX_MEMBERS:])
            for term, _ in entry.posted:
                held = self._postings.get((entry.epoch, term), ())
                if entry.number not in held:
                    self._postings[entry.epoch, term] = (*held, entry.number)
        return len(entries)

    def _is_doubtful(self, entry: StoryEntry) -> bool:
        if entry.article_id in self._told:
            return True
        others = sum(
            1
            for term, before in entry.posted
            if len(self._postings.get((entry.epoch, term), ())) > before
        )
        return entry.opened_as is not None and others >= CONFLICT_TERMS


def pack_story_member(member: StoryMember) -> bytes:
    """Write a member: minutes, numbers of terms and of bytes of its id; terms with weights; id.

    Its title is written with what it was told.
    """
    name = member.article_id.encode("utf-8", "replace")
    if len(name) > _MAX_ID_BYTES:
        name = b""
    weights = b"".join(_WEIGHT.pack(term, weight) for term, weight in member.weights)
    return _MEMBER.pack(member.minutes, len(member.weights), len(name)) + weights + name


def unpack_story(packed: bytes, titles: Sequence[bytes | None]) -> Story:
    """Read a story: the length of its id, its id, its members; None for a title forgotten."""
    at = 1 + packed[0]
    story_id = packed[1:at].decode("utf-8")
    members: list[StoryMember] = []
    for title in titles:
        minutes, count, id_bytes = _MEMBER.unpack_from(packed, at)
        at += _MEMBER.size
        end = at + count * _WEIGHT.size
        weights = tuple(_WEIGHT.iter_unpack(packed[at:end]))
        at = end + id_bytes
        name = "" if title is None else packed[end:at].decode("utf-8")
        members.append(StoryMember(minutes, weights, name, _shown(title)))
    return Story(story_id, tuple(members))


def pack_telling(telling: Telling, title: str | None) -> str:
    """Write lines: the story, the article's own title, then score and id of each related one."""
    related = [f"{round(one.score * _SCORE_ONE)} {one.article_id}" for one in telling.related]
    return "\n".join([telling.story_id, title or "", *related])


def unpack_telling(packed: bytes, titles: Sequence[bytes | None]) -> Telling:
    """Read what an article was told; `titles` are those of the related articles."""
    story_id, _, *lines = packed.decode("utf-8").split("\n")
    related: list[Related] = []
    for line, title in zip(lines, titles, strict=True):
        score, _, name = line.partition(" ")
        related.append(Related(article_id=name, title=_shown(title), score=int(score) / _SCORE_ONE))
    return Telling(story_id, tuple(related))


def _shown(title: bytes | None) -> str | None:
    return title.decode("utf-8") if title else None
