"""A batch through a row: one answer a message, in order; dead letters for what nobody handles."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from schemas.article import Article
from schemas.codec import decode
from schemas.deadletter import DeadLetter
from streams import topics
from streams.app import memory_stores
from streams.batch import Message, Produced, handle, refuse_record
from streams.pipeline import UNTIMED, Arrival, Failure, Outcome, Stores, Timed, Words
from streams.records import article_record
from streams.topology import ROWS, Row, select
from tests.e2e.replayed import words
from tests.making import make_article

DEDUP, LANGUAGE, ENRICHMENT, ALERTING = ROWS
MAX_BYTES = 100_000
GOOD = json.dumps({"raw_id": "good", "body": "افتتح الوزير معرض الكتاب في المدينة."}).encode()
OTHER = json.dumps({"raw_id": "other", "body": "أغلقت البلدية الجسر القديم للصيانة."}).encode()


def messages(*values: bytes | None) -> list[Message]:
    return [
        Message("articles.raw", 3, 40 + index, b"key", value) for index, value in enumerate(values)
    ]


def run(row: Row, sent: Sequence[Message], stores: Stores | None = None) -> list[list[Produced]]:
    handled = asyncio.run(
        handle(row, sent, words(), stores or memory_stores(), UNTIMED, max_bytes=MAX_BYTES)
    )
    assert [one.message for one in handled] == list(sent)
    return [list(one.produced) for one in handled]


def letter_of(produced: Produced) -> DeadLetter:
    assert produced.topic is topics.DEADLETTERS
    assert isinstance(produced.content, DeadLetter)
    return produced.content


def test_an_empty_batch_has_no_answers() -> None:
    assert run(DEDUP, []) == []


def test_each_message_is_answered_in_its_place_whatever_its_neighbours_are() -> None:
    answers = run(DEDUP, messages(b"{", GOOD, None, OTHER, b"[]", GOOD))
    assert [[made.topic.name for made in answer] for answer in answers] == [
        ["deadletters"],
        ["articles.unique"],
        ["deadletters"],
        ["articles.unique"],
        ["deadletters"],
        ["articles.duplicates"],
    ]
    assert decode(Article, answers[3][0].value).raw_id == "other"


def test_a_dead_letter_keeps_the_message_and_says_where_it_was_and_why() -> None:
    ((produced,),) = run(DEDUP, messages(b'{"body": 7}'))
    letter = letter_of(produced)
    assert (letter.topic, letter.partition, letter.offset) == ("articles.raw", 3, 40)
    assert (letter.stage, letter.reason, letter.error_class) == (
        "dedup",
        "wrong_type",
        "InvalidMessage",
    )
    assert letter.error == "body is a JSON number, not str"
    assert letter.stack == ""
    assert (produced.key, produced.value) == (b"key", b'{"body": 7}')
    assert dict(produced.headers)["barid.reason"] == b"wrong_type"


def test_a_message_over_the_limit_is_refused_and_one_at_the_limit_is_not() -> None:
    body = "خبر " * 2_000
    fits = json.dumps({"body": body}, ensure_ascii=False).encode()
    fits += b" " * (MAX_BYTES - len(fits))
    answers = run(DEDUP, messages(fits, fits + b" "))
    assert answers[0][0].topic is topics.UNIQUE
    letter = letter_of(answers[1][0])
    assert (letter.reason, letter.value) == ("too_large", fits + b" ")


def test_a_message_read_again_is_no_duplicate_of_itself() -> None:
    stores, sent = memory_stores(), messages(GOOD)
    first, again = run(DEDUP, sent, stores), run(DEDUP, sent, stores)
    assert again == first
    elsewhere = [replace(sent[0], offset=99)]
    assert run(DEDUP, elsewhere, stores)[0][0].topic is topics.DUPLICATES


def test_what_a_stage_raises_is_one_messages_dead_letter_with_its_trace() -> None:
    async def fails(
        arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed
    ) -> list[Outcome]:
        made = article_record(topics.UNIQUE, make_article())
        first = Outcome((made,), ())
        nothing: dict[str, int] = {}
        try:
            nothing["بغداد"]
        except KeyError as error:
            two = (Failure("parse", error), Failure("dedup", error))
            return [first, Outcome((made,), two), *(first for _ in arrivals[2:])]
        raise AssertionError

    answers = run(replace(DEDUP, run=fails), messages(GOOD, OTHER, GOOD))
    assert [[made.topic.name for made in answer] for answer in answers] == [
        ["articles.unique"],
        ["articles.unique", "deadletters"],
        ["articles.unique"],
    ]
    letter = letter_of(answers[1][1])
    assert (letter.stage, letter.reason, letter.error_class) == ("parse", "stage_error", "KeyError")
    assert 'nothing["بغداد"]' in letter.stack
    assert letter.value == OTHER


def test_a_record_that_cannot_be_written_is_a_dead_letter_of_its_message() -> None:
    async def unwritable(
        arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed
    ) -> list[Outcome]:
        bad = article_record(topics.UNIQUE, make_article(author="\ud800"))
        return [Outcome((bad,), ()) for _ in arrivals]

    ((produced,),) = run(replace(DEDUP, run=unwritable), messages(GOOD))
    letter = letter_of(produced)
    assert (letter.reason, letter.value) == ("stage_error", GOOD)
    assert letter.stage == "dedup"


def test_a_record_too_large_for_the_broker_keeps_the_message_that_caused_it() -> None:
    ((produced,),) = run(DEDUP, messages(GOOD))
    (message,) = messages(GOOD)
    letter = letter_of(refuse_record(message, produced, ValueError("too large")))
    assert (letter.reason, letter.stage, letter.value) == ("record_too_large", "dedup", GOOD)
    dead = letter_of(refuse_record(message, run(DEDUP, messages(b"{"))[0][0], ValueError("x")))
    assert (dead.reason, dead.value) == ("record_too_large", None)


def test_a_fused_row_says_what_its_rows_say_one_after_the_other() -> None:
    sent = messages(GOOD, b"{", GOOD, OTHER)
    (fused,) = select(None, fuse=True)
    (at_once,) = [run(fused, sent)]
    stores = memory_stores()
    first = run(DEDUP, sent, stores)
    kept = [[made for made in answer if made.topic is not topics.UNIQUE] for answer in first]
    assert [[made.topic.name for made in answer] for answer in at_once] == [
        [made.topic.name for made in answer] for answer in kept
    ]
    assert at_once[1] == first[1]
    assert at_once[2] == first[2]


def test_what_a_whole_batch_dies_of_is_one_messages_dead_letter() -> None:
    async def dies(
        arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed
    ) -> list[Outcome]:
        if any(arrival.value.raw_id == "other" for arrival in arrivals):
            raise ZeroDivisionError("the arithmetic of one text")
        return await DEDUP.run(arrivals, words, stores, timed)

    answers = run(replace(DEDUP, run=dies), messages(GOOD, OTHER, b"{", GOOD))
    assert [[made.topic.name for made in answer] for answer in answers] == [
        ["articles.unique"],
        ["deadletters"],
        ["deadletters"],
        ["articles.duplicates"],
    ]
    letter = letter_of(answers[1][0])
    assert (letter.stage, letter.reason, letter.error_class) == (
        "dedup",
        "stage_error",
        "ZeroDivisionError",
    )


def test_a_store_that_is_away_is_raised_and_makes_no_dead_letter() -> None:
    async def away(
        arrivals: Sequence[Arrival], words: Words, stores: Stores, timed: Timed
    ) -> list[Outcome]:
        raise ConnectionError("nobody answers")

    row = replace(DEDUP, run=away)
    with pytest.raises(ConnectionError):
        asyncio.run(
            handle(
                row,
                messages(GOOD, OTHER),
                words(),
                memory_stores(),
                UNTIMED,
                max_bytes=MAX_BYTES,
                outages=(OSError,),
            )
        )
