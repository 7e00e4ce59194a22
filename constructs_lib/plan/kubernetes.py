"""The settings page, continued: what Kubespray is told of Kubernetes, and how it is run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from constructs_lib.plan.extra_vars import Json, VariableName, VarsFile
from constructs_lib.plan.kubespray_release import KubernetesVersion, Release
from constructs_lib.plan.page import Example, class_name, settings
from constructs_lib.plan.values import Cidr, Few, Label, Many, Name
from constructs_lib.plan.web import (
    CertificateName,
    Claim,
    DnsName,
    GitSource,
    Issuer,
    NodePath,
    NoProxy,
    Prefix,
    ProxyUrl,
    Registry,
    Resolver,
    Server,
    WebUrl,
)


@settings
class Calico:
    """Calico as the pod network."""

    installed_by: Literal["kubespray", "operator"] = "kubespray"  # operator: Helm values are written, Kubespray installs none
    encapsulation: Literal["VXLAN", "IPIP", "None"] = "VXLAN"  # None: routed; the nodes' ports then allow subnet_pods
    autodetect: Literal["interface", "cidr", "first-found"] = "interface"  # how a node's own address is found
    nat_outgoing: bool = True  # pods leave under their node's address


@settings
class Cilium:
    """Cilium as the pod network, with VXLAN between the nodes."""


@settings
class KubeOvn:
    """Kube-OVN as the pod network. Nodes talk to pods by addresses of `subnet_join`."""

    subnet_join: Cidr = "100.64.0.0/16"


@settings
class NoCni:
    """No pod network by Kubespray: only the standard CNI binaries. Nodes stay NotReady until you install one."""


Cni = Annotated[
    Annotated[Calico, Tag("Calico")]
    | Annotated[Cilium, Tag("Cilium")]
    | Annotated[KubeOvn, Tag("KubeOvn")]
    | Annotated[NoCni, Tag("NoCni")],
    Discriminator(class_name),
]


@settings
class Hardening:
    """Kubespray's hardening guide. It is on unless `hardening` is None."""

    kubelet_rotate_server_certificates: bool = True  # with the CSR approver, whose regex is made of the node names
    pod_security_exemptions: Many[Label] = ()  # namespaces in which Pod Security admits everything, beside kube-system
    encrypt_secrets: bool = True  # at rest, in etcd
    audit_log: bool = True
    tls_min_version: Literal["VersionTLS12", "VersionTLS13"] = "VersionTLS12"


@settings
class Oidc:
    """Log-in to the API by OpenID Connect."""

    url: Issuer  # https://..., as the provider itself writes it
    client_id: Name
    ca_file: NodePath | None = None  # on the control-plane nodes, so nobody reads it here; None trusts the system's CAs
    username_claim: Claim = "sub"
    username_prefix: Prefix | None = None
    groups_claim: Claim | None = None
    groups_prefix: Prefix | None = None


@settings
class Proxy:
    """The HTTP proxy through which nodes reach the outside. Kubespray leaves out the cluster's own addresses by itself."""

    http_proxy: ProxyUrl
    https_proxy: ProxyUrl
    additional_no_proxy: Many[NoProxy] = ()


@settings
class RegistryMirror:
    """Where containerd gets the images of a registry from, in order."""

    registry: Registry  # docker.io, quay.io, ...
    mirrors: Many[WebUrl]  # https://...


ExtraVars = Annotated[
    Mapping[VarsFile, Annotated[Mapping[VariableName, Json], Few, Example({})]],
    Few,
    Example({}),
]


@settings
class Kubernetes:
    """What Kubespray is told."""

    subnet_pods: Cidr
    subnet_services: Cidr
    kubespray_version: Release = "v2.31.0"
    kubernetes_version: KubernetesVersion = "1.35.4"  # one that the release carries
    network_plugin: Cni = Calico()
    kube_network_node_prefix: Annotated[int, Field(ge=16, le=30), Example(24)] = 24  # each node's share of subnet_pods
    kubelet_max_pods: Annotated[int, Field(ge=1, le=10_000), Example(110)] = 110
    kube_proxy_mode: Literal["ipvs", "nftables", "iptables"] = "ipvs"
    api_dns_name: DnsName | None = None  # a DNS name of the API that clients use, for its certificate
    additional_sans: Many[CertificateName] = ()  # further names and addresses for its certificate
    metallb_enabled: bool = False  # MetalLB announces network.metallb_ranges from the workers
    metrics_server_enabled: bool = False
    enable_nodelocaldns: bool = True
    hardening: Hardening | None = Hardening()
    oidc: Oidc | None = None
    ntp_servers: Many[Server] = ()  # () leaves time to the image
    upstream_dns_servers: Many[Resolver] = ()  # of the cluster's DNS; () takes the nodes' own
    proxy: Proxy | None = None
    registry_mirrors: Many[RegistryMirror] = ()
    # further variables of Kubespray, by file of group_vars/k8s_cluster: {"addons": {"helm_enabled": True}}
    extra_vars: ExtraVars = field(default_factory=dict)


@settings
class Deploy:
    """What a deploy does beyond OpenStack."""

    deploy_cluster: bool = False  # run Kubespray; TF_VAR_deploy_cluster overrides it at deploy
    kubespray_source: GitSource = "https://github.com/kubernetes-sigs/kubespray.git"  # git URL, or path
    os_hardening_enabled: bool = False
    timeout_minutes: Annotated[int, Field(ge=1, le=1440), Example(120)] = 120  # of one run of a playbook
