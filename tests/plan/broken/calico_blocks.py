"""Calico shares out by blocks of 64: a warning."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_pods": "10.42.0.0/24"})
MENDED = page({"kubernetes.subnet_pods": "10.42.0.0/23"})
