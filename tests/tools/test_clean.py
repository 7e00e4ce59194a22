"""`make clean` removes what set-up made and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.clean import clean
from tools.paths import Paths

MADE = [
    ".venv/bin/python",
    ".tools/bin/tofu",
    "node_modules/x.js",
    "cdktf.out/manifest.json",
    ".mypy_cache/x",
]
KEPT = ["terraform.stage-cluster.tfstate", "inventory/stage-cluster/inventory.yaml", ".lab/ssh/id", "main.py"]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    for name in (*MADE, *KEPT):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x")
    return Paths(tmp_path)


def left(paths: Paths) -> set[str]:
    return {file.relative_to(paths.project).as_posix() for file in paths.project.rglob("*") if file.is_file()}


def test_what_set_up_made_goes_and_the_users_things_stay(paths: Paths) -> None:
    clean(paths)
    assert left(paths) == set(KEPT)
    clean(paths)
    assert left(paths) == set(KEPT)


def test_an_output_that_holds_a_state_stays(paths: Paths) -> None:
    state = "cdktf.out/stacks/mine/terraform.mine.tfstate"
    (paths.project / state).parent.mkdir(parents=True)
    (paths.project / state).write_text("{}")
    clean(paths)
    assert left(paths) == {*KEPT, state, "cdktf.out/manifest.json"}


def test_terraforms_note_of_its_backend_is_no_state(paths: Paths) -> None:
    note = paths.project / "cdktf.out/stacks/mine/.terraform/terraform.tfstate"
    note.parent.mkdir(parents=True)
    note.write_text("{}")
    clean(paths)
    assert left(paths) == set(KEPT)
