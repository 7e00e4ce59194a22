"""Who gets in: a way to the nodes, floating IPs that a router can give, lists that Neutron takes, and the SSH key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from constructs_lib.plan import ssh_key
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.settings import AdditionalPort, Cluster
from constructs_lib.plan.shown import shown

EXTERNAL = "network.external_network"
SSH = "access.ssh_allowed_cidrs"


def problems(cluster: Cluster) -> Iterator[Problem]:
    """What leaves the cluster without a way in, or opens it to everybody."""
    yield from _way_in(cluster)
    yield from _floating_ips(cluster)
    access = cluster.access
    yield from _cidrs(SSH, access.ssh_allowed_cidrs, "SSH")
    yield from _cidrs("access.k8s_api_port_acl", access.k8s_api_port_acl, "the Kubernetes API")
    yield from _cidrs("access.nodeport_allowed_cidrs", access.nodeport_allowed_cidrs, "NodePort services")
    yield from _ports("access.additional_ports_master", access.additional_ports_master)
    yield from _ports("access.additional_ports_worker", access.additional_ports_worker)
    yield from ssh_key.problems(access.ssh_public_key)


def _way_in(cluster: Cluster) -> Iterator[Problem]:
    network = cluster.network
    where = "the bastion" if cluster.bastion else "the nodes"
    if not cluster.access.ssh_allowed_cidrs:
        yield Problem(
            path=SSH,
            says=f"is empty, so nobody gets to {where} by SSH, nor does Ansible",
            offer="name your network, for example [198.51.100.0/24]",
            against=("bastion",),
            warning=True,
        )
    if cluster.bastion:
        return
    if not network.external_network and not network.other_networks:
        yield Problem(
            path="bastion",
            says=f"is missing, and {EXTERNAL} and network.other_networks are empty: nothing leads to the nodes",
            offer="add Bastion(...), or name the network that they are reached from in network.other_networks",
            against=(EXTERNAL, "network.other_networks"),
        )
    elif not network.other_networks:
        yield Problem(
            path="bastion",
            says="is missing: Ansible goes straight to the nodes' own addresses, so your network must have a route to "
            f"network.subnet_nodes {network.subnet_nodes}",
            offer="add Bastion(...), or name your network in network.other_networks",
            against=(EXTERNAL, "network.other_networks", "network.subnet_nodes"),
            warning=True,
        )


def _floating_ips(cluster: Cluster) -> Iterator[Problem]:
    """Neutron gives a port a floating IP only of the network to which the port's router leads."""
    external = cluster.network.external_network
    pools = {"endpoint.floatingip_pool": cluster.endpoint.floatingip_pool}
    if cluster.bastion:
        pools["bastion.floatingip_pool"] = cluster.bastion.floatingip_pool
    for path, pool in pools.items():
        if pool and not external:
            yield Problem(
                path=path,
                says=f"{shown(pool)} gives no floating IP to a network without a router to it",
                offer=f"set {EXTERNAL} to {shown(pool)}",
                against=(EXTERNAL,),
                fix=(EXTERNAL, pool),
            )
        elif pool and pool != external:
            yield Problem(
                path=path,
                says=f"{shown(pool)} is another network than {EXTERNAL} {shown(external)}, to which the router leads, "
                "so Neutron gives no floating IP of it",
                offer=f"take {shown(external)}",
                against=(EXTERNAL,),
                fix=(path, external),
            )


def _cidrs(path: str, cidrs: Sequence[str], what: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for at, cidr in enumerate(cidrs):
        if cidr.endswith("/0"):
            yield Problem(path=f"{path}[{at}]", says=f"{cidr} opens {what} to the whole world", warning=True)
        if cidr in seen:
            yield Problem(
                path=f"{path}[{at}]",
                says=f"{cidr} stands there twice, and Neutron refuses the second",
                offer="leave it out",
                against=(f"{path}[{seen[cidr]}]",),
                fix=(f"{path}[{at}]", LEAVE_OUT),
            )
        seen.setdefault(cidr, at)


def _ports(path: str, ports: Sequence[AdditionalPort]) -> Iterator[Problem]:
    seen: dict[tuple[str, int, int, str], str] = {}
    for at, port in enumerate(ports):
        here = f"{path}[{at}]"
        last = port.last or port.first
        if last < port.first:
            yield Problem(
                path=f"{here}.last",
                says=f"{last} lies before {here}.first {port.first}",
                offer=f"take {port.first} for one port",
                against=(f"{here}.first",),
                fix=(f"{here}.last", port.first),
            )
        yield from _cidrs(f"{here}.cidrs", port.cidrs, f"port {port.first}")
        for index, cidr in enumerate(port.cidrs):
            rule = (port.protocol, port.first, last, cidr)
            if rule in seen and seen[rule] != here:
                yield Problem(
                    path=f"{here}.cidrs[{index}]",
                    says=f"{cidr} has {port.protocol} {port.first}-{last} by {seen[rule]}, and Neutron refuses the second",
                    offer="leave it out",
                    against=(path,),
                    fix=(f"{here}.cidrs[{index}]", LEAVE_OUT),
                )
            seen.setdefault(rule, here)
