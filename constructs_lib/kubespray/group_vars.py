"""Kubespray's variables for a cluster: `k8s-cluster.yml` and `addons.yml` of the group k8s_cluster.

Only what this cluster says otherwise than Kubespray's defaults, or needs to say whatever they are.
"""

from __future__ import annotations

from constructs_lib.kubespray.files import Value
from constructs_lib.plan.check import Plan
from constructs_lib.plan.settings import KubeVip


def k8s_cluster(plan: Plan, *, k8s_internal_ip: str, k8s_api_ip: str) -> dict[str, Value]:
    """Variables of `k8s-cluster.yml`.

    `k8s_internal_ip`: the address at which nodes reach the API (the VIP); `k8s_api_ip`: the one for clients outside (the
    floating IP, or the same address where there is none).
    """
    cluster = plan.settings
    kubernetes = cluster.kubernetes
    port = cluster.endpoint.k8s_api_port
    variables: dict[str, Value] = {
        "kube_version": kubernetes.kubernetes_version,
        "kube_network_plugin": "calico",
        "kube_pods_subnet": kubernetes.subnet_pods,
        "kube_service_addresses": kubernetes.subnet_services,
        "kube_apiserver_port": port,
        "loadbalancer_apiserver": {"address": k8s_internal_ip, "port": port},
        # the address, not a name: kubeadm joins through it before any DNS of the cluster's is there
        "apiserver_loadbalancer_domain_name": k8s_internal_ip,
        "loadbalancer_apiserver_localhost": False,
        "supplementary_addresses_in_ssl_keys": [*dict.fromkeys((k8s_internal_ip, k8s_api_ip))],
        "kube_proxy_mode": "ipvs",
        # kube-vip and MetalLB announce addresses by ARP; ipvs would let every node answer for them
        "kube_proxy_strict_arp": True,
        "kubelet_secure_addresses": secure_addresses(plan, k8s_internal_ip),
        "calico_ip_auto_method": f"interface={cluster.network.cni_iface}",
    }
    return variables


def secure_addresses(plan: Plan, k8s_internal_ip: str) -> str:
    """Who may talk to a kubelet once systemd guards it: the nodes, their pods, and the VIP's holder under that address."""
    network, kubernetes = plan.settings.network, plan.settings.kubernetes
    return f"localhost link-local {kubernetes.subnet_pods} {network.subnet_nodes} {k8s_internal_ip}"


def addons(plan: Plan) -> dict[str, Value]:
    """Variables of `addons.yml`: kube-vip for the API alone. Services are MetalLB's."""
    endpoint = plan.settings.endpoint
    if not isinstance(endpoint, KubeVip):
        return {"kube_vip_enabled": False}
    return {
        "kube_vip_enabled": True,
        "kube_vip_arp_enabled": True,
        "kube_vip_controlplane_enabled": True,
        "kube_vip_address": endpoint.vrrp_ip,
        "kube_vip_interface": plan.settings.network.cni_iface,
        "kube_vip_services_enabled": False,
    }
