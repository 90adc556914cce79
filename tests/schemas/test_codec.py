"""Bytes to contract and back: what is read, what is refused, and with which reason."""

import orjson
import pytest

from schemas.alert import Change, Toll
from schemas.annotation import DateMention, Event
from schemas.codec import InvalidMessage, decode, encode
from schemas.raw import RawArticle

REFUSED = [
    pytest.param(None, "empty", id="no value"),
    pytest.param(b"", "empty", id="no bytes"),
    pytest.param(b"breaking news", "invalid_json", id="words"),
    pytest.param(b'{"body": "cut', "invalid_json", id="cut JSON"),
    pytest.param(b"\xff\xfe\x00", "invalid_utf8", id="bytes of no text"),
    pytest.param(b'{"body": "\\ud800 x"}', "invalid_utf8", id="high surrogate alone"),
    pytest.param(b'{"body": "\\udc00"}', "invalid_utf8", id="low surrogate alone"),
    pytest.param(b'{"body": "\xed\xa0\x80"}', "invalid_utf8", id="surrogate as bytes"),
    pytest.param(b'["body"]', "not_an_object", id="list"),
    pytest.param(b"42", "not_an_object", id="number"),
    pytest.param(b"null", "not_an_object", id="null"),
    pytest.param(b'{"title": "x"}', "missing_field", id="no body"),
    pytest.param(b'{"body": 42}', "wrong_type", id="number for text"),
    pytest.param(b'{"body": null}', "wrong_type", id="null for text"),
    pytest.param(b'{"body": ["x"]}', "wrong_type", id="list for text"),
    pytest.param(
        b'{"body": "x", "url": {"href": "y"}}', "wrong_type", id="object for optional text"
    ),
    pytest.param(b'{"body": "x", "title": true}', "wrong_type", id="boolean for optional text"),
]


@pytest.mark.parametrize(("content", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes | None, reason: str) -> None:
    with pytest.raises(InvalidMessage) as refusal:
        decode(RawArticle, content)
    assert refusal.value.reason == reason
    assert refusal.value.detail


def test_refusal_names_the_path_of_the_field() -> None:
    casualty = b'{"kind": "killed", "min": "10", "max": null}'
    head = b'{"event_id": "e", "type": "t", "status": "current", "casualties": ['
    event = head + casualty + b"]}"
    with pytest.raises(InvalidMessage, match=r"casualties\.0\.min is a JSON string"):
        decode(Event, event)


def test_refusal_names_the_path_of_a_missing_field_too() -> None:
    head = b'{"event_id": "e", "type": "t", "status": "current", "casualties": ['
    read = b'{"kind": "killed", "min": 1, "max": null}, '
    with pytest.raises(InvalidMessage, match=r"^missing_field: casualties\.1\.kind is required$"):
        decode(Event, head + read + b'{"min": 1}]}')


def test_a_number_is_never_read_from_text_nor_a_boolean_taken_for_a_number() -> None:
    for wrong in (b'"10"', b"true", b"1.0"):
        with pytest.raises(InvalidMessage):
            decode(Toll, b'{"min": ' + wrong + b', "max": null}')


def test_a_value_outside_a_closed_set_is_refused() -> None:
    with pytest.raises(InvalidMessage, match="current"):
        decode(Event, b'{"event_id": "e", "type": "t", "status": "maybe"}')


def test_a_message_larger_than_allowed_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(InvalidMessage) as refusal:
        decode(RawArticle, b'{"body": "' + b"x" * 100 + b'"}', max_bytes=50)
    assert refusal.value.reason == "too_large"


def test_unknown_fields_are_ignored_and_missing_ones_take_their_default() -> None:
    raw = decode(RawArticle, '{"body": "نص", "crawler": {"version": 7}}'.encode())
    assert raw == RawArticle(body="نص")
    assert raw.content_type == "text/plain"
    assert raw.raw_id is None


def test_from_is_written_and_read_under_its_own_name() -> None:
    mention = DateMention(text='"from_":', start=0, end=8, from_="2024-10-01", to="2024-10-10")
    written = encode(mention)
    assert orjson.loads(written)["from"] == "2024-10-01"
    assert "from_" not in orjson.loads(written)
    assert orjson.loads(written)["text"] == '"from_":'
    assert decode(DateMention, written) == mention


def test_a_change_may_hold_words_or_a_toll() -> None:
    toll = Change(field="killed", from_=Toll(min=2, max=2), to=Toll(min=3, max=None))
    words = Change(field="severity", from_="medium", to="high")
    assert decode(Change, encode(toll)) == toll
    assert decode(Change, encode(words)) == words


def test_null_and_zero_stay_apart() -> None:
    denied = encode(Toll(min=0, max=0))
    assert denied == b'{"min":0,"max":0}'
    assert decode(Toll, b'{"min": null, "max": null}') != decode(Toll, denied)


def test_arabic_is_written_as_it_is_read_by_people() -> None:
    assert "كركوك".encode() in encode(RawArticle(body="كركوك"))
