"""`python -m ops.diff CLUSTER`: what a deploy would change, and which of it would hurt. Changes nothing."""

from __future__ import annotations

import sys

from ops import runner
from ops.errors import OpsError, command
from ops.guard import planned, same_project
from ops.target import target


def main() -> int:
    chosen = target(sys.argv[1:])
    chosen.engine.prepare()
    same_project(chosen)
    # with the protection off: Terraform would stop at the first thing that it may not destroy
    if runner.run(["diff", chosen.name], {**chosen.variables, runner.ALLOW: "all"}):
        raise OpsError(f"the diff of {chosen.name} did not end well (see above)")
    if text := planned(chosen).refused(""):
        print(f"\n{text}")
    return 0


if __name__ == "__main__":
    command(main)
