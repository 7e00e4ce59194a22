"""None of Kubespray's lists."""

from tests.plan.pages import page

PAGE = page({"kubernetes.kube_proxy_mode": "ebpf", "kubernetes.network_plugin": "calico"})
MENDED = page({})
