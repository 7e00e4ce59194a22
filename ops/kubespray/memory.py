"""The record of the last run, kept on the control plane too: the next run may come from another machine.

Without it, an upgrade from a colleague's machine or a fresh CI runner would look like a first run: cluster.yml, which
replaces a running Kubernetes without draining a node.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from pydantic import ValidationError

from ops.kubespray import ansible, state
from ops.kubespray.layout import Layout

TIMEOUT = 300.0  # seconds


def recall(layout: Layout, environment: Path, *, again: str) -> state.Record:
    """The control plane's record, which becomes this machine's; an empty one where there is none. Errors as `ansible.run`."""
    scratch = Path(tempfile.mkdtemp(prefix=".recall-", dir=layout.folder))
    try:
        ansible.run(
            ansible.ours("recall.yml", layout.inventory, recalled=str(scratch)),
            title="record of the last run, from the control plane",
            layout=layout,
            environment=environment,
            timeout=TIMEOUT,
            again=again,
        )
        records = [record for file in sorted(scratch.iterdir()) if (record := _record(file))]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    # a node that a remembering run could not reach has an older one
    best = max(records, key=lambda record: record.number, default=state.Record())
    if best.done is not None:
        state.write(layout, best)
    return best


def remember(layout: Layout, environment: Path) -> None:
    """Leave this machine's record on the control plane. What it made stands, whether that works or not."""
    try:
        ansible.run(
            ansible.ours("remember.yml", layout.inventory, record=str(layout.record)),
            title="record of this run, to the control plane",
            layout=layout,
            environment=environment,
            timeout=TIMEOUT,
            again="",
        )
    except ansible.PlaybookError as error:
        print(
            f"{error}\nwarning: run Kubespray from this machine next time: only {layout.short(layout.record)} says what it made"
        )


def _record(file: Path) -> state.Record | None:
    try:
        return state.Record.model_validate_json(file.read_text())
    except (OSError, ValidationError):
        return None
