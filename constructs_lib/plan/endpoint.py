"""The cluster's API endpoint: what is right for kube-vip, for Octavia and for neither.

kube-vip works with each of kube-proxy's modes: with ipvs, Kubespray's default, the renderer turns on strict ARP; nftables
wants a kernel >= 5.13, which every image that Kubespray supports has, and Kubespray asks each node for it by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, FirstNode, KubeVip
from constructs_lib.plan.shown import shown

PORT = "endpoint.k8s_api_port"
PROXY_MODE, PLUGIN = "kubernetes.kube_proxy_mode", "kubernetes.network_plugin"

NODE_PORTS = range(30000, 32768)  # Kubernetes' default for services of type NodePort
KNOWN_PORT = 6443  # the one that kube-vip's cp_detect and lb_enable have written into them
JITTER = 1.2  # client-go's leader election waits up to this many retry periods

# Ports that something else holds on a control-plane node; the API server would not start, or would shut it out.
_TAKEN = {
    22: "SSH",
    53: "the nodes' DNS",
    2379: "etcd",
    2380: "etcd",
    2381: "etcd's metrics",
    10248: "kubelet's health check",
    10249: "kube-proxy's metrics",
    10250: "kubelet",
    10256: "kube-proxy's health check",
    10257: "kube-controller-manager",
    10259: "kube-scheduler",
}
_CALICO = {179: "Calico's BGP", 5473: "Calico's Typha", 9099: "Calico's health check"}
_CILIUM = {
    4240: "Cilium's health check",
    4244: "Cilium's Hubble",
    9234: "Cilium's operator",
    9878: "Cilium's Envoy",
    9879: "Cilium",
}
_KUBE_OVN = {6641: "OVN", 6642: "OVN", 6643: "OVN", 6644: "OVN", 10660: "Kube-OVN", 10661: "Kube-OVN", 10665: "Kube-OVN"}
_LOCAL_DNS = {9253: "the node-local DNS cache", 9254: "the node-local DNS cache"}
_METALLB = {7472: "MetalLB's metrics", 7946: "MetalLB's speakers"}


def problems(cluster: Cluster) -> Iterator[Problem]:
    """Everything about the endpoint that does not hold together; its addresses are for `vip.problems`."""
    yield from _ports(cluster)
    if isinstance(cluster.endpoint, KubeVip):
        yield from _only_6443(cluster, cluster.endpoint)
        yield from lease(cluster.endpoint)
        yield from _interface(cluster)
    if isinstance(cluster.endpoint, FirstNode) and cluster.control_plane.count > 1:
        yield Problem(
            path="endpoint",
            says=f"FirstNode() has no high availability: {cluster.control_plane.count} control-plane nodes, and the API is "
            "gone when the first of them is",
            offer="take KubeVip(...)",
            against=("control_plane.count",),
            warning=True,
        )
    if not cluster.endpoint.floatingip_pool and cluster.access.k8s_api_port_acl:
        yield Problem(
            path="access.k8s_api_port_acl",
            says="lets networks reach an API that has no floating IP: only those that are routed to network.subnet_nodes will",
            offer="set endpoint.floatingip_pool for the others",
            against=("endpoint.floatingip_pool",),
            warning=True,
        )


def taken_ports(cluster: Cluster) -> Mapping[int, str]:
    """Ports that something other than the API server holds on a control-plane node, and what."""
    plugin = cluster.kubernetes.network_plugin
    cni = _CALICO if isinstance(plugin, Calico) else _CILIUM if isinstance(plugin, Cilium) else {}
    cni = _KUBE_OVN if isinstance(plugin, KubeOvn) else cni
    dns = _LOCAL_DNS if cluster.kubernetes.enable_nodelocaldns else {}
    kube_vip = {2112: "kube-vip's metrics"} if isinstance(cluster.endpoint, KubeVip) else {}
    return {**_TAKEN, **kube_vip, **cni, **dns, **(_METALLB if cluster.kubernetes.metallb_enabled else {})}


def _ports(cluster: Cluster) -> Iterator[Problem]:
    endpoint, taken = cluster.endpoint, taken_ports(cluster)
    used = (PLUGIN, "kubernetes.enable_nodelocaldns", "kubernetes.metallb_enabled")
    port = endpoint.k8s_api_port
    if holder := "NodePort services" if port in NODE_PORTS else taken.get(port):
        yield Problem(
            path=PORT,
            says=f"{port} belongs to {holder} on every control-plane node",
            offer="take 443 or 6443",
            against=used,
            fix=(PORT, KNOWN_PORT),
        )


def _only_6443(cluster: Cluster, endpoint: KubeVip) -> Iterator[Problem]:
    for name in ("cp_detect", "lb_enable"):
        if getattr(endpoint, name) and endpoint.k8s_api_port != KNOWN_PORT:
            yield Problem(
                path=f"endpoint.{name}",
                says=f"True, but kube-vip then knows port {KNOWN_PORT} alone, and {PORT} is {endpoint.k8s_api_port}",
                offer=f"take {PORT} {KNOWN_PORT}, or leave it out",
                against=(PORT,),
                fix=(f"endpoint.{name}", False),
            )
    excluded = any("kube_proxy_exclude_cidrs" in variables for variables in cluster.kubernetes.extra_vars.values())
    if endpoint.lb_enable and cluster.kubernetes.kube_proxy_mode == "ipvs" and not excluded:
        yield Problem(
            path="endpoint.lb_enable",
            # https://github.com/kube-vip/kube-vip/issues/745
            says=f"True, but kube-proxy takes kube-vip's IPVS entries out again while {PROXY_MODE} is ipvs",
            offer=f"take {PROXY_MODE} nftables",
            against=(PROXY_MODE, "kubernetes.extra_vars"),
            fix=(PROXY_MODE, "nftables"),
        )


def lease(endpoint: KubeVip) -> Iterator[Problem]:
    """The order of lease timings: client-go's own, without which kube-vip exits."""
    lease, path = endpoint.lease, "endpoint.lease"
    least = int(JITTER * lease.retryperiod + 1e-9) + 1
    if lease.renewdeadline < least:
        at, offered = ("renewdeadline", least) if least < 3600 else ("retryperiod", 1)
        yield Problem(
            path=f"{path}.{at}",
            says=f"renewdeadline {lease.renewdeadline} is not more than {JITTER} times retryperiod {lease.retryperiod}, "
            "which kube-vip's leader election needs",
            offer=f"take {at} {offered}",
            against=(f"{path}.renewdeadline", f"{path}.retryperiod"),
            fix=(f"{path}.{at}", offered),
        )
    if lease.leaseduration <= lease.renewdeadline:
        at, offered = ("leaseduration", lease.renewdeadline + 1) if lease.renewdeadline < 3600 else ("renewdeadline", 3599)
        if at == "renewdeadline":
            offered = lease.leaseduration - 1 if lease.leaseduration > 2 else 3599
        yield Problem(
            path=f"{path}.{at}",
            says=f"leaseduration {lease.leaseduration} is not more than renewdeadline {lease.renewdeadline}, "
            "which kube-vip's leader election needs",
            offer=f"take {at} {offered}",
            against=(f"{path}.leaseduration", f"{path}.renewdeadline"),
            fix=(f"{path}.{at}", offered),
        )


def _interface(cluster: Cluster) -> Iterator[Problem]:
    plugin, interface = cluster.kubernetes.network_plugin, cluster.network.cni_iface
    if not isinstance(plugin, Calico) or plugin.autodetect == "interface":
        return
    what = {
        "cidr": "takes any address of network.subnet_nodes for a node's own, and the VIP is one",
        "first-found": "takes the first address that it finds for a node's own, and that may be the VIP",
    }[plugin.autodetect]
    yield Problem(
        path=f"{PLUGIN}.autodetect",
        says=f"{plugin.autodetect} {what} on the node that holds it; kube-vip announces it on "
        f"network.cni_iface {shown(interface)}",
        offer="take interface, so that both use the same",
        against=("network.cni_iface", "endpoint"),
        fix=(f"{PLUGIN}.autodetect", "interface"),
        warning=True,
    )
