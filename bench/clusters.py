"""Settings pages for measuring: stage-cluster with many workers, in networks that have room for them."""

from __future__ import annotations

from dataclasses import replace

from constructs_lib.plan.settings import Cluster, KubeVip
from stacks.stage_cluster import STAGE_CLUSTER


def with_workers(count: int) -> Cluster:
    """stage-cluster with `count` workers."""
    page = STAGE_CLUSTER
    network = replace(
        page.network,
        subnet_nodes="10.2.0.0/16",
        allocation_pools=["10.2.1.0-10.2.200.254"],
        metallb_ranges=["10.2.0.11-10.2.0.49"],
    )
    return replace(
        page,
        network=network,
        endpoint=KubeVip(vrrp_ip="10.2.0.10", floatingip_pool="PUBLICNET"),
        kubernetes=replace(page.kubernetes, subnet_pods="10.64.0.0/12"),
        workers=[replace(page.workers[0], count=count)],
    )
