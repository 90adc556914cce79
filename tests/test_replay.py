"""Reading inputs, and the files a replay leaves."""

import gzip
import io
from pathlib import Path

import pytest

from schemas.codec import decode
from schemas.deadletter import DeadLetter
from schemas.raw import RawArticle
from streams import topics
from streams.replay import InputError, TopicFiles, line_of, read_messages
from streams.topics import TOPICS

NOTHING = io.BytesIO()
BOM = b"\xef\xbb\xbf"


def read(path: Path, content: bytes) -> list[bytes]:
    path.write_bytes(content)
    return list(read_messages(path, NOTHING))


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        pytest.param(b"", [], id="empty"),
        pytest.param(b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}'], id="lines"),
        pytest.param(b'{"a":1}\n{"b":2}', [b'{"a":1}', b'{"b":2}'], id="no last line end"),
        pytest.param(b'{"a":1}\r\n\r\n \t\n{"b":2}\r\n', [b'{"a":1}', b'{"b":2}'], id="windows"),
        pytest.param(BOM + b'{"a":1}\n' + BOM, [b'{"a":1}', BOM], id="a mark at the start only"),
        pytest.param(b"\xff\xfe\n{\n", [b"\xff\xfe", b"{"], id="poison stays as it is"),
        pytest.param("{\u2028\x85}\n".encode(), ["{\u2028\x85}".encode()], id="other line ends"),
        pytest.param(b'  {"a":1}  \n', [b'  {"a":1}  '], id="blanks in a line stay"),
    ],
)
def test_lines_are_messages_in_a_file_compressed_or_on_standard_input(
    tmp_path: Path, content: bytes, lines: list[bytes]
) -> None:
    assert read(tmp_path / "in.jsonl", content) == lines
    assert read(tmp_path / "in.jsonl.gz", gzip.compress(content)) == lines
    assert read(tmp_path / "in.gz", gzip.compress(content)) == lines
    assert read(tmp_path / "anything", content) == lines
    assert list(read_messages(None, io.BytesIO(content))) == lines


def test_the_items_of_a_list_are_messages(tmp_path: Path) -> None:
    content = BOM + '[{"body": "خبر"}, 3, null, "x"]'.encode()
    assert read(tmp_path / "in.json", content) == ['{"body":"خبر"}'.encode(), b"3", b"null", b'"x"']
    assert read(tmp_path / "in.json", b"[]") == []


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("page.txt", "text/plain"), ("page.html", "text/html"), ("page.htm", "text/html")],
)
def test_a_page_is_one_message(tmp_path: Path, name: str, content_type: str) -> None:
    (line,) = read(tmp_path / name, BOM + "عنوان\r\n\nنص".encode() + b"\xff")
    raw = decode(RawArticle, line)
    assert raw == RawArticle(body="عنوان\r\n\nنص\ufffd", content_type=content_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("in.json", b'{"body": "x"}'),
        ("in.json", b"[{"),
        ("in.json", b""),
        ("in.gz", b"no gzip"),
        ("in.gz", gzip.compress(b"{}\n" * 1000)[:-9]),
        ("in.gz", gzip.compress(b"")[:10] + b"\xff" * 20),
        ("in.gz", gzip.compress(b"{}\n")[:-8] + b"\0" * 8),
    ],
)
def test_an_input_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(InputError, match=name):
        read(tmp_path / name, content)


def test_a_missing_input_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.jsonl"):
        list(read_messages(tmp_path / "no.jsonl", NOTHING))


def test_a_large_input_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"{}\n" * 100_000)
    messages = read_messages(path, NOTHING)
    assert next(messages) == b"{}"
    assert sum(1 for _ in messages) == 99_999


def test_every_topic_but_the_raw_one_has_a_file_even_when_empty(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b"
    with TopicFiles(out) as files:
        files.write([])
    assert {path.name for path in out.iterdir()} == {
        f"{topic.name}.jsonl" for topic in TOPICS if topic is not topics.RAW
    }
    assert {path.read_bytes() for path in out.iterdir()} == {b""}


def test_a_dead_letter_is_a_line_with_what_its_headers_would_say() -> None:
    letter = DeadLetter(
        topic="articles.raw", partition=0, offset=7, stage="dedup", reason="invalid_utf8",
        error_class="InvalidMessage", error="\ud800", key=None, value=b"\xff",
    )  # fmt: skip
    line = line_of(topics.DEADLETTERS, letter.value, letter)
    assert line == (
        b'{"topic":"articles.raw","partition":0,"offset":7,"stage":"dedup","reason":"invalid_utf8",'
        b'"error_class":"InvalidMessage","error":"\\\\ud800","key":null,"value":null,'
        b'"value_base64":"/w=="}\n'
    )
    assert line_of(topics.ALERTS, b"{}", None) == b"{}\n"
    assert line_of(topics.ALERTS, None, None) == b"null\n"
