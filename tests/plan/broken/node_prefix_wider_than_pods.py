"""A node's share cannot be more than there is."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "10.42.0.0/24", "kubernetes.kube_network_node_prefix": 22})
MENDED = page({"kubernetes.subnet_pods": "10.42.0.0/20", "kubernetes.kube_network_node_prefix": 24})
