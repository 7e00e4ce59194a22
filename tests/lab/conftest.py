"""A lab under test: at a root and at ports of its own, driven by the commands that a user types."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from lab import processes
from lab.catalog import SERVICES
from lab.layout import REPOSITORY, Layout
from lab.ports import Ports, is_free
from tests.lab import stage


class LabUnderTest:
    """Runs the command line in processes of its own, as a user does."""

    def __init__(self, root: Path, port_base: int) -> None:
        self.root = root
        self.port_base = port_base
        self.layout = Layout.of(root)

    def start(self, command: str, *options: str) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "lab", command, "--root", str(self.root), *options]
        return subprocess.Popen(words, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def outcome(self, command: str, *options: str) -> tuple[int, str, str]:
        """Exit status, output and errors."""
        with self.start(command, *options) as process:
            output, errors = process.communicate()
        return process.returncode, output, errors

    def run(self, command: str, *options: str) -> str:
        """What the command printed. Fails unless it ends with 0."""
        status, output, errors = self.outcome(command, *options)
        assert status == 0, output + errors
        return output

    def up(self) -> str:
        return self.run("up", "--port-base", str(self.port_base))

    def pid(self, name: str) -> int | None:
        file = self.layout.supervisor_pid if name == "supervisor" else self.layout.service_pid(name)
        return processes.owner(file, self.layout.root)

    def processes(self) -> set[int]:
        return processes.all_of(self.layout.root)

    def tenant(self) -> Any:
        return stage.connect(self.layout.clouds_yaml)

    def admin(self) -> Any:
        return stage.connect(self.layout.clouds_yaml, "lab-admin")


def pytest_configure(config: pytest.Config) -> None:
    # openstacksdk warns of what it deprecates in itself, at every first use of a service.
    for category in ("RemovedInSDK50Warning", "RemovedInSDK60Warning"):
        config.addinivalue_line("filterwarnings", f"ignore::openstack.warnings.{category}")


def free_port_base() -> int:
    for base in range(17000, 30000, 10):
        ports = Ports(base)
        if all(is_free(ports[name]) for name in SERVICES):
            return base
    raise AssertionError("no five free ports in a row on this machine")


@pytest.fixture(scope="session")
def one_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabUnderTest]:
    """Made once, by two commands at the same time: neither may fail, nor make a second lab."""
    lab = LabUnderTest(tmp_path_factory.mktemp("lab"), free_port_base())
    try:
        with ThreadPoolExecutor() as racers:
            for finished in [racers.submit(lab.up) for _ in range(2)]:
                finished.result()
        yield lab
    finally:
        lab.run("reset")


@pytest.fixture
def lab(one_lab: LabUnderTest) -> LabUnderTest:
    """Up, whatever the test before did to it."""
    one_lab.up()
    return one_lab
