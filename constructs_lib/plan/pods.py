"""The pods' and the services' networks: room for every node and every pod, as Kubespray, kubeadm and Kubernetes count it."""

from __future__ import annotations

from collections.abc import Iterator

from constructs_lib.plan import networks
from constructs_lib.plan.kubernetes import Calico, Cilium, KubeOvn
from constructs_lib.plan.networks import EACH, PODS, SERVICES, free_network, length
from constructs_lib.plan.problems import Problem
from constructs_lib.plan.settings import Cluster, KubeVip

NODE_PREFIX, MAX_PODS = "kubernetes.kube_network_node_prefix", "kubernetes.kubelet_max_pods"
PLUGIN = "kubernetes.network_plugin"

# kubeadm: at most 2^20 services and 2^16 nodes' shares; room for 10 services and 14 pods at least.
WIDEST_SERVICES, NARROWEST = 12, 28
MOST_SHARES_BITS = 16
CALICO_BLOCK = 26  # calico_pool_blocksize: Calico gives a node its addresses by such blocks


def plugin(cluster: Cluster) -> str:
    """`kube_network_plugin`, in Kubespray's words. Calico by its operator is `cni` to Kubespray, as is a CNI of your own."""
    match cluster.kubernetes.network_plugin:
        case Calico(installed_by="kubespray"):
            return "calico"
        case Cilium():
            return "cilium"
        case KubeOvn():
            return "kube-ovn"
        case _:
            return "cni"


def secure_addresses(cluster: Cluster, k8s_internal_ip: str | None = None) -> str:
    """`kubelet_secure_addresses`: who may talk to a kubelet once systemd guards it. Nodes, pods, and the API's address.

    `k8s_internal_ip` is that address where the page does not know it (Octavia); kube-vip's is `endpoint.vrrp_ip`.
    """
    kubernetes, endpoint = cluster.kubernetes, cluster.endpoint
    vip = k8s_internal_ip or (endpoint.vrrp_ip if isinstance(endpoint, KubeVip) else None)
    join = kubernetes.network_plugin.subnet_join if isinstance(kubernetes.network_plugin, KubeOvn) else None
    words = ["localhost", "link-local", kubernetes.subnet_pods, join, cluster.network.subnet_nodes, vip]
    return " ".join(word for word in words if word)


def problems(cluster: Cluster, nodes: int) -> Iterator[Problem]:
    """Networks of pods and services that are too small or too wide for `nodes` nodes."""
    yield from _services(cluster)
    kubernetes = cluster.kubernetes
    pods = length(kubernetes.subnet_pods)
    if pods > NARROWEST:
        yield _wider(cluster, f"{kubernetes.subnet_pods} has less room than kubeadm takes", 16, ())
        return
    bits = kubernetes.kube_network_node_prefix - pods
    if not 0 <= bits <= MOST_SHARES_BITS:
        what = "is wider than" if bits < 0 else f"is more than {MOST_SHARES_BITS} bits narrower than"
        fixed = min(max(pods + 8, 24), pods + MOST_SHARES_BITS, 30)
        yield Problem(
            path=NODE_PREFIX,
            says=f"{kubernetes.kube_network_node_prefix} {what} {PODS} {kubernetes.subnet_pods}, which kubeadm refuses",
            offer=f"take {fixed}",
            against=(PODS,),
            fix=(NODE_PREFIX, fixed),
        )
        return
    yield from _room(cluster, nodes, bits)
    most = 2 ** (32 - kubernetes.kube_network_node_prefix) - 2
    if plugin(cluster) != "calico" and kubernetes.kubelet_max_pods > most:
        yield Problem(
            path=MAX_PODS,
            says=f"{kubernetes.kubelet_max_pods} pods do not fit a node's share of addresses: {NODE_PREFIX} "
            f"{kubernetes.kube_network_node_prefix} has {most}",
            offer=f"take {most}",
            against=(NODE_PREFIX, PLUGIN, PODS),
            fix=(MAX_PODS, most),
        )


def _room(cluster: Cluster, nodes: int, bits: int) -> Iterator[Problem]:
    kubernetes = cluster.kubernetes
    pods, prefix = length(kubernetes.subnet_pods), kubernetes.kube_network_node_prefix
    counted = ("control_plane.count", "workers", PLUGIN)
    if plugin(cluster) == "calico":
        blocks = 2 ** max(CALICO_BLOCK - pods, 0)
        if blocks < nodes:
            says = f"{kubernetes.subnet_pods} has {blocks} blocks of Calico's (/{CALICO_BLOCK}) for {nodes} nodes"
            problem = _wider(cluster, says, CALICO_BLOCK - (nodes - 1).bit_length(), (*counted, NODE_PREFIX))
            yield Problem(**{**vars(problem), "warning": True})
        return
    if 2**bits >= nodes:
        return
    says = f"{kubernetes.subnet_pods} has {2**bits} shares of {NODE_PREFIX} {prefix} for {nodes} nodes"
    need = (nodes - 1).bit_length()
    narrower = pods + need
    if narrower <= 30 and kubernetes.kubelet_max_pods <= 2 ** (32 - narrower) - 2:
        yield Problem(
            path=PODS,
            says=says,
            offer=f"take a wider network, or {NODE_PREFIX} {narrower}",
            against=(*counted, NODE_PREFIX),
            offer_against=(MAX_PODS,),
            fix=(NODE_PREFIX, narrower),
        )
    else:
        yield _wider(cluster, says, prefix - need, (*counted, NODE_PREFIX), (MAX_PODS,))


def _wider(cluster: Cluster, says: str, prefix: int, against: tuple[str, ...], offered: tuple[str, ...] = ()) -> Problem:
    """The pods' network is too small: offer one of `prefix` that is free."""
    page = networks.of(cluster)
    free = free_network(prefix, [cidr for path, cidr in page.items() if path != PODS]) if prefix >= 8 else None
    if free and length(free) > prefix:
        free = None
    return Problem(
        path=PODS,
        says=says,
        offer=f"take a wider one, for example {free}" if free else "no private network is wide enough: take fewer nodes",
        against=against,
        offer_against=(*offered, *EACH),
        fix=(PODS, free) if free else None,
    )


def _services(cluster: Cluster) -> Iterator[Problem]:
    services = cluster.kubernetes.subnet_services
    if WIDEST_SERVICES <= length(services) <= NARROWEST:
        return
    page = networks.of(cluster)
    free = free_network(16, [cidr for path, cidr in page.items() if path != SERVICES])
    yield Problem(
        path=SERVICES,
        says=f"{services} is not between a /{WIDEST_SERVICES} and a /{NARROWEST}, which is what kubeadm takes",
        offer=f"for example {free}" if free else "no private network is free",
        offer_against=EACH,
        fix=(SERVICES, free) if free else None,
    )
