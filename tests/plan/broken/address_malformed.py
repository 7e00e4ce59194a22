"""An address with a number too high."""

from tests.plan.pages import page

PAGE = page({"endpoint.vrrp_ip": "10.2.184.300"})
MENDED = page({})
