from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from streams import topology
from streams.settings import load_settings

K8S = sorted((Path(__file__).parents[2] / "deploy" / "k8s").glob("*.yaml"))
MANIFESTS: list[dict[str, Any]] = [
    manifest for path in K8S for manifest in yaml.safe_load_all(path.read_text("utf-8"))
]
DEPLOYMENTS = [manifest for manifest in MANIFESTS if manifest["kind"] == "Deployment"]


@pytest.mark.parametrize("path", K8S, ids=lambda path: path.name)
def test_kubernetes_accepts_the_manifest(path: Path, run: Callable[..., str]) -> None:
    assert "passed for resource" in run("kubernetes-validate", "--strict", path)


def test_each_agent_runs_in_exactly_one_deployment() -> None:
    agents = [
        agent
        for manifest in DEPLOYMENTS
        if _worker(manifest)["args"][0] == "worker"
        for agent in _worker(manifest)["args"][2].split(",")
    ]
    assert sorted(agents) == sorted(row.name for row in topology.ROWS)


@pytest.mark.parametrize("manifest", DEPLOYMENTS, ids=lambda manifest: manifest["metadata"]["name"])
def test_deployment_is_reached_by_the_service_and_by_one_disruption_budget(
    manifest: dict[str, Any],
) -> None:
    labels = manifest["spec"]["template"]["metadata"]["labels"]
    (service,) = (m for m in MANIFESTS if m["kind"] == "Service")
    assert service["spec"]["selector"].items() <= labels.items()
    budgets = [m for m in MANIFESTS if m["kind"] == "PodDisruptionBudget"]
    guarded = [b for b in budgets if b["spec"]["selector"]["matchLabels"].items() <= labels.items()]
    assert len(guarded) == 1


@pytest.mark.parametrize("manifest", DEPLOYMENTS, ids=lambda manifest: manifest["metadata"]["name"])
def test_deployment_is_probed_on_the_port_it_opens(manifest: dict[str, Any]) -> None:
    worker = _worker(manifest)
    assert {port["name"]: port["containerPort"] for port in worker["ports"]} == {"web": 6066}
    probes = {
        name: worker[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")
    }
    assert {name: probe["path"] for name, probe in probes.items()} == {
        "startup": "/livez",
        "liveness": "/livez",
        "readiness": "/readyz",
    }
    assert {probe["port"] for probe in probes.values()} == {"web"}


def test_config_map_sets_settings_that_exist() -> None:
    (config,) = (m for m in MANIFESTS if m["kind"] == "ConfigMap")
    settings, _ = load_settings(config["data"])
    most_workers = max(manifest["spec"]["replicas"] for manifest in DEPLOYMENTS)
    assert settings.topic_partitions >= most_workers


def _worker(manifest: dict[str, Any]) -> dict[str, Any]:
    container: dict[str, Any]
    (container,) = manifest["spec"]["template"]["spec"]["containers"]
    return container
