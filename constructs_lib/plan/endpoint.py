"""The cluster's API endpoint: what is right for kube-vip, for Octavia and for neither."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, FirstNode

# Ports that something else holds on a control-plane node; the API server would not start, or would shut it out.
_TAKEN = {
    22: "SSH",
    53: "the node-local DNS cache",
    179: "Calico's BGP",
    2112: "kube-vip's metrics",
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
NODE_PORTS = range(30000, 32768)  # Kubernetes' default for services of type NodePort


def problems(cluster: Cluster) -> Iterator[Problem]:
    """Everything about the endpoint that does not hold together; its addresses are for `addresses.problems`."""
    port = cluster.endpoint.k8s_api_port
    holder = "NodePort services" if port in NODE_PORTS else _TAKEN.get(port)
    if holder:
        yield Problem(
            path="endpoint.k8s_api_port",
            says=f"{port} belongs to {holder} on every control-plane node; take 443 or 6443",
            fix=("endpoint.k8s_api_port", "6443"),
        )
    if isinstance(cluster.endpoint, FirstNode) and cluster.control_plane.count > 1:
        yield Problem(
            path="endpoint",
            says=f"FirstNode() has no high availability: {cluster.control_plane.count} control-plane nodes, and the API is gone "
            "when the first of them is; take KubeVip(...)",
            against=("control_plane.count",),
            warning=True,
        )
    pool = cluster.endpoint.floatingip_pool
    if pool and not cluster.network.external_network:
        yield Problem(
            path="endpoint.floatingip_pool",
            says=f"{pool} gives no floating IP to a network without a router to it; set network.external_network to {pool}",
            against=("network.external_network",),
            fix=("network.external_network", pool),
        )
    if not pool and cluster.access.k8s_api_port_acl:
        yield Problem(
            path="access.k8s_api_port_acl",
            says="lets networks reach an API that has no floating IP: only those that are routed to network.subnet_nodes will; "
            "set endpoint.floatingip_pool for the others",
            warning=True,
        )
