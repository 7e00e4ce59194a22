"""Fewer addresses than servers, Neutron's ports and growth."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.184.50-10.2.184.56"]})
MENDED = page({"network.allocation_pools": ["10.2.184.50-10.2.184.57"]})
