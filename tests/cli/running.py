"""Run `barid` as a user does: a process, its two outputs, its exit code."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Nothing listens on port 1, and the system says so at once.
NOWHERE = {
    "BARID_BROKER": "127.0.0.1:1",
    "BARID_REDIS": "redis://127.0.0.1:1/0",
    "BARID_CONNECT_TIMEOUT_SECONDS": "1",
}
RUN_TIMEOUT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: bytes
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.decode("utf-8").splitlines()

    @property
    def error(self) -> str:
        """The one sentence that a refusal ends with."""
        said = [line for line in self.err.splitlines() if line.startswith("Error: ")]
        assert len(said) == 1, self.err
        return said[0]


def environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("BARID_")}
    kept.pop("FORCE_COLOR", None)
    return {**kept, "PYTHONPATH": str(ROOT), **variables}


def barid(
    *arguments: str | Path,
    stdin: bytes = b"",
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> Ran:
    """Run a command to its end, in `folder` if given."""
    ended = subprocess.run(
        [sys.executable, "-m", "streams", *map(str, arguments)],
        input=stdin,
        env=environment(variables or {}),
        cwd=folder or ROOT,
        capture_output=True,
        timeout=RUN_TIMEOUT_SECONDS,
        check=False,
    )
    err = ended.stderr.decode("utf-8")
    assert "Traceback" not in err, err
    return Ran(ended.returncode, ended.stdout, err)
