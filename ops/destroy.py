"""`python -m ops.destroy CLUSTER`: takes a cluster down, after its name was said once more where it is no lab's."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from ops import runner
from ops.cloud import Cloud
from ops.errors import PROJECT, OpsError, command
from ops.guard import same_project
from ops.kubespray.layout import Layout
from ops.target import target

# Folders of the inventory, inner ones first; Terraform takes the files away.
_EMPTIED = ("group_vars/k8s_cluster", "group_vars", "helm", ".")


def confirm(name: str, cloud: Cloud) -> None:
    """OpsError: nobody said the cluster's name, by CONFIRM or at the prompt."""
    if cloud.is_lab or os.environ.get("CONFIRM") == name:
        return
    if not sys.stdin.isatty():
        raise OpsError(f"{name} on {cloud.name} is destroyed only when you say so: CONFIRM={name} make destroy")
    if input(f"This destroys {name} on {cloud.name}. Type its name to go on: ").strip() != name:
        raise OpsError("nothing was destroyed")


def main() -> int:
    chosen = target(sys.argv[1:])
    chosen.engine.prepare()
    same_project(chosen)
    confirm(chosen.name, chosen.cloud)
    if runner.run(["destroy", chosen.name, "--auto-approve"], {**chosen.variables, **runner.WHOLE_CLUSTER}):
        raise OpsError(f"{chosen.name} is not gone altogether (see above); mend it and run the same command again: it goes on")
    inventory = PROJECT / "inventory" / chosen.name
    layout = Layout(PROJECT, chosen.name)
    # What speaks of hosts that are gone. Logs, and the key of secrets at rest (credentials/), stay: a backup may need it.
    for file in (inventory / "known_hosts", layout.record, layout.kubeconfig):
        file.unlink(missing_ok=True)
    for folder in _EMPTIED:
        with suppress(OSError):  # what a user put there stays
            (inventory / folder).rmdir()
    print(f"{chosen.name} is gone from {chosen.cloud.name}")
    return 0


if __name__ == "__main__":
    command(main)
