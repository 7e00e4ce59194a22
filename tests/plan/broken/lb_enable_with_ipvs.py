"""kube-proxy takes kube-vip's entries out again."""

from tests.plan.pages import page

PAGE = page({"endpoint.lb_enable": True, "endpoint.k8s_api_port": 6443})
MENDED = page({"endpoint.lb_enable": True, "endpoint.k8s_api_port": 6443, "kubernetes.kube_proxy_mode": "nftables"})
