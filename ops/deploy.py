"""`python -m ops.deploy CLUSTER`: checks plan, tools and cloud, deploys by the CDKTF CLI, and says what came of it."""

from __future__ import annotations

import os
import sys

from constructs_lib.plan import Plan
from ops import cdktf, cloud, state
from ops.errors import OpsError, command
from ops.preflight import connect, preflight
from ops.summary import summary
from stacks.clusters import plans


def plan_of(arguments: list[str]) -> Plan:
    """The plan of the cluster that a command was given. OpsError: there is none of that name."""
    known = {plan.name: plan for plan in plans()}
    name = arguments[0] if arguments else ""
    if name not in known:
        raise OpsError(f"no cluster {name or 'given'}; stacks/clusters.py has: {', '.join(known)}")
    return known[name]


def main() -> int:
    plan = plan_of(sys.argv[1:])
    cdktf.environment(None)  # a missing tool is told before a cloud is started
    chosen = cloud.choose(os.environ)
    variables = cdktf.environment(chosen)
    preflight(plan, connect(chosen), cloud=chosen, public_key=variables.get(cdktf.KEY_VARIABLE))
    print(f"deploying {plan.name} to {chosen.name}", flush=True)
    status = cdktf.run(["deploy", plan.name, "--auto-approve"], variables)
    if status:
        raise OpsError(
            f"the deploy of {plan.name} did not end well (see above); mend it and run the same command again: it goes on"
        )
    print(summary(plan, state.outputs(plan.name, variables), chosen))
    return 0


if __name__ == "__main__":
    command(main)
