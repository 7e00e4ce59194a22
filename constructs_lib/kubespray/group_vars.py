"""Kubespray's variables for a cluster: `k8s-cluster.yml` and `addons.yml` of the group k8s_cluster.

Only what this cluster says otherwise than Kubespray's defaults, or needs to say whatever they are. Names and meanings are
Kubespray's own, of releases v2.30.0 and v2.31.0.
"""

from __future__ import annotations

from constructs_lib.kubespray import cni
from constructs_lib.kubespray.files import Value
from constructs_lib.plan.check import Plan
from constructs_lib.plan.kubernetes import Kubernetes, Oidc
from constructs_lib.plan.pods import secure_addresses
from constructs_lib.plan.settings import KubeVip, Lease


def k8s_cluster(plan: Plan, *, k8s_internal_ip: str, k8s_api_ip: str) -> dict[str, Value]:
    """Variables of `k8s-cluster.yml`.

    `k8s_internal_ip`: the address at which nodes reach the API (the VIP); `k8s_api_ip`: the one for clients outside (the
    floating IP, or the same address where there is none).
    """
    kubernetes = plan.settings.kubernetes
    port = plan.settings.endpoint.k8s_api_port
    names = [k8s_internal_ip, k8s_api_ip, *([kubernetes.api_dns_name] if kubernetes.api_dns_name else [])]
    return {
        "kube_version": kubernetes.kubernetes_version,
        **cni.variables(plan.settings),
        "kube_pods_subnet": kubernetes.subnet_pods,
        "kube_service_addresses": kubernetes.subnet_services,
        "kube_network_node_prefix": kubernetes.kube_network_node_prefix,
        "kubelet_max_pods": kubernetes.kubelet_max_pods,
        "kube_apiserver_port": port,
        "loadbalancer_apiserver": {"address": k8s_internal_ip, "port": port},
        # the address, not a name: kubeadm joins through it before any DNS of the cluster's is there
        "apiserver_loadbalancer_domain_name": k8s_internal_ip,
        "loadbalancer_apiserver_localhost": False,
        "supplementary_addresses_in_ssl_keys": [*dict.fromkeys([*names, *kubernetes.additional_sans])],
        "kube_proxy_mode": kubernetes.kube_proxy_mode,
        # kube-vip and MetalLB announce addresses by ARP; ipvs would let every node answer for them
        "kube_proxy_strict_arp": True,
        "kubelet_secure_addresses": secure_addresses(plan.settings, k8s_internal_ip),
        "enable_nodelocaldns": kubernetes.enable_nodelocaldns,
        **_names_and_time(kubernetes),
        **_way_out(kubernetes),
        **_oidc(kubernetes.oidc),
    }


def _names_and_time(kubernetes: Kubernetes) -> dict[str, Value]:
    variables: dict[str, Value] = {}
    if kubernetes.upstream_dns_servers:
        variables["upstream_dns_servers"] = [*kubernetes.upstream_dns_servers]
    if kubernetes.ntp_servers:
        servers: list[Value] = [f"{server} iburst" for server in kubernetes.ntp_servers]
        variables |= {"ntp_enabled": True, "ntp_manage_config": True, "ntp_servers": servers}
    return variables


def _way_out(kubernetes: Kubernetes) -> dict[str, Value]:
    variables: dict[str, Value] = {}
    if proxy := kubernetes.proxy:
        variables |= {"http_proxy": proxy.http_proxy, "https_proxy": proxy.https_proxy}
        if proxy.additional_no_proxy:
            variables["additional_no_proxy"] = ",".join(proxy.additional_no_proxy)
    if kubernetes.registry_mirrors:
        variables["containerd_registries_mirrors"] = [
            {
                "prefix": mirror.registry,
                "mirrors": [
                    {"host": host, "capabilities": ["pull", "resolve"], "skip_verify": False} for host in mirror.mirrors
                ],
            }
            for mirror in kubernetes.registry_mirrors
        ]
    return variables


def _oidc(oidc: Oidc | None) -> dict[str, Value]:
    if oidc is None:
        return {}
    variables: dict[str, Value] = {
        "kube_oidc_auth": True,
        "kube_oidc_url": oidc.url,
        "kube_oidc_client_id": oidc.client_id,
        "kube_oidc_ca_file": oidc.ca_file,
        "kube_oidc_username_claim": oidc.username_claim,
        "kube_oidc_username_prefix": oidc.username_prefix,
        "kube_oidc_groups_claim": oidc.groups_claim,
        "kube_oidc_groups_prefix": oidc.groups_prefix,
    }
    return {name: value for name, value in variables.items() if value is not None}


def addons(plan: Plan) -> dict[str, Value]:
    """Variables of `addons.yml`: kube-vip for the API alone, MetalLB for services, the metrics server."""
    kubernetes = plan.settings.kubernetes
    variables = _kube_vip(plan)
    if kubernetes.metallb_enabled:
        variables |= _metallb(plan)
    if kubernetes.metrics_server_enabled:
        variables["metrics_server_enabled"] = True
    return variables


def _kube_vip(plan: Plan) -> dict[str, Value]:
    endpoint = plan.settings.endpoint
    if not isinstance(endpoint, KubeVip):
        return {"kube_vip_enabled": False}
    variables: dict[str, Value] = {
        "kube_vip_enabled": True,
        "kube_vip_arp_enabled": True,
        "kube_vip_controlplane_enabled": True,
        "kube_vip_address": endpoint.vrrp_ip,
        "kube_vip_interface": plan.settings.network.cni_iface,
        "kube_vip_services_enabled": False,
    }
    if endpoint.lease != Lease():
        variables |= {
            "kube_vip_leaseduration": endpoint.lease.leaseduration,
            "kube_vip_renewdeadline": endpoint.lease.renewdeadline,
            "kube_vip_retryperiod": endpoint.lease.retryperiod,
        }
    if endpoint.cp_detect:
        variables["kube_vip_cp_detect"] = True
    if endpoint.lb_enable:
        variables["kube_vip_lb_enable"] = True
    return variables


def _metallb(plan: Plan) -> dict[str, Value]:
    ranges: list[Value] = [*plan.settings.network.metallb_ranges]
    return {
        "metallb_enabled": True,
        # only workers may announce: Neutron drops these addresses at any other port
        "metallb_speaker_tolerations": [],
        "metallb_config": {
            "address_pools": {plan.name: {"ip_range": ranges, "auto_assign": True}},
            "layer2": [plan.name],
        },
    }
