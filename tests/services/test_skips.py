"""A missing service skips its tests with the reason; where CI is set, that is a failure."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.services.kafka import Kafka, ServiceMissing, jar_folder
from tests.services.redis import Redis

ROOT = Path(__file__).parents[2]
PROBE = "tests/services/test_kafka.py::test_records_pass_through_in_order_with_keys_and_headers"


FETCHES_SLOWLY = """#!/bin/sh
for word; do case $word in -DoutputDirectory=*) target=${word#*=};; esac; done
sleep 0.3; mkdir -p $target; touch $target/kafka_2.13-0.jar
"""


def run_without_java(folder: Path, *, ci: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "BARID_TEST_BROKER"}
    environment |= {"PATH": str(folder), "CI": ci}
    command = [sys.executable, "-m", "pytest", PROBE, "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_without_java_a_kafka_test_is_skipped_with_the_reason(tmp_path: Path) -> None:
    done = run_without_java(tmp_path, ci="")
    assert done.returncode == 0, done.stdout
    assert "1 skipped" in done.stdout
    assert "a real Kafka needs 'java' on the PATH" in done.stdout


def test_without_java_a_kafka_test_fails_where_ci_is_set(tmp_path: Path) -> None:
    done = run_without_java(tmp_path, ci="true")
    assert done.returncode == 1, done.stdout
    assert "must run where CI is set" in done.stdout
    assert "a real Kafka needs 'java' on the PATH" in done.stdout


@pytest.mark.parametrize(
    ("service", "variable"),
    [
        pytest.param(Kafka, "BARID_TEST_BROKER", id="kafka"),
        pytest.param(Redis, "BARID_TEST_REDIS", id="redis"),
    ],
)
def test_faults_are_never_done_to_a_developers_own_service(
    service: type[Kafka | Redis], variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "redis://127.0.0.1:1/0" if service is Redis else "127.0.0.1:1"
    monkeypatch.setenv(variable, address)
    own = service()
    with pytest.raises(ServiceMissing, match=variable):
        own.start()
    for fault in (own.kill, own.stop, own.restart):
        with pytest.raises(pytest.skip.Exception, match=f"developer's own .*{variable}"):
            fault()


def test_two_runs_that_fetch_at_once_share_one_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("java", "mvn"):
        (tools / name).write_text(FETCHES_SLOWLY, "utf-8")
        (tools / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
    monkeypatch.setenv("BARID_TEST_CACHE", str(tmp_path / "cache"))
    with ThreadPoolExecutor(2) as runs:
        first, second = runs.submit(jar_folder), runs.submit(jar_folder)
        assert first.result() == second.result()
    assert [path.name for path in first.result().iterdir()] == ["kafka_2.13-0.jar"]
    assert list((tmp_path / "cache").iterdir()) == [first.result()]


def test_a_failed_fetch_leaves_no_half_filled_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java, maven = shutil.which("true"), tmp_path / "bin" / "mvn"
    assert java is not None
    maven.parent.mkdir()
    maven.write_text("#!/bin/sh\necho no network; exit 1\n", "utf-8")
    maven.chmod(0o755)
    (maven.parent / "java").symlink_to(java)
    monkeypatch.setenv("PATH", f"{maven.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("BARID_TEST_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("BARID_TEST_BROKER", raising=False)
    with pytest.raises(ServiceMissing, match="Maven could not fetch Kafka: no network"):
        Kafka().start()
    assert list((tmp_path / "cache").iterdir()) == []
