"""What clouds, VPNs and container runtimes use inside: a warning."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "100.64.0.0/16", "kubernetes.subnet_services": "172.17.0.0/20"})
MENDED = page({})
