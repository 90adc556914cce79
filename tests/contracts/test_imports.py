"""The house's stairs run one way: who may import what, read from the code itself."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STAGES = ("parse", "dedup", "language", "enrich", "alert")
FILES = sorted(
    path.relative_to(ROOT)
    for package in ("schemas", "streams")
    for path in (ROOT / package).rglob("*.py")
)
# Who alone may import a library, by path. Everyone else goes through them.
OWNERS = {
    "faust": {"streams/app.py", "streams/agents.py"},
    "mode": {"streams/app.py", "streams/agents.py"},
    "redis": {"streams/app.py", "streams/agents.py", "*/store.py", "*/*_store.py"},
    "prometheus_client": {"streams/metrics.py", "streams/app.py", "streams/deliverer.py"},
    "click": {"streams/cli/*.py"},
    "rich": {"streams/cli/*.py", "streams/present.py", "streams/trace.py", "streams/explain.py"},
    "aiohttp": {
        "streams/web.py",
        "streams/operators.py",
        "streams/deliver/*.py",
        "streams/deliver/*/*.py",
    },
    "jinja2": {"streams/deliver/page/rendering.py"},
}
FORBIDDEN_NAMES = ("utils", "helpers", "common", "base", "manager")
# Floors, lowest first: a file may import from its own floor or one below.
FLOORS = (
    ("schemas",),
    (
        "streams.text",
        "streams.settings",
        "streams.metrics",
        "streams.metric_list",
        "streams.health",
        "streams.samples",
    ),
    tuple(f"streams.{stage}" for stage in STAGES),
    ("streams.topics", "streams.records", "streams.rule_names", "streams.lexicon_lines"),
    ("streams.pipeline", "streams.asyncapi", "streams.lexicons"),
    ("streams.topology",),
    ("streams.batch",),
    ("streams.replay", "streams.produce", "streams.present"),
    ("streams.explain", "streams.backtest", "streams.rule_tests"),
    ("streams.agents", "streams.admin", "streams.ingest", "streams.web", "streams.operators"),
    ("streams.subscribe", "streams.watch", "streams.time_range"),
    ("streams.running", "streams.deliver"),
    ("streams.app", "streams.trace", "streams.embedded"),
    ("streams.deliverer",),
    ("streams.cli",),
    ("streams.__main__",),
)


@cache
def imports(file: Path) -> tuple[str, ...]:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            module = node.module or ""
            found += [f"{module}.{alias.name}" for alias in node.names]
    return tuple(found)


def module_of(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> int | None:
    for number, packages in enumerate(FLOORS):
        for package in packages:
            if module == package or module.startswith(package + "."):
                return number
    return None


def internal(file: Path) -> Iterator[str]:
    return (name for name in imports(file) if name.split(".")[0] in ("schemas", "streams"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_imports_run_down_the_stairs(file: Path) -> None:
    mine = floor_of(module_of(file))
    for name in internal(file):
        theirs = floor_of(name)
        if mine is not None and theirs is not None:
            assert theirs <= mine, f"{file} runs back up to {name}"


def test_every_file_stands_on_a_floor() -> None:
    roofless = [str(f) for f in FILES if floor_of(module_of(f)) is None]
    assert roofless == ["streams/__init__.py"]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_stages_do_not_import_stages(file: Path) -> None:
    parts = module_of(file).split(".")
    if len(parts) < 2 or parts[1] not in STAGES:
        return
    others = [stage for stage in STAGES if stage != parts[1]]
    for name in internal(file):
        assert not name.startswith(tuple(f"streams.{stage}." for stage in others)), name


@pytest.mark.parametrize("file", FILES, ids=str)
def test_each_library_has_its_owner(file: Path) -> None:
    for name in imports(file):
        owners = OWNERS.get(name.split(".")[0])
        if owners is not None:
            assert any(file.match(owner) for owner in owners), f"{file} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_only_settings_read_the_environment(file: Path) -> None:
    source = (ROOT / file).read_text("utf-8")
    if str(file) != "streams/settings.py" and not str(file).startswith("streams/embedded/"):
        assert "os.environ" not in source
        assert "os.getenv" not in source


@pytest.mark.parametrize("stage", [*STAGES, "text"])
def test_no_stage_reads_a_clock(stage: str) -> None:
    for file in FILES:
        if file.parts[:2] == ("streams", stage):
            for name in imports(file):
                assert name.split(".")[0] != "time", f"{file} imports {name}"
            source = (ROOT / file).read_text("utf-8")
            for clock in ("datetime.now(", "date.today(", "datetime.utcnow(", "datetime.today("):
                assert clock not in source, f"{file} reads the wall clock"


def test_no_room_is_a_lumber_room() -> None:
    for file in FILES:
        for part in file.with_suffix("").parts:
            assert part not in FORBIDDEN_NAMES, file


@pytest.mark.parametrize("file", FILES, ids=str)
def test_files_stay_small_enough_to_read(file: Path) -> None:
    lines = (ROOT / file).read_text("utf-8").count("\n")
    assert lines <= 320, f"{file} has {lines} lines; split it by what it knows"


def test_imports_go_round_in_no_circle() -> None:
    edges = {module_of(file): set(internal(file)) for file in FILES}
    modules = set(edges)

    def reached(module: str) -> set[str]:
        found = set()
        for name in edges[module]:
            target = name if name in modules else name.rpartition(".")[0]
            if target in modules and target != module:
                found.add(target)
        return found

    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path, module))
        if module in done:
            return
        for target in sorted(reached(module)):
            visit(target, (*path, module))
        done.add(module)

    for module in sorted(modules):
        visit(module, ())
