"""kube-vip knows 6443 alone."""

from tests.plan.pages import page

PAGE = page({"endpoint.cp_detect": True})
MENDED = page({"endpoint.cp_detect": True, "endpoint.k8s_api_port": 6443})
