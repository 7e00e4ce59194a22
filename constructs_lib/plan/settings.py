"""The settings page of a cluster: everything that may be said, in the customer's words.

A page holds values only. Nothing is checked while it is written; `constructs_lib.plan.check` reads all of it at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from constructs_lib.plan.kubernetes import Deploy, Kubernetes
from constructs_lib.plan.labels import LabelKey, LabelValue, Taint
from constructs_lib.plan.page import Example, class_name, settings
from constructs_lib.plan.values import (
    Address,
    AddressRanges,
    Cidr,
    ClusterName,
    Few,
    Flavor,
    Image,
    Interface,
    Label,
    Many,
    Name,
    NetworkName,
    NodeNumber,
    NodeNumbers,
    Port,
    User,
    Zone,
)
from constructs_lib.plan.web import PublicKey, WebUrl

Seconds = Annotated[int, Field(ge=1, le=3600), Example(5)]
NodeLabels = Annotated[Mapping[LabelKey, LabelValue], Few, Example({})]
Affinity = Literal["anti-affinity", "soft-anti-affinity", "affinity", "soft-affinity"]


@settings
class Network:
    """The node network. Neutron gives addresses of `allocation_pools` to nodes, and never any other."""

    subnet_nodes: Cidr
    allocation_pools: AddressRanges
    cni_iface: Interface  # the nodes' interface on this network: kube-vip announces the VIP on it, the CNI uses it
    external_network: NetworkName | None = None  # the router's gateway; None leaves the nodes without a way out
    metallb_ranges: AddressRanges = ()  # kept out of the pools, for services of type LoadBalancer
    gateway_ip: Address | None = None  # None takes the first address of subnet_nodes
    dns_nameservers: Many[Address] = ()
    mtu: Annotated[int, Field(ge=576, le=9216), Example(1450)] | None = None  # of the node network; None leaves it to the CNI
    growth: Annotated[int, Field(ge=0, le=10_000), Example(0)] = 0  # addresses that the pools keep for nodes to come
    other_networks: Many[Cidr] = ()  # networks that the nodes must reach, and so may not cover: VPNs, data centres


@settings
class Lease:
    """kube-vip's leader election, in seconds: the VIP moves at the latest `leaseduration` after its holder is gone."""

    leaseduration: Seconds = 5  # a slow etcd wants 30, 20 and 4
    renewdeadline: Seconds = 3
    retryperiod: Seconds = 1


@settings
class KubeVip:
    """The API at a virtual IP that kube-vip moves between the control-plane nodes, by ARP. No load balancer."""

    vrrp_ip: Address
    k8s_api_port: Port = 443
    floatingip_pool: NetworkName | None = None  # None keeps the API private to the node network
    lease: Lease = Lease()
    cp_detect: bool = False  # kube-vip looks for the API server itself; it knows port 6443 alone
    lb_enable: bool = False  # kube-vip spreads the API's traffic over the nodes by IPVS; it knows port 6443 alone


@settings
class Octavia:
    """The API behind a load balancer of the cloud. Excludes kube-vip."""

    k8s_api_port: Port = 443
    loadbalancer_provider: Literal["amphora", "ovn"] = "amphora"
    floatingip_pool: NetworkName | None = None  # None keeps the API private to the node network


@settings
class FirstNode:
    """The API at the first control-plane node's own address: no high availability."""

    k8s_api_port: Port = 443
    floatingip_pool: NetworkName | None = None  # None keeps the API private to the node network


Endpoint = Annotated[
    Annotated[KubeVip, Tag("KubeVip")] | Annotated[Octavia, Tag("Octavia")] | Annotated[FirstNode, Tag("FirstNode")],
    Discriminator(class_name),
]


@settings
class AdditionalPort:
    """Further ports that networks outside may reach: of services behind MetalLB, of monitoring."""

    protocol: Literal["tcp", "udp"] = "tcp"
    first: Port
    last: Port | None = None  # None: the one port
    cidrs: Many[Cidr]
    reason: Name


@settings
class Access:
    """Who may reach the cluster from outside. Nothing is open unless it is named here."""

    ssh_public_key: PublicKey = "~/.ssh/id_ed25519.pub"  # a path, or the key's text
    ssh_user: User = "ubuntu"  # the image's user
    ssh_allowed_cidrs: Many[Cidr] = ()  # reach SSH on the bastion (on the nodes where there is no bastion)
    k8s_api_port_acl: Many[Cidr] = ()  # reach the API; nodes and the bastion always do
    nodeport_allowed_cidrs: Many[Cidr] = ()  # reach NodePort services on the workers
    additional_ports_master: Many[AdditionalPort] = ()  # on the control-plane nodes
    additional_ports_worker: Many[AdditionalPort] = ()  # on the workers; services of MetalLB's need theirs here


@settings
class BootVolume:
    """A Cinder volume to boot from, in place of the hypervisor's own disk."""

    size: Annotated[int, Field(ge=1, le=16384), Example(40)]  # GiB
    volume_type: Name | None = None  # None takes the cloud's default
    delete_on_termination: bool = True


@settings
class ControlPlane:
    """The control-plane nodes; each is an etcd member, too."""

    count: Annotated[int, Field(ge=1, le=99), Example(3)] = 3
    flavor: Flavor
    image: Image
    name: Label = "cp"
    server_group_affinity: Affinity | None = "anti-affinity"  # None lets Nova place them on one hypervisor
    availability_zone: Zone | None = None
    boot_volume: BootVolume | None = None
    node_labels: NodeLabels = field(default_factory=dict)
    node_taints: Many[Taint] = ()
    retired: NodeNumbers = ()  # numbers of nodes taken out: the others keep their names
    first: NodeNumber | None = None  # number of the node that Kubespray works from; None: the lowest
    more_than_seven: bool = False  # the word for 9 and more: each write of etcd's then waits for 5 of them, or more


@settings
class WorkerPool:
    """Workers of one kind. `name` is unique among the pools."""

    count: Annotated[int, Field(ge=0, le=10_000), Example(1)]
    flavor: Flavor
    image: Image
    name: Label = "wn"
    server_group_affinity: Affinity | None = None
    availability_zone: Zone | None = None
    boot_volume: BootVolume | None = None
    node_labels: NodeLabels = field(default_factory=dict)
    node_taints: Many[Taint] = ()
    retired: NodeNumbers = ()  # numbers of nodes taken out: the others keep their names


@settings
class Bastion:
    """The one host that takes SSH from outside, with a floating IP; the way to every node."""

    flavor: Flavor
    image: Image
    floatingip_pool: NetworkName
    name: Label = "bastion"
    availability_zone: Zone | None = None
    boot_volume: BootVolume | None = None


@settings
class LocalBackend:
    """Terraform's state in a file beside cdktf.json: `terraform.<cluster>.tfstate`."""


@settings
class S3Backend:
    """State in an S3 bucket, locked there. Credentials come from the environment, as the backend documents."""

    bucket: Name
    key: Name
    region: Name
    endpoint: WebUrl | None = None  # an S3 of one's own: https://...


@settings
class HttpBackend:
    """State at an HTTP address, locked there. TF_HTTP_USERNAME and TF_HTTP_PASSWORD hold the credentials."""

    address: WebUrl
    lock_address: WebUrl | None = None  # None: no locking
    unlock_address: WebUrl | None = None


@settings
class PgBackend:
    """State in PostgreSQL, locked there. PG_CONN_STR or PGHOST, PGUSER and PGPASSWORD say where."""

    schema_name: Name


Backend = Annotated[
    Annotated[LocalBackend, Tag("LocalBackend")]
    | Annotated[S3Backend, Tag("S3Backend")]
    | Annotated[HttpBackend, Tag("HttpBackend")]
    | Annotated[PgBackend, Tag("PgBackend")],
    Discriminator(class_name),
]


@settings
class Cluster:
    """One cluster, whole."""

    cluster_name: ClusterName
    network: Network
    endpoint: Endpoint
    control_plane: ControlPlane
    kubernetes: Kubernetes
    workers: Many[WorkerPool] = ()
    bastion: Bastion | None = None
    access: Access = Access()
    deploy: Deploy = Deploy()
    backend: Backend = LocalBackend()
    strict: bool = False  # a warning is an error, too
