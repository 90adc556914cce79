from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from streams.cli.commands import main

ROOT = Path(__file__).parents[2]


def _commands() -> dict[str, list[str]]:
    compose: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    commands = {
        f"compose {name}": service["command"]
        for name, service in compose["services"].items()
        if service["image"].startswith("barid:")
    }
    for path in sorted((ROOT / "deploy" / "k8s").glob("*.yaml")):
        for manifest in yaml.safe_load_all(path.read_text("utf-8")):
            if manifest["kind"] in ("Deployment", "Job"):
                (container,) = manifest["spec"]["template"]["spec"]["containers"]
                commands[f"k8s {manifest['metadata']['name']}"] = container["args"]
    return commands


COMMANDS = _commands()


def test_all_containers_are_looked_at() -> None:
    assert sorted(COMMANDS) == [
        "compose deliver",
        "compose topics",
        "compose worker",
        "k8s barid-alerting",
        "k8s barid-dedup",
        "k8s barid-deliver",
        "k8s barid-text",
        "k8s barid-topics",
    ]


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS.keys())
def test_container_starts_a_command_that_exists(arguments: list[str]) -> None:
    # An unknown command or option is refused before the help is shown.
    shown = CliRunner().invoke(main, [*arguments, "--help"])
    assert shown.exit_code == 0, shown.output
    assert "Usage:" in shown.output
