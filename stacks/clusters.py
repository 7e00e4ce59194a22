"""The clusters of this project, and their plans. A cluster of your own: copy stage_cluster.py, and name it here."""

from __future__ import annotations

import os

from constructs_lib.plan import Plan, PlanError, check
from constructs_lib.plan.settings import Cluster
from stacks.stage_cluster import STAGE_CLUSTER

CLUSTERS: list[Cluster] = [STAGE_CLUSTER]


def plans() -> list[Plan]:
    """The plan of every cluster. SystemExit 1, with every problem of every page: one does not hold together.

    With STRICT set, a warning is a problem too; `Cluster.strict` says so of one page.
    """
    good: list[Plan] = []
    bad: list[str] = []
    for cluster in CLUSTERS:
        try:
            good.append(check(cluster, strict=os.environ.get("STRICT", "") not in ("", "0")))
        except PlanError as error:
            bad.append(str(error))
    if bad:
        raise SystemExit("\n".join(bad))
    names = [plan.name for plan in good]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SystemExit(f"stacks/clusters.py: {', '.join(twice)} stands there twice; each cluster_name makes one state")
    return good
