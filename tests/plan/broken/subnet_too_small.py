"""A /29 has no room; nothing else is said of what lies in it."""

from tests.plan.pages import page

PAGE = page({"network.subnet_nodes": "10.2.184.0/29"})
MENDED = page({"network.subnet_nodes": "10.2.184.0/24"})
