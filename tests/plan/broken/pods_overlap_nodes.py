"""Pods under addresses of nodes."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "10.2.0.0/16"})
MENDED = page({})
