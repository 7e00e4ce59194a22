"""The VIP is the broadcast address."""

from tests.plan.pages import page

PAGE = page({"endpoint.vrrp_ip": "10.2.187.255"})
MENDED = page({"endpoint.vrrp_ip": "10.2.187.254"})
