"""`python -m ops.deploy CLUSTER`: checks plan, tools, cloud and changes, deploys by the CDKTF CLI, says what came of it."""

from __future__ import annotations

import sys

from ops import runner
from ops.errors import OpsError, command
from ops.guard import guard, noted_run
from ops.preflight import preflight
from ops.summary import summary
from ops.target import target


def main() -> int:
    chosen = target(sys.argv[1:])
    public_key = chosen.variables.get(runner.KEY_VARIABLE)
    preflight(chosen.plan, chosen.connection, cloud=chosen.cloud, public_key=public_key)
    guard(chosen)
    print(f"deploying {chosen.name} to {chosen.cloud.name}", flush=True)
    if noted_run(chosen, ["deploy", chosen.name, "--auto-approve"]):
        raise OpsError(
            f"the deploy of {chosen.name} did not end well (see above); mend it and run the same command again: it goes on"
        )
    print(summary(chosen.plan, chosen.engine.outputs(), chosen.cloud))
    return 0


if __name__ == "__main__":
    command(main)
