"""kubeadm takes 16 bits between the two at most."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "11.0.0.0/8", "kubernetes.kube_network_node_prefix": 26})
MENDED = page({"kubernetes.subnet_pods": "11.0.0.0/8", "kubernetes.kube_network_node_prefix": 24})
