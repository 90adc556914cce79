"""What is remembered of the last days: families of copies, and which 3-gram stands in which.

The shapes that cross between the deciding and the stores, their bytes, and the memory store.
Families and articles are numbered in the order they were first seen.
"""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, Protocol

from streams.dedup.ageing import Ageing
from streams.dedup.judge import NEW, Family, Member, Verdict
from streams.dedup.likeness import MAX_FAMILIES
from streams.dedup.sketch import Sketch

# Of 3-grams in more families than this, further families need not be written: they are dead.
MAX_POSTED_FAMILIES: Final = MAX_FAMILIES + 1
# Another worker wrote so much of what an article is about to write as its own: read again.
_MIN_CONFLICT_SHINGLES: Final = 2
_MIN_CONFLICT_RATIO: Final = 0.08

# A re-crawl may come weeks later; 99 of 100 copies come within 103 hours (14 outlets, 3 weeks).
EXACT_TTL_SECONDS: Final = 30 * 24 * 3600
# Longer than `articles.raw` keeps messages, and as long as a fingerprint points at a message.
VERDICT_TTL_SECONDS: Final = EXACT_TTL_SECONDS
# As old as a likeness may be, see likeness.py; and what is told of stories.
WINDOW_TTL_SECONDS: Final = 8 * 24 * 3600
# Twice as long as a likeness may be old: a form that comes weekly is known by its last time. F1 on
# 1,807 articles of 18 days: 8 days .905, 12 .909, 16 .919, 30 .918; among 14,400 made-up ones
# 8 .914, 12 .911, 16 .912, for there forms come back sooner.
NEAR_TTL_SECONDS: Final = 16 * 24 * 3600
# What is written on no reading is always checked.
UNKNOWN_WRITES: Final = -1

_HEAD: Final = struct.Struct(">IBBIIIBB")
_TOLL: Final = struct.Struct(">BI")
_KINDS: Final = ("killed", "injured")


@dataclass(frozen=True, slots=True)
class Query:
    """Ask what is known of a message and of the 3-grams of its article."""

    message: str
    shingles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Answer queries. `first_number` and the numbers after it, one a query, are the asker's.

    `writes` is how often the window had been written to: if nobody has since, nothing that is
    written on this reading can be doubtful.
    """

    first_number: int
    verdicts: dict[str, Verdict]
    postings: dict[int, tuple[int, ...]]
    writes: int = UNKNOWN_WRITES


@dataclass(frozen=True, slots=True)
class Opened:
    """Hold families, and which 3-grams of their members are dead."""

    families: dict[int, Family]
    dead: frozenset[int]
    verdicts: dict[str, Verdict]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Write what was decided on an article.

    `posted` are the 3-grams to write down for the family, each with the number of families it
    stood in when read. `guard` says what must not have changed since: for a new family, how many
    of those 3-grams others wrote; for a new edition, how many members the family has.
    """

    message: str
    verdict: Verdict
    family: int
    member: Member | None
    posted: tuple[tuple[int, int], ...]
    opens_family: bool
    members_before: int | None = None

    def conflict_shingles(self) -> int:
        """Say how many 3-grams written by others in between make a conflict; 0 for none."""
        if not self.opens_family:
            return 0
        return max(_MIN_CONFLICT_SHINGLES, round(_MIN_CONFLICT_RATIO * len(self.posted)))


class WindowStore(Protocol):
    """Remember articles by what they share."""

    async def look(self, queries: Sequence[Query]) -> Reading:
        """Read verdicts and postings. Errors: the client's connection errors, as for all."""
        ...

    async def open(self, families: Sequence[int], messages: Sequence[str]) -> Opened:
        """Read families with their members' 3-grams, and verdicts on other messages."""
        ...

    async def commit(self, entries: Sequence[Entry], writes: int = UNKNOWN_WRITES) -> int:
        """Write entries in order, up to the first that others' writing since has made doubtful.

        Shape: how many were written. Each is written whole or not at all. `writes` is the
        reading's.
        """
        ...


class MemoryWindowStore:
    """Keep everything in dicts, for `replay`, `try` and tests; forgets by the articles' time."""

    def __init__(
        self,
        verdict_ttl_seconds: int = VERDICT_TTL_SECONDS,
        window_ttl_seconds: int = NEAR_TTL_SECONDS,
    ) -> None:
        self._next = 1
        self._verdict_ages = Ageing[str](verdict_ttl_seconds)
        self._family_ages = Ageing[int](window_ttl_seconds)
        self._posted: dict[int, list[tuple[int, ...]]] = {}
        self._postings: dict[int, tuple[int, ...]] = {}
        self._dead: set[int] = set()
        self._families: dict[int, Family] = {}
        self._verdicts: dict[str, Verdict] = {}

    async def look(self, queries: Sequence[Query]) -> Reading:
        """Read verdicts and postings."""
        first, self._next = self._next, self._next + len(queries)
        held = self._postings
        return Reading(
            first,
            self._known(query.message for query in queries),
            {
                shingle: held[shingle]
                for query in queries
                for shingle in query.shingles
                if shingle in held
            },
        )

    async def open(self, families: Sequence[int], messages: Sequence[str]) -> Opened:
        """Read families."""
        found = {number: self._families[number] for number in families if number in self._families}
        dead = frozenset(
            shingle
            for family in found.values()
            for member in family
            for shingle in self._dead.intersection(member.sketch.shingles)
        )
        return Opened(found, dead, self._known(messages))

    async def commit(self, entries: Sequence[Entry], writes: int = UNKNOWN_WRITES) -> int:
        """Write entries, up to the first doubtful one."""
        del writes  # what would be checked is at hand
        for count, entry in enumerate(entries):
            if self._is_doubtful(entry):
                return count
            if entry.member is not None:
                family = self._families.get(entry.family, ())
                self._families[entry.family] = (*family, entry.member)
                self._verdict_ages.see(entry.member.sketch.minutes)
                self._family_ages.see(entry.member.sketch.minutes)
            self._verdicts[entry.message] = entry.verdict
            self._verdict_ages.touch(entry.message)
            self._family_ages.touch(entry.family)
            self._post(entry)
        self._forget()
        return len(entries)

    def _post(self, entry: Entry) -> None:
        posted = []
        for shingle, _ in entry.posted:
            held = self._postings.get(shingle, ())
            if entry.family not in held and len(held) < MAX_POSTED_FAMILIES:
                self._postings[shingle] = (*held, entry.family)
                posted.append(shingle)
                if len(held) == MAX_FAMILIES:
                    self._dead.add(shingle)
        self._posted.setdefault(entry.family, []).append(tuple(posted))

    def _forget(self) -> None:
        for message in self._verdict_ages.forget():
            del self._verdicts[message]
        for family in self._family_ages.forget():
            self._families.pop(family, None)
            for shingle in chain.from_iterable(self._posted.pop(family)):
                held = tuple(one for one in self._postings[shingle] if one != family)
                if held:
                    self._postings[shingle] = held
                else:
                    del self._postings[shingle]
                if len(held) <= MAX_FAMILIES:
                    self._dead.discard(shingle)

    def _known(self, messages: Iterable[str]) -> dict[str, Verdict]:
        return {one: self._verdicts[one] for one in messages if one in self._verdicts}

    def _is_doubtful(self, entry: Entry) -> bool:
        if entry.message in self._verdicts:
            return True
        if entry.members_before is not None:
            return len(self._families.get(entry.family, ())) != entry.members_before
        limit = entry.conflict_shingles()
        others = sum(
            max(0, len(self._postings.get(shingle, ())) - before)
            for shingle, before in entry.posted
        )
        return 0 < limit <= others


def pack_verdict(verdict: Verdict) -> str:
    """Write a verdict as one line."""
    if verdict.duplicate_of is None:
        return f"new {verdict.revision_of} {verdict.rule}" if verdict.revision_of else "new"
    return f"{verdict.kind} {verdict.similarity} {verdict.rule} {verdict.duplicate_of}"


def unpack_verdict(line: str) -> Verdict:
    """Read a verdict."""
    if line == "new":
        return NEW
    if line.startswith("new "):
        _, revision_of, rule = line.split(" ", 2)
        return Verdict(None, rule=rule, revision_of=revision_of)
    kind, similarity, rule, duplicate_of = line.split(" ", 3)
    return Verdict(duplicate_of, "exact" if kind == "exact" else "near", float(similarity), rule)


def pack_shingles(shingles: Sequence[int]) -> bytes:
    """Write 3-grams, four bytes each."""
    return struct.pack(f">{len(shingles)}I", *shingles)


def unpack_shingles(packed: bytes) -> tuple[int, ...]:
    """Read 3-grams."""
    return struct.unpack(f">{len(packed) // 4}I", packed)


def pack_member(member: Member) -> bytes:
    """Write a member: length of all, number of 3-grams, 3-grams, then the rest.

    The store finds the 3-grams by the first two fields, two bytes each.
    """
    sketch = member.sketch
    article_id = member.article_id.encode("utf-8")
    body = b"".join((
        pack_shingles(sketch.shingles),
        _HEAD.pack(
            member.number,
            sketch.lead_count,
            sketch.sampled,
            sketch.words,
            sketch.minutes,
            sketch.body_tag,
            len(sketch.tolls),
            len(article_id),
        ),
        *(_TOLL.pack(_KINDS.index(kind), number) for kind, number in sketch.tolls),
        article_id,
        struct.pack(f">{len(sketch.numbers)}H", *sketch.numbers),
    ))  # fmt: skip
    return struct.pack(">HH", len(body) + 4, len(sketch.shingles)) + body


def unpack_members(packed: bytes) -> Family:
    """Read the members of a family, one after the other."""
    members: list[Member] = []
    at = 0
    while at < len(packed):
        length, count = struct.unpack_from(">HH", packed, at)
        shingles = struct.unpack_from(f">{count}I", packed, at + 4)
        head = at + 4 + 4 * count
        number, lead, sampled, words, minutes, tag, tolls, letters = _HEAD.unpack_from(packed, head)
        rest = head + _HEAD.size
        end = rest + tolls * _TOLL.size
        said = tuple((_KINDS[kind], toll) for kind, toll in _TOLL.iter_unpack(packed[rest:end]))
        article_id = packed[end : end + letters].decode("utf-8")
        at += length
        numbers = struct.unpack(f">{(at - end - letters) // 2}H", packed[end + letters : at])
        sketch = Sketch(shingles, lead, bool(sampled), words, minutes, tag, said, numbers)
        members.append(Member(number, article_id, sketch))
    return tuple(members)
