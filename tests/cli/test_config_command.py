"""`barid config show`: each value, where it came from, and no password."""

from pathlib import Path

import pytest

from tests.cli.running import Ran, barid


def row(ran: Ran, name: str) -> list[str]:
    """Give a setting's line, cut where two spaces part the columns."""
    (line,) = [line for line in ran.lines if line.startswith(f"BARID_{name} ")]
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_each_value_says_where_it_came_from(tmp_path: Path) -> None:
    (tmp_path / "barid.toml").write_text('group = "night"\nbroker = "from-file:9092"\n', "utf-8")
    (tmp_path / "secret").write_text("redis://:hush@cache:6379/1\n", "utf-8")
    ran = barid(
        *("config", "show"),
        folder=tmp_path,
        variables={
            "BARID_BROKER": "from-environment:9092",
            "BARID_REDIS_FILE": str(tmp_path / "secret"),
        },
    )
    assert (ran.code, ran.err) == (0, "")
    assert row(ran, "GROUP")[1:3] == ["night", "barid.toml"]
    assert row(ran, "BROKER")[1:3] == ["from-environment:9092", "environment (BARID_BROKER)"]
    assert row(ran, "REDIS")[1:3] == ["redis://:***@cache:6379/1", str(tmp_path / "secret")]
    assert row(ran, "WEB_PORT")[1:3] == ["6066", "default"]
    assert "hush" not in ran.out.decode()


def test_a_config_file_may_stand_anywhere(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_text("batch_messages = 7\n", "utf-8")
    ran = barid("config", "show", variables={"BARID_CONFIG": str(path)})
    assert row(ran, "BATCH_MESSAGES")[1:3] == ["7", str(path)]


def test_a_long_value_is_not_cut() -> None:
    brokers = ",".join(f"broker-{number}.example:9092" for number in range(12))
    ran = barid("config", "show", variables={"BARID_BROKER": brokers})
    assert row(ran, "BROKER")[1] == brokers


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        pytest.param("BARID_BROKR", "kafka:9092", "did you mean BARID_BROKER?", id="a typing slip"),
        pytest.param("BARID_WEB_PORT", "99999", "at most 65535", id="no port"),
        pytest.param("BARID_BATCH_MESSAGES", "many", "takes a int", id="no number"),
        pytest.param("BARID_CONFIG", "no-such.toml", "no-such.toml", id="no file"),
    ],
)
def test_a_setting_that_cannot_be_used_ends_with_two(variable: str, value: str, said: str) -> None:
    ran = barid("config", "show", variables={variable: value})
    assert (ran.code, ran.out) == (2, b"")
    assert said in ran.error
