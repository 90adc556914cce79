"""Runs the tools that judge the files under deploy/; none of them needs Docker or a network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Run = Callable[..., str]


def _found(tool: str) -> str:
    beside = Path(sys.executable).with_name(tool)
    path = str(beside) if beside.exists() else shutil.which(tool)
    if path is None:
        reason = f"{tool} is not installed (promtool: Debian's package prometheus; others: [dev])"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a tool in the root of the project; its output is the failure's message."""

    def run_tool(tool: str, *arguments: str | Path, text: str | None = None) -> str:
        done = subprocess.run(
            [_found(tool), *map(str, arguments)],
            cwd=ROOT,
            input=text,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        output = done.stdout + done.stderr
        assert done.returncode == 0, output
        return output

    return run_tool
