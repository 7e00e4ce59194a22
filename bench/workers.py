"""Synthesizes a cluster of N workers, and prints as JSON the seconds that it took after all imports, and the peak memory."""

from __future__ import annotations

# isort: off
import constructs_lib  # noqa: F401  as in main.py

# isort: on
import json
import os
import resource
import sys
import time
from pathlib import Path

from cdktf import App

from bench.clusters import with_workers
from constructs_lib.plan import check
from stacks.cluster_stack import ClusterStack


def node_kib() -> int:
    """The peak resident memory of the processes that this one started: jsii's Node.js."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    lines = [line for pid in children for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


outdir, count = sys.argv[1], int(sys.argv[2])
started = time.perf_counter()
app = App(outdir=outdir)
ClusterStack(app, check(with_workers(count)))
app.synth()
seconds = time.perf_counter() - started
python_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "python_mib": python_kib / 1024, "node_mib": node_kib() / 1024}))
