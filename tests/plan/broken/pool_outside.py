"""A pool that goes beyond the network's end."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.187.200-10.2.188.50"]})
MENDED = page({"network.allocation_pools": ["10.2.187.200-10.2.187.254"]})
