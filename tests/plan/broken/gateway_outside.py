"""A gateway of another network."""

from tests.plan.pages import page

PAGE = page({"network.gateway_ip": "10.2.180.1"})
MENDED = page({"network.gateway_ip": "10.2.187.254"})
