"""A DNS server that pods would have."""

from tests.plan.pages import page

PAGE = page({"network.dns_nameservers": ["10.42.0.10"]})
MENDED = page({"network.dns_nameservers": ["10.41.0.10"]})
