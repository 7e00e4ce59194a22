"""Variables that settings say."""

from tests.plan.pages import page

PAGE = page({"kubernetes.extra_vars": {"k8s-cluster": {"kube_version": "1.34.0", "kube_proxy_mode": "iptables"}}})
MENDED = page({"kubernetes.extra_vars": {"k8s-cluster": {"kube_proxy_masquerade_all": True}}})
