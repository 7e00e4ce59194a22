"""Kubespray looks in one direction alone."""

from tests.plan.pages import page

PAGE = page({"kubernetes.subnet_services": "10.42.128.0/20"})
MENDED = page({})
