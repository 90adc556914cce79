import importlib.util
import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from streams.settings import SettingsError, load_settings
from streams.topics import LARGEST_MESSAGE_BYTES

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ("topics", "worker", "deliver")


@pytest.fixture(scope="module")
def specification() -> jsonschema_rs.Validator:
    # check-jsonschema carries the Compose specification's schema. The file is read from beside the
    # package and the package is not imported: it needs a newer click than faust allows.
    found = importlib.util.find_spec("check_jsonschema")
    if found is None or not found.submodule_search_locations:
        reason = "check-jsonschema is not installed ([dev])"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    vendor = Path(found.submodule_search_locations[0], "builtin_schemas", "vendor")
    schema = json.loads((vendor / "compose-spec.json").read_text("utf-8"))
    return jsonschema_rs.validator_for(schema)


def test_file_follows_the_compose_specification(specification: jsonschema_rs.Validator) -> None:
    assert [error.message for error in specification.iter_errors(COMPOSE)] == []


def test_a_misspelt_key_would_be_seen(specification: jsonschema_rs.Validator) -> None:
    wrong = {"services": {"kafka": {**SERVICES["kafka"], "healthchek": {}}}}
    (error,) = specification.iter_errors(wrong)
    assert "healthchek" in error.message


@pytest.mark.parametrize("name", SERVICES)
def test_image_is_pinned_to_a_release(name: str) -> None:
    tag = SERVICES[name]["image"].partition(":")[2]
    assert re.fullmatch(r"v?\d+\.\d+\.\d+(-\w+)?", tag), f"{tag!r} moves"


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_watched_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    if name == "topics":
        assert service["healthcheck"] == {"disable": True}
        assert service["restart"] == "no"
    else:
        assert "test" in service.get("healthcheck", {}) or service["image"].startswith("barid:")
        assert service["restart"] == "unless-stopped"
    assert service["logging"]["options"]["max-size"], "a log without an end fills the disk"


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_open_to_this_machine_only(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("kafka", "/var/lib/kafka/data"),
        ("redis", "/data"),
        ("prometheus", "/prometheus"),
        ("grafana", "/var/lib/grafana"),
    ],
)
def test_what_must_survive_is_on_a_named_volume(name: str, path: str) -> None:
    mounts = dict(mount.split(":")[:2] for mount in SERVICES[name]["volumes"])
    volume = next(source for source, target in mounts.items() if target == path)
    assert volume in COMPOSE["volumes"]


def test_files_that_are_mounted_exist() -> None:
    mounts = [mount for service in SERVICES.values() for mount in service.get("volumes", ())]
    sources = [mount.split(":")[0] for mount in mounts if mount.startswith("./")]
    assert sources
    assert all((ROOT / source).is_dir() for source in sources)


def test_kafka_takes_the_largest_message_and_makes_no_topic_by_itself() -> None:
    environment = SERVICES["kafka"]["environment"]
    assert int(environment["KAFKA_MESSAGE_MAX_BYTES"]) >= LARGEST_MESSAGE_BYTES
    assert environment["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert environment["KAFKA_PROCESS_ROLES"] == "broker,controller"


def test_redis_keeps_its_state_and_evicts_none_of_it() -> None:
    command = SERVICES["redis"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"


@pytest.mark.parametrize("name", OURS)
def test_worker_is_told_settings_that_exist(name: str) -> None:
    environment = {
        key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
        for key, value in SERVICES[name]["environment"].items()
    }
    settings, _ = load_settings(environment)
    assert settings.broker == "kafka:9092"
    assert settings.redis == "redis://redis:6379/0"
    assert settings.topic_partitions == 4
    with pytest.raises(SettingsError):
        load_settings({**environment, "BARID_BROKERS": "kafka:9092"})


def test_worker_waits_for_topics_and_both_dependencies() -> None:
    assert SERVICES["worker"]["depends_on"] == {
        "kafka": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "topics": {"condition": "service_completed_successfully"},
    }
