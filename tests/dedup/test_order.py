"""What is promised of order: where being a copy is plain, the sets are those of any order.

Plain means that of one set every two are copies and say the same toll, that no two of different
sets are, and that no phrase stands in so many sets as to be common.
"""

import asyncio
from collections.abc import Sequence
from itertools import combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from streams.dedup.decide import decide
from streams.dedup.judge import Sighting
from streams.dedup.likeness import compare, is_revision
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.window import MemoryWindowStore
from tests.dedup.reports import copies, prose, seen

NONE_DEAD: frozenset[int] = frozenset()
MAX_REPORTS = 4
# How a copy differs from its report: words before it and after it, and how much of it is kept.
VERSIONS = st.tuples(st.integers(0, 8), st.integers(0, 30), st.integers(60, 100))
TOLLS = st.sampled_from((6, 8, 14))


@st.composite
def crowds(draw: st.DrawFn) -> list[tuple[str, Sighting]]:
    """Draw reports, each in versions of its own, in any order; each with the name of its set."""
    crowd: list[tuple[str, Sighting]] = []
    for report in "ابتث"[: draw(st.integers(1, MAX_REPORTS))]:
        whole = prose(report, draw(st.integers(60, 140))).split()
        for number, version in enumerate(draw(st.lists(VERSIONS, min_size=1, max_size=9))):
            before, after, kept_percent = version
            toll = draw(TOLLS)
            name = f"{report}{number}"
            paragraphs = (
                f"مقتل {toll} في حادث",
                prose(f"{name}ق", before),
                " ".join(whole[: len(whole) * kept_percent // 100]),
                prose(f"{name}ب", after),
            )
            crowd.append((f"{report}{toll}", seen(name, paragraphs)))
    return draw(st.permutations(crowd))


def is_plain(crowd: Sequence[tuple[str, Sighting]]) -> bool:
    """Say whether of every two it is plain that they are copies, or that they are not."""
    for (mine, one), (its, other) in combinations(crowd, 2):
        if one.sketch is None or other.sketch is None:
            return False
        alike = compare(one.sketch, other.sketch, NONE_DEAD) is not None
        if alike is not (mine[0] == its[0]):
            return False
        if alike and is_revision(one.sketch, other.sketch) is (mine == its):
            return False
    return True


@settings(max_examples=150, deadline=None, derandomize=True)
@given(crowds(), st.integers(1, 40))
def test_no_order_and_no_size_of_a_batch_changes_the_sets_where_copies_are_plain(
    crowd: list[tuple[str, Sighting]], size: int
) -> None:
    assume(is_plain(crowd))
    names: dict[str, set[str]] = {}
    for name, sighting in crowd:
        names.setdefault(name, set()).add(sighting.holder.article_id)
    sightings = [sighting for _, sighting in crowd]

    async def decided() -> set[frozenset[str]]:
        fingerprints, window = MemoryFingerprintStore(), MemoryWindowStore()
        verdicts = []
        for start in range(0, len(sightings), size):
            verdicts += await decide(sightings[start : start + size], fingerprints, window)
        return copies(sightings, verdicts)

    assert asyncio.run(decided()) == {frozenset(each) for each in names.values()}
