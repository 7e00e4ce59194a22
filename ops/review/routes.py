"""The ways into the cluster, hop by hop: clients and nodes to the API server, people and Ansible to a shell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from constructs_lib.plan import Plan
from constructs_lib.plan.settings import KubeVip, Octavia


@dataclass(frozen=True, kw_only=True)
class Hop:
    """A place on the way. `link` says how one gets from here to the next; empty at the end."""

    what: str
    where: str
    note: str = ""
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Route:
    title: str
    hops: tuple[Hop, ...]


def routes(plan: Plan) -> tuple[Route, ...]:
    """Clients first, then nodes, then SSH."""
    return (
        Route(title="Clients to the API", hops=tuple(_clients(plan))),
        Route(title="Nodes to the API", hops=tuple(_nodes(plan))),
        Route(title="SSH to the nodes", hops=tuple(_ssh(plan))),
    )


def shown(names: Sequence[str], most: int = 4) -> str:
    """Names in a row; beyond `most`, how many more there are."""
    few = ", ".join(names[:most])
    return few if len(names) <= most else f"{few} and {len(names) - most:,} more"


def _clients(plan: Plan) -> Iterator[Hop]:
    cluster = plan.settings
    port, pool = cluster.endpoint.k8s_api_port, cluster.endpoint.floatingip_pool
    acl = cluster.access.k8s_api_port_acl
    if not acl:
        inside = "nodes and the bastion" if cluster.bastion else "nodes"
        yield Hop(what="client", where="nobody outside", note=f"access.k8s_api_port_acl is empty: {inside} only")
        return
    yield Hop(what="client", where=f"in {shown(acl)}", note="access.k8s_api_port_acl", link=f"https, tcp {port}")
    if pool:
        yield Hop(
            what="floating IP",
            where=f"of {pool}",
            note="its address is known after the deploy",
            link=f"router {plan.name}-router translates it",
        )
    else:
        yield Hop(
            what="no floating IP",
            where=f"routed to {plan.addresses.subnet_nodes}",
            note="endpoint.floatingip_pool is not set",
            link="as the routes of your site go",
        )
    yield from _endpoint(plan)


def _nodes(plan: Plan) -> Iterator[Hop]:
    yield Hop(
        what="node",
        where=f"each of {len(plan.nodes):,}, control plane and workers",
        note="kubelet, kube-proxy, kubeadm's joins",
        link=f"tcp {plan.settings.endpoint.k8s_api_port}, inside the node network",
    )
    first = next(_endpoint(plan))
    yield Hop(what=first.what, where=first.where, note="from there as clients do")


def _endpoint(plan: Plan) -> Iterator[Hop]:
    """From the API's address on the node network to an API server; the same for clients and nodes."""
    endpoint, iface = plan.settings.endpoint, plan.settings.network.cni_iface
    port, names = endpoint.k8s_api_port, [node.name for node in plan.control_plane]
    server = Hop(what="kube-apiserver", where=f"port {port}", note="TLS ends here")
    if isinstance(endpoint, KubeVip):
        lease = endpoint.lease.leaseduration
        yield Hop(
            what="VIP",
            where=str(plan.addresses.vrrp_ip),
            note=f"port {plan.name}-vrrp holds it, plugged into no server (DOWN)",
            link="ARP: kube-vip's leader answers for it",
        )
        yield Hop(
            what=f"{iface} of the leader",
            where=f"one of {shown(names)}" if len(names) > 1 else names[0],
            note=f"moves at most {lease} s after the leader is gone" if len(names) > 1 else "no other to move to",
            link="IPVS: spread over all API servers" if endpoint.lb_enable else "on the same node",
        )
    elif isinstance(endpoint, Octavia):
        yield Hop(
            what="load balancer",
            where=f"{plan.name}-api",
            note=f"Octavia, {endpoint.loadbalancer_provider}; its address comes out of the pool",
            link=f"listener tcp {port}, to a member that answers",
        )
        yield Hop(what=f"{iface} of a member", where=f"one of {shown(names)}", link="on the same node")
    else:
        yield Hop(
            what=f"{iface} of the first node",
            where=names[0],
            note="FirstNode(): when it is gone, so is the API",
            link="on the same node",
        )
    yield server


def _ssh(plan: Plan) -> Iterator[Hop]:
    cluster = plan.settings
    allowed, user = cluster.access.ssh_allowed_cidrs, cluster.access.ssh_user
    if not allowed:
        yield Hop(what="person, Ansible", where="nobody outside", note="access.ssh_allowed_cidrs is empty")
        return
    yield Hop(what="person, Ansible", where=f"in {shown(allowed)}", note="access.ssh_allowed_cidrs", link="ssh, tcp 22")
    if bastion := cluster.bastion:
        yield Hop(
            what="bastion",
            where=f"{plan.name}-{bastion.name}",
            note=f"floating IP of {bastion.floatingip_pool}",
            link=f"jump as {user}, tcp 22",
        )
    yield Hop(what="node", where=f"{user}@ each of {len(plan.nodes):,}", note="" if cluster.bastion else "no bastion")
