"""What Terraform knows of a deployed cluster, asked of the engine itself, whatever the backend."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ops.errors import PROJECT, OpsError


def stack_folder(name: str) -> Path:
    return PROJECT / "cdktf.out" / "stacks" / name


def engine(name: str, variables: Mapping[str, str], *arguments: str) -> str:
    """Standard output of the engine, run in a stack's folder. OpsError: it fails."""
    binary = variables["TERRAFORM_BINARY_NAME"]
    done = subprocess.run([binary, *arguments], cwd=stack_folder(name), env=dict(variables), capture_output=True, text=True)
    if done.returncode:
        raise OpsError(f"`{Path(binary).name} {' '.join(arguments)}` fails for {name}:\n{done.stderr.strip()[-2000:]}")
    return done.stdout


def outputs(name: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """The outputs of a deployed stack by name; empty where nothing is deployed."""
    found: dict[str, dict[str, Any]] = json.loads(engine(name, variables, "output", "-json", "-no-color"))
    return {key: entry["value"] for key, entry in found.items()}
