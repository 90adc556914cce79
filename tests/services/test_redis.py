"""The harness itself: a real Redis keeps what it acknowledged, through kill, restart and pause."""

from collections.abc import Iterator

import pytest
import redis
from redis.exceptions import AuthenticationError, ConnectionError, TimeoutError  # noqa: A004

from tests.services.redis import Redis

pytestmark = pytest.mark.redis


@pytest.fixture
def client(redis_server: Redis) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_server.url, socket_timeout=0.5) as client:
        yield client


@pytest.mark.parametrize("fault", ["kill", "stop"])
def test_a_server_that_comes_back_has_its_port_and_keys(
    redis_server: Redis, client: redis.Redis, topic_prefix: str, fault: str
) -> None:
    url = redis_server.url
    client.set(f"{topic_prefix}key", "بغداد")
    getattr(redis_server, fault)()
    assert not redis_server.running
    with pytest.raises(ConnectionError):
        client.ping()
    redis_server.start()
    assert redis_server.url == url
    assert client.get(f"{topic_prefix}key") == "بغداد".encode()


def test_a_paused_server_answers_nothing_until_it_goes_on(
    redis_server: Redis, client: redis.Redis
) -> None:
    client.ping()
    redis_server.pause()
    with pytest.raises(TimeoutError):
        client.ping()
    redis_server.resume()
    assert client.ping() is True


def test_a_server_with_a_password_refuses_who_has_none(redis_server: Redis) -> None:
    with Redis(password="open-sesame") as guarded:  # noqa: S106 - of this test alone
        with redis.Redis.from_url(guarded.url) as client:
            assert client.ping() is True
        with (
            redis.Redis.from_url(guarded.url.replace(":open-sesame@", "")) as stranger,
            pytest.raises(AuthenticationError),
        ):
            stranger.ping()


def test_emptying_the_server_deletes_every_key(
    redis_server: Redis, client: redis.Redis, topic_prefix: str
) -> None:
    client.set(f"{topic_prefix}key", "1")
    redis_server.empty()
    assert client.dbsize() == 0
