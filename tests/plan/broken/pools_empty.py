"""No addresses for nodes."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": []})
MENDED = page({})
