"""The API at etcd's port."""

from tests.plan.pages import page

PAGE = page({"endpoint.k8s_api_port": 2379})
MENDED = page({"endpoint.k8s_api_port": 6443})
