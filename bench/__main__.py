"""`python -m bench`: runs every measurement and prints a table. Nothing passes or fails here."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from constructs_lib import QUIET
from constructs_lib.plan import check
from ops import runner
from ops.errors import PROJECT
from stacks.stage_cluster import STAGE_CLUSTER
from tools import toolchain

RUNS = 7
SIZES = {10: 5, 100: 5, 1000: 3}  # workers: runs
PAGES = 2000


def say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)


def seconds(command: list[str], **variables: str) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=PROJECT, env=os.environ | variables, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def alternating(runs: int, **measured: Callable[[], float]) -> dict[str, float]:
    """The median of each, measured in turns, so that a slow minute of the machine hits all alike. The first turn warms up."""
    taken: dict[str, list[float]] = {name: [] for name in measured}
    for turn in range(runs + 1):
        for name, measure in measured.items():
            value = measure()
            if turn:
                taken[name].append(value)
    return {name: statistics.median(values) for name, values in taken.items()}


def main_and_floor(outdir: str) -> list[tuple[str, str]]:
    say(f"python main.py and its floor, {RUNS} runs each")
    variables = runner.environment(None)
    cli = [str(toolchain.node_binary(PROJECT)), str(toolchain.cdktn_cli(PROJECT)), "synth"]
    found = alternating(
        RUNS,
        floor=lambda: seconds([sys.executable, "-m", "bench.floor", outdir]),
        main=lambda: seconds([sys.executable, "main.py"]),
        cli=lambda: seconds(cli, **{**variables, "NODE_OPTIONS": ""}),
    )
    return [
        ("floor: a bare app, the same imports", f"{found['floor']:.2f} s"),
        ("python main.py, stage-cluster", f"{found['main']:.2f} s"),
        ("  ratio to the floor (target: at most 1.5)", f"{found['main'] / found['floor']:.2f}"),
        ("cdktf synth, stage-cluster", f"{found['cli']:.2f} s"),
        ("  of it the CLI's share", f"{1 - found['main'] / found['cli']:.0%}"),
    ]


def sizes(outdir: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    per_node: dict[int, float] = {}
    for count, runs in SIZES.items():
        say(f"{count} workers, {runs} runs")
        found = [_synth(outdir, count) for _ in range(runs)]
        took = statistics.median(one["seconds"] for one in found)
        python, node = (max(one[key] for one in found) for key in ("python_mib", "node_mib"))
        # three control-plane nodes and a bastion are there, too
        per_node[count] = took / (count + 4)
        rows.append(
            (
                f"{count} workers, after imports; peak of Python + Node",
                f"{took:.2f} s, {per_node[count] * 1000:.1f} ms a node, {python:.0f} + {node:.0f} MiB",
            )
        )
    ratio = per_node[1000] / per_node[100]
    return [*rows, ("  ratio a node, 1,000 to 100 (target: at most 1.2)", f"{ratio:.2f}")]


def _synth(outdir: str, count: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.workers", outdir, str(count)],
        cwd=PROJECT,
        env=os.environ | {"NODE_OPTIONS": QUIET},
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def validator() -> list[tuple[str, str]]:
    say(f"{PAGES} pages through the validator")
    check(STAGE_CLUSTER)
    started = time.process_time()
    for _ in range(PAGES):
        check(STAGE_CLUSTER)
    rate = PAGES / (time.process_time() - started)
    return [("settings pages validated a second, one core (target: at least 1,000)", f"{rate:,.0f}")]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        outdir = str(Path(folder) / "out")
        rows = [*main_and_floor(outdir), *sizes(outdir), *validator()]
    table = Table("measured", "median", title=f"{os.cpu_count()} cores, Python {sys.version.split()[0]}")
    for row in rows:
        table.add_row(*row)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
