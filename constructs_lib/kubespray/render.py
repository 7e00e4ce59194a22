"""From a plan to what the inventory's files hold: hosts with labels and taints, and the variables of each file."""

from __future__ import annotations

from collections.abc import Mapping

from constructs_lib.kubespray import group_vars
from constructs_lib.kubespray.files import Value
from constructs_lib.kubespray.hardening import hardening
from constructs_lib.kubespray.inventory import Host
from constructs_lib.plan.check import Plan


def group_vars_files(plan: Plan, *, k8s_internal_ip: str, k8s_api_ip: str) -> dict[str, dict[str, Value]]:
    """The variables of every file of group_vars/k8s_cluster, by the file's name without its ending.

    `extra_vars` of the page come last in the file that they name, or make one.
    """
    files = {
        "k8s-cluster": group_vars.k8s_cluster(plan, k8s_internal_ip=k8s_internal_ip, k8s_api_ip=k8s_api_ip),
        "addons": group_vars.addons(plan),
    }
    hardened = hardening(plan)
    if hardened is not None:
        files["hardening"] = hardened
    for name, extra in plan.settings.kubernetes.extra_vars.items():
        files[name] = {**files.get(name, {}), **extra}
    return files


def control_plane_hosts(plan: Plan, addresses: Mapping[str, str]) -> list[Host]:
    """The control plane in the order that Kubespray gets it: the node that `control_plane.first` names comes first."""
    pool = plan.settings.control_plane
    first = f"{plan.name}-{pool.name}{pool.first}"
    nodes = sorted(plan.control_plane, key=lambda node: node.name != first) if pool.first is not None else plan.control_plane
    return [
        Host(name=node.name, address=addresses[node.name], labels=pool.node_labels, taints=pool.node_taints) for node in nodes
    ]


def worker_hosts(plan: Plan, addresses: Mapping[str, str]) -> list[Host]:
    """The workers of every pool, with their pool's labels and taints."""
    pools = {pool.name: pool for pool in plan.settings.workers}
    return [
        Host(
            name=node.name,
            address=addresses[node.name],
            labels=pools[node.pool].node_labels,
            taints=pools[node.pool].node_taints,
        )
        for node in plan.workers
    ]
