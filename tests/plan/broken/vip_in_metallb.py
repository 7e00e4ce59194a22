"""MetalLB would hand the VIP out."""

from tests.plan.pages import page

PAGE = page({"endpoint.vrrp_ip": "10.2.184.20"})
MENDED = page({})
