"""Two pools share addresses."""

from tests.plan.pages import page

PAGE = page({"network.allocation_pools": ["10.2.184.50-10.2.184.100", "10.2.184.90-10.2.184.254"]})
MENDED = page({"network.allocation_pools": ["10.2.184.50-10.2.184.89", "10.2.184.90-10.2.184.254"]})
