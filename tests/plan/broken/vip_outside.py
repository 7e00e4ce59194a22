"""The VIP is in another network."""

from tests.plan.pages import page

PAGE = page({"endpoint.vrrp_ip": "10.3.0.10"})
MENDED = page({})
