"""The review of a cluster as data: what the terminal and the browser show, from the same facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_lib.plan import Plan
from constructs_lib.plan.addresses import NEUTRON_OWN_ADDRESSES
from constructs_lib.plan.settings import KubeVip, Octavia
from ops.review.flavors import Flavors
from ops.review.reach import Reach, reach
from ops.review.resources import Output, Quota, Servers, quotas, servers
from ops.review.routes import Route, routes
from ops.review.segments import Segment, segments


@dataclass(frozen=True, kw_only=True)
class Fact:
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """Everything that a review says. Text is plain: whoever shows it escapes it."""

    name: str
    facts: tuple[Fact, ...]
    warnings: tuple[str, ...]
    subnet: str
    addresses: int
    segments: tuple[Segment, ...]
    pool_use: str
    routes: tuple[Route, ...]
    servers: tuple[Servers, ...]
    quotas: tuple[Quota, ...]
    reach: Reach


# What both views say beside the facts, once.
MATRIX_NOTE = (
    "Read a row: what this end may open to each group. A control-plane node or worker has the row and the column of node, "
    "too. Replies pass (security groups are stateful); everything else is dropped."
)
QUOTA_NOTE = "Compare with `openstack quota show --usage`: limit less in use has to be at least this."


def review(plan: Plan, output: Mapping[str, Any], flavors: Flavors | None = None) -> Review:
    """The review of a plan. `output`: its stack's cdk.tf.json; `flavors`: what is known of flavors, by name."""
    found = Output(output)
    rows = servers(plan, found, flavors or {})
    return Review(
        name=plan.name,
        facts=tuple(_facts(plan)),
        warnings=tuple(str(warning) for warning in plan.warnings),
        subnet=str(plan.addresses.subnet_nodes),
        addresses=plan.addresses.subnet_nodes.num_addresses,
        segments=segments(plan),
        pool_use=_pool_use(plan, found),
        routes=routes(plan),
        servers=rows,
        quotas=quotas(plan, found, rows),
        reach=reach(plan),
    )


def _facts(plan: Plan) -> Iterator[Fact]:
    cluster = plan.settings
    kubernetes = cluster.kubernetes
    workers = f"{len(plan.workers):,} worker" + ("s" if len(plan.workers) != 1 else "")
    bastion = "1 bastion" if cluster.bastion else "no bastion"
    yield Fact(label="Nodes", values=(f"{len(plan.control_plane)} control plane", workers, bastion))
    yield Fact(label="API", values=tuple(_api(plan)))
    plugin = type(kubernetes.network_plugin).__name__
    release = f"Kubespray {kubernetes.kubespray_version}"
    yield Fact(label="Kubernetes", values=(kubernetes.kubernetes_version, release, plugin))
    networks = {
        "nodes": cluster.network.subnet_nodes,
        "pods": kubernetes.subnet_pods,
        "services": kubernetes.subnet_services,
    }
    yield Fact(label="Networks", values=tuple(f"{name} {cidr}" for name, cidr in networks.items()))


def _api(plan: Plan) -> Iterator[str]:
    endpoint = plan.settings.endpoint
    port = endpoint.k8s_api_port
    if isinstance(endpoint, KubeVip):
        yield f"{plan.addresses.vrrp_ip}:{port}"
        yield "by kube-vip"
    elif isinstance(endpoint, Octavia):
        yield f"port {port}"
        yield f"by Octavia ({endpoint.loadbalancer_provider})"
    else:
        yield f"{plan.control_plane[0].name}:{port}"
        yield "that node alone"
    yield f"floating IP of {endpoint.floatingip_pool}" if endpoint.floatingip_pool else "no floating IP"


def _pool_use(plan: Plan, output: Output) -> str:
    """What of the pools is taken, once the cluster stands."""
    room = sum(len(pool) for pool in plan.addresses.allocation_pools)
    count = output.count("compute_instance_v2")
    balancers = output.count("lb_loadbalancer_v2")
    left = room - count - balancers - NEUTRON_OWN_ADDRESSES
    parts = [f"{count:,} servers"] + (["1 load balancer"] if balancers else [])
    return (
        f"Pools: {room:,} addresses; {', '.join(parts)} and at most {NEUTRON_OWN_ADDRESSES} ports of Neutron's own "
        f"(DHCP, metadata) take {room - left:,}; {left:,} are left to grow into."
    )
