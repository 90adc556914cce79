import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from streams import __version__
from streams.settings import load_settings

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
K8S = sorted((ROOT / "deploy" / "k8s").glob("*.yaml"))
YAML_FILES = (
    *sorted((ROOT / "deploy").rglob("*.y*ml")),
    ROOT / "docker-compose.yml",
    ROOT / ".pre-commit-config.yaml",
)


def test_dockerfile_passes_hadolint(run: Callable[..., str]) -> None:
    assert run("hadolint", ROOT / "deploy" / "Dockerfile") == ""


def test_dockerfile_pins_its_base_and_leaves_root() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert bases == ["python:3.11.14-slim-bookworm"] * 2
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/livez" in DOCKERFILE


def test_image_sets_settings_that_exist() -> None:
    stated = dict(re.findall(r"(BARID_\w+)=(\S+)", DOCKERFILE))
    settings, _ = load_settings(stated)
    assert (settings.web_host, settings.web_port) == ("0.0.0.0", 6066)  # noqa: S104  # a container


def test_what_the_image_copies_is_let_through_and_nothing_else() -> None:
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    copied = {
        source
        for sources in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for source in sources.split()
    }
    assert "*" in lines
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied


@pytest.mark.parametrize(
    "path",
    [ROOT / "docker-compose.yml", *K8S, ROOT / "deploy" / "Dockerfile"],
    ids=lambda p: p.name,
)
def test_image_has_the_version_of_the_program(path: Path) -> None:
    assert set(re.findall(r"(?<![\w/])barid:(\S+)", path.read_text("utf-8"))) <= {__version__}


@pytest.mark.parametrize("path", YAML_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_yaml_is_tidy(path: Path, run: Callable[..., str]) -> None:
    assert run("yamllint", "--config-file", "deploy/yamllint.yml", "--strict", path) == ""


def test_hooks_are_read_by_pre_commit_and_fetch_nothing(run: Callable[..., str]) -> None:
    path = ROOT / ".pre-commit-config.yaml"
    run("pre-commit", "validate-config", path)
    assert [repo["repo"] for repo in yaml.safe_load(path.read_text("utf-8"))["repos"]] == ["local"]
