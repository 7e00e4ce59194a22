"""Neutron refuses a pool with the gateway in it."""

from tests.plan.pages import page

PAGE = page({"network.gateway_ip": "10.2.184.100"})
MENDED = page({})
