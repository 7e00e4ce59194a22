"""A port that no TCP has."""

from tests.plan.pages import page

PAGE = page({"endpoint.k8s_api_port": 70000})
MENDED = page({})
