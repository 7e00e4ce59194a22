"""A network written by one of its hosts."""

from tests.plan.pages import page

PAGE = page({"network.subnet_nodes": "10.2.184.7/22"})
MENDED = page({})
