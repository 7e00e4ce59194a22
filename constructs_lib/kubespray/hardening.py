"""Kubespray's hardening guide as variables of `hardening.yml`, and each place where this project leaves it.

In group_vars, not in a file given by `-e`: a later scale or upgrade run that forgot such a file would see another
etcd_deployment_type and no encryption at rest.

What differs from the guide (docs/operations/hardening.md of the release), and why:
- `kubelet_secure_addresses` is in k8s-cluster.yml: nodes, pods and the VIP, where the guide lists addresses by hand.
- `kubelet_csr_approver_values` holds a regex and networks made of this cluster: the guide leaves the approver to refuse
  nodes that no DNS knows.
- the feature gate RotateKubeletServerCertificate is not set: it has been on by default since Kubernetes 1.12.
- the audit log stays where Kubespray puts it; the guide's path is a mount of its own.
- Pod Security's exemptions have the namespaces of what the page chose (MetalLB, Calico's operator), which need more.
- TLS 1.3, where chosen, has no list of cipher suites: Kubernetes takes none.
"""

from __future__ import annotations

from constructs_lib.kubespray.files import Value
from constructs_lib.plan.check import Plan
from constructs_lib.plan.kubernetes import Calico, Hardening
from constructs_lib.plan.names import csr_approver_regex

_TLS_12_CIPHERS: list[Value] = [
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
]
_ADMISSION_PLUGINS: list[Value] = [
    "EventRateLimit",
    "AlwaysPullImages",
    "ServiceAccount",
    "NamespaceLifecycle",
    "NodeRestriction",
    "LimitRanger",
    "ResourceQuota",
    "MutatingAdmissionWebhook",
    "ValidatingAdmissionWebhook",
    "PodNodeSelector",
    "PodSecurity",
]
_EVENT_RATE: dict[str, Value] = {"qps": 50, "burst": 100, "cache_size": 2000}


def hardening(plan: Plan) -> dict[str, Value] | None:
    """Variables of `hardening.yml`; None where the page turns hardening off."""
    chosen = plan.settings.kubernetes.hardening
    if chosen is None:
        return None
    return {
        **_api_server(plan, chosen),
        **_controllers(),
        **_kubelet(plan, chosen),
        **_pod_security(plan, chosen),
    }


def _api_server(plan: Plan, chosen: Hardening) -> dict[str, Value]:
    variables: dict[str, Value] = {
        "authorization_modes": ["Node", "RBAC"],
        "kube_apiserver_request_timeout": "120s",
        "kube_apiserver_service_account_lookup": True,
        "kubernetes_audit": chosen.audit_log,
    }
    if chosen.audit_log:
        variables |= {"audit_log_maxage": 30, "audit_log_maxbackups": 10, "audit_log_maxsize": 100}
    variables["tls_min_version"] = chosen.tls_min_version
    if chosen.tls_min_version == "VersionTLS12":
        variables["tls_cipher_suites"] = [*_TLS_12_CIPHERS]
    variables["kube_encrypt_secret_data"] = chosen.encrypt_secrets
    if chosen.encrypt_secrets:
        variables |= {"kube_encryption_resources": ["secrets"], "kube_encryption_algorithm": "secretbox"}
    return variables | {
        "kube_apiserver_enable_admission_plugins": [*_ADMISSION_PLUGINS],
        "kube_apiserver_admission_control_config_file": True,
        "kube_apiserver_admission_event_rate_limits": {
            "limit_1": {"type": "Namespace", **_EVENT_RATE},
            "limit_2": {"type": "User", "qps": 50, "burst": 100},
        },
        "kube_profiling": False,
        "remove_anonymous_access": True,
    }


def _controllers() -> dict[str, Value]:
    return {
        "kube_controller_manager_bind_address": "127.0.0.1",
        "kube_controller_terminated_pod_gc_threshold": 50,
        "kube_scheduler_bind_address": "127.0.0.1",
        "etcd_deployment_type": "host",
    }


def _kubelet(plan: Plan, chosen: Hardening) -> dict[str, Value]:
    variables: dict[str, Value] = {
        "kubelet_authorization_mode_webhook": True,
        "kubelet_authentication_token_webhook": True,
        "kube_read_only_port": 0,
        "kubelet_protect_kernel_defaults": True,
        "kubelet_event_record_qps": 1,
        "kubelet_rotate_certificates": True,
        "kubelet_streaming_connection_idle_timeout": "5m",
        "kubelet_make_iptables_util_chains": True,
        "kubelet_seccomp_default": True,
        "kubelet_systemd_hardening": True,
        "kube_owner": "root",
        "kube_cert_group": "root",
        "kubelet_rotate_server_certificates": chosen.kubelet_rotate_server_certificates,
    }
    if chosen.kubelet_rotate_server_certificates:
        variables["kubelet_csr_approver_values"] = {
            "providerRegex": csr_approver_regex(plan.settings),
            "providerIpPrefixes": [plan.settings.network.subnet_nodes],
            "bypassDnsResolution": True,  # no DNS of the cloud's knows the nodes; name and network are checked instead
        }
    return variables


def _pod_security(plan: Plan, chosen: Hardening) -> dict[str, Value]:
    exempt = ["kube-system"]
    if plan.settings.kubernetes.metallb_enabled:
        exempt.append("metallb-system")  # the speaker sends ARP on the host's network
    plugin = plan.settings.kubernetes.network_plugin
    if isinstance(plugin, Calico) and plugin.installed_by == "operator":
        exempt += ["tigera-operator", "calico-system", "calico-apiserver"]
    return {
        "kube_pod_security_use_default": True,
        "kube_pod_security_default_enforce": "restricted",
        "kube_pod_security_exemptions_namespaces": [*dict.fromkeys([*exempt, *chosen.pod_security_exemptions])],
    }
