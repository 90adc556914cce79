"""Answers, waits, addresses of the inside, and secrets in texts: all that is pure about sending."""

import asyncio
import socket

import pytest

from streams.deliver.channels.answers import answer_of, retry_after, wait_seconds
from streams.deliver.channels.channel import Patience
from streams.deliver.channels.guard import BlockedAddress, GuardedResolver, check_host, is_public
from streams.deliver.channels.secret import Secret, is_reference, redact, shown_address
from streams.deliver.channels.signing import BadKey, make_key, read_key

NOW = 1_760_516_400.0  # Wed, 15 Oct 2025 08:20:00 GMT


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"),
        (204, "delivered"),
        (301, "redirected"),
        (304, "redirected"),
        (400, "refused"),
        (401, "again"),
        (404, "again"),
        (408, "again"),
        (410, "stop"),
        (413, "refused"),
        (422, "refused"),
        (429, "again"),
        (500, "again"),
        (503, "again"),
    ],
)
def test_status_means(status: int, outcome: str) -> None:
    assert answer_of(status, {}, "", NOW).outcome == outcome


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 30 ", 30.0),
        ("99999999999", 3600.0),
        ("Wed, 15 Oct 2025 08:21:30 GMT", 90.0),
        ("Wed, 15 Oct 2025 08:00:00 GMT", 0.0),
        ("Wed, 15 Oct 2035 08:00:00 GMT", 3600.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    stated: str | None, seconds: float | None
) -> None:
    assert retry_after(stated, NOW) == seconds


def test_wait_doubles_up_to_the_longest_and_half_of_it_is_chance() -> None:
    patience = Patience(first_wait_seconds=1.0, longest_wait_seconds=60.0)
    assert [wait_seconds(n, None, patience, 1.0) for n in (1, 2, 3, 6, 7, 500)] == [
        *(1.0, 2.0, 4.0, 32.0, 60.0, 60.0)
    ]
    assert wait_seconds(3, None, patience, 0.0) == 2.0
    assert wait_seconds(1, 25.0, patience, 0.0) == 25.0
    assert wait_seconds(7, 25.0, patience, 1.0) == 60.0


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - asked about, not bound to
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("ff02::1", False),
        ("localhost", False),
        ("", False),
    ],
)
def test_address_belongs_to_the_outside(address: str, public: bool) -> None:
    assert is_public(address) is public


async def look_up(host: str) -> object:
    return await GuardedResolver().resolve(host, 80, socket.AF_UNSPEC)


def test_name_that_stands_for_the_inside_is_refused() -> None:
    with pytest.raises(BlockedAddress, match="private addresses only"):
        asyncio.run(look_up("localhost"))


@pytest.mark.parametrize("host", ["169.254.169.254", "::1", "10.0.0.1", None, ""])
def test_address_of_the_inside_is_refused_before_anything_is_asked(host: str | None) -> None:
    with pytest.raises(BlockedAddress):
        check_host(host)


def test_name_passes_to_the_resolver() -> None:
    check_host("hooks.example")
    check_host("93.184.215.14")


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        ("https://h.example/T0/B0secret", "POST https://h.example/T0/B0secret", "POST ***"),
        ("https://h.example/T0/B0secret", "path /T0/B0secret refused", "path *** refused"),
        ("https://h.example/T0/B0secret", "token B0secret refused", "token *** refused"),
        ("tgram://123456:ABCDEF/99999999", "bad 99999999", "bad ***"),
        ("https://u:pass%20word@h.example/", "user u, pass word", "user u, ***"),
        ("tk_secret", "Bearer tk_secret", "Bearer ***"),
        ("https://h.example/api", "no api there", "no api there"),
    ],
)
def test_secret_is_taken_out_of_a_text(value: str, text: str, left: str) -> None:
    assert redact(text, [Secret(value)]) == left


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("https://user:pw@hooks.example:8443/T0?x=1", "https://hooks.example:8443/***"),
        ("mailto://user:pw@mail.example", "mailto://***"),
        ("tgram://123456:ABC/99", "tgram://***"),
        ("whatever", "***"),
        ("https://h.example:port/", "***"),
    ],
)
def test_address_is_shown_as_far_as_it_lets_nobody_in(value: str, shown: str) -> None:
    assert shown_address(Secret(value)) == shown


@pytest.mark.parametrize("text", ["env:A", "env:DESK_URL_2"])
def test_reference_is_known(text: str) -> None:
    assert is_reference(text)


@pytest.mark.parametrize("text", ["env:", "env:A B", "ENV:A", "https://a", "env:1A", "A"])
def test_anything_else_is_none(text: str) -> None:
    assert not is_reference(text)


def test_new_key_is_a_key_and_another_each_time() -> None:
    assert len(read_key(Secret(make_key()))) == 32
    assert make_key() != make_key()


@pytest.mark.parametrize(
    "value",
    [
        "",
        "whsec_",
        "whsec_c2hvcnQ=",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2La",
        "whsec_ÄÄ",
        "whsec_" + "A" * 200,
    ],
)
def test_other_things_are_no_keys(value: str) -> None:
    with pytest.raises(BadKey):
        read_key(Secret(value))
