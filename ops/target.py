"""What a command works on: a cluster's plan, the cloud, a connection to it, and the engine with its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass

from openstack.connection import Connection

from constructs_lib.plan import Plan
from ops import cloud, runner
from ops.cloud import Cloud
from ops.errors import OpsError
from ops.preflight import connect
from ops.state import Engine
from stacks.clusters import plans


@dataclass(frozen=True, kw_only=True)
class Target:
    plan: Plan
    cloud: Cloud
    connection: Connection
    variables: dict[str, str]
    engine: Engine

    @property
    def name(self) -> str:
        return self.plan.name


def plan_of(name: str) -> Plan:
    """The plan of a cluster. OpsError: there is none of that name. SystemExit: a page does not hold together."""
    known = {plan.name: plan for plan in plans()}
    if name not in known:
        raise OpsError(f"no cluster {name or 'given'}; stacks/clusters.py has: {', '.join(known)}")
    return known[name]


def target(arguments: list[str]) -> Target:
    """The cluster that a command was given, on the cloud of the environment, or the lab, which is started then.

    OpsError: no such cluster, a tool is missing, or the cloud cannot be reached.
    """
    plan = plan_of(arguments[0] if arguments else "")
    runner.environment(None)  # a missing tool is told before a cloud is started
    chosen = cloud.choose(os.environ)
    variables = runner.environment(chosen)
    return Target(plan=plan, cloud=chosen, connection=connect(chosen), variables=variables, engine=Engine(plan.name, variables))
