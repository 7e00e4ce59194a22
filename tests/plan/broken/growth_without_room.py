"""Room for the nodes of today alone."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.184.50-10.2.184.59"], "network.growth": 10})
MENDED = page({"network.allocation_pools": ["10.2.184.50-10.2.184.59"], "network.growth": 2})
