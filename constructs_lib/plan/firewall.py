"""The security groups of a cluster as data: every rule with the reason for it. Nothing else may come in.

kube-vip announces the VIP by ARP, which Neutron's port security lets through for an allowed address pair, so no rule
speaks of VRRP (protocol 112).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from constructs_lib.plan.endpoint import NODE_PORTS
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, Octavia

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
    return (*_egress(cluster), *_ssh(cluster), *_api(cluster), *_etcd(), *_kubelet(), *_cni(), *_node_ports(cluster))


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
        yield Rule(group=door, name=f"ssh-{_word(cidr)}", protocol="tcp", ports=(22, 22), cidr=cidr, reason="access.ssh_allowed_cidrs")
    if cluster.bastion:
        yield Rule(
            group="node", name="ssh-bastion", protocol="tcp", ports=(22, 22), source_group="bastion", reason="Ansible comes through it"
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


def _cni() -> Iterator[Rule]:
    yield Rule(
        group="node", name="vxlan", protocol="udp", ports=(4789, 4789), source_group="node", reason="Calico: pod traffic between nodes"
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


def problems(cluster: Cluster) -> Iterator[Problem]:
    """What leaves the cluster without a way in, or opens it to everybody."""
    access = cluster.access
    lists = {
        "access.ssh_allowed_cidrs": (access.ssh_allowed_cidrs, "SSH"),
        "access.k8s_api_port_acl": (access.k8s_api_port_acl, "the Kubernetes API"),
        "access.nodeport_allowed_cidrs": (access.nodeport_allowed_cidrs, "NodePort services"),
    }
    for path, (cidrs, what) in lists.items():
        for at, cidr in enumerate(cidrs):
            if cidr.endswith("/0"):
                yield Problem(path=f"{path}[{at}]", says=f"{cidr} opens {what} to the whole world", warning=True)
            if cidr in cidrs[:at]:
                first = list(cidrs).index(cidr)
                yield Problem(
                    path=f"{path}[{at}]", says=f"{cidr} stands there twice, and Neutron refuses the second; leave it out", against=(f"{path}[{first}]",)
                )
    if not access.ssh_allowed_cidrs:
        where = "the bastion" if cluster.bastion else "the nodes"
        yield Problem(
            path="access.ssh_allowed_cidrs",
            says=f"is empty, so nobody gets to {where} by SSH, nor does Ansible; name your network, for example [198.51.100.0/24]",
            warning=True,
        )
