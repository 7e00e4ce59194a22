"""More pods than a node has addresses."""

from constructs_lib.plan.kubernetes import NoCni
from tests.plan.pages import page

PAGE = page(
    {"kubernetes.network_plugin": NoCni(), "kubernetes.kubelet_max_pods": 250, "kubernetes.kube_network_node_prefix": 25}
)
MENDED = page(
    {"kubernetes.network_plugin": NoCni(), "kubernetes.kubelet_max_pods": 126, "kubernetes.kube_network_node_prefix": 25}
)
