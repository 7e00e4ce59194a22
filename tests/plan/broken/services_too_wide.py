"""kubeadm takes 2^20 services at most."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_services": "172.0.0.0/8"})
MENDED = page({"kubernetes.subnet_services": "10.48.0.0/12"})
