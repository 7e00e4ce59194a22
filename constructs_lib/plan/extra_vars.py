"""`kubernetes.extra_vars`: further variables of Kubespray, and which may not be set there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from constructs_lib.plan.page import Example, Refused
from constructs_lib.plan.problems import LEAVE_OUT, Problem
from constructs_lib.plan.shown import is_private_key, shown

PATH = "kubernetes.extra_vars"

MOST_VALUES = 10_000  # of one variable, all levels together
DEEPEST = 20  # levels of lists and mappings in one variable

# What constructs_lib/kubespray writes by itself, and the setting that says it.
OWNED: Mapping[str, str] = {
    "kube_version": "kubernetes.kubernetes_version",
    "kube_network_plugin": "kubernetes.network_plugin",
    "kube_pods_subnet": "kubernetes.subnet_pods",
    "kube_service_addresses": "kubernetes.subnet_services",
    "kube_network_node_prefix": "kubernetes.kube_network_node_prefix",
    "kubelet_max_pods": "kubernetes.kubelet_max_pods",
    "kube_apiserver_port": "endpoint.k8s_api_port",
    "loadbalancer_apiserver": "endpoint",
    "loadbalancer_apiserver_localhost": "endpoint",
    "apiserver_loadbalancer_domain_name": "endpoint",
    "supplementary_addresses_in_ssl_keys": "kubernetes.additional_sans",
    "kube_proxy_mode": "kubernetes.kube_proxy_mode",
    "kube_proxy_strict_arp": "endpoint",
    "kubelet_secure_addresses": "network.subnet_nodes",
    "enable_nodelocaldns": "kubernetes.enable_nodelocaldns",
    "upstream_dns_servers": "kubernetes.upstream_dns_servers",
    "ntp_enabled": "kubernetes.ntp_servers",
    "ntp_manage_config": "kubernetes.ntp_servers",
    "ntp_servers": "kubernetes.ntp_servers",
    "http_proxy": "kubernetes.proxy",
    "https_proxy": "kubernetes.proxy",
    "additional_no_proxy": "kubernetes.proxy",
    "containerd_registries_mirrors": "kubernetes.registry_mirrors",
    "kube_oidc_auth": "kubernetes.oidc",
    "kube_oidc_url": "kubernetes.oidc",
    "kube_oidc_client_id": "kubernetes.oidc",
    "kube_oidc_ca_file": "kubernetes.oidc",
    "kube_oidc_username_claim": "kubernetes.oidc",
    "kube_oidc_username_prefix": "kubernetes.oidc",
    "kube_oidc_groups_claim": "kubernetes.oidc",
    "kube_oidc_groups_prefix": "kubernetes.oidc",
    "calico_network_backend": "kubernetes.network_plugin",
    "calico_vxlan_mode": "kubernetes.network_plugin",
    "calico_ipip_mode": "kubernetes.network_plugin",
    "calico_ip_auto_method": "kubernetes.network_plugin",
    "calico_mtu": "network.mtu",
    "nat_outgoing": "kubernetes.network_plugin",
    "cilium_mtu": "network.mtu",
    "cilium_tunnel_mode": "kubernetes.network_plugin",
    "kube_ovn_iface": "network.cni_iface",
    "kube_ovn_node_switch_cidr": "kubernetes.network_plugin",
    "kube_vip_enabled": "endpoint",
    "kube_vip_arp_enabled": "endpoint",
    "kube_vip_controlplane_enabled": "endpoint",
    "kube_vip_address": "endpoint.vrrp_ip",
    "kube_vip_interface": "network.cni_iface",
    "kube_vip_services_enabled": "endpoint",
    "kube_vip_leaseduration": "endpoint.lease",
    "kube_vip_renewdeadline": "endpoint.lease",
    "kube_vip_retryperiod": "endpoint.lease",
    "kube_vip_cp_detect": "endpoint.cp_detect",
    "kube_vip_lb_enable": "endpoint.lb_enable",
    "metallb_enabled": "kubernetes.metallb_enabled",
    "metallb_speaker_tolerations": "kubernetes.metallb_enabled",
    "metallb_config": "network.metallb_ranges",
    "metrics_server_enabled": "kubernetes.metrics_server_enabled",
    "kubernetes_audit": "kubernetes.hardening.audit_log",
    "tls_min_version": "kubernetes.hardening.tls_min_version",
    "kube_encrypt_secret_data": "kubernetes.hardening.encrypt_secrets",
    "kubelet_rotate_server_certificates": "kubernetes.hardening.kubelet_rotate_server_certificates",
    "kubelet_csr_approver_values": "kubernetes.hardening.kubelet_rotate_server_certificates",
    "kube_pod_security_exemptions_namespaces": "kubernetes.hardening.pod_security_exemptions",
}

# Kubespray v2.31.0 fails where it finds the first, and none of its roles reads the others any more.
_REMOVED = {"kubelet_static_pod_path": "v2.31.0"}
_DEAD = {
    "deploy_netchecker": "v2.31.0",
    "podsecuritypolicy_enabled": "v2.31.0",
    "dashboard_enabled": "v2.31.0",
    "ingress_nginx_enabled": "v2.31.0",
    "krew_enabled": "v2.31.0",
    "cephfs_provisioner_enabled": "v2.31.0",
    "rbd_provisioner_enabled": "v2.31.0",
    "enable_dual_stack_networks": "v2.31.0",
}


def problems(extra: Mapping[str, Mapping[str, Any]], release: str, owned: Mapping[str, str] = OWNED) -> Iterator[Problem]:
    """Variables that are not the page's to set, or that do nothing. `owned`: names written otherwise, and whose."""
    seen: dict[str, str] = {}
    for file, variables in extra.items():
        for name in variables:
            path = f"{PATH}['{shown(file)}']['{shown(name)}']"
            if name in owned:
                says = f"is written from {owned[name]} already, and Ansible would take the one or the other"
                yield Problem(path=path, says=says, offer=f"leave it out, and set {owned[name]}", fix=(path, LEAVE_OUT))
            elif name in seen:
                says = f"stands in {seen[name]} too, and Ansible takes that of the file which comes last"
                yield Problem(path=path, says=says, offer="leave one out", against=(seen[name],), fix=(path, LEAVE_OUT))
            since = _REMOVED.get(name) or _DEAD.get(name)
            if since and _at_least(release, since):
                yield Problem(
                    path=path,
                    says=f"is refused by kubernetes.kubespray_version {release}, which has removed it"
                    if name in _REMOVED
                    else f"does nothing: no role of kubernetes.kubespray_version {release} reads it",
                    offer="leave it out",
                    against=("kubernetes.kubespray_version",),
                    fix=(path, LEAVE_OUT),
                    warning=name not in _REMOVED,
                )
            seen.setdefault(name, path)


def _at_least(release: str, since: str) -> bool:
    def numbers(tag: str) -> list[int]:
        return [int(part) for part in tag.removeprefix("v").split(".")]

    return numbers(release) >= numbers(since)


def _file(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", text):
        stem = text.removesuffix(".yml").removesuffix(".yaml")
        near = stem if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}", stem) else "addons"
        raise Refused(f"is no name of a file of group_vars/k8s_cluster, without its ending; for example {near}")
    return text


def _variable(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,126}", text):
        raise Refused("is no name of a variable of Ansible's: letters, digits and _, not a digit first")
    return text


def _json(value: Any) -> Any:
    """A value as JSON has it. Refused: it is none, or too big, or a private key."""
    left = [(value, 0)]
    count = 0
    while left:
        here, depth = left.pop()
        count += 1
        if count > MOST_VALUES or depth > DEEPEST:
            raise Refused(f"is too big: {MOST_VALUES:,} values and {DEEPEST} levels at most", repeat=False)
        if type(here) in (dict, list, tuple):
            if len(here) > MOST_VALUES:
                raise Refused(f"is too big: {MOST_VALUES:,} values and {DEEPEST} levels at most", repeat=False)
            left += [(item, depth + 1) for item in (here.values() if isinstance(here, dict) else here)]
        if isinstance(here, dict):
            left += [(key, depth + 1) for key in here]
            fits = all(isinstance(key, str) for key in here)
        elif isinstance(here, float):
            fits = math.isfinite(here)
        elif isinstance(here, str):
            if is_private_key(here):
                raise Refused("holds a private key, and settings are no place for a secret", repeat=False)
            fits = all(char.isprintable() or char in "\n\t" for char in here)
        elif type(here) is int:
            fits = here.bit_length() <= 64
        else:
            fits = here is None or type(here) in (bool, list, tuple)
        if not fits:
            raise Refused("is no value of a YAML file: text, numbers, true and false, null, lists and mappings of these")
    return value


VarsFile = Annotated[str, AfterValidator(_file), Example("addons")]
VariableName = Annotated[str, AfterValidator(_variable), Example("helm_enabled")]
Json = Annotated[Any, AfterValidator(_json), Example(None)]
