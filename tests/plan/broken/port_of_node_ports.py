"""The API among NodePort services."""

from tests.plan.pages import page

PAGE = page({"endpoint.k8s_api_port": 30443})
MENDED = page({"endpoint.k8s_api_port": 29999})
