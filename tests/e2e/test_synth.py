"""The synthesized output: the same bytes in any folder, and valid by the real provider's schema."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.e2e.conftest import copy_of_project
from tools import toolchain

pytestmark = pytest.mark.e2e


def synthesized(folder: Path) -> Path:
    subprocess.run([folder / ".venv/bin/python", "main.py"], cwd=folder, check=True)
    return folder / "cdktf.out/stacks/stage-cluster/cdk.tf.json"


def test_two_copies_in_different_folders_give_the_same_bytes(tmp_path: Path) -> None:
    one = synthesized(copy_of_project(tmp_path / "one"))
    other = synthesized(copy_of_project(tmp_path / "in" / "quite another" / "place"))
    assert one.read_bytes() == other.read_bytes()
    assert str(tmp_path) not in one.read_text()


def test_the_engine_finds_it_valid_by_the_providers_own_schema(tmp_path: Path) -> None:
    stack = synthesized(copy_of_project(tmp_path / "project")).parent
    environment = toolchain.environment(tmp_path / "project", os.environ)
    binary = environment["TERRAFORM_BINARY_NAME"]
    subprocess.run([binary, "init", "-backend=false", "-input=false"], cwd=stack, env=environment, check=True)
    valid = subprocess.run([binary, "validate", "-no-color"], cwd=stack, env=environment, capture_output=True, text=True)
    assert valid.returncode == 0, valid.stdout + valid.stderr
