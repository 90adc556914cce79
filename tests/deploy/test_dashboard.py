import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

GRAFANA = Path(__file__).parents[2] / "deploy" / "grafana"
OVERVIEW: dict[str, Any] = json.loads((GRAFANA / "dashboards" / "overview.json").read_text("utf-8"))
PANELS: list[dict[str, Any]] = OVERVIEW["panels"]
DRAWN = [panel for panel in PANELS if panel["type"] != "row"]
GRID_COLUMNS = 24


def test_links_to_the_dashboard_survive_its_next_version() -> None:
    assert OVERVIEW["uid"] == "barid-overview"
    assert "id" not in OVERVIEW, "Grafana gives numbers of its own"


def test_dashboard_asks_whichever_prometheus_is_chosen() -> None:
    (variable,) = OVERVIEW["templating"]["list"]
    assert (variable["name"], variable["type"], variable["query"]) == (
        *("datasource", "datasource", "prometheus"),
    )
    chosen = {"type": "prometheus", "uid": "${datasource}"}
    for panel in DRAWN:
        assert panel["datasource"] == chosen
        assert all(target["datasource"] == chosen for target in panel["targets"])
    assert all(note["datasource"] == chosen for note in OVERVIEW["annotations"]["list"])


@pytest.mark.parametrize("panel", DRAWN, ids=lambda panel: panel["title"])
def test_panel_says_what_it_shows_and_in_which_unit(panel: dict[str, Any]) -> None:
    assert panel["description"].endswith(".")
    assert panel["fieldConfig"]["defaults"]["unit"]
    assert all(target["legendFormat"] for target in panel["targets"])


@pytest.mark.parametrize("panel", DRAWN, ids=lambda panel: panel["title"])
def test_panel_rates_over_the_interval_that_fits_the_zoom(panel: dict[str, Any]) -> None:
    for target in panel["targets"]:
        ranges = target["expr"].count("[")
        assert target["expr"].count("[$__rate_interval]") == ranges


def test_panels_have_numbers_of_their_own_and_do_not_overlap() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    for panel in PANELS:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= GRID_COLUMNS
    for one, other in combinations((panel["gridPos"] for panel in PANELS), 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
        assert beside or above, (one, other)


def test_grafana_is_told_where_the_dashboard_and_the_data_are() -> None:
    provisioning = GRAFANA / "provisioning"
    providers = yaml.safe_load((provisioning / "dashboards" / "barid.yml").read_text("utf-8"))
    sources = yaml.safe_load((provisioning / "datasources" / "prometheus.yml").read_text("utf-8"))
    compose = yaml.safe_load((GRAFANA.parents[1] / "docker-compose.yml").read_text("utf-8"))
    mounts = dict(
        mount.removesuffix(":ro").split(":") for mount in compose["services"]["grafana"]["volumes"]
    )
    path = providers["providers"][0]["options"]["path"]
    assert mounts["./deploy/grafana/dashboards"] == path
    assert mounts["./deploy/grafana/provisioning"] == "/etc/grafana/provisioning"
    (source,) = sources["datasources"]
    assert (source["type"], source["url"]) == ("prometheus", "http://prometheus:9090")
    prometheus = GRAFANA.parent / "prometheus" / "prometheus.yml"
    scrape = yaml.safe_load(prometheus.read_text("utf-8"))["global"]["scrape_interval"]
    assert source["jsonData"]["timeInterval"] == scrape
