"""Settings: where a value may come from, what goes before what, and what is refused."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from streams.settings import DOCS, Settings, SettingsError, load_settings, markdown, shown


def load(environment: dict[str, str]) -> tuple[Settings, dict[str, str]]:
    settings, origins = load_settings(environment)
    return settings, {origin.name: origin.source for origin in origins}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # `barid.toml` is looked for where the program starts.
    monkeypatch.chdir(tmp_path)


def test_without_anything_stated_the_defaults_hold() -> None:
    settings, sources = load({"HOME": "/root", "PATH": "/bin"})
    assert settings == Settings()
    assert set(sources.values()) == {"default"}


def test_each_setting_is_explained_and_in_the_generated_page() -> None:
    names = [field.name for field in fields(Settings)]
    assert list(DOCS) == names
    rows = [line for line in markdown().splitlines() if line.startswith("| `BARID_")]
    assert [row.split("`")[1] for row in rows] == [f"BARID_{name.upper()}" for name in names]


def test_the_environment_goes_before_a_secrets_file_and_that_before_the_config_file(
    tmp_path: Path,
) -> None:
    (tmp_path / "barid.toml").write_text(
        'broker = "file:1"\nredis = "redis://file:1"\ngroup = "file"\n', "utf-8"
    )
    secret = tmp_path / "secret"
    secret.write_text("  redis://:word@secret:1 \n", "utf-8")
    settings, sources = load({"BARID_BROKER": "env:1", "BARID_REDIS_FILE": str(secret)})
    assert (settings.broker, settings.redis, settings.group) == (
        "env:1",
        "redis://:word@secret:1",
        "file",
    )
    assert sources["broker"] == "environment (BARID_BROKER)"
    assert sources["redis"] == str(secret)
    assert sources["group"] == "barid.toml"


@pytest.mark.parametrize("names", [("BARID_REDIS", "BARID_REDIS_FILE"), ("BARID_REDIS_FILE",) * 2])
def test_a_value_goes_before_the_file_that_holds_another_in_any_order(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("redis://secret:1", "utf-8")
    values = {"BARID_REDIS": "redis://env:1", "BARID_REDIS_FILE": str(secret)}
    ordered = {name: values[name] for name in (*names, *values)}
    assert load(ordered)[0].redis == "redis://env:1"


def test_a_config_file_named_goes_before_the_one_found(tmp_path: Path) -> None:
    (tmp_path / "barid.toml").write_text('group = "found"\n', "utf-8")
    (tmp_path / "other.toml").write_text('group = "named"\n', "utf-8")
    assert load({"BARID_CONFIG": str(tmp_path / "other.toml")})[0].group == "named"


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("BARID_TOPIC_PARTITIONS", "12", 12),
        ("BARID_SESSION_TIMEOUT_SECONDS", "2.5", 2.5),
        ("BARID_STALL_SECONDS", "90", 90.0),
        ("BARID_WEB_PORT", "0", 0),
        ("BARID_REDIS_CLUSTER", "1", True),
        ("BARID_REDIS_CLUSTER", "Yes", True),
        ("BARID_REDIS_CLUSTER", "false", False),
        ("BARID_REDIS_CLUSTER", "", False),
        ("BARID_LOG_LEVEL", "DEBUG", "DEBUG"),
        ("BARID_RULES", "", ""),
    ],
)
def test_text_is_read_as_the_kind_the_setting_has(variable: str, text: str, value: Any) -> None:
    name = variable.removeprefix("BARID_").lower()
    read = getattr(load({variable: text})[0], name)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("BARID_BROKR", "x", "did you mean BARID_BROKER?"),
        ("BARID_CONFIGURATION", "x", "BARID_CONFIGURATION is no setting"),
        ("BARID_WHATEVER_FILE", "x", "BARID_WHATEVER_FILE is no setting"),
        ("BARID_", "x", "is no setting"),
        ("BARID_BATCH_MESSAGES", "many", "batch_messages takes a int, not 'many'"),
        ("BARID_BATCH_MESSAGES", "2.5", "batch_messages takes a int"),
        ("BARID_BATCH_MESSAGES", "", "batch_messages takes a int"),
        ("BARID_BATCH_MESSAGES", "0", "at least 1, not 0"),
        ("BARID_WEB_PORT", "-1", "at least 0, not -1"),
        ("BARID_WEB_PORT", "65536", "at most 65535, not 65536"),
        ("BARID_STALL_SECONDS", "nan", "stall_seconds takes a float"),
        ("BARID_STALL_SECONDS", "inf", "stall_seconds takes a float"),
        ("BARID_REDIS_CLUSTER", "perhaps", "redis_cluster takes a bool"),
        ("BARID_LOG_LEVEL", "LOUD", "one of DEBUG, INFO, WARNING, ERROR"),
        ("BARID_REDIS_FILE", "/no/such/secret", "/no/such/secret"),
        ("BARID_CONFIG", "/no/such/barid.toml", "/no/such/barid.toml"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_name(variable: str, text: str, said: str) -> None:
    with pytest.raises(SettingsError, match="BARID_") as refused:
        load({variable: text})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("broker = ", "is no TOML file"),
        ("[broker]\nname = 1", "broker takes a str"),
        ('brokr = "x"', "did you mean broker?"),
        ("topic_partitions = [1]", "topic_partitions takes a int"),
        ("topic_partitions = 2.5", "topic_partitions takes a int, not 2.5"),
        ("topic_partitions = true", "topic_partitions takes a int, not True"),
        ("broker = 9092", "broker takes a str, not 9092"),
        ("web_port = 70000", "web_port is at most 65535"),
        ("\udcff", "is no TOML file"),
    ],
)
def test_a_config_file_is_refused_with_its_name_and_the_fault(
    tmp_path: Path, content: str, said: str
) -> None:
    path = tmp_path / "barid.toml"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError) as refused:
        load({})
    assert "barid.toml" in str(refused.value)
    assert said in str(refused.value)


def test_a_config_file_may_say_whole_seconds(tmp_path: Path) -> None:
    (tmp_path / "barid.toml").write_text("stall_seconds = 90\nredis_cluster = true\n", "utf-8")
    settings, _ = load({})
    assert (settings.stall_seconds, settings.redis_cluster) == (90.0, True)


def test_the_harness_may_name_its_own_services() -> None:
    assert load({"BARID_TEST_BROKER": "x", "BARID_TEST_REDIS": "y"})[0] == Settings()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://cache:6379/1", "redis://cache:6379/1"),
        ("redis://:hush@cache:6379/1", "redis://:***@cache:6379/1"),
        ("rediss://barid:hush@cache:6379/1", "rediss://barid:***@cache:6379/1"),
        ("redis://barid:hu:sh@cache", "redis://barid:***@cache"),
        ("redis://barid@cache", "redis://barid@cache"),
        ("redis://cache/1?password=hush&db=2", "redis://cache/1?password=***&db=2"),
        ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
        ("redis://:hush@[::1", "***"),
    ],
)
def test_a_password_is_never_shown(url: str, said: str) -> None:
    _, origins = load_settings({"BARID_REDIS": url})
    (redis,) = [origin for origin in origins if origin.name == "redis"]
    assert shown(redis) == said
