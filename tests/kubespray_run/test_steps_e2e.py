"""The steps, applied by the real engine: what triggers them, what does not, what failing and destroying do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.kubespray_run.scratch import synthesize
from tools import toolchain

pytestmark = pytest.mark.e2e

# Stands in for the project's Python: writes down what it was asked for, and what the inventory says at that moment.
JOURNAL = """\
#!/bin/sh
shift 2
case "$1" in remove*) seen=" ($(cat inventory/stage-cluster/inventory.yaml))";; esac
echo "$*$seen" >> journal
if [ -e "broken-$1" ]; then echo "it broke" >&2; exit 7; fi
"""


class Scratch:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        python = folder / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.write_text(JOURNAL)
        python.chmod(0o755)
        self.environment = toolchain.environment(toolchain.PROJECT, os.environ)
        self.synthesize()
        self.engine("init", "-input=false")
        self.logs = ""

    def synthesize(self, **changes: object) -> None:
        (self.folder / "cdk.tf.json").write_text(synthesize(**changes))

    def engine(self, *arguments: str, status: int = 0, **more: str) -> str:
        line = [self.environment["TERRAFORM_BINARY_NAME"], *arguments, "-no-color"]
        variables = {**self.environment, **more}
        done = subprocess.run(line, cwd=self.folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert done.returncode == status, done.stdout
        return done.stdout

    def apply(self, status: int = 0, /, **changes: Any) -> list[str]:
        """Apply the stack with these changes, and give what was run."""
        self.synthesize(**changes)
        return self.again(status)

    def again(self, status: int = 0, **more: str) -> list[str]:
        self.said = self.engine("apply", "-auto-approve", "-input=false", status=status, **more)
        return self.journal()

    def journal(self) -> list[str]:
        file = self.folder / "journal"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines

    def breaks(self, step: str, breaks: bool) -> None:
        mark = self.folder / f"broken-{step}"
        mark.touch() if breaks else mark.unlink()


C = "stage-cluster"
EVERYTHING = [f"fetch {C}", f"environment {C}", f"wait {C}", f"run {C}", f"kubeconfig {C}"]
THE_RUN = [f"run {C}", f"kubeconfig {C}"]
NODES = "hosts: [cp0, cp1, cp2, wn0, wn1]"


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    scratch = Scratch(tmp_path_factory.mktemp("deployed") / "scratch")
    assert scratch.again() == EVERYTHING
    return scratch.folder


@pytest.fixture
def scratch(deployed: Path, tmp_path: Path) -> Scratch:
    """A copy of a project that is deployed."""
    copy = Scratch.__new__(Scratch)
    copy.folder = tmp_path / "scratch"
    shutil.copytree(deployed, copy.folder, symlinks=True)
    copy.environment = toolchain.environment(toolchain.PROJECT, os.environ)
    return copy


def test_an_unchanged_apply_runs_nothing(scratch: Scratch) -> None:
    assert scratch.again() == []
    assert "0 added, 0 changed, 0 destroyed" in scratch.said


@pytest.mark.parametrize(
    ("changes", "ran"),
    [
        ({"variables": "sans: [k8s.example.org]\n"}, THE_RUN),
        ({"floating": "203.0.113.77"}, THE_RUN),
        ({"kubernetes": "1.35.5"}, THE_RUN),
        ({"release": "v2.30.0"}, [*EVERYTHING[:2], *THE_RUN]),
        ({"workers": ("wn0", "wn1", "wn2")}, [f"remove-others {C} --keep wn0,wn1,wn2 ({NODES})", f"wait {C}", *THE_RUN]),
        ({"images": {"cp1": "plucky"}}, [f"wait {C}", *THE_RUN]),
    ],
    ids=["variables", "floating-ip", "kubernetes", "kubespray", "worker-added", "control-plane-rebuilt"],
)
def test_a_change_runs_the_steps_that_depend_on_it(scratch: Scratch, changes: dict[str, object], ran: list[str]) -> None:
    assert scratch.apply(**changes) == ran
    assert scratch.again() == []


def test_a_file_of_the_users_own_runs_kubespray_again(scratch: Scratch) -> None:
    (scratch.folder / "inventory" / C / "group_vars" / "k8s_cluster" / "zz-local.yml").write_text("a: 1\n")
    assert scratch.again() == THE_RUN
    assert scratch.again() == []


def test_an_inventory_that_was_lost_is_written_anew_and_runs_nothing(scratch: Scratch) -> None:
    shutil.rmtree(scratch.folder / "inventory")
    assert scratch.again() == []
    assert (scratch.folder / "inventory" / C / "inventory.yaml").is_file()


def test_a_step_that_fails_fails_the_apply_and_the_next_goes_on_there(scratch: Scratch) -> None:
    scratch.breaks("run", True)
    assert scratch.apply(1, variables="sans: [a]\n") == [f"run {C}"]
    assert "it broke" in scratch.said
    assert "exit status 7" in scratch.said
    assert scratch.again(1) == [f"run {C}"]
    scratch.breaks("run", False)
    assert scratch.again() == THE_RUN
    assert scratch.again() == []


def test_a_worker_is_taken_out_of_kubernetes_before_the_inventory_forgets_it(scratch: Scratch) -> None:
    assert scratch.apply(workers=("wn0",)) == [f"remove-others {C} --keep wn0 ({NODES})", f"wait {C}", *THE_RUN]
    said = scratch.said
    assert said.index(f"{C}-workers: Destruction complete") < said.index("terraform_data.wn1: Destroying")


def test_the_last_worker_may_leave(scratch: Scratch) -> None:
    assert scratch.apply(workers=())[0] == f"remove-others {C} --keep  ({NODES})"


def test_a_worker_that_is_rebuilt_is_taken_out_first(scratch: Scratch) -> None:
    ran = scratch.apply(images={"wn0": "plucky"})
    assert ran == [f"remove wn0 {C} ({NODES})", f"wait {C}", *THE_RUN]


def test_a_worker_that_cannot_be_taken_out_keeps_its_server(scratch: Scratch) -> None:
    scratch.breaks("remove-others", True)
    leaving = f"remove-others {C} --keep wn0 ({NODES})"
    assert scratch.apply(1, workers=("wn0",)) == [leaving]
    assert "terraform_data.wn1\n" in scratch.engine("state", "list")
    scratch.breaks("remove-others", False)
    assert scratch.again() == [leaving, f"wait {C}", *THE_RUN]
    assert "terraform_data.wn1\n" not in scratch.engine("state", "list")


def test_turning_deploy_cluster_off_runs_nothing_and_takes_no_worker_out(scratch: Scratch) -> None:
    assert scratch.again(TF_VAR_deploy_cluster="false") == []
    left = scratch.engine("state", "list")
    assert f"terraform_data.{C}-run" not in left
    assert f"terraform_data.{C}-remove-wn0" in left
    scratch.synthesize(workers=("wn0",))
    assert scratch.again(TF_VAR_deploy_cluster="false") == []
    assert scratch.engine("destroy", "-auto-approve", TF_VAR_deploy_cluster="false")
    assert scratch.journal() == []


def test_with_deploy_cluster_off_from_the_start_nothing_runs_and_nothing_waits(tmp_path: Path) -> None:
    scratch = Scratch(tmp_path / "scratch")
    assert scratch.apply(deploy_cluster=False) == []
    assert (scratch.folder / "inventory" / C / "kubespray.json").is_file()
    assert scratch.again(TF_VAR_deploy_cluster="true") == EVERYTHING


def test_destroying_everything_asks_to_take_out_every_worker_before_anything_goes(scratch: Scratch) -> None:
    said = scratch.engine("destroy", "-auto-approve")
    asked = [f"remove wn0 {C} ({NODES})", f"remove wn1 {C} ({NODES})", f"remove-others {C} --keep wn0,wn1 ({NODES})"]
    assert sorted(scratch.journal()) == asked
    removed = max(said.index(f"{C}-remove-{worker}: Destruction complete") for worker in ("wn0", "wn1"))
    assert all(said.index(f"terraform_data.{name}: Destroying") > removed for name in ("cp0", "cp1", "cp2"))
