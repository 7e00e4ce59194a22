"""`python -m ops.destroy CLUSTER`: takes a cluster down, after its name was said once more where it is no lab's."""

from __future__ import annotations

import os
import sys

from ops import cdktf, cloud
from ops.cloud import Cloud
from ops.deploy import plan_of
from ops.errors import OpsError, command
from ops.preflight import connect


def confirm(name: str, chosen: Cloud) -> None:
    """OpsError: nobody said the cluster's name, by CONFIRM or at the prompt."""
    if chosen.is_lab or os.environ.get("CONFIRM") == name:
        return
    if not sys.stdin.isatty():
        raise OpsError(f"{name} on {chosen.name} is destroyed only when you say so: CONFIRM={name} make destroy")
    if input(f"This destroys {name} on {chosen.name}. Type its name to go on: ").strip() != name:
        raise OpsError("nothing was destroyed")


def main() -> int:
    plan = plan_of(sys.argv[1:])
    cdktf.environment(None)
    chosen = cloud.choose(os.environ)
    variables = cdktf.environment(chosen)
    connect(chosen)
    confirm(plan.name, chosen)
    if cdktf.run(["destroy", plan.name, "--auto-approve"], variables):
        raise OpsError(f"{plan.name} is not gone altogether (see above); mend it and run the same command again: it goes on")
    print(f"{plan.name} is gone from {chosen.name}")
    return 0


if __name__ == "__main__":
    command(main)
