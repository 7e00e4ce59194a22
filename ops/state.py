"""Terraform's view of a cluster, asked of the engine itself, whatever the backend: outputs, and what a deploy would change.

The engine runs on a copy of the synthesized stack in which nothing is protected, so that it also plans what it would refuse.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.errors import PROJECT, OpsError


@dataclass(frozen=True)
class Engine:
    """Terraform or OpenTofu for one cluster. `variables`: the environment, with TERRAFORM_BINARY_NAME."""

    name: str
    variables: Mapping[str, str]

    @property
    def folder(self) -> Path:
        # as deep as the stack's own folder: the paths of state and inventory are relative to it
        return PROJECT / "cdktf.out" / "unprotected" / self.name

    def outputs(self) -> dict[str, Any]:
        """The outputs of the deployed cluster by name; empty where nothing is deployed."""
        found: dict[str, dict[str, Any]] = json.loads(self._run("output", "-json", "-no-color"))
        return {key: entry["value"] for key, entry in found.items()}

    def pull(self) -> dict[str, Any]:
        """The state itself, as the backend keeps it; empty where there is none."""
        text = self._run("state", "pull")
        found: dict[str, Any] = json.loads(text) if text.strip() else {}
        return found

    def plan(self) -> dict[str, Any]:
        """What a deploy would change, in the engine's own JSON."""
        file = self.folder / "plan"
        try:
            self._run("plan", "-input=false", "-no-color", f"-out={file.name}")
            found: dict[str, Any] = json.loads(self._run("show", "-json", "-no-color", file.name))
        finally:
            file.unlink(missing_ok=True)
        return found

    def prepare(self) -> None:
        """Synthesize, take the protection off the copy, and initialise it. OpsError: one of it fails."""
        done = subprocess.run([self.variables["PROJECT_PYTHON"], "main.py"], cwd=PROJECT, env=dict(self.variables))
        if done.returncode:
            raise OpsError("the settings do not synthesize (see above)")
        stack = PROJECT / "cdktf.out" / "stacks" / self.name
        synthesized = json.loads((stack / "cdk.tf.json").read_text())
        for bodies in synthesized["resource"].values():
            for body in bodies.values():
                body.get("lifecycle", {}).pop("prevent_destroy", None)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "cdk.tf.json").write_text(json.dumps(synthesized))
        lock = stack / ".terraform.lock.hcl"
        if lock.is_file():
            shutil.copy(lock, self.folder)
        self._run("init", "-input=false", "-no-color")

    def _run(self, *arguments: str) -> str:
        binary = self.variables["TERRAFORM_BINARY_NAME"]
        # providers are kept where the stack's own folder has them, so that they are fetched once
        data = os.path.relpath(PROJECT / "cdktf.out" / "stacks" / self.name / ".terraform", self.folder)
        done = subprocess.run(
            [binary, *arguments],
            cwd=self.folder,
            env={**self.variables, "TF_DATA_DIR": data},
            capture_output=True,
            text=True,
        )
        if done.returncode:
            line = f"{Path(binary).name} {' '.join(arguments)}"
            raise OpsError(f"`{line}` fails for {self.name}:\n{done.stderr.strip()[-3000:]}")
        return done.stdout
