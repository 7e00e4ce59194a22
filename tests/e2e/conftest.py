"""A copy of the project with a state of its own, and a lab at ports of its own: a user's cluster and lab stay untouched."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openstack
import pytest
from openstack.connection import Connection

from lab.catalog import SERVICES
from lab.ports import Ports, is_free

ROOT = Path(__file__).resolve().parents[2]
SHARED = (".venv", ".tools", "node_modules")  # what set-up made: large, and the same for every copy
PAGE = "stacks/stage_cluster.py"


def pytest_configure(config: pytest.Config) -> None:
    # openstacksdk warns of what it deprecates in itself, at every first use of a service.
    for category in ("RemovedInSDK50Warning", "RemovedInSDK60Warning"):
        config.addinivalue_line("filterwarnings", f"ignore::openstack.warnings.{category}")


class Project:
    """A copy of the project, driven by the commands that its Makefile runs."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self._page = (folder / PAGE).read_text()

    def start(self, module: str, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.folder / ".venv/bin/python", "-m", module, *arguments],
            cwd=self.folder,
            env=self.environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )

    def outcome(self, module: str, *arguments: str, **variables: str) -> tuple[int, str]:
        """Exit status and all that was printed."""
        with self.start(module, *arguments, **variables) as process:
            output, _ = process.communicate(timeout=600)
        return process.returncode, re.sub(r"\x1b\[[0-9;]*m", "", output)

    def deploy(self, **variables: str) -> str:
        status, output = self.outcome("ops.deploy", "stage-cluster", **variables)
        assert status == 0, output
        return output

    def refused(self, module: str = "ops.deploy", **variables: str) -> str:
        """What a command printed that has to end with 1, by one error and no traceback."""
        status, output = self.outcome(module, "stage-cluster", **variables)
        assert status == 1, output
        assert "Traceback" not in output
        return output

    def change(self, **edits: tuple[str, str]) -> None:
        """Set the page to the original with these edits: what was written, what is written now. No edits: the original."""
        text = self._page
        for old, new in edits.values():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times on the page"
            text = text.replace(old, new)
        (self.folder / PAGE).write_text(text)

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "terraform.stage-cluster.tfstate").read_text())
        return found

    def ids(self) -> dict[str, str]:
        """The id of every managed resource, by its address."""
        return {
            f"{resource['type']}.{resource['name']}": instance["attributes"]["id"]
            for resource in self.state()["resources"]
            if resource["mode"] == "managed"
            for instance in resource["instances"]
        }

    def kill(self, process: subprocess.Popen[str]) -> None:
        """Kill a command and all that it started, as a machine that loses power does."""
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def _free_port_base() -> int:
    for base in range(19000, 30000, 10):
        ports = Ports(base)
        if all(is_free(ports[name]) for name in SERVICES):
            return base
    raise AssertionError("no five free ports in a row on this machine")


def copy_of_project(folder: Path) -> Path:
    """What git tracks, or would, without what a deploy left; set-up's results are shared by links."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in SHARED:
        assert (ROOT / name).exists(), f"{name} is missing; run: make setup"
        (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="session")
def lab_variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that leads to a lab of the tests' own, which runs."""
    root = tmp_path_factory.mktemp("e2e-lab")
    command = [sys.executable, "-m", "lab"]
    subprocess.run([*command, "up", "--root", root, "--port-base", str(_free_port_base())], cwd=ROOT, check=True)
    try:
        yield {"LAB_ROOT": str(root), "LAB_VENV": str(ROOT / ".lab" / "venv")}
    finally:
        subprocess.run([*command, "down", "--root", root], cwd=ROOT, check=True)
        shutil.rmtree(root)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, lab_variables: dict[str, str]) -> Project:
    """The copy, with nothing deployed."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OS_", "TF_VAR_"))}
    for name in ("JSII_NODE", "NODE_OPTIONS"):  # of the test run's own interpreter
        kept.pop(name, None)
    return Project(copy_of_project(tmp_path_factory.mktemp("project")), kept | lab_variables)


@pytest.fixture(scope="session")
def cloud(project: Project) -> Connection:
    """The cloud as its tenant sees it."""
    config = openstack.config.OpenStackConfig(
        config_files=[str(Path(project.environment["LAB_ROOT"]) / "clouds.yaml")], load_envvars=False
    )
    return Connection(config=config.get_one("lab"))


@pytest.fixture(scope="session")
def stage_cluster(project: Project) -> str:
    """stage-cluster on the lab, deployed by a run that was killed half way and one that finished it: what that one printed."""
    seen = ""
    with project.start("ops.deploy", "stage-cluster") as killed:
        assert killed.stdout is not None
        for line in killed.stdout:
            seen += line
            if "openstack_compute_instance_v2" in line and "Creating" in line:
                time.sleep(1)  # some servers are asked for by now, and none is written down
                project.kill(killed)
                break
        else:
            raise AssertionError(seen)
    return project.deploy()
