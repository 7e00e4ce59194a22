"""The nodes of a cluster by name: how many, what they are called, and whether these names and numbers will do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, ControlPlane, WorkerPool

# RFC 1123 allows 63 characters for a label; Nova makes the server's hostname from its name and cuts it there.
LONGEST_NAME = 63

# A server's port has the server's name as its address in Terraform's state; these ports and floating IPs are there already.
TAKEN_NAMES = ("api", "vrrp")


@dataclass(frozen=True, kw_only=True)
class Node:
    """A server of the cluster. Its name is its address in Terraform's state, so it never changes."""

    name: str
    role: Literal["control-plane", "worker"]
    pool: str  # the name of its pool: "cp", "wn", ...


def numbers(count: int, retired: tuple[int, ...]) -> Iterator[int]:
    """The first `count` numbers from 0 that are not retired."""
    out, number = set(retired), 0
    while count > 0:
        if number not in out:
            yield number
            count -= 1
        number += 1


def nodes(cluster: Cluster) -> tuple[Node, ...]:
    """Every node, control plane first, in the order of their numbers."""

    def of(pool: ControlPlane | WorkerPool, role: Literal["control-plane", "worker"]) -> Iterator[Node]:
        for number in numbers(pool.count, tuple(pool.retired)):
            yield Node(name=f"{cluster.cluster_name}-{pool.name}{number}", role=role, pool=pool.name)

    found = [*of(cluster.control_plane, "control-plane")]
    for pool in cluster.workers:
        found += of(pool, "worker")
    return tuple(found)


def problems(cluster: Cluster) -> Iterator[Problem]:
    """Everything about numbers and names of nodes that does not hold together."""
    yield from _control_plane(cluster)
    yield from _names(cluster)


def _control_plane(cluster: Cluster) -> Iterator[Problem]:
    count = cluster.control_plane.count
    if count % 2 == 0:
        yield Problem(
            path="control_plane.count",
            says=f"{count} is even: etcd needs a majority, so {count} members survive no more failures than {count - 1}; "
            f"take {count - 1} or {count + 1}",
            fix=("control_plane.count", str(count + 1)),
        )


def _names(cluster: Cluster) -> Iterator[Problem]:
    pools: dict[str, str] = {"control_plane.name": cluster.control_plane.name}
    pools |= {f"workers[{at}].name": pool.name for at, pool in enumerate(cluster.workers)}
    if cluster.bastion:
        pools["bastion.name"] = cluster.bastion.name
    if cluster.bastion and cluster.bastion.name in TAKEN_NAMES:
        yield Problem(
            path="bastion.name",
            says=f"{cluster.bastion.name} is what the endpoint's port and floating IP are called; take another, for example bastion",
            fix=("bastion.name", "bastion"),
        )
    first: dict[str, str] = {}
    for path, name in pools.items():
        if name in first:
            free = next(f"{name}-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz" if f"{name}-{letter}" not in pools.values())
            yield Problem(
                path=path,
                says=f"{name} is the name of {first[name]} too, and nodes are addressed by it; take another, for example {free}",
                against=(first[name],),
                fix=(path, free),
            )
        first.setdefault(name, path)
    seen: dict[str, str] = {}
    longest = max(nodes(cluster), key=lambda node: len(node.name))
    for node in nodes(cluster):
        if node.name in seen and seen[node.name] != node.pool:
            yield Problem(
                path="workers",
                says=f"the pools {seen[node.name]} and {node.pool} both have a node {node.name}; let no pool's name be another's "
                "with a number behind it",
                against=("control_plane.name",),
            )
            break
        seen[node.name] = node.pool
    if len(longest.name) > LONGEST_NAME:
        over = len(longest.name) - LONGEST_NAME
        short = cluster.cluster_name[: max(1, len(cluster.cluster_name) - over)].rstrip("-") or "c"
        yield Problem(
            path="cluster_name",
            says=f"{cluster.cluster_name} makes node names like {longest.name}, {over} characters longer than the "
            f"{LONGEST_NAME} that a host name may have; shorten it, for example to {short}",
            against=("control_plane.name", "workers", "control_plane.count", "control_plane.retired"),
        )
