"""The floor under `python main.py`: a bare CDKTF app with one empty stack, and the same imports."""

from __future__ import annotations

# isort: off
import constructs_lib  # noqa: F401  as in main.py

# isort: on
import sys

from cdktf import App, TerraformStack

import stacks.cluster_stack
import stacks.clusters  # noqa: F401  imported for the time that it takes

app = App(outdir=sys.argv[1])
TerraformStack(app, "empty")
app.synth()
