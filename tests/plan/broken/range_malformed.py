"""A pool written as a network."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.184.0/24"]})
MENDED = page({})
