"""The VIP is the router's own address."""

from tests.plan.pages import page

PAGE = page({"endpoint.vrrp_ip": "10.2.184.1"})
MENDED = page({})
