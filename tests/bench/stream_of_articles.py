"""Made-up articles for the bench of growth, as sketches and terms, and a quick way to store them.

Three in ten copy one of the last hours, cut or with words added; two in ten are forms. Of what the
others say, half are phrases in use, and all their words, by Zipf's law: most are rare, and
the rarer the more there are, so that a stream never stops to bring new ones. Deterministic.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from streams.dedup.judge import NEW, Holder, Member, Sighting, Verdict
from streams.dedup.likeness import MAX_FAMILIES
from streams.dedup.sketch import LEAD_SHINGLES, Sketch
from streams.dedup.store import RedisFingerprintStore, RedisWindowStore
from streams.dedup.stories import StoryEntry, StoryQuery, Telling
from streams.dedup.story import StoryMember, Told, new_story_id
from streams.dedup.story_store import RedisStoryStore
from streams.dedup.window import Entry, Query

# A million in the sixteen days of a window.
ARTICLES_A_MINUTE: Final = 43
_COPIES_RATIO, _FORMS_RATIO, _WHOLE_RATIO = 0.3, 0.2, 0.6
_RECENT, _FORMS, _FORM_SHINGLES = 20_000, 2_000, 60
# 3-grams kept of an article: 127 on average, half of the articles 77 to 136; of 1,800 real ones in
# order, the last found 56 in 100 of theirs known and 25 dead, copies among them (14 outlets).
_LENGTHS = (52, 77, 100, 136, 290)
_PHRASES, _PHRASES_RATIO = 10_000_000, 0.55
# Words: 1,800 articles say 25,000, ten thousand 68,000 (real ones, of fewer matters: 19,000).
_TERMS, _STRONG, _COMMON_WORDS, _WORD_SLOPE = 112, 20, 300, 0.7
_FIRST_MINUTE = 24_000_000
_MOST_MEMBERS = 4
_SEED = 20251015
_SPREAD = 2_654_435_761


@dataclass(slots=True)
class Known:
    """An article that later ones copy: its family is known once it is stored."""

    article_id: str
    shingles: tuple[int, ...]
    common: frozenset[int]
    family: int = 0
    members: int = 0


@dataclass(frozen=True, slots=True)
class Made:
    """An article, with what the quick way must know: itself as it may be copied, what it copies."""

    sighting: Sighting
    told: Told
    own: Known
    copied: Known | None


@dataclass(slots=True)
class ArticleStream:
    """Make articles one after the other."""

    chance: random.Random = field(default_factory=lambda: random.Random(_SEED))  # noqa: S311
    made: int = 0
    recent: list[Known] = field(default_factory=list)

    def take(self, count: int) -> list[Made]:
        """Make the next ones."""
        return [self._make() for _ in range(count)]

    def _make(self) -> Made:
        chance, name = self.chance, f"{self.made:032x}"
        drawn, length = chance.random(), chance.choice(_LENGTHS)
        copied: Known | None = None
        common: tuple[int, ...] = ()
        if self.recent and drawn < _COPIES_RATIO:
            copied = chance.choice(self.recent)
            whole = chance.random() < _WHOLE_RATIO
            kept = copied.shingles if whole else copied.shingles[: len(copied.shingles) * 3 // 5]
            shingles = (*self._fresh(chance.randrange(12)), *kept)
        elif drawn < _COPIES_RATIO + _FORMS_RATIO:
            form = int(_FORMS * chance.random() ** 2)
            common = tuple(
                (_PHRASES + form * _FORM_SHINGLES + place) * _SPREAD % 2**32
                for place in range(_FORM_SHINGLES)
            )
            shingles = (*common, *self._fresh(length // 2))
        else:
            said = int(length * _PHRASES_RATIO)
            common = tuple(_zipf(chance, _PHRASES) * _SPREAD % 2**32 for _ in range(said))
            shingles = (*common, *self._fresh(length - said))
        shingles = tuple(dict.fromkeys(shingles))
        own = Known(name, shingles, copied.common if copied is not None else frozenset(common))
        if copied is None and not drawn < _COPIES_RATIO + _FORMS_RATIO:
            self.recent.append(own)
            if len(self.recent) > _RECENT:
                place = chance.randrange(_RECENT // 4)
                self.recent[place] = self.recent.pop()
        minutes = _FIRST_MINUTE + self.made // ARTICLES_A_MINUTE
        holder = Holder(name, f"articles.raw/{self.made % 8}/{self.made // 8}#0")
        tag = chance.getrandbits(32)
        lead = min(LEAD_SHINGLES, len(shingles))
        sketch = Sketch(shingles, lead, False, len(shingles) * 3 // 2, minutes, tag)
        words = sorted({_word(chance) for _ in range(_TERMS)})
        terms = tuple((word * _SPREAD % 2**32, 1 + (word % 5 == 0)) for word in words)
        title = "خبر عن " + "كلمة " * (4 + self.made % 6) + str(self.made)
        sighting = Sighting(f"{tag:08x}{self.made:024x}", holder, sketch)
        self.made += 1
        return Made(sighting, Told(name, minutes, terms, title=title), own, copied)

    def _fresh(self, count: int) -> tuple[int, ...]:
        return tuple(self.chance.getrandbits(32) for _ in range(count))


@dataclass(slots=True)
class QuickStore:
    """Store articles as `decide` and `tell` would, whose answers are known before: unread.

    The keys are the same, and as large; made-up articles are what they were made as, and where
    chance or a form would have made them more, they are not looked at.
    """

    fingerprints: RedisFingerprintStore
    window: RedisWindowStore
    stories: RedisStoryStore | None
    stood: bytearray = field(default_factory=lambda: bytearray(2**26))

    async def put(self, batch: Sequence[Made]) -> None:
        """Store articles."""
        await self.fingerprints.claim([one.sighting for one in batch])
        queries = [Query(one.sighting.holder.message, ()) for one in batch]
        reading = await self.window.look(queries)
        entries = [
            self._entry(one, reading.first_number + place) for place, one in enumerate(batch)
        ]
        assert await self.window.commit(entries, reading.writes) == len(batch)
        if self.stories is not None:
            await self._tell([one for one in batch if one.copied is None])

    def _entry(self, made: Made, number: int) -> Entry:
        sketch = made.sighting.sketch
        assert sketch is not None
        target = made.copied if made.copied is not None and made.copied.family else made.own
        opens = target is made.own
        target.family = target.family or number
        held = frozenset[int]() if opens else frozenset(target.shingles)
        posted = tuple(
            (one, 0)
            for one in sketch.shingles
            if one not in held and self._posts(one, made.own.common)
        )
        member = (
            Member(number, target.article_id, sketch) if target.members < _MOST_MEMBERS else None
        )
        target.members += 1
        return Entry(
            message=made.sighting.holder.message,
            verdict=NEW if opens else Verdict(target.article_id, "near", 0.731, "near.copy"),
            family=target.family,
            member=member,
            posted=posted,
            opens_family=opens,
        )

    def _posts(self, shingle: int, common: frozenset[int]) -> bool:
        """Count the families of a common 3-gram: of the dead, no more are written."""
        if shingle not in common:
            return True
        place = shingle * 40_503 % len(self.stood)
        if self.stood[place] > MAX_FAMILIES:
            return False
        self.stood[place] += 1
        return True

    async def _tell(self, batch: Sequence[Made]) -> None:
        assert self.stories is not None
        queries = [StoryQuery(one.told.article_id, one.told.epoch, ()) for one in batch]
        first = (await self.stories.look(queries)).first_number
        entries: list[StoryEntry] = []
        for place, one in enumerate(batch):
            # Every second joins the story of the one before it.
            at = place - place % 2
            told, story_id = one.told, new_story_id(batch[at].told.article_id)
            said = tuple(term for term, _ in told.terms)
            strong = tuple((term, 10_000 // _STRONG) for term in said[-_STRONG:])
            entries.append(
                StoryEntry(
                    article_id=told.article_id,
                    telling=Telling(story_id),
                    number=first + at,
                    opened_as=None,
                    epoch=told.epoch,
                    member=StoryMember(told.minutes, strong, told.article_id, told.title),
                    said=said,
                    posted=tuple((term, 0) for term, _ in strong),
                )
            )
        assert await self.stories.commit(entries) == len(entries)


def _word(chance: random.Random) -> int:
    """Draw the rank of a word: common ones much alike, the rare without end."""
    return int(_COMMON_WORDS * ((1 - chance.random()) ** (-1 / _WORD_SLOPE) - 1))


def _zipf(chance: random.Random, most: int) -> int:
    """Draw a rank: each twice as often as the one twice as high."""
    return int(math.exp(chance.random() * math.log(most)))
