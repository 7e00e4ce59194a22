"""The security groups of a cluster as data: every rule with the reason for it. Nothing else may come in.

kube-vip announces the VIP by ARP, which Neutron's port security lets through for an allowed address pair, so no rule
speaks of VRRP (protocol 112).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from constructs_lib.plan.endpoint import NODE_PORTS
from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn
from constructs_lib.plan.settings import AdditionalPort, Cluster, Octavia

_Between = tuple[str, Literal["tcp", "udp", "ipip"], tuple[int, int] | None, str]
Group = Literal["node", "control-plane", "worker", "bastion"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One security-group rule; `reason` becomes its description in Neutron.

    The source is another group of the cluster or a network. `name` is unique within the group and part of the rule's
    address in Terraform's state. Ports None: all of the protocol. An `egress` rule's `cidr` is the destination.
    """

    group: Group
    name: str
    reason: str
    protocol: Literal["tcp", "udp", "icmp", "ipip"] | None
    ports: tuple[int, int] | None = None
    source_group: Group | None = None
    cidr: str | None = None
    direction: Literal["ingress", "egress"] = "ingress"


def groups(cluster: Cluster) -> tuple[Group, ...]:
    """The security groups that a cluster has; `node` is on control plane and workers alike."""
    return ("node", "control-plane", "worker", *(("bastion",) if cluster.bastion else ()))


def rules(cluster: Cluster) -> tuple[Rule, ...]:
    """Every rule of every group of a cluster."""
    return (
        *_egress(cluster),
        *_ssh(cluster),
        *_api(cluster),
        *_etcd(),
        *_kubelet(),
        *_cni(cluster),
        *_add_ons(cluster),
        *_node_ports(cluster),
        *_additional(cluster),
    )


def _egress(cluster: Cluster) -> Iterator[Rule]:
    for group in ("node", "bastion") if cluster.bastion else ("node",):
        yield Rule(
            group=group,
            name="egress",
            direction="egress",
            protocol=None,
            cidr="0.0.0.0/0",
            reason="packages, images, time and names come from outside",
        )


def _ssh(cluster: Cluster) -> Iterator[Rule]:
    door: Group = "bastion" if cluster.bastion else "node"
    for cidr in cluster.access.ssh_allowed_cidrs:
        yield Rule(
            group=door, name=f"ssh-{_word(cidr)}", protocol="tcp", ports=(22, 22), cidr=cidr, reason="access.ssh_allowed_cidrs"
        )
    if cluster.bastion:
        yield Rule(
            group="node",
            name="ssh-bastion",
            protocol="tcp",
            ports=(22, 22),
            source_group="bastion",
            reason="Ansible comes through it",
        )
        yield Rule(group="node", name="icmp-bastion", protocol="icmp", source_group="bastion", reason="ping from the bastion")
    yield Rule(group="node", name="icmp-node", protocol="icmp", source_group="node", reason="path MTU discovery and ping")


def _api(cluster: Cluster) -> Iterator[Rule]:
    port = cluster.endpoint.k8s_api_port
    if isinstance(cluster.endpoint, Octavia):
        yield Rule(
            group="control-plane",
            name="api-load-balancer",
            protocol="tcp",
            ports=(port, port),
            cidr=cluster.network.subnet_nodes,
            reason="Octavia's amphorae call from the node network, in a group of Octavia's own",
        )
    for cidr in cluster.access.k8s_api_port_acl:
        yield Rule(
            group="control-plane",
            name=f"api-{_word(cidr)}",
            protocol="tcp",
            ports=(port, port),
            cidr=cidr,
            reason="access.k8s_api_port_acl",
        )
    inside: tuple[Group, ...] = ("node", "bastion") if cluster.bastion else ("node",)
    for group in inside:
        yield Rule(
            group="control-plane",
            name=f"api-{group}",
            protocol="tcp",
            ports=(port, port),
            source_group=group,
            reason="kubelets, pods and kubeadm call the API" if group == "node" else "kubectl on the bastion",
        )


def _etcd() -> Iterator[Rule]:
    yield Rule(
        group="control-plane",
        name="etcd",
        protocol="tcp",
        ports=(2379, 2380),
        source_group="control-plane",
        reason="etcd members and API servers only",
    )


def _kubelet() -> Iterator[Rule]:
    yield Rule(
        group="node",
        name="kubelet",
        protocol="tcp",
        ports=(10250, 10250),
        source_group="control-plane",
        reason="the API server fetches logs and runs exec",
    )


# What nodes say to one another for each pod network: name, protocol, ports, reason. Ports are the projects' defaults.
_VXLAN: _Between = ("vxlan", "udp", (4789, 4789), "Calico: pod traffic between nodes")
_BGP: _Between = ("bgp", "tcp", (179, 179), "Calico: nodes tell one another their pods' networks")
_TYPHA: _Between = ("typha", "tcp", (5473, 5473), "Calico's operator: nodes read their configuration through Typha")
_CALICO: dict[str, tuple[_Between, ...]] = {
    "VXLAN": (_VXLAN,),
    "IPIP": (_BGP, ("ipip", "ipip", None, "Calico: pod traffic between nodes")),
    "None": (_BGP,),
}
_CILIUM: tuple[_Between, ...] = (
    ("vxlan", "udp", (8472, 8472), "Cilium: pod traffic between nodes"),
    ("cilium-health", "tcp", (4240, 4240), "Cilium: nodes check one another"),
)
_KUBE_OVN: tuple[_Between, ...] = (
    ("geneve", "udp", (6081, 6081), "Kube-OVN: pod traffic between nodes"),
    ("ovn-db", "tcp", (6641, 6644), "Kube-OVN: nodes and OVN's databases, and these among themselves"),
)


def _cni(cluster: Cluster) -> Iterator[Rule]:
    match cluster.kubernetes.network_plugin:
        case Calico() as calico:
            wanted = _CALICO[calico.encapsulation] + ((_TYPHA,) if calico.installed_by == "operator" else ())
            if calico.encapsulation == "None":
                yield Rule(
                    group="node",
                    name="pods",
                    protocol=None,
                    cidr=cluster.kubernetes.subnet_pods,
                    reason="Calico without encapsulation: pods come under their own addresses",
                )
        case Cilium():
            wanted = _CILIUM
        case KubeOvn():
            wanted = _KUBE_OVN
        case _:
            wanted = ()
    for name, protocol, ports, reason in wanted:
        yield Rule(group="node", name=name, protocol=protocol, ports=ports, source_group="node", reason=reason)


def _add_ons(cluster: Cluster) -> Iterator[Rule]:
    if cluster.kubernetes.metallb_enabled:
        protocols: tuple[Literal["tcp", "udp"], ...] = ("tcp", "udp")
        for protocol in protocols:
            yield Rule(
                group="worker",
                name=f"metallb-{protocol}",
                protocol=protocol,
                ports=(7946, 7946),
                source_group="worker",
                reason="MetalLB: speakers agree on who announces an address",
            )
    if cluster.kubernetes.metrics_server_enabled:
        yield Rule(
            group="node",
            name="kubelet-metrics",
            protocol="tcp",
            ports=(10250, 10250),
            source_group="node",
            reason="the metrics server asks every kubelet",
        )


def _additional(cluster: Cluster) -> Iterator[Rule]:
    lists: tuple[tuple[Group, Sequence[AdditionalPort]], ...] = (
        ("control-plane", cluster.access.additional_ports_master),
        ("worker", cluster.access.additional_ports_worker),
    )
    for group, ports in lists:
        for port in ports:
            for cidr in port.cidrs:
                yield Rule(
                    group=group,
                    name=f"extra-{port.protocol}-{port.first}-{port.last or port.first}-{_word(cidr)}",
                    protocol=port.protocol,
                    ports=(port.first, port.last or port.first),
                    cidr=cidr,
                    reason=port.reason,
                )


def _node_ports(cluster: Cluster) -> Iterator[Rule]:
    for cidr in cluster.access.nodeport_allowed_cidrs:
        protocols: tuple[Literal["tcp", "udp"], ...] = ("tcp", "udp")
        for protocol in protocols:
            yield Rule(
                group="worker",
                name=f"nodeport-{protocol}-{_word(cidr)}",
                protocol=protocol,
                ports=(NODE_PORTS[0], NODE_PORTS[-1]),
                cidr=cidr,
                reason="access.nodeport_allowed_cidrs",
            )


def _word(cidr: str) -> str:
    """A CIDR as part of a Terraform address, which takes neither dots nor slashes."""
    return cidr.replace("/", "-").replace(".", "-")
