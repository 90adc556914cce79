"""What is remembered of stories: their last articles, and how many articles said which term where.

The shapes that cross between the telling and the stores, and their bytes.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from schemas.annotation import Related
from streams.dedup.story import Story, StoryMember, Term

# Another worker wrote so many of the terms a new story was about to be found by: read again.
# An article as like as a member must be shares about so many of its twenty.
CONFLICT_TERMS: Final = 4

# Of the stories a term is strong in, the last so many are kept: all give the same, in a stream of
# a thousand articles a day too; and with its count they are short enough for a compact hash.
MAX_POSTED: Final = 15

_MEMBER: Final = struct.Struct(">IBBII")
_MAX_ID_BYTES: Final = 255
_SCORE_ONE: Final = 1_000
_WEIGHT: Final = struct.Struct(">IH")

# A term in the days it was said: stories are counted by both.
Place = tuple[int, Term]


@dataclass(frozen=True, slots=True)
class Telling:
    """Answer for an article: its story, and earlier articles of others on the same matter.

    `merged` are stories that it proved to be the same one; articles after it are not told of them.
    """

    story_id: str
    related: tuple[Related, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryQuery:
    """Ask for the story of an article and for the stories of its terms."""

    article_id: str
    epoch: int
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class StoryReading:
    """Answer queries. `first_number` and those after it, one a query, are the asker's.

    Shape: `counts` has for each query how many articles of its epoch and the one before said each
    of its terms, `articles` how many there were; `postings` has the last stories of a term in
    either, and may leave out those of terms too common to tell anything.
    """

    first_number: int
    told: dict[str, Telling]
    articles: tuple[int, ...]
    counts: tuple[tuple[int, ...], ...]
    postings: Mapping[Place, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryEntry:
    """Write an article into its story.

    Shape: `said` are its terms, to be counted; `posted` those it puts its story under, each with
    the last story that stood there, 0 for none.
    """

    article_id: str
    telling: Telling
    number: int
    opened_as: str | None
    epoch: int
    member: StoryMember
    said: tuple[Term, ...]
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


def pack_story_member(member: StoryMember) -> bytes:
    """Write a member: minutes, numbers of terms and of bytes of its id, event; terms, weights; id.

    Its title is written with what it was told.
    """
    name = member.article_id.encode("utf-8", "replace")
    if len(name) > _MAX_ID_BYTES:
        name = b""
    weights = b"".join(_WEIGHT.pack(term, weight) for term, weight in member.weights)
    head = _MEMBER.pack(member.minutes, len(member.weights), len(name), member.kind, member.day)
    return head + weights + name


def unpack_story(packed: bytes, titles: Sequence[bytes | None]) -> Story:
    """Read a story: the length of its id, its id, its members; None for a title forgotten."""
    at = 1 + packed[0]
    story_id = packed[1:at].decode("utf-8")
    members: list[StoryMember] = []
    for title in titles:
        minutes, count, id_bytes, kind, day = _MEMBER.unpack_from(packed, at)
        at += _MEMBER.size
        end = at + count * _WEIGHT.size
        weights = tuple(_WEIGHT.iter_unpack(packed[at:end]))
        at = end + id_bytes
        name = "" if title is None else packed[end:at].decode("utf-8")
        members.append(StoryMember(minutes, weights, name, _shown(title), kind, day))
    return Story(story_id, tuple(members))


def pack_telling(telling: Telling, title: str | None) -> str:
    """Write lines: the story and those merged into it, the article's own title, related articles.

    A related article is a line of its score and its id.
    """
    related = [f"{round(one.score * _SCORE_ONE)} {one.article_id}" for one in telling.related]
    stories = " ".join((telling.story_id, *telling.merged))
    return "\n".join([stories, title or "", *related])


def unpack_telling(packed: bytes, titles: Sequence[bytes | None]) -> Telling:
    """Read what an article was told; `titles` are those of the related articles."""
    stories, _, *lines = packed.decode("utf-8").split("\n")
    story_id, *merged = stories.split(" ")
    related: list[Related] = []
    for line, title in zip(lines, titles, strict=True):
        score, _, name = line.partition(" ")
        related.append(Related(article_id=name, title=_shown(title), score=int(score) / _SCORE_ONE))
    return Telling(story_id, tuple(related), tuple(merged))


def _shown(title: bytes | None) -> str | None:
    return title.decode("utf-8") if title else None
