"""kubeadm takes room for 14 pods at least."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "10.42.0.0/29"})
MENDED = page({})
