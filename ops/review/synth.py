"""Synthesizes the project anew for the review, and leaves nothing behind.

`cdktf.out` is not read: it may be older than the settings, and figures of yesterday are worse than none. A synth takes
about a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ops.errors import PROJECT, OpsError


def synthesized(name: str) -> Mapping[str, Any]:
    """The Terraform of one stack, as its cdk.tf.json says it. OpsError: main.py does not synthesize."""
    with tempfile.TemporaryDirectory(prefix="review-") as folder:
        # CDKTF_OUTDIR is how the CDKTF CLI, too, tells an app where to write
        variables = {**os.environ, "CDKTF_OUTDIR": folder}
        done = subprocess.run(
            [sys.executable, "main.py"], cwd=PROJECT, env=variables, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise OpsError(f"main.py does not synthesize {name}:\n{done.stderr.strip()}")
        found: Mapping[str, Any] = json.loads((Path(folder) / "stacks" / name / "cdk.tf.json").read_text())
        return found
