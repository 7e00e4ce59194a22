"""The nodes of a cluster: how many, what they are called, and whether their numbers and volumes will do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.settings import Cluster, ControlPlane, WorkerPool
from constructs_lib.plan.shown import one_of

MANY = 5_000  # Kubernetes is tested with no more nodes
MOST = 10_000  # and this project with less: nothing beyond is looked at
MOST_CONTROL_PLANES = 7
SMALLEST_VOLUME = 10  # GiB: an image, and some container images


@dataclass(frozen=True, kw_only=True)
class Node:
    """A server of the cluster. Its name is its address in Terraform's state, so it never changes."""

    name: str
    role: Literal["control-plane", "worker"]
    pool: str  # the name of its pool: "cp", "wn", ...


def numbers(count: int, retired: Sequence[int]) -> Iterator[int]:
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
        for number in numbers(pool.count, pool.retired):
            yield Node(name=f"{cluster.cluster_name}-{pool.name}{number}", role=role, pool=pool.name)

    found = [*of(cluster.control_plane, "control-plane")]
    for pool in cluster.workers:
        found += of(pool, "worker")
    return tuple(found)


def count(cluster: Cluster) -> int:
    """How many nodes there are, the bastion left out."""
    return cluster.control_plane.count + sum(pool.count for pool in cluster.workers)


def pools(cluster: Cluster) -> dict[str, ControlPlane | WorkerPool]:
    """Every pool of nodes by the path of its settings."""
    return {"control_plane": cluster.control_plane} | {f"workers[{at}]": pool for at, pool in enumerate(cluster.workers)}


def problems(cluster: Cluster) -> Iterator[Problem]:
    """Everything about numbers and volumes of nodes that does not hold together."""
    yield from _size(cluster)
    yield from _quorum(cluster)
    yield from _first(cluster.control_plane)
    for path, pool in pools(cluster).items():
        yield from _retired(path, pool)
        yield from _taints(path, pool)
        if pool.boot_volume and pool.boot_volume.size < SMALLEST_VOLUME:
            yield Problem(
                path=f"{path}.boot_volume.size",
                says=f"{pool.boot_volume.size} GiB do not hold a system and the images of its containers",
                offer=f"take {SMALLEST_VOLUME} at least, for example 40",
                fix=(f"{path}.boot_volume.size", 40),
            )


def _size(cluster: Cluster) -> Iterator[Problem]:
    found = count(cluster)
    if found > MANY:
        yield Problem(
            path="workers",
            says=f"{found:,} nodes with the control plane, where Kubernetes is made for {MANY:,}",
            offer=f"{MOST:,} are the most here" if found > MOST else "",
            against=("control_plane.count",),
            warning=found <= MOST,
        )


def _quorum(cluster: Cluster) -> Iterator[Problem]:
    path, pool = "control_plane.count", cluster.control_plane
    if pool.count > MOST_CONTROL_PLANES and not pool.more_than_seven:
        yield Problem(
            path=path,
            says=f"{pool.count} control-plane nodes, each an etcd member: each beyond {MOST_CONTROL_PLANES} slows etcd down",
            offer=f"take {MOST_CONTROL_PLANES}, or say so by more_than_seven=True",
            against=("control_plane.more_than_seven",),
            fix=(path, MOST_CONTROL_PLANES),
        )
    elif pool.count % 2 == 0:
        odd = pool.count + 1 if pool.count < MOST_CONTROL_PLANES or pool.more_than_seven else pool.count - 1
        yield Problem(
            path=path,
            says=f"{pool.count} is even: etcd needs a majority, so {pool.count} members survive no more failures "
            f"than {pool.count - 1}",
            offer=f"take {pool.count - 1} or {pool.count + 1}",
            against=("control_plane.more_than_seven",),
            fix=(path, odd),
        )


def _first(pool: ControlPlane) -> Iterator[Problem]:
    if pool.first is None:
        return
    there = [*numbers(pool.count, pool.retired)]
    if pool.first not in there:
        yield Problem(
            path="control_plane.first",
            says=f"{pool.first} is no number of a control-plane node",
            offer=f"take {one_of(there) if len(there) <= 9 else there[0]}",
            against=("control_plane.count", "control_plane.retired"),
            fix=("control_plane.first", there[0]),
        )


def _retired(path: str, pool: ControlPlane | WorkerPool) -> Iterator[Problem]:
    seen: dict[int, int] = {}
    for at, number in enumerate(pool.retired):
        if number in seen:
            yield Problem(
                path=f"{path}.retired[{at}]",
                says=f"{number} stands there twice",
                offer="leave it out",
                against=(f"{path}.retired[{seen[number]}]",),
                fix=(f"{path}.retired[{at}]", LEAVE_OUT),
            )
        seen.setdefault(number, at)


def _taints(path: str, pool: ControlPlane | WorkerPool) -> Iterator[Problem]:
    """Kubernetes takes a key with an effect once: `kubectl taint` refuses the second, an hour into the deploy."""
    seen: dict[tuple[str, str], int] = {}
    for at, taint in enumerate(pool.node_taints):
        rest, _, effect = taint.rpartition(":")
        key = (rest.partition("=")[0], effect)
        if key in seen:
            yield Problem(
                path=f"{path}.node_taints[{at}]",
                says=f"{taint[:80]} has key and effect of {path}.node_taints[{seen[key]}] {pool.node_taints[seen[key]][:80]}",
                offer="leave it out",
                against=(f"{path}.node_taints[{seen[key]}]",),
                fix=(f"{path}.node_taints[{at}]", LEAVE_OUT),
            )
        seen.setdefault(key, at)


def last_number(pool: ControlPlane | WorkerPool) -> int:
    """The highest number of a pool's nodes; 0 where it has none."""
    return next(islice(numbers(pool.count, pool.retired), max(pool.count - 1, 0), None), 0)
