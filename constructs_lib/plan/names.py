"""Names of pools, nodes and the bastion: unique, and as long as Nova and Kubernetes take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product
from string import ascii_lowercase

from constructs_lib.plan.nodes import last_number, numbers, pools
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, ControlPlane, WorkerPool

# RFC 1123 allows 63 characters for a label; Nova makes the server's hostname from its name and cuts it there.
LONGEST = 63
# A server's port has the server's name as its address in Terraform's state; these ports and floating IPs are there already.
TAKEN = ("api", "vrrp")

Pool = ControlPlane | WorkerPool


def csr_approver_regex(cluster: Cluster) -> str:
    """`providerRegex` of the kubelet CSR approver: every node's name matches it, also those of nodes to come, and no other.

    In the syntax of Go's `regexp`; names of clusters and pools have no character that means something there.
    """
    names = dict.fromkeys(pool.name for pool in pools(cluster).values())
    return f"^{cluster.cluster_name}-({'|'.join(names)})[0-9]+$"


def problems(cluster: Cluster) -> Iterator[Problem]:
    """Everything about names that does not hold together."""
    named: dict[str, Pool] = {f"{path}.name": pool for path, pool in pools(cluster).items()}
    yield from _same(cluster, named)
    yield from _alike(named)
    yield from _bastion(cluster, named)
    yield from _long(cluster, named)


def _same(cluster: Cluster, named: dict[str, Pool]) -> Iterator[Problem]:
    names = {path: pool.name for path, pool in named.items()} | (
        {"bastion.name": cluster.bastion.name} if cluster.bastion else {}
    )
    first: dict[str, str] = {}
    for path, name in names.items():
        if name in first:
            free = _free(name, names.values())
            yield Problem(
                path=path,
                says=f"{name} is the name of {first[name]} too, and nodes are addressed by it",
                offer=f"take another, for example {free}",
                against=(first[name],),
                offer_against=("control_plane.name", "workers", "bastion"),
                fix=(path, free),
            )
        first.setdefault(name, path)


def _alike(named: dict[str, Pool]) -> Iterator[Problem]:
    """Two pools, of which one's name is the other's with a number behind it: `wn` has wn10, and so has `wn1`."""
    paths = {pool.name: path for path, pool in named.items()}
    for path, pool in named.items():
        stem = pool.name.rstrip("0123456789")
        for cut in range(len(stem), len(pool.name)):
            other = paths.get(pool.name[:cut])
            if other is None or not cut:
                continue
            tail = pool.name[cut:]
            twice = next((n for n in numbers(pool.count, pool.retired) if _has(named[other], f"{tail}{n}")), None)
            if twice is not None:
                name = f"{pool.name}{twice}"
                used = (f"{each.removesuffix('.name')}.{part}" for each in (path, other) for part in ("count", "retired"))
                free = _free(pool.name, paths, end="-x")
                yield Problem(
                    path=path,
                    says=f"{pool.name} makes a node {name}, and so does {other} {pool.name[:cut]}",
                    offer=f"let no pool's name be another's with a number behind it, for example {free}",
                    against=(other, *used),
                    offer_against=("control_plane.name", "workers"),
                    fix=(path, free),
                )
                break


def _has(pool: Pool, digits: str) -> bool:
    """True where a node of the pool has this number behind the pool's name, written like that."""
    if len(digits) > 6 or (digits[0] == "0" and digits != "0"):
        return False
    number = int(digits)
    return pool.count > 0 and number <= last_number(pool) and number not in pool.retired


def _bastion(cluster: Cluster, named: dict[str, Pool]) -> Iterator[Problem]:
    if cluster.bastion is None:
        return
    name = cluster.bastion.name
    offer, fix = "take another, for example bastion", ("bastion.name", "bastion")
    if name in TAKEN:
        says = f"{name} is what the endpoint's port and floating IP are called"
        yield Problem(path="bastion.name", says=says, offer=offer, fix=fix)
    stem = name.rstrip("0123456789")
    for path, pool in named.items():
        digits = name.removeprefix(pool.name)
        if digits != name and digits.isdigit() and len(stem) <= len(pool.name) and _has(pool, digits):
            free = _free("bastion", [each.name for each in named.values()])
            used = tuple(f"{path.removesuffix('.name')}.{part}" for part in ("name", "count", "retired"))
            yield Problem(
                path="bastion.name",
                says=f"{name} is the name of a node of {path} {pool.name}, too",
                offer=f"take another, for example {free}",
                against=used,
                offer_against=("control_plane.name", "workers"),
                fix=("bastion.name", free),
            )


def _long(cluster: Cluster, named: dict[str, Pool]) -> Iterator[Problem]:
    ends = {path: f"{pool.name}{last_number(pool)}" for path, pool in named.items()}
    if cluster.bastion:
        ends["bastion.name"] = cluster.bastion.name
    path, end = max(ends.items(), key=lambda each: len(each[1]))
    longest = f"{cluster.cluster_name}-{end}"
    over = len(longest) - LONGEST
    if over <= 0:
        return
    used = ("control_plane", "workers", "bastion")
    says = f"makes names of hosts like {longest}, {over} characters longer than the {LONGEST} that one may have"
    short = cluster.cluster_name[: max(1, len(cluster.cluster_name) - over)].rstrip("-")
    if len(cluster.cluster_name) - over >= 4:
        yield Problem(
            path="cluster_name",
            says=f"{cluster.cluster_name} {says}",
            offer=f"shorten it, for example to {short}",
            against=used,
            fix=("cluster_name", short),
        )
        return
    name = named[path].name if path in named else end
    shorter = _free(name[:12].rstrip("-0123456789") or "n", [end for end in ends if end != path])
    yield Problem(
        path=path,
        says=f"{name} {says}",
        offer=f"shorten it, for example to {shorter}",
        against=("cluster_name", *used),
        fix=(path, shorter),
    )


def _free(name: str, taken: Iterable[str], end: str = "") -> str:
    """A name like this one that none of `taken` is: with a letter behind it where need be, never with a number."""
    names, stem = {*taken}, name[: LONGEST - 8].rstrip("-") + end
    tails = (
        "",
        *(f"-{letter}" for letter in ascii_lowercase[1:]),
        *(f"-{a}{b}" for a, b in product(ascii_lowercase, repeat=2)),
    )
    return next((f"{stem}{tail}" for tail in tails if f"{stem}{tail}" not in names), f"{stem}-{'x' * 4}")
