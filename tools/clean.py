"""`make clean`: takes away what set-up and synth made, and nothing that a person would miss."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.console import say
from tools.paths import Paths

CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")


def clean(paths: Paths) -> None:
    """Terraform state, inventories and keys lie elsewhere and stay; so does a cdktf.out with a state."""
    output = paths.project / "cdktf.out"
    states = sorted(state_files(output))
    if states:
        say(f"cdktf.out stays: it holds Terraform state ({states[0].relative_to(paths.project)}).")
    elif output.is_dir():
        shutil.rmtree(output)
    for folder in (paths.venv, paths.node_modules, paths.tools, *(paths.project / name for name in CACHES)):
        shutil.rmtree(folder, ignore_errors=True)
    say("Clean. Terraform state, inventories, keys and the embedded cloud (make lab-reset) were left alone.")


def state_files(output: Path) -> list[Path]:
    """States below a folder. `.terraform/terraform.tfstate` is not one, but a note of the backend."""
    found = output.rglob("*.tfstate*") if output.is_dir() else ()
    return [file for file in found if ".terraform" not in file.parts and file.stat().st_size > 0]
