"""A pool that ends before it starts."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.184.254-10.2.184.50"]})
MENDED = page({})
