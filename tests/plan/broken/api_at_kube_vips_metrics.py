"""The API at the port of kube-vip's own metrics, which nothing can move."""

from tests.plan.pages import page

PAGE = page({"endpoint.k8s_api_port": 2112})
MENDED = page({"endpoint.k8s_api_port": 6443})
