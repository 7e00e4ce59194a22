"""Which addresses beside its own a node's port may send from: everything else, Neutron's port security drops.

OVN gives a floating IP to an unbound port only where its address is an allowed pair of other ports: the exact address,
not a network that holds it. So the VIP is never part of a wider pair.
"""

from __future__ import annotations

from constructs_lib.plan.kubernetes import Calico
from constructs_lib.plan.settings import Cluster, KubeVip
from constructs_lib.plan.spans import Span


def of_control_plane(cluster: Cluster) -> tuple[str, ...]:
    """Addresses and networks allowed on each control-plane port: the VIP, and pods where they are not encapsulated."""
    vip = (cluster.endpoint.vrrp_ip,) if isinstance(cluster.endpoint, KubeVip) else ()
    return (*vip, *_pods(cluster))


def of_workers(cluster: Cluster) -> tuple[str, ...]:
    """Addresses and networks allowed on each worker's port: none, unless MetalLB or unencapsulated pods send from them."""
    announced: tuple[str, ...] = ()
    if cluster.kubernetes.metallb_enabled:
        ranges = (Span.of(run) for run in cluster.network.metallb_ranges)
        announced = tuple(str(network) for run in ranges for network in run.networks())
    return (*announced, *_pods(cluster))


def _pods(cluster: Cluster) -> tuple[str, ...]:
    plugin = cluster.kubernetes.network_plugin
    native = isinstance(plugin, Calico) and plugin.encapsulation == "None"
    return (cluster.kubernetes.subnet_pods,) if native else ()
