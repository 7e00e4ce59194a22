"""The CDKTF app: a stack for each cluster of stacks/clusters.py."""

from __future__ import annotations

# isort: off
import constructs_lib  # noqa: F401  comes first: it points jsii at its Node.js before cdktf starts it

# isort: on
import os
import sys

from cdktf import App

from stacks.cluster_stack import ClusterStack
from stacks.clusters import plans


def lifted() -> frozenset[str] | bool:
    """What Terraform may destroy although a cluster does not survive it: names in ALLOW_DESTROY, by comma; or `all`."""
    names = frozenset(filter(None, os.environ.get("ALLOW_DESTROY", "").replace(" ", "").split(",")))
    return True if names == {"all"} else names


def main() -> None:
    checked = plans()  # all of them, before the first resource is made
    app = App()
    for plan in checked:
        for warning in plan.warnings:
            print(f"{plan.name}: warning: {warning}", file=sys.stderr)
        ClusterStack(app, plan, lifted=lifted())
    app.synth()


if __name__ == "__main__":
    main()
