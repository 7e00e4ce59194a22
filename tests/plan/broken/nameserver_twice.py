"""Neutron refuses a DNS server that stands there twice."""

from tests.plan.pages import page

PAGE = page({"network.dns_nameservers": ["8.8.8.8", "8.8.8.8", "127.0.0.53"]})
MENDED = page({"network.dns_nameservers": ["8.8.8.8", "8.8.4.4"]})
