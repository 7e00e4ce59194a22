"""A matrix of clusters that differ in what Kubespray is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from constructs_lib.plan.kubernetes import (
    Calico,
    Cilium,
    Hardening,
    KubeOvn,
    NoCni,
    Oidc,
    Proxy,
    RegistryMirror,
)
from constructs_lib.plan.settings import Cluster, FirstNode, KubeVip, Lease, Octavia, WorkerPool
from stacks.stage_cluster import STAGE_CLUSTER


def stage(**changed: Any) -> Cluster:
    return replace(STAGE_CLUSTER, **changed)


def kubernetes(**changed: Any) -> Cluster:
    return stage(kubernetes=replace(STAGE_CLUSTER.kubernetes, **changed))


CLUSTERS: dict[str, Cluster] = {
    "stage-cluster": STAGE_CLUSTER,
    "one-control-plane": stage(control_plane=replace(STAGE_CLUSTER.control_plane, count=1)),
    "five-control-planes": stage(control_plane=replace(STAGE_CLUSTER.control_plane, count=5, first=3)),
    "octavia": stage(endpoint=Octavia(k8s_api_port=6443, floatingip_pool="PUBLICNET")),
    "first-node": stage(endpoint=FirstNode(k8s_api_port=6443)),
    "kube-ovn": kubernetes(network_plugin=KubeOvn()),
    "cilium": kubernetes(network_plugin=Cilium()),
    "no-cni": kubernetes(network_plugin=NoCni()),
    "calico-by-operator": kubernetes(network_plugin=Calico(installed_by="operator", encapsulation="IPIP")),
    "calico-native": kubernetes(network_plugin=Calico(encapsulation="None", nat_outgoing=False)),
    "another-port": stage(
        endpoint=KubeVip(
            vrrp_ip="10.2.184.10",
            k8s_api_port=6443,
            floatingip_pool="PUBLICNET",
            lease=Lease(leaseduration=30, renewdeadline=20, retryperiod=4),
            cp_detect=True,
        )
    ),
    "other-subnets": stage(
        network=replace(
            STAGE_CLUSTER.network,
            subnet_nodes="172.20.186.128/25",
            allocation_pools=["172.20.186.150-172.20.186.250"],
            metallb_ranges=["172.20.186.135-172.20.186.140"],
            mtu=1450,
        ),
        endpoint=KubeVip(vrrp_ip="172.20.186.131", floatingip_pool="PUBLICNET"),
        kubernetes=replace(STAGE_CLUSTER.kubernetes, subnet_pods="10.96.0.0/16", subnet_services="10.112.0.0/16"),
    ),
    "extra-pools": stage(
        workers=[
            *STAGE_CLUSTER.workers,
            WorkerPool(
                name="gpu",
                count=2,
                flavor="gp.0.8.16",
                image="Ubuntu 24.04",
                node_labels={"example.com/gpu": "yes"},
                node_taints=["dedicated=gpu:NoSchedule"],
            ),
        ]
    ),
    "no-bastion": stage(bastion=None),
    "everything": kubernetes(
        metallb_enabled=True,
        metrics_server_enabled=True,
        api_dns_name="k8s.example.com",
        additional_sans=["k8s.internal"],
        hardening=Hardening(tls_min_version="VersionTLS13", pod_security_exemptions=["trivy-temp"]),
        oidc=Oidc(url="https://login.example.com/realms/one", client_id="kubernetes", groups_claim="groups"),
        proxy=Proxy(http_proxy="http://proxy:3128", https_proxy="http://proxy:3128", additional_no_proxy=[".example.com"]),
        registry_mirrors=[RegistryMirror(registry="docker.io", mirrors=["https://mirror.example.com"])],
        ntp_servers=["ntp.example.com"],
        upstream_dns_servers=["9.9.9.9"],
        kube_proxy_mode="nftables",
        extra_vars={"addons": {"helm_enabled": True}, "mine": {"event_ttl_duration": "2h"}},
    ),
    "soft": kubernetes(hardening=None),
}
