"""Batches of articles against stores in memory: sets of copies, revisions, crashes."""

import asyncio
from collections.abc import Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from streams.dedup.decide import decide
from streams.dedup.judge import NEW, Sighting, Verdict, duplicate, marked
from streams.dedup.store import MemoryFingerprintStore
from streams.dedup.window import MemoryWindowStore
from tests.dedup.reports import (
    BRIDGE,
    FIRE,
    FIRE_LATER,
    SCHOOL,
    TAIL,
    article,
    copies,
    prose,
    seen,
)


class Worker:
    """Dedup with stores of its own."""

    def __init__(self) -> None:
        self.fingerprints, self.window = MemoryFingerprintStore(), MemoryWindowStore()

    def decide(self, *batch: Sighting) -> list[Verdict]:
        return asyncio.run(decide(batch, self.fingerprints, self.window))


CROWD = (
    seen("bridge", BRIDGE),
    seen("bridge-copy", BRIDGE, source="ثانية"),
    seen("bridge-short", BRIDGE[:2]),
    seen("bridge-long", ("كتب مراسلنا في الميناء", *BRIDGE, SCHOOL[1])),
    seen("school", SCHOOL),
    seen("fire", FIRE),
    seen("fire-later", FIRE_LATER),
    seen("caption", ("صورة",), title="كاريكاتير", url="https://a.example/1"),
)
SETS = {
    frozenset({"bridge", "bridge-copy", "bridge-short", "bridge-long"}),
    frozenset({"school"}),
    frozenset({"fire"}),
    frozenset({"fire-later"}),
    frozenset({"caption"}),
}


def test_kinds_and_directions_are_told() -> None:
    verdicts = Worker().decide(*CROWD[:4])
    assert [(one.duplicate_of, one.kind, one.rule) for one in verdicts] == [
        (None, "exact", ""),
        ("bridge", "exact", "exact.copy"),
        ("bridge", "near", "near.contained"),
        ("bridge", "near", "near.fuller"),
    ]
    assert [one.similarity for one in verdicts] == [1.0, 1.0, 1.0, 1.0]


def test_the_record_of_a_repeat_points_at_what_it_repeats() -> None:
    verdict = Worker().decide(*CROWD[:3])[2]
    record = duplicate(article("bridge-short", BRIDGE[:2]), verdict)
    assert record is not None
    assert (record.raw_id, record.duplicate_of, record.kind) == (
        "raw-bridge-short",
        "bridge",
        "near",
    )
    assert duplicate(article("bridge", BRIDGE), NEW) is None


@pytest.mark.parametrize("order", [*permutations(range(4))], ids=str)
def test_copies_are_one_set_in_any_order(order: Sequence[int]) -> None:
    batch = [CROWD[index] for index in order]
    assert copies(batch, Worker().decide(*batch)) == {frozenset(s.holder.article_id for s in batch)}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.permutations(CROWD), st.integers(1, 8))
def test_neither_order_nor_size_of_a_batch_changes_the_sets(
    crowd: list[Sighting], size: int
) -> None:
    worker = Worker()
    verdicts = [
        verdict
        for start in range(0, len(crowd), size)
        for verdict in worker.decide(*crowd[start : start + size])
    ]
    assert copies(crowd, verdicts) == SETS
    assert verdicts == Worker().decide(*crowd)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.permutations(CROWD), st.integers(0, 8), st.integers(1, 8))
def test_a_prefix_read_twice_gets_the_same_answers_and_changes_nothing(
    crowd: list[Sighting], prefix: int, size: int
) -> None:
    worker, undisturbed = Worker(), Worker()
    first = worker.decide(*crowd[:prefix])
    again = [
        verdict
        for start in range(0, prefix, size)
        for verdict in worker.decide(*crowd[start : min(start + size, prefix)])
    ]
    assert again == first
    assert first + worker.decide(*crowd[prefix:]) == undisturbed.decide(*crowd)


def test_a_message_read_again_after_later_copies_gets_its_first_answer() -> None:
    worker = Worker()
    short, long, copy = CROWD[2], CROWD[3], CROWD[1]
    assert worker.decide(short) == [NEW]
    later = worker.decide(long, copy)
    assert [one.duplicate_of for one in later] == ["bridge-short", "bridge-short"]
    assert worker.decide(short) == [NEW]
    assert worker.decide(copy, long) == later[::-1]


def test_a_page_crawled_again_is_a_repeat_of_itself_and_never_new() -> None:
    worker = Worker()
    again = [seen("bridge", BRIDGE, message=f"articles.raw/0/{n}#0") for n in range(3)]
    assert [(one.duplicate_of, one.rule) for one in worker.decide(*again)] == [
        (None, ""),
        ("bridge", "exact.recrawl"),
        ("bridge", "exact.recrawl"),
    ]


def test_an_exact_copy_of_a_near_copy_is_to_the_first_of_the_set_what_that_is() -> None:
    worker = Worker()
    worker.decide(seen("bridge", BRIDGE))
    worker.decide(seen("short", BRIDGE[:2]))
    verdict = worker.decide(seen("short-copy", BRIDGE[:2]))[0]
    assert (verdict.duplicate_of, verdict.kind, verdict.rule) == (
        "bridge",
        "near",
        "near.contained",
    )


def test_another_toll_passes_and_its_copies_repeat_it() -> None:
    worker = Worker()
    six, eight = worker.decide(seen("six", FIRE), seen("eight", FIRE_LATER))
    assert (six, eight.duplicate_of) == (NEW, None)
    assert (eight.rule, eight.revision_of) == ("revision.toll", "six")
    assert marked(article("eight", FIRE_LATER), eight).revision_of == "six"
    assert marked(article("six", FIRE), six).revision_of is None
    cut = worker.decide(seen("six-cut", FIRE[:2]), seen("eight-cut", FIRE_LATER[:2]))
    assert [one.duplicate_of for one in cut] == ["six", "eight"]


def test_a_fuller_version_is_told_as_the_one_that_replaces_the_first_and_only_once() -> None:
    worker = Worker()
    full = (*BRIDGE, SCHOOL[1])
    reports = [
        ("short", BRIDGE[:2]),
        ("longer", BRIDGE),
        ("longer-copy", BRIDGE),
        ("cut", BRIDGE[:3]),
        ("longest", (*full, *SCHOOL)),
        ("between", full),
    ]
    verdicts = worker.decide(*(seen(name, report) for name, report in reports))
    records = [
        duplicate(article(name, report), verdict)
        for (name, report), verdict in zip(reports, verdicts, strict=True)
    ]
    assert [one and (one.duplicate_of, one.direction, one.replaces) for one in records] == [
        None,
        ("short", "contains", "short"),
        ("short", "contains", None),
        ("short", "contains", None),
        ("short", "contains", "short"),
        ("short", "contains", None),
    ]
    again = worker.decide(*(seen(name, report) for name, report in reports))
    assert again == verdicts


def test_a_new_toll_in_the_title_of_the_old_body_passes() -> None:
    worker = Worker()
    verdicts = worker.decide(
        seen("six", FIRE, title="حريق في مصنع للطلاء"),
        seen("eight", FIRE, title="ارتفاع قتلى حريق المصنع إلى ثمانية"),
        seen("eight-copy", FIRE, title="ثمانية قتلى في حريق المصنع"),
        seen("six-copy", FIRE, title="مصرع ستة في حريق"),
    )
    assert [one.duplicate_of for one in verdicts] == [None, None, "eight", "six"]


def test_the_boilerplate_of_an_outlet_is_learned_from_the_stream() -> None:
    brief = [seen(name, (prose(name, 30), TAIL)) for name in ("س", "ش")]
    assert Worker().decide(*brief)[1].duplicate_of == "س"
    worker = Worker()
    worker.decide(*(seen(name, (prose(name, 90), TAIL)) for name in ("ب", "ت", "ث", "ج")))
    assert worker.decide(*brief) == [NEW, NEW]


def test_nothing_asked_is_nothing_answered() -> None:
    assert Worker().decide() == []
