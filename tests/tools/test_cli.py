"""The project's CLI and a user's own cdktf-cli 0.20.12 mean the same."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tools import node_packages, toolchain
from tools.paths import PROJECT, Paths


def synth(node: Path, cli: Path, output: Path) -> dict[str, bytes]:
    """The stacks that `cdktf synth` writes with this CLI, by name."""
    environment = toolchain.environment(PROJECT, os.environ)
    # A user's CLI brings a Node of its own; nothing of ours may be needed.
    environment["PATH"] = f"{node.parent}{os.pathsep}{os.environ['PATH']}"
    said = subprocess.run(
        [node, cli, "synth", "--output", output],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    return {file.parent.name: file.read_bytes() for file in output.glob("stacks/*/cdk.tf.json")}


def test_the_app_needs_neither_pipenv_nor_an_activated_environment() -> None:
    """A user's own cdktf CLI starts it from a bare shell; `pipenv run` would cost 0.6 s and want pipenv in PATH."""
    assert json.loads((PROJECT / "cdktf.json").read_text())["app"] == ".venv/bin/python main.py"


@pytest.mark.e2e
def test_a_users_own_cdktf_cli_synthesizes_the_same_bytes(tmp_path: Path) -> None:
    ours = synth(toolchain.node_binary(), toolchain.cdktn_cli(), tmp_path / "cdktn")
    theirs = synth(*node_packages.user_cli(Paths()), tmp_path / "cdktf")
    assert ours
    assert ours == theirs
