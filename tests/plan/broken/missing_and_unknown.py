"""A setting left out, and one that does not exist."""

from tests.plan.pages import REMOVED, page

PAGE = page({"network.cni_iface": REMOVED, "network.vip": "10.2.184.10", "control_plane.flavour": "m1.large"})
MENDED = page({})
